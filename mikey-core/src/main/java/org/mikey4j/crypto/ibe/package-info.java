/**
 * Identity-based encryption by Boneh and Franklin on supersingular curves (RFC 5091, 5), which MIKEY-IBAKE names (RFC 6267, 4.1):
 * {@link org.mikey4j.crypto.ibe.IbeParameters} encrypts to an identity, {@link org.mikey4j.crypto.ibe.IbePrivateKey} decrypts, and
 * {@link org.mikey4j.crypto.ibe.IbeMasterSecret} is the key management service's side.
 */
@NullMarked
package org.mikey4j.crypto.ibe;

import org.jspecify.annotations.NullMarked;
