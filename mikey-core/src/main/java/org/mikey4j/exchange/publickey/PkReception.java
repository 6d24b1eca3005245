package org.mikey4j.exchange.publickey;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.EnvelopeOpener;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.internal.CounterKey;
import org.mikey4j.exchange.internal.Freshness;
import org.mikey4j.exchange.internal.KeyTransport;
import org.mikey4j.exchange.internal.MapAnswer;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.exchange.internal.Payloads;
import org.mikey4j.exchange.internal.Policies;
import org.mikey4j.exchange.internal.ProtectionSearch;
import org.mikey4j.exchange.internal.ReceivedOffer;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.exchange.internal.Signatures;
import org.mikey4j.exchange.internal.SignedIds;
import org.mikey4j.message.ChashPayload;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PkePayload;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.registry.CacheIndicator;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.PayloadType;

/** The processing of one I_MESSAGE, in the order of RFC 3830, 5.3. */
final class PkReception {
    private static final int[] ONCE = {
        PayloadType.T, PayloadType.RAND, PayloadType.KEMAC, PayloadType.CHASH, PayloadType.PKE
    };
    private static final int[] OFTEN = {PayloadType.ID, PayloadType.CERT, PayloadType.SP, PayloadType.GENERAL_EXT};

    private final PkResponder.Context context;
    private final ExchangeSettings settings;
    private final Octets exchange;
    private final Optional<SecurityAssociation> current;

    PkReception(PkResponder.Context context, Octets exchange, Optional<SecurityAssociation> current) {
        this.context = context;
        this.settings = context.settings();
        this.exchange = exchange;
        this.current = current;
    }

    ResponderResult process(Octets octets) {
        return ReceivedOffer.process(
                octets,
                settings,
                Refusal::of,
                message -> process(ReceivedOffer.of(message, DataType.PK_INIT, PayloadType.SIGN, ONCE, OFTEN)));
    }

    private ResponderResult process(ReceivedOffer offer) {
        MikeyMessage message = offer.message();
        if (current.map(SecurityAssociation::protectionKey)
                .filter(kept -> kept.length() > 0)
                .isPresent()) {
            throw Refusal.because(
                    RejectReason.WRONG_DATA_TYPE,
                    "the envelope key was kept, so an update is a pre-shared key message (RFC 3830, 4.5)");
        }
        KemacPayload kemac = Payloads.required(message, KemacPayload.class, "KEMAC");
        PkePayload pke = Payloads.required(message, PkePayload.class, "PKE");
        Octets rand = Payloads.bundleRand(offer, current);
        ProtectionSearch.Basis basis = ProtectionSearch.envelopedBasis(kemac, offer.prf(), offer.csbId(), rand);
        Freshness freshness = Freshness.of(
                offer, Signatures.sign(message).signature().length(), exchange, settings, context.replayCache());
        Optional<ResponderResult.Repeated> repeated = freshness.before();
        if (repeated.isPresent()) {
            return repeated.get();
        }
        SignedIds ids = SignedIds.of(message, context.id());
        Signatures.Signer signer =
                Signatures.authenticate(message, ids.initiator(), context.trust(), offer.at(settings), settings);
        try (SecretBytes envelopeKey = opener(message).open(pke.data());
                ProtectionSearch found = ProtectionSearch.enveloped(
                        message,
                        kemac,
                        envelopeKey,
                        List.of(new ProtectionSearch.Reading(basis, List.of())),
                        settings)) {
            return processAuthentic(new Parsed(offer, rand, kemac, pke, signer), freshness, found, envelopeKey);
        }
    }

    private record Parsed(
            ReceivedOffer offer, Octets rand, KemacPayload kemac, PkePayload pke, Signatures.Signer signer) {}

    private ResponderResult processAuthentic(
            Parsed parsed, Freshness freshness, ProtectionSearch found, SecretBytes envelopeKey) {
        MikeyMessage message = parsed.offer.message();
        CommonHeader header = message.header();
        MessageProtection protection = found.protection();
        KeyTransport.Opened opened =
                KeyTransport.open(protection, parsed.kemac, header.csbId(), parsed.offer.timestamp(), PayloadType.ID);
        IdPayload initiator = opened.id()
                .orElseThrow(() -> Refusal.because(
                        RejectReason.KEYS_UNUSABLE, "the key data does not begin with IDi (RFC 3830, 3.2)"));
        try {
            parsed.signer.requireIdentity(initiator, context.trust(), parsed.offer.at(settings));
            freshness.requireOrder(
                    current.map(SecurityAssociation::state),
                    CounterKey.of(parsed.signer.trusted().publicKey(), initiator),
                    context.counters());
            List<SpPayload> policies = message.payloads(SpPayload.class);
            List<GeneralExtensionPayload> extensions = message.payloads(GeneralExtensionPayload.class);
            OfferJudge.Verdict.Accept accepted = Policies.judge(
                    context.judge(),
                    new OfferJudge.Offer(
                            Optional.of(initiator), Optional.of(context.id()), header.csIdMap(), policies, extensions));
            List<TransportedKey> keys = opened.keys();
            if (keys.isEmpty()) {
                keys = current.map(SecurityAssociation::copyKeys)
                        .orElseThrow(() -> Refusal.because(
                                RejectReason.KEYS_UNUSABLE, "the message that begins the bundle carries no key"));
            }
            CsbState state = new CsbState(
                    header.csbId(),
                    found.prf(),
                    parsed.rand,
                    parsed.offer.timestamp(),
                    Optional.of(initiator),
                    Optional.of(context.id()));
            CsIdMap map = header.v() ? MapAnswer.fill(header.csIdMap(), accepted.ssrcs()) : header.csIdMap();
            Optional<MikeyMessage> reply =
                    header.v() ? Optional.of(verification(protection, state, map)) : Optional.empty();
            Optional<ResponderResult.Repeated> repeated = freshness.remember(reply, keys);
            if (repeated.isPresent()) {
                return repeated.get();
            }
            if (parsed.pke.c() == CacheIndicator.CACHE) {
                context.envelopeKeys().ifPresent(cache -> cache.keep(initiator, context.id(), envelopeKey));
            }
            SecretBytes kept = parsed.pke.c() == CacheIndicator.NO_CACHE ? SecretBytes.empty() : envelopeKey.copy();
            List<Diagnostic> diagnostics = new ArrayList<>(parsed.signer.diagnostics());
            diagnostics.addAll(found.diagnostics());
            return new ResponderResult.Established(
                    new SecurityAssociation(state, kept, map, policies, keys, extensions, diagnostics), reply);
        } catch (Refusal e) {
            opened.keys().forEach(TransportedKey::close);
            return e.toRejected(
                    message.octets(),
                    settings,
                    (error, t) -> protection.appendV(error, Optional.of(initiator), Optional.of(context.id()), t));
        }
    }

    private EnvelopeOpener opener(MikeyMessage message) {
        return context.openers()
                .apply(message.payload(ChashPayload.class))
                .orElseThrow(() -> Refusal.because(
                        RejectReason.CERTIFICATE_REFUSED, "CHASH names a certificate that is not this Responder's"));
    }

    /** HDR, T, IDr, V, with the Initiator's timestamp (RFC 3830, 3.2). */
    private MikeyMessage verification(MessageProtection protection, CsbState state, CsIdMap map) {
        List<Payload> payloads = new ArrayList<>();
        payloads.add(state.timestamp());
        payloads.add(context.id());
        CommonHeader header =
                new CommonHeader(DataType.PK_RESP, false, state.prf().prfFunc(), state.csbId(), map);
        return protection.appendV(
                MikeyMessage.encode(header, payloads), state.initiator(), state.responder(), state.timestamp());
    }
}
