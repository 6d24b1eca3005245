/**
 * MIKEY-IBAKE (RFC 6267): two round trips in which both ends contribute to the key and prove who they are by decrypting what is encrypted
 * to their identities. {@link org.mikey4j.exchange.ibake.IbakeInitiator} begins, {@link org.mikey4j.exchange.ibake.IbakeResponder}
 * answers; {@link org.mikey4j.exchange.ibake.KeyRequester} gets private keys from a key management service,
 * {@link org.mikey4j.exchange.ibake.KeyIssuer} gives them out.
 */
@NullMarked
package org.mikey4j.exchange.ibake;

import org.jspecify.annotations.NullMarked;
