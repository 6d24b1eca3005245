package org.mikey4j.exchange.sakke;

import org.mikey4j.crypto.sakke.SakkePublicKey;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.IdScheme;

/**
 * Whom a key is encapsulated to.
 *
 * @param kms the public key of the recipient's KMS
 * @param identifier the recipient's identifier in the key period of the message: that of {@code TelIdentifier} or {@code UserId}
 * @param idScheme how it is made; see {@link IdScheme}
 */
public record SakkeRecipient(SakkePublicKey kms, Octets identifier, int idScheme) {}
