/**
 * The Diffie-Hellman method with signatures (RFC 3830, 3.3): both ends contribute to the key, and each signs what it sends.
 * For two ends only; a recorded exchange stays secret even if the signature keys are lost later.
 */
@NullMarked
package org.mikey4j.exchange.dh;

import org.jspecify.annotations.NullMarked;
