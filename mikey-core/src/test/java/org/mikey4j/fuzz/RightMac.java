package org.mikey4j.fuzz;

import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.KemacCipher;
import org.mikey4j.crypto.MacAlgorithm;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.VPayload;

/**
 * Puts the MAC of a message right, as one who has the key can.
 *
 * @param key the pre-shared key
 * @param bundleRand the RAND of messages that carry none
 * @param initiator who begins
 * @param timestamp the timestamp of the I_MESSAGE
 */
record RightMac(SecretBytes key, Octets bundleRand, IdPayload initiator, TPayload timestamp) {
    /** What ends in a KEMAC, with the right MAC in it; anything else as it is. */
    Octets message(Octets octets) {
        MikeyMessage message = decoded(octets);
        if (message == null || !(last(message) instanceof KemacPayload kemac) || kemac.macAlg() == 0) {
            return octets;
        }
        try (MessageProtection protection = protection(message, kemac.macAlg())) {
            return protection.authenticate(message).octets();
        }
    }

    /** What ends in a V, with the right verification MAC in it; anything else as it is. */
    Octets verification(Octets octets) {
        MikeyMessage message = decoded(octets);
        if (message == null || !(last(message) instanceof VPayload v) || v.authAlg() == 0) {
            return octets;
        }
        List<Payload> before = message.payloads().subList(0, message.payloads().size() - 1);
        List<IdPayload> ids = message.payloads(IdPayload.class);
        try (MessageProtection protection = protection(message, v.authAlg())) {
            return protection
                    .appendV(
                            MikeyMessage.encode(message.header(), before),
                            Optional.of(initiator),
                            ids.isEmpty() ? Optional.empty() : Optional.of(ids.get(0)),
                            timestamp)
                    .octets();
        }
    }

    private MessageProtection protection(MikeyMessage message, int macAlg) {
        MacAlgorithm mac = MacAlgorithm.of(macAlg).orElse(MacAlgorithm.HMAC_SHA_1_160);
        return MessageProtection.derive(
                KemacCipher.AES_CM_128,
                mac,
                mac.keyOctets(),
                Prf.of(message.header().prfFunc()).orElse(Prf.MIKEY_1),
                key,
                message.header().csbId(),
                message.payload(RandPayload.class).map(RandPayload::rand).orElse(bundleRand));
    }

    private static Payload last(MikeyMessage message) {
        return message.payloads().get(message.payloads().size() - 1);
    }

    private static MikeyMessage decoded(Octets octets) {
        try {
            MikeyMessage message = MikeyMessage.decode(octets.toByteArray());
            return message.payloads().isEmpty() ? null : message;
        } catch (MalformedMessageException e) {
            return null;
        }
    }
}
