/**
 * The wire: messages, their common header and payloads, the decoder and the encoder (RFC 3830, 6 and every payload that
 * later standards added). Nothing here knows a key.
 */
@NullMarked
package org.mikey4j.message;

import org.jspecify.annotations.NullMarked;
