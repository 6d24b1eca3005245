package org.mikey4j.exchange.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.mikey4j.MikeyException;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.KeyDataPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PayloadChain;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.PayloadType;

/** The Key data sub-payloads of a KEMAC (RFC 3830, 6.2 and 6.13). */
public final class KeyTransport {
    private KeyTransport() {}

    /** The sub-payloads for these keys. They hold copies, which are wiped when the caller wipes the keys' owner. */
    public static List<KeyDataPayload> payloads(List<TransportedKey> keys) {
        List<KeyDataPayload> payloads = new ArrayList<>();
        for (TransportedKey key : keys) {
            payloads.add(new KeyDataPayload(key.keyType(), octets(key.key()), octets(key.salt()), key.kv()));
        }
        return payloads;
    }

    private static Octets octets(SecretBytes secret) {
        byte[] copy = secret.toByteArray();
        try {
            return Octets.copyOf(copy);
        } finally {
            Arrays.fill(copy, (byte) 0);
        }
    }

    /**
     * What a KEMAC holds.
     *
     * @param id the identity that stands before the keys in the modes with envelope keys
     * @param keys the keys
     */
    public record Opened(Optional<IdPayload> id, List<TransportedKey> keys) {}

    /**
     * Opens the KEMAC of an authentic message.
     *
     * @param first the type of its first sub-payload: Key data, or ID in the modes with envelope keys
     * @throws Refusal if the data cannot be decrypted or is not made of keys that can be used
     */
    public static Opened open(
            MessageProtection protection, KemacPayload kemac, long csbId, TPayload timestamp, int first) {
        return open(protection, kemac, csbId, timestamp, first, KeyTransport::checkUsable);
    }

    /**
     * As above, for a mode with rules of its own on keys.
     *
     * @param check throws a {@link Refusal} if the keys cannot be used
     */
    public static Opened open(
            MessageProtection protection,
            KemacPayload kemac,
            long csbId,
            TPayload timestamp,
            int first,
            Consumer<List<TransportedKey>> check) {
        byte[] plaintext;
        try {
            plaintext = protection.open(kemac, csbId, timestamp);
        } catch (MikeyException e) {
            throw Refusal.because(RejectReason.KEYS_UNUSABLE, String.valueOf(e.getMessage()));
        }
        Optional<IdPayload> id = Optional.empty();
        List<TransportedKey> keys = new ArrayList<>();
        try {
            for (Payload payload : PayloadChain.decodeSubPayloads(plaintext, first)) {
                if (payload instanceof KeyDataPayload keyData) {
                    keys.add(TransportedKey.of(keyData));
                } else if (payload instanceof IdPayload found && first == PayloadType.ID && id.isEmpty()) {
                    id = Optional.of(new IdPayload(
                            found.idType(), Octets.copyOf(found.idData().toByteArray())));
                } else {
                    throw Refusal.because(
                            RejectReason.KEYS_UNUSABLE,
                            "the key data holds " + PayloadType.REGISTRY.name(payload.type()));
                }
            }
            check.accept(keys);
            return new Opened(id, keys);
        } catch (MalformedMessageException e) {
            wipe(keys);
            throw Refusal.because(RejectReason.KEYS_UNUSABLE, "decrypted key data: " + e.getMessage());
        } catch (Refusal e) {
            wipe(keys);
            throw e;
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    /**
     * Checks that a receiver can tell which key is for which packet (RFC 3830, A): with more than one, each needs its own
     * SPI or interval.
     *
     * @throws Refusal if it cannot
     */
    public static void checkUsable(List<TransportedKey> keys) {
        Set<KeyValidity> seen = new HashSet<>();
        for (TransportedKey key : keys) {
            if (key.keyType() > KeyDataType.TEK_SALT) {
                throw Refusal.because(
                        RejectReason.KEYS_UNUSABLE,
                        KeyDataType.REGISTRY.name(key.keyType()) + " keys have no use in this mode");
            }
            if (!seen.add(key.kv()) || (keys.size() > 1 && key.kv().equals(KeyValidity.NULL))) {
                throw Refusal.because(
                        RejectReason.KEYS_UNUSABLE,
                        "several keys, and nothing that says which packets each is for (RFC 3830, A)");
            }
        }
    }

    private static void wipe(List<TransportedKey> keys) {
        keys.forEach(TransportedKey::close);
    }
}
