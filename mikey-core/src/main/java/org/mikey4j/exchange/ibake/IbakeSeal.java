package org.mikey4j.exchange.ibake;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.ibe.IbeException;
import org.mikey4j.crypto.ibe.IbePrivateKey;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PayloadChain;
import org.mikey4j.message.registry.PayloadType;

/**
 * Encrypts sub-payloads to identities and decrypts them (RFC 6267, 4.2.2).
 *
 * @param keys the keys of both ends
 * @param settings where random values come from
 */
record IbakeSeal(IbakeKeys keys, ExchangeSettings settings) {
    /** Told of everything that cannot be decrypted, whatever is wrong with it. */
    private static final String NOT_OPENED = "the encrypted data are not for this end and date, or were changed";

    /**
     * Encrypts.
     *
     * @throws Refusal if nobody knows the key of this identity
     */
    Octets seal(IdPayload to, Instant at, List<Payload> payloads) {
        IbakeKeys.Recipient recipient = keys.recipient(to, at)
                .orElseThrow(() -> Refusal.because(
                        RejectReason.IDENTITY_REFUSED, "no key management service is known for the identity " + to));
        byte[] plaintext = PayloadChain.encode(payloads).toByteArray();
        try (SecretBytes message = SecretBytes.wrap(plaintext)) {
            return recipient.kms().encrypt(recipient.identity(), message, settings.random());
        } catch (IbeException e) {
            throw Refusal.because(RejectReason.IDENTITY_REFUSED, String.valueOf(e.getMessage()));
        }
    }

    /**
     * This end's private key.
     *
     * @throws Refusal if it has none for this identity and date
     */
    IbePrivateKey own(IdPayload id, Instant at) {
        return keys.own(id, at).orElseThrow(() -> Refusal.because(RejectReason.KEYS_UNUSABLE, NOT_OPENED));
    }

    /**
     * Decrypts the data of an IBAKE payload.
     *
     * @throws Refusal if it cannot be decrypted or read
     */
    IbakeData open(IbePrivateKey key, Octets data) {
        return tryOpen(key, data).orElseThrow(() -> Refusal.because(RejectReason.KEYS_UNUSABLE, NOT_OPENED));
    }

    /**
     * Decrypts the data of an IBAKE payload, if they are for this key.
     *
     * @throws Refusal if what was decrypted cannot be read
     */
    static Optional<IbakeData> tryOpen(IbePrivateKey key, Octets data) {
        return decrypt(key, data).map(plaintext -> {
            byte[] octets = plaintext.toByteArray();
            try (plaintext) {
                return IbakeData.of(PayloadChain.decodeSubPayloads(Octets.copyOf(octets), PayloadType.IDR));
            } catch (MalformedMessageException e) {
                throw Refusal.because(RejectReason.KEYS_UNUSABLE, "decrypted data: " + e.getMessage());
            } finally {
                Arrays.fill(octets, (byte) 0);
            }
        });
    }

    static Optional<SecretBytes> decrypt(IbePrivateKey key, Octets data) {
        try {
            return Optional.of(key.decrypt(data));
        } catch (IbeException e) {
            return Optional.empty();
        }
    }
}
