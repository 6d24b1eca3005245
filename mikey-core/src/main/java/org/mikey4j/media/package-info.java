/**
 * What media takes from a security association: SRTP's master keys and master salts (RFC 3830, 6.10.1; RFC 3711, 3.2.1), ESP's
 * keys (RFC 3830, 4.1.3), and both in the terms of other programs.
 */
@NullMarked
package org.mikey4j.media;

import org.jspecify.annotations.NullMarked;
