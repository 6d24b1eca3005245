package org.mikey4j.exchange.ibake;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.ibe.IbePrivateKey;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PayloadChain;
import org.mikey4j.message.SkPayload;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.message.registry.SkType;

/**
 * A secret key for a Responder that is not there, which its mailbox keeps without being able to open it (RFC 6267, 4.2.2.6 and 7.5).
 *
 * @param initiator who made it
 * @param key the key, which encrypts what is left in the mailbox
 */
public record IbakeSecretKey(IdPayload initiator, SecretBytes key) implements AutoCloseable {
    /** Octets of a key that an Initiator makes. */
    public static final int OCTETS = 16;

    /** {@code ID || SK}. */
    List<Payload> payloads() {
        byte[] octets = key.toByteArray();
        try {
            return List.of(initiator, new SkPayload(SkType.SK, Octets.copyOf(octets), KeyValidity.NULL));
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    /**
     * Opens the data of an ESK payload, for whom they were left.
     *
     * @param key the private key of the identity and date that they are for
     * @return nothing if they are not for this key, or were changed
     */
    public static Optional<IbakeSecretKey> open(Octets esk, IbePrivateKey key) {
        Optional<SecretBytes> plaintext = IbakeSeal.decrypt(key, esk);
        if (plaintext.isEmpty()) {
            return Optional.empty();
        }
        byte[] octets;
        try (SecretBytes wiped = plaintext.get()) {
            octets = wiped.toByteArray();
        }
        try {
            List<Payload> payloads = PayloadChain.decodeSubPayloads(octets, PayloadType.ID);
            return payloads.size() == 2
                            && payloads.get(0) instanceof IdPayload id
                            && payloads.get(1) instanceof SkPayload sk
                            && sk.skType() == SkType.SK
                    ? Optional.of(new IbakeSecretKey(
                            new IdPayload(id.idType(), Octets.copyOf(id.idData().toByteArray())),
                            SecretBytes.copyOf(sk.key())))
                    : Optional.empty();
        } catch (MalformedMessageException e) {
            return Optional.empty();
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    /** Wipes the key. */
    @Override
    public void close() {
        key.close();
    }
}
