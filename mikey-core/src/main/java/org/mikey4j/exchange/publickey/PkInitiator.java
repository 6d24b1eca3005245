package org.mikey4j.exchange.publickey;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.mikey4j.crypto.KemacCipher;
import org.mikey4j.crypto.MacAlgorithm;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.LocalIdentity;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.internal.KeyTransport;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.exchange.internal.OfferParts;
import org.mikey4j.exchange.internal.PendingVerification;
import org.mikey4j.exchange.internal.Signatures;
import org.mikey4j.exchange.internal.TimestampSource;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PkePayload;
import org.mikey4j.message.registry.CacheIndicator;
import org.mikey4j.message.registry.DataType;

/**
 * Makes I_MESSAGEs of the public-key encryption method, and updates of bundles that exist (RFC 3830, 3.2 and 4.5). Safe under
 * threads if the signer is.
 */
public final class PkInitiator {
    private final ExchangeSettings settings;
    private final LocalIdentity identity;
    private final TimestampSource timestamps;
    private final Optional<EnvelopeKeyCache> envelopeKeys;

    /**
     * @param settings local policy
     * @param identity who this end is
     */
    public PkInitiator(ExchangeSettings settings, LocalIdentity identity) {
        this(settings, identity, new TimestampSource(settings.clock()), Optional.empty());
    }

    private PkInitiator(
            ExchangeSettings settings,
            LocalIdentity identity,
            TimestampSource timestamps,
            Optional<EnvelopeKeyCache> envelopeKeys) {
        this.settings = settings;
        this.identity = identity;
        this.timestamps = timestamps;
        this.envelopeKeys = envelopeKeys;
    }

    /**
     * The same, keeping the envelope keys that are for more than one bundle: of a message without an answer when it is made, of
     * another when the Responder has proved that it has the key.
     */
    public PkInitiator keepingEnvelopeKeysIn(EnvelopeKeyCache cache) {
        return new PkInitiator(settings, identity, timestamps, Optional.of(cache));
    }

    /**
     * Makes an I_MESSAGE that asks for no answer.
     *
     * @throws IllegalArgumentException if the request is against the settings or cannot be encoded, or the public key cannot
     *     take the envelope key
     */
    public PkOneWayOffer send(Envelope envelope, OfferRequest request) {
        Draft draft = draft(envelope, request, false, Optional.empty());
        draft.protection.close();
        keeper(envelope).accept(draft.association);
        return new PkOneWayOffer(draft.message, draft.association);
    }

    /** As {@link #send}, and asks for a verification message. */
    public PkPendingOffer offer(Envelope envelope, OfferRequest request) {
        return pending(envelope, draft(envelope, request, true, Optional.empty()));
    }

    /**
     * Makes an update with a new envelope key, for a bundle whose envelope key the Responder did not keep. Where it did, the
     * update is one of the pre-shared key method (RFC 3830, 4.5).
     *
     * @throws IllegalStateException if the envelope key was kept
     */
    public PkPendingOffer offerUpdate(SecurityAssociation current, Envelope envelope, OfferRequest request) {
        if (current.protectionKey().length() > 0) {
            throw new IllegalStateException("the envelope key was kept: update with PskInitiator (RFC 3830, 4.5)");
        }
        return pending(envelope, draft(envelope, request, true, Optional.of(current)));
    }

    private PkPendingOffer pending(Envelope envelope, Draft draft) {
        return new PkPendingOffer(
                new PendingVerification(settings, draft.message, DataType.PK_RESP, draft.association, draft.protection),
                keeper(envelope));
    }

    private Consumer<SecurityAssociation> keeper(Envelope envelope) {
        return association -> {
            if (envelope.cache() == CacheIndicator.CACHE) {
                envelopeKeys.ifPresent(cache -> association
                        .responder()
                        .ifPresent(responder -> cache.keep(identity.id(), responder, association.protectionKey())));
            }
        };
    }

    private Draft draft(Envelope envelope, OfferRequest request, boolean v, Optional<SecurityAssociation> current) {
        KemacCipher cipher = KemacCipher.of(request.encrAlg())
                .orElseThrow(() -> new IllegalArgumentException("encr alg: " + request.encrAlg()));
        MacAlgorithm mac = MacAlgorithm.of(request.macAlg())
                .orElseThrow(() -> new IllegalArgumentException("MAC alg: " + request.macAlg()));
        OfferParts.checkNull(cipher, mac, v, settings);
        CsbState state =
                OfferParts.state(request, settings, timestamps, current).withInitiator(identity.id());
        List<TransportedKey> fresh = OfferParts.drawKeys(request, settings);
        SecretBytes envelopeKey = envelope.key()
                .map(SecretBytes::copy)
                .orElseGet(() -> SecretBytes.random(settings.random(), Envelope.KEY_OCTETS));
        MessageProtection protection = MessageProtection.derive(
                cipher, mac, mac.keyOctets(), state.prf(), envelopeKey, state.csbId(), state.rand());

        List<Payload> identities = new ArrayList<>(identity.payloads());
        request.responder().ifPresent(identities::add);
        List<Payload> payloads = OfferParts.beforeKeys(request, state, current.isEmpty(), identities);
        List<Payload> inside = new ArrayList<>();
        inside.add(identity.id());
        inside.addAll(KeyTransport.payloads(fresh));
        payloads.add(protection.authenticateAlone(protection.seal(inside, state.csbId(), state.timestamp())));
        envelope.chash().ifPresent(payloads::add);
        payloads.add(new PkePayload(
                envelope.cache(),
                envelope.padding()
                        .encrypt(envelope.responderKey(), envelopeKey, envelope.algorithms(), settings.random())));
        CsIdMap csIdMap = request.currentCsIdMap();
        CommonHeader header = new CommonHeader(DataType.PK_INIT, v, state.prf().prfFunc(), state.csbId(), csIdMap);
        MikeyMessage message = Signatures.sign(header, payloads, identity.signer());

        List<TransportedKey> keys =
                fresh.isEmpty() ? current.map(SecurityAssociation::copyKeys).orElse(List.of()) : fresh;
        SecretBytes kept = envelope.cache() == CacheIndicator.NO_CACHE ? SecretBytes.empty() : envelopeKey.copy();
        envelopeKey.close();
        return new Draft(
                message,
                new SecurityAssociation(
                        state, kept, csIdMap, request.policies(), keys, request.extensions(), List.of()),
                protection);
    }

    private record Draft(MikeyMessage message, SecurityAssociation association, MessageProtection protection) {}
}
