/**
 * Diffie-Hellman under a pre-shared key (RFC 4650): both ends contribute to the key, and a MAC instead of signatures tells who
 * they are. For two ends only; a recorded exchange stays secret even if the pre-shared key is lost later.
 */
@NullMarked
package org.mikey4j.exchange.dhhmac;

import org.jspecify.annotations.NullMarked;
