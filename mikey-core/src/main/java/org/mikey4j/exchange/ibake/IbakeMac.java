package org.mikey4j.exchange.ibake;

import java.util.ArrayList;
import java.util.List;
import org.mikey4j.crypto.IbakeDerivation;
import org.mikey4j.crypto.KemacCipher;
import org.mikey4j.crypto.MacAlgorithm;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.VPayload;

/**
 * The MAC of a V payload: over the message before it, then the data of the identities (RFC 6267, 5.4). No message that has one carries an
 * ESK, which it would leave out.
 */
final class IbakeMac implements AutoCloseable {
    private final MessageProtection protection;
    private final Octets[] names;

    private IbakeMac(MessageProtection protection, List<IdPayload> names) {
        this.protection = protection;
        this.names = names.stream().map(IdPayload::idData).toArray(Octets[]::new);
    }

    /** Under the MPK of a session key (RFC 6267, 5.1 and 5.2). */
    static IbakeMac of(SecretBytes sessionKey, MacAlgorithm mac, CsbState state, IbakeNames names) {
        try (SecretBytes mpk = new IbakeDerivation(state.prf(), state.rand()).mpk(sessionKey)) {
            return of(mpk, mac, state, names.list());
        }
    }

    /** Under a key that both ends have (RFC 3830, 4.1.4). */
    static IbakeMac of(SecretBytes inkey, MacAlgorithm mac, CsbState state, List<IdPayload> names) {
        return new IbakeMac(
                MessageProtection.derive(
                        KemacCipher.NULL, mac, mac.keyOctets(), state.prf(), inkey, state.csbId(), state.rand()),
                names);
    }

    MacAlgorithm algorithm() {
        return protection.mac();
    }

    /** The message with its V. */
    MikeyMessage append(CommonHeader header, List<Payload> payloads) {
        List<Payload> all = new ArrayList<>(payloads);
        all.add(new VPayload(
                algorithm().macAlg(), Octets.copyOf(new byte[algorithm().macOctets()])));
        MikeyMessage message = MikeyMessage.encode(header, all);
        return message.withLast(new VPayload(algorithm().macAlg(), protection.macOver(covered(message))));
    }

    /** Whether the V at the end is right. */
    boolean isRight(MikeyMessage message) {
        return message.payloads().get(message.payloads().size() - 1) instanceof VPayload v
                && v.authAlg() == algorithm().macAlg()
                && protection.isMac(v.verData(), covered(message));
    }

    private Octets[] covered(MikeyMessage message) {
        Octets[] covered = new Octets[names.length + 1];
        covered[0] = protection.covered(message);
        System.arraycopy(names, 0, covered, 1, names.length);
        return covered;
    }

    @Override
    public void close() {
        protection.close();
    }
}
