package org.mikey4j.exchange.psk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.MikeyException;
import org.mikey4j.crypto.KemacCipher;
import org.mikey4j.crypto.MacAlgorithm;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.internal.Ids;
import org.mikey4j.exchange.internal.KeyTransport;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.exchange.internal.OfferParts;
import org.mikey4j.exchange.internal.PendingVerification;
import org.mikey4j.exchange.internal.ProtectionSearch;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.exchange.internal.TimestampSource;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.registry.DataType;

/**
 * Makes I_MESSAGEs of the pre-shared key method, and updates of bundles that exist (RFC 3830, 3.1 and 4.5). Immutable but
 * for the last timestamp it gave out; safe under threads. Use one for all messages under the same keys, so that no
 * timestamp repeats.
 *
 * <pre>{@code
 * try (PskPendingOffer offer = initiator.offer(psk, request)) {
 *     send(offer.message().octets().toByteArray());
 *     switch (offer.receive(Octets.copyOf(answer))) { ... }
 * }
 * }</pre>
 */
public final class PskInitiator {
    private final ExchangeSettings settings;
    private final TimestampSource timestamps;

    public PskInitiator(ExchangeSettings settings) {
        this.settings = settings;
        this.timestamps = new TimestampSource(settings.clock());
    }

    /**
     * Makes an I_MESSAGE that asks for no answer.
     *
     * @throws IllegalArgumentException if the request is against the settings or cannot be encoded
     */
    public PskOneWayOffer send(SecretBytes psk, OfferRequest request) {
        Draft draft = draft(psk, request, false, Optional.empty());
        draft.protection.close();
        return new PskOneWayOffer(draft.message, draft.association);
    }

    /**
     * Makes an I_MESSAGE that asks for a verification message.
     *
     * @throws IllegalArgumentException if the request is against the settings or cannot be encoded
     */
    public PskPendingOffer offer(SecretBytes psk, OfferRequest request) {
        return pending(draft(psk, request, true, Optional.empty()));
    }

    /**
     * Makes an I_MESSAGE that nothing protects, for a transport that protects it itself, such as RTSP over TLS. The request
     * names the NULL cipher and the NULL MAC, and the settings allow them.
     *
     * @throws IllegalArgumentException if not
     */
    public PskOneWayOffer sendUnprotected(OfferRequest request) {
        return send(SecretBytes.empty(), request);
    }

    /**
     * Makes an update: new keys, policies or crypto sessions for a bundle that exists. A request without keys keeps the
     * established ones. CSB ID, RAND and pseudo-random function are those of the bundle.
     *
     * @throws IllegalArgumentException if the request is against the settings or cannot be encoded
     */
    public PskOneWayOffer sendUpdate(SecurityAssociation current, OfferRequest request) {
        Draft draft = draft(current.protectionKey(), request, false, Optional.of(current));
        draft.protection.close();
        return new PskOneWayOffer(draft.message, draft.association);
    }

    /** As {@link #sendUpdate}, and asks for a verification message. */
    public PskPendingOffer offerUpdate(SecurityAssociation current, OfferRequest request) {
        return pending(draft(current.protectionKey(), request, true, Optional.of(current)));
    }

    /**
     * Takes up an I_MESSAGE that was made before, for an Initiator that kept nothing but the message and the key.
     *
     * @param psk the key it was made with
     * @param message the I_MESSAGE
     * @return the offer, ready for the answer
     * @throws MikeyException if the message was not made with this key, or is no I_MESSAGE of this mode that begins a
     *     bundle
     */
    public PskPendingOffer resume(SecretBytes psk, MikeyMessage message) {
        try {
            PskMessage own = PskMessage.of(message, settings);
            Octets rand = own.offer()
                    .rand()
                    .orElseThrow(() -> Refusal.because(RejectReason.MISSING_PAYLOAD, "the message has no RAND"));
            ProtectionSearch found = own.authenticate(Optional.of(psk), rand, settings);
            Ids ids = Ids.ofIMessage(message, Optional.empty());
            CsbState state =
                    new CsbState(own.csbId(), found.prf(), rand, own.timestamp(), ids.initiator(), ids.responder());
            SecurityAssociation association = new SecurityAssociation(
                    state,
                    psk.copy(),
                    message.header().csIdMap(),
                    own.policies(),
                    own.openKeys(found, state),
                    own.extensions(),
                    found.diagnostics());
            return new PskPendingOffer(
                    new PendingVerification(settings, message, DataType.PSK_RESP, association, found.protection()));
        } catch (Refusal e) {
            throw new MikeyException(String.valueOf(e.getMessage()), e);
        }
    }

    private PskPendingOffer pending(Draft draft) {
        return new PskPendingOffer(new PendingVerification(
                settings, draft.message, DataType.PSK_RESP, draft.association, draft.protection));
    }

    private Draft draft(SecretBytes psk, OfferRequest request, boolean v, Optional<SecurityAssociation> current) {
        KemacCipher cipher = KemacCipher.of(request.encrAlg())
                .orElseThrow(() -> new IllegalArgumentException("encr alg: " + request.encrAlg()));
        MacAlgorithm mac = MacAlgorithm.of(request.macAlg())
                .orElseThrow(() -> new IllegalArgumentException("MAC alg: " + request.macAlg()));
        OfferParts.checkNull(cipher, mac, v, settings);
        CsbState state = OfferParts.state(request, settings, timestamps, current);
        List<TransportedKey> fresh = OfferParts.drawKeys(request, settings);
        List<Payload> payloads = OfferParts.beforeKeys(request, state, current.isEmpty(), identities(request));
        CsIdMap csIdMap = request.currentCsIdMap();
        CommonHeader header = new CommonHeader(DataType.PSK_INIT, v, state.prf().prfFunc(), state.csbId(), csIdMap);
        MessageProtection protection =
                MessageProtection.derive(cipher, mac, mac.keyOctets(), state.prf(), psk, state.csbId(), state.rand());
        payloads.add(protection.seal(KeyTransport.payloads(fresh), state.csbId(), state.timestamp()));
        MikeyMessage message = protection.authenticate(MikeyMessage.encode(header, payloads));
        List<TransportedKey> keys =
                fresh.isEmpty() ? current.map(SecurityAssociation::copyKeys).orElse(List.of()) : fresh;
        return new Draft(
                message,
                new SecurityAssociation(
                        state, psk.copy(), csIdMap, request.policies(), keys, request.extensions(), List.of()),
                protection);
    }

    private static List<Payload> identities(OfferRequest request) {
        List<Payload> identities = new ArrayList<>();
        request.initiator().ifPresent(identities::add);
        request.responder().ifPresent(identities::add);
        return identities;
    }

    private record Draft(MikeyMessage message, SecurityAssociation association, MessageProtection protection) {}
}
