package org.mikey4j.exchange.ibake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.MikeyException;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.LocalIdentity;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.internal.ReceivedOffer;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.exchange.internal.Signatures;
import org.mikey4j.exchange.internal.TimestampSource;
import org.mikey4j.exchange.publickey.Envelope;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.EmptyMap;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PkePayload;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.registry.CacheIndicator;
import org.mikey4j.message.registry.CsIdMapType;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.IdRole;

/**
 * Asks a key management service for private keys: REQUEST_KEY_INIT (RFC 6267, 4.2.1.1). Which dates they are for is the service's
 * decision: the standard has no field for it. Safe under threads if the signer is.
 */
public final class KeyRequester {
    private final ExchangeSettings settings;
    private final TimestampSource timestamps;

    public KeyRequester(ExchangeSettings settings) {
        this.settings = settings;
        this.timestamps = new TimestampSource(settings.clock());
    }

    /**
     * Asks under a key shared with the service: REQUEST_KEY_INIT_PSK.
     *
     * @throws IllegalArgumentException if the request cannot be encoded, or the key is empty
     */
    public PendingKeyRequest request(SecretBytes psk, KeyRequest request) {
        CsbState state = state(request);
        KeyNames names = KeyNames.of(request);
        List<Payload> payloads = beginning(state, names);
        payloads.add(names.kmsPayload());
        request.pskId().ifPresent(id -> payloads.add(new IdrPayload(IdRole.IDR_PSK, id.idType(), id.idData())));
        try (IbakeMac mac = IbakeMac.of(psk, request.mac(), state, names.involved())) {
            MikeyMessage message = mac.append(header(DataType.REQUEST_KEY_PSK, state), payloads);
            return new PendingKeyRequest(settings, message, state, names, psk.copy());
        }
    }

    /**
     * Asks with a signature, under a key in an envelope: REQUEST_KEY_INIT_PKE.
     *
     * @param envelope the service's public key and how the envelope key goes to it
     * @param user signs; its certificates are sent, and are those of the identities asked for
     * @throws IllegalArgumentException if the request cannot be encoded, or the public key cannot take the envelope key
     */
    public PendingKeyRequest request(Envelope envelope, LocalIdentity user, KeyRequest request) {
        CsbState state = state(request);
        KeyNames names = KeyNames.of(request);
        SecretBytes envelopeKey = envelope.key()
                .map(SecretBytes::copy)
                .orElseGet(() -> SecretBytes.random(settings.random(), Envelope.KEY_OCTETS));
        List<Payload> payloads = beginning(state, names);
        payloads.addAll(user.certificates());
        payloads.add(names.kmsPayload());
        envelope.chash().ifPresent(payloads::add);
        payloads.add(new PkePayload(
                CacheIndicator.NO_CACHE,
                envelope.padding()
                        .encrypt(envelope.responderKey(), envelopeKey, envelope.algorithms(), settings.random())));
        MikeyMessage message =
                Signatures.sign(header(DataType.REQUEST_KEY_PKE, state), payloads, user.signer(), names.covered());
        return new PendingKeyRequest(settings, message, state, names, envelopeKey);
    }

    /**
     * Takes up a request that was made before, for an end that kept nothing but the message and the key: the one shared with the service
     * or, of a REQUEST_KEY_INIT_PKE, that in the envelope. Whether the latter was made with this key shows only in its answer.
     *
     * @param key copied
     * @throws MikeyException if it is no request, or was not made with this shared key
     */
    public PendingKeyRequest resume(SecretBytes key, MikeyMessage message) {
        try {
            boolean signed = message.header().dataType() == DataType.REQUEST_KEY_PKE;
            ReceivedOffer own = signed ? KeyIssuer.signed(message) : KeyIssuer.underSharedKey(message);
            KeyNames names = KeyNames.of(message);
            CsbState state = names.state(own);
            if (!signed) {
                requireMadeWith(key, message, state, names);
            }
            return new PendingKeyRequest(settings, message, state, names, key.copy());
        } catch (Refusal e) {
            throw new MikeyException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void requireMadeWith(SecretBytes key, MikeyMessage message, CsbState state, KeyNames names) {
        try (IbakeMac mac = IbakeMac.of(key, KeyIssuer.mac(message), state, names.involved())) {
            if (!mac.isRight(message)) {
                throw Refusal.because(RejectReason.AUTHENTICATION_FAILED, "the request was not made with this key");
            }
        }
    }

    private CsbState state(KeyRequest request) {
        return new CsbState(
                settings.newCsbId(),
                request.prf(),
                OfferRequest.newRand(settings),
                timestamps.next(),
                Optional.of(request.users().get(0)),
                Optional.of(request.kms()));
    }

    private static List<Payload> beginning(CsbState state, KeyNames names) {
        List<Payload> payloads = new ArrayList<>();
        payloads.add(state.timestamp());
        payloads.add(new RandPayload(state.rand()));
        payloads.addAll(names.userPayloads());
        return payloads;
    }

    /** No crypto sessions, and a map without any (RFC 6267, 4.2.1.1). */
    static CommonHeader header(int dataType, CsbState state) {
        boolean v = dataType != DataType.REQUEST_KEY_RESP;
        return new CommonHeader(dataType, v, state.prf().prfFunc(), state.csbId(), new EmptyMap(CsIdMapType.EMPTY, 0));
    }
}
