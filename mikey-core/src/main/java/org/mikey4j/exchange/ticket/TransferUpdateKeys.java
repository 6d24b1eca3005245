package org.mikey4j.exchange.ticket;

import java.util.Optional;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.MikeyMessage;

/**
 * The key data that the KEMACs of updates encrypt, for who has to show them and has the keys of the bundle (RFC 6043, 5.2). What protects
 * a bundle stays through all of its updates, so that the association of the exchange that began it opens them all.
 */
public final class TransferUpdateKeys {
    private TransferUpdateKeys() {}

    /**
     * Those of an update.
     *
     * @param bundle as it was agreed on, or after any of its updates
     * @param update a TRANSFER_INIT without a ticket
     * @return KEY_DATA payloads, which the caller wipes; empty if the update is not authentic, or brings no keys
     * @throws IllegalArgumentException if the bundle did not begin with a ticket
     */
    public static Optional<SecretBytes> of(SecurityAssociation bundle, MikeyMessage update) {
        UpdatedBundle current = UpdatedBundle.of(bundle, TransferEnd.INITIATOR);
        return open(current, update, current::isVerified);
    }

    /**
     * Those of the answer to an update.
     *
     * @param bundle as it was agreed on, or after any of its updates
     * @param update a TRANSFER_INIT without a ticket
     * @param answer the TRANSFER_RESP to it
     * @return KEY_DATA payloads, which the caller wipes; empty if the answer is not authentic, or brings no keys
     * @throws IllegalArgumentException if the bundle did not begin with a ticket
     */
    public static Optional<SecretBytes> ofAnswer(SecurityAssociation bundle, MikeyMessage update, MikeyMessage answer) {
        return open(
                UpdatedBundle.of(bundle, TransferEnd.INITIATOR),
                answer,
                (message, protection) -> TicketProtection.isVerified(message, protection, update.octets()));
    }

    private interface Check {
        boolean isVerified(TicketMessage message, MessageProtection protection);
    }

    private static Optional<SecretBytes> open(UpdatedBundle bundle, MikeyMessage message, Check check) {
        try (MessageProtection protection = bundle.protection()) {
            TicketMessage read = TicketMessage.of(message);
            Optional<KemacPayload> kemac = read.kemac();
            return kemac.isPresent() && read.suite() == bundle.terms().suite() && check.isVerified(read, protection)
                    ? Optional.of(SecretBytes.wrap(protection.open(kemac.get(), read.csbId(), read.timestamp())))
                    : Optional.empty();
        } catch (Refusal e) {
            // Such a message is nobody's.
            return Optional.empty();
        }
    }
}
