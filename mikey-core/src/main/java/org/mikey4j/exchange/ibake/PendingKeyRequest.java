package org.mikey4j.exchange.ibake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mikey4j.MikeyException;
import org.mikey4j.crypto.KemacCipher;
import org.mikey4j.crypto.MacAlgorithm;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.NtpTime;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.internal.AnswerReception;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.exchange.internal.Payloads;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.KeyDataPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PayloadChain;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.VPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.MacAlg;
import org.mikey4j.message.registry.PayloadType;

/** A request that waits for its keys, REQUEST_KEY_RESP (RFC 6267, 4.2.1.4). Safe under threads; {@link #close} wipes the key. */
public final class PendingKeyRequest implements AutoCloseable {
    private static final int[] ONCE = {PayloadType.T, PayloadType.KEMAC};

    private final CsbState state;
    private final KeyNames names;
    private final SecretBytes key;
    private final AnswerReception reception;

    PendingKeyRequest(
            ExchangeSettings settings, MikeyMessage message, CsbState state, KeyNames names, SecretBytes key) {
        this.state = state;
        this.names = names;
        this.key = key;
        this.reception = new AnswerReception(settings, message, DataType.REQUEST_KEY_RESP);
    }

    /** REQUEST_KEY_INIT. */
    public MikeyMessage message() {
        return reception.offer();
    }

    /** Processes REQUEST_KEY_RESP, or the error message that came instead. Nothing is decrypted before the MAC is right. */
    public KeyDelivery receive(Octets answer) {
        return reception.receive(
                answer,
                this::delivered,
                error -> error.payload(TPayload.class).equals(message().payload(TPayload.class)) && isAuthentic(error),
                KeyDelivery.Refused::new);
    }

    /**
     * What the KEMAC of a REQUEST_KEY_RESP encrypts, for who has to show it.
     *
     * @return ID and KEY_DATA payloads, which the caller wipes; empty if the answer is not authentic
     */
    public Optional<SecretBytes> keyData(Octets answer) {
        return reception.receive(
                answer,
                response -> {
                    KemacPayload kemac = authenticate(response);
                    try (MessageProtection protection = protection(kemac)) {
                        return Optional.of(
                                SecretBytes.wrap(protection.open(kemac, state.csbId(), reception.timestamp(response))));
                    }
                },
                error -> false,
                rejected -> Optional.empty());
    }

    private KeyDelivery delivered(MikeyMessage response) {
        KemacPayload kemac = authenticate(response);
        return new KeyDelivery.Delivered(open(kemac, reception.timestamp(response)));
    }

    private KemacPayload authenticate(MikeyMessage response) {
        Payloads.check(response, PayloadType.V, ONCE, PayloadType.IDR);
        reception.timestamp(response);
        IbakeHeaders.requireSame(message().header(), response.header());
        KemacPayload kemac = Payloads.required(response, KemacPayload.class, "KEMAC");
        if (!isAuthentic(response)) {
            throw Refusal.because(RejectReason.AUTHENTICATION_FAILED, "the verification MAC is wrong");
        }
        if (kemac.macAlg() != MacAlg.NULL) {
            throw Refusal.because(RejectReason.UNSUPPORTED_MAC, "the KEMAC has a MAC besides V (RFC 6267, 4.2.1.3)");
        }
        return kemac;
    }

    private MessageProtection protection(KemacPayload kemac) {
        KemacCipher cipher = KemacCipher.of(kemac.encrAlg())
                .filter(c -> c != KemacCipher.NULL)
                .orElseThrow(() -> Refusal.because(
                        RejectReason.UNSUPPORTED_ENCRYPTION,
                        "encr alg " + kemac.encrAlg() + " is not for private keys"));
        return MessageProtection.derive(cipher, MacAlgorithm.NULL, 0, state.prf(), key, state.csbId(), state.rand());
    }

    private List<DeliveredKey> open(KemacPayload kemac, TPayload timestamp) {
        byte[] plaintext = new byte[0];
        List<DeliveredKey> keys = new ArrayList<>();
        try (MessageProtection protection = protection(kemac)) {
            plaintext = protection.open(kemac, state.csbId(), timestamp);
            Optional<IdPayload> owner = Optional.empty();
            for (Payload payload : PayloadChain.decodeSubPayloads(plaintext, PayloadType.ID)) {
                if (payload instanceof IdPayload id) {
                    owner = Optional.of(
                            new IdPayload(id.idType(), Octets.copyOf(id.idData().toByteArray())));
                } else {
                    keys.add(key(owner, payload, timestamp));
                }
            }
            if (keys.isEmpty()) {
                throw unusable("the answer has no private key");
            }
            return keys;
        } catch (MalformedMessageException e) {
            keys.forEach(DeliveredKey::close);
            throw unusable("decrypted key data: " + e.getMessage());
        } catch (MikeyException e) {
            throw unusable(String.valueOf(e.getMessage()));
        } catch (Refusal e) {
            keys.forEach(DeliveredKey::close);
            throw e;
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    private DeliveredKey key(Optional<IdPayload> owner, Payload payload, TPayload timestamp) {
        if (owner.isEmpty()
                || !names.users().contains(owner.get())
                || !(payload instanceof KeyDataPayload data)
                || data.keyType() != KeyDataType.K_PR
                || !(data.kv() instanceof KeyValidity.Interval interval)
                || interval.validFrom().length() != Long.BYTES
                || interval.validTo().length() != Long.BYTES) {
            throw unusable("the key data are not private keys with their dates, of who asked (RFC 6267, 6.1.3)");
        }
        Instant near = IbakeHeaders.at(timestamp, reception.settings());
        return new DeliveredKey(
                owner.get(),
                SecretBytes.copyOf(data.key()),
                NtpTime.toInstant(interval.validFrom().u64(0), near),
                NtpTime.toInstant(interval.validTo().u64(0) + 1, near));
    }

    private static Refusal unusable(String detail) {
        return Refusal.because(RejectReason.KEYS_UNUSABLE, detail);
    }

    private boolean isAuthentic(MikeyMessage message) {
        Optional<MacAlgorithm> mac = message.payload(VPayload.class)
                .flatMap(v -> MacAlgorithm.of(v.authAlg()))
                .filter(algorithm -> algorithm != MacAlgorithm.NULL);
        if (mac.isEmpty()) {
            return false;
        }
        try (IbakeMac check = IbakeMac.of(key, mac.get(), state, names.involved())) {
            return check.isRight(message);
        }
    }

    @Override
    public void close() {
        key.close();
    }
}
