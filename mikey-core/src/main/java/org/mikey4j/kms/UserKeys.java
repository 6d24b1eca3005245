package org.mikey4j.kms;

import java.time.Instant;
import org.mikey4j.crypto.eccsi.EccsiSigningKey;
import org.mikey4j.crypto.sakke.SakkeReceiverKey;
import org.mikey4j.kms.KmsCertificate.Validity;
import org.mikey4j.message.Octets;

/**
 * The keys of a user for one period, checked. Made by {@link KmsKeySet#check}.
 *
 * @param certificate the service's that issued them
 * @param userUri whose they are
 * @param period the number of the key period
 * @param validity from when and until when they may be used, besides the period
 * @param receiverKey opens what is encapsulated to the user
 * @param signingKey signs what the user sends
 */
public record UserKeys(
        KmsCertificate certificate,
        String userUri,
        long period,
        Validity validity,
        SakkeReceiverKey receiverKey,
        EccsiSigningKey signingKey)
        implements AutoCloseable {
    /** What the keys are bound to. */
    public Octets identifier() {
        return receiverKey.identifier();
    }

    /** Whether they are those of a message of this time. */
    public boolean areFor(Instant instant) {
        UserIdScheme scheme = certificate.scheme();
        return !instant.isBefore(scheme.start(period))
                && instant.isBefore(scheme.start(Math.addExact(period, 1)))
                && validity.covers(instant)
                && certificate.isUsableAt(instant);
    }

    /** Wipes the keys. */
    @Override
    public void close() {
        receiverKey.close();
        signingKey.close();
    }
}
