/**
 * The cryptography of MIKEY: key derivation, the ciphers and MACs of messages (RFC 3830, 4). Algorithms come from the
 * platform's providers; nothing is registered globally.
 */
@NullMarked
package org.mikey4j.crypto;

import org.jspecify.annotations.NullMarked;
