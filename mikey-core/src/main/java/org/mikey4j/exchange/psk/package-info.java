/**
 * The pre-shared key method (RFC 3830, 3.1): {@link org.mikey4j.exchange.psk.PskInitiator} makes the I_MESSAGE, {@link
 * org.mikey4j.exchange.psk.PskResponder} answers it. Who is the Initiator has nothing to do with who calls, or who is
 * client or server: with RTSP cameras it is often the client.
 */
@NullMarked
package org.mikey4j.exchange.psk;

import org.jspecify.annotations.NullMarked;
