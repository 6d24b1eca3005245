package org.mikey4j.exchange.rsar;

import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.internal.CertifiedId;
import org.mikey4j.exchange.internal.CounterKey;
import org.mikey4j.exchange.internal.Freshness;
import org.mikey4j.exchange.internal.KeyTransport;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.exchange.internal.ReceivedOffer;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.exchange.internal.Signatures;
import org.mikey4j.exchange.internal.SignedIds;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PkePayload;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.ErrorNo;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.trust.CertificateValidator.Use;
import org.mikey4j.trust.CertificateValidator.Verdict;

/** The processing of one I_MESSAGE (RFC 4738, 3.5), in the order of RFC 3830, 5.3. */
final class RsarReception {
    private static final int[] ONCE = {PayloadType.T, PayloadType.RAND};
    private static final int[] OFTEN = {PayloadType.ID, PayloadType.CERT, PayloadType.SP, PayloadType.GENERAL_EXT};
    private static final int ENVELOPE_KEY_OCTETS = 16;

    private final RsarResponder responder;
    private final ExchangeSettings settings;
    private final Octets exchange;

    RsarReception(RsarResponder responder, Octets exchange) {
        this.responder = responder;
        this.settings = responder.settings();
        this.exchange = exchange;
    }

    ResponderResult process(Octets octets) {
        return ReceivedOffer.process(
                octets,
                settings,
                malformed -> Refusal.of(malformed).withUnspecifiedAs(ErrorNo.UNSUPPORTED_MESSAGE_TYPE),
                message -> process(ReceivedOffer.of(message, DataType.RSA_R_INIT, PayloadType.SIGN, ONCE, OFTEN)));
    }

    /** An I_MESSAGE that is authentic. */
    private record Request(
            ReceivedOffer offer, Optional<IdPayload> sentId, IdPayload initiator, Signatures.Signer signer) {}

    private ResponderResult process(ReceivedOffer offer) {
        MikeyMessage message = offer.message();
        Freshness freshness = Freshness.of(
                offer, Signatures.sign(message).signature().length(), exchange, settings, responder.replayCache());
        Optional<ResponderResult.Repeated> repeated = freshness.before();
        if (repeated.isPresent()) {
            return repeated.get();
        }
        SignedIds ids = SignedIds.of(message, responder.identity().id());
        Instant at = offer.at(settings);
        Signatures.Signer signer = Signatures.authenticate(message, ids.initiator(), responder.trust(), at, settings);
        try {
            IdPayload initiator = CertifiedId.of(signer, "IDi");
            freshness.requireOrder(
                    Optional.empty(), CounterKey.of(signer.trusted().publicKey(), initiator), responder.counters());
            requireEnvelopes(signer, at);
            return answer(new Request(offer, ids.initiator(), initiator, signer), freshness);
        } catch (Refusal e) {
            return e.toRejected(
                    message.octets(),
                    settings,
                    (error, t) -> Signatures.signError(error, responder.identity(), settings));
        }
    }

    /** The key that verified the signature is to encrypt an envelope too, which its certificate must allow. */
    private void requireEnvelopes(Signatures.Signer signer, Instant at) {
        if (responder.trust().validator().validate(signer.certificates(), signer.id(), Use.ENVELOPE, at)
                instanceof Verdict.Refused refused) {
            throw Refusal.because(RejectReason.CERTIFICATE_REFUSED, refused.reason() + ": " + refused.detail());
        }
        if (!(signer.trusted().publicKey() instanceof RSAPublicKey)) {
            throw Refusal.because(RejectReason.CERTIFICATE_REFUSED, "the certificate has no RSA key");
        }
    }

    private ResponderResult answer(Request request, Freshness freshness) {
        MikeyMessage message = request.offer.message();
        RsarJudge.Decision.Grant grant = grant(request);
        Optional<Octets> sent = request.offer.rand();
        boolean group = grant.group().isPresent();
        Octets rand =
                grant.group().map(RsarJudge.Group::rand).or(() -> sent).orElseGet(() -> OfferRequest.newRand(settings));
        // A group has one CSB ID for all, which all keys are derived with; the header repeats that of the request.
        long csbId = grant.group()
                .map(RsarJudge.Group::csbId)
                .orElse(message.header().csbId());
        CsbState state = new CsbState(
                csbId,
                request.offer.prf(),
                rand,
                request.offer.timestamp(),
                Optional.of(request.initiator),
                Optional.of(responder.identity().id()));
        List<TransportedKey> keys = new ArrayList<>();
        try (SecretBytes envelopeKey = SecretBytes.random(settings.random(), ENVELOPE_KEY_OCTETS)) {
            for (KeySpec spec : grant.keys()) {
                keys.add(spec.draw(settings.random()));
            }
            KeyTransport.checkUsable(keys);
            MikeyMessage reply = reply(request, grant, state, keys, envelopeKey, group || sent.isEmpty());
            Optional<ResponderResult.Repeated> repeated = freshness.remember(Optional.of(reply), keys);
            if (repeated.isPresent()) {
                return repeated.get();
            }
            return new ResponderResult.Established(
                    new SecurityAssociation(
                            state,
                            responder.envelopes().isKept() ? envelopeKey.copy() : SecretBytes.empty(),
                            grant.csIdMap(),
                            grant.policies(),
                            keys,
                            message.payloads(GeneralExtensionPayload.class),
                            request.signer.diagnostics()),
                    Optional.of(reply));
        } catch (Refusal e) {
            keys.forEach(TransportedKey::close);
            throw e;
        }
    }

    private RsarJudge.Decision.Grant grant(Request request) {
        MikeyMessage message = request.offer.message();
        List<SpPayload> offered = message.payloads(SpPayload.class);
        PolicyOptions.requireUsable(offered);
        RsarJudge.Decision decision = responder
                .judge()
                .judge(new OfferJudge.Offer(
                        Optional.of(request.initiator),
                        Optional.of(responder.identity().id()),
                        message.header().csIdMap(),
                        offered,
                        message.payloads(GeneralExtensionPayload.class)));
        if (decision instanceof RsarJudge.Decision.Refuse refuse) {
            throw Refusal.of(refuse.refusal());
        }
        RsarJudge.Decision.Grant grant = (RsarJudge.Decision.Grant) decision;
        if (grant.group().isPresent() && !offered.isEmpty()) {
            throw Refusal.because(
                    RejectReason.POLICY_REFUSED, "the policies of a group are the Responder's (RFC 4738, 3.2)");
        }
        if (!PolicyOptions.isChoice(grant.policies(), offered) || grant.keys().isEmpty()) {
            throw new IllegalStateException("the grant has no key, or its policies are no choice out of the offered");
        }
        if (grant.group().isPresent() && grant.policies().isEmpty()) {
            throw new IllegalStateException("the grant of a group has no policy (RFC 4738, 3.2)");
        }
        return grant;
    }

    /** HDR, [GenExt(CSB ID)], T, [RAND], IDr, CERTr, {SP}, KEMAC, PKE, SIGNr (RFC 4738, figures 1 and 2). */
    private MikeyMessage reply(
            Request request,
            RsarJudge.Decision.Grant grant,
            CsbState state,
            List<TransportedKey> keys,
            SecretBytes envelopeKey,
            boolean withRand) {
        IdPayload own = responder.identity().id();
        List<Payload> payloads = new ArrayList<>();
        grant.group().ifPresent(group -> payloads.add(SignedAnswer.csbId(group.csbId())));
        payloads.add(request.offer.timestamp());
        if (withRand) {
            payloads.add(new RandPayload(state.rand()));
        }
        payloads.addAll(responder.identity().allPayloads());
        payloads.addAll(grant.policies());
        List<Payload> inside = new ArrayList<>();
        inside.add(own);
        inside.addAll(KeyTransport.payloads(keys));
        RsarEnvelopes envelopes = responder.envelopes();
        try (MessageProtection protection = MessageProtection.derive(
                envelopes.cipher(),
                envelopes.mac(),
                envelopes.mac().keyOctets(),
                state.prf(),
                envelopeKey,
                state.csbId(),
                state.rand())) {
            payloads.add(protection.authenticateAlone(protection.seal(inside, state.csbId(), state.timestamp())));
            payloads.add(new PkePayload(
                    envelopes.cache(),
                    envelopes
                            .padding()
                            .encrypt(
                                    request.signer.trusted().publicKey(),
                                    envelopeKey,
                                    envelopes.algorithms(),
                                    settings.random())));
        }
        CommonHeader asked = request.offer.message().header();
        return Signatures.sign(
                new CommonHeader(DataType.RSA_R_RESP, false, asked.prfFunc(), asked.csbId(), grant.csIdMap()),
                payloads,
                responder.identity().signer(),
                SignedAnswer.appended(request.sentId, Optional.of(own), request.offer.timestamp()));
    }
}
