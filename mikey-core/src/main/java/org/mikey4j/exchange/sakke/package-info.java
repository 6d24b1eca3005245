/**
 * MIKEY-SAKKE (RFC 6509), and its profile for mission-critical services (3GPP TS 33.180): one message, whose key is encapsulated to
 * the Responder's identity and which the Initiator signs under its own. {@link org.mikey4j.exchange.sakke.SakkeInitiator} makes it,
 * {@link org.mikey4j.exchange.sakke.SakkeResponder} opens it.
 */
@NullMarked
package org.mikey4j.exchange.sakke;

import org.jspecify.annotations.NullMarked;
