package org.mikey4j.exchange.ticket;

import java.util.List;
import java.util.Optional;
import org.mikey4j.MikeyException;
import org.mikey4j.crypto.MessageKeys;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.TicketDerivation;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.VPayload;

/**
 * What in a ticket proves that who asked for it also uses it, where keys are forked (RFC 6043, 6.10): a copy of the MAC of
 * TRANSFER_INIT, and a MAC over that under MPKr, which only the Initiator and the KMS have.
 *
 * @param vi the copy
 * @param vr the MAC
 * @param covered what it is over
 */
record InitiatorData(VPayload vi, VPayload vr, Octets covered) {
    /** Makes the data for a message that ends in this MAC. */
    static Octets make(VPayload v, SecretBytes mpkR, TicketSuite suite) {
        int macOctets = suite.mac().macOctets();
        VPayload empty = new VPayload(v.authAlg(), Octets.copyOf(new byte[macOctets]));
        Octets unprotected = TicketTermsCodec.chain(List.of(v, empty));
        Octets mac = mac(mpkR, suite, unprotected.slice(0, unprotected.length() - macOctets));
        return TicketTermsCodec.chain(List.of(v, new VPayload(v.authAlg(), mac)));
    }

    /** Reads such data; nothing if they are anything else. */
    static Optional<InitiatorData> read(Octets data, TicketSuite suite) {
        try {
            List<Payload> payloads = TicketTermsCodec.payloads(data);
            if (payloads.size() >= 2
                    && payloads.get(0) instanceof VPayload vi
                    && payloads.get(payloads.size() - 1) instanceof VPayload vr
                    && vi.authAlg() == suite.mac().macAlg()
                    && vr.authAlg() == vi.authAlg()) {
                return Optional.of(new InitiatorData(
                        vi, vr, data.slice(0, data.length() - suite.mac().macOctets())));
            }
            return Optional.empty();
        } catch (MikeyException e) {
            return Optional.empty();
        }
    }

    /** Whether who holds MPKr made them. */
    boolean isAuthentic(SecretBytes mpkR, TicketSuite suite) {
        try (MessageKeys keys = new TicketDerivation(suite.prf()).initiatorData(mpkR);
                SecretBytes authKey = keys.authKey(suite.mac().keyOctets())) {
            return suite.mac().verify(authKey, vr.verData(), covered);
        }
    }

    private static Octets mac(SecretBytes mpkR, TicketSuite suite, Octets covered) {
        try (MessageKeys keys = new TicketDerivation(suite.prf()).initiatorData(mpkR);
                SecretBytes authKey = keys.authKey(suite.mac().keyOctets())) {
            return suite.mac().compute(authKey, covered);
        }
    }
}
