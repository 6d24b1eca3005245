package org.mikey4j.exchange.rsar;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.EnvelopeOpener;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.internal.AnswerReception;
import org.mikey4j.exchange.internal.KeyTransport;
import org.mikey4j.exchange.internal.MapAnswer;
import org.mikey4j.exchange.internal.Payloads;
import org.mikey4j.exchange.internal.Policies;
import org.mikey4j.exchange.internal.ProtectionSearch;
import org.mikey4j.exchange.internal.ReceivedOffer;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.exchange.internal.Signatures;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.PkePayload;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.CacheIndicator;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.PayloadType;

/**
 * An I_MESSAGE that waits for keys (RFC 4738, 3.7). Answers can be tried any number of times: a wrong or forged one changes
 * nothing and is met with silence.
 */
public final class RsarPendingOffer {
    private static final int[] ONCE = {PayloadType.T, PayloadType.RAND, PayloadType.KEMAC, PayloadType.PKE};
    private static final int[] OFTEN = {PayloadType.ID, PayloadType.CERT, PayloadType.SP, PayloadType.GENERAL_EXT};

    private final ExchangeSettings settings;
    private final OfferRequest request;
    private final CsbState state;
    private final PeerTrust trust;
    private final EnvelopeOpener opener;
    private final boolean group;
    private final AnswerReception reception;

    RsarPendingOffer(
            ExchangeSettings settings,
            MikeyMessage message,
            OfferRequest request,
            CsbState state,
            PeerTrust trust,
            EnvelopeOpener opener,
            boolean group) {
        this.settings = settings;
        this.request = request;
        this.state = state;
        this.trust = trust;
        this.opener = opener;
        this.group = group;
        this.reception = new AnswerReception(settings, message, DataType.RSA_R_RESP);
    }

    /** The I_MESSAGE to send. */
    public MikeyMessage message() {
        return reception.offer();
    }

    /** Processes the R_MESSAGE, or the error message that came instead. */
    public InitiatorResult receive(Octets answer) {
        return reception.receive(
                answer,
                this::granted,
                error -> Signatures.isAuthentic(error, request.responder(), trust, at(), settings));
    }

    private Instant at() {
        return ReceivedOffer.at(state.timestamp(), settings);
    }

    private InitiatorResult granted(MikeyMessage response) {
        Payloads.check(response, PayloadType.SIGN, ONCE, OFTEN);
        TPayload timestamp = reception.timestamp(response);
        if (response.header().prfFunc() != state.prf().prfFunc()) {
            throw Refusal.because(RejectReason.MISMATCH, "the answer names another pseudo-random function");
        }
        Effective effective = effective(response);
        List<SpPayload> policies = response.payloads(SpPayload.class);
        if (!PolicyOptions.isChoice(policies, request.policies())) {
            throw Refusal.because(
                    RejectReason.POLICY_REFUSED, "the policies are no choice out of the offered ones (RFC 4738, 3.7)");
        }
        if (group && policies.isEmpty()) {
            throw Refusal.because(
                    RejectReason.MISSING_PAYLOAD, "the answer has no policy of the group (RFC 4738, 3.2)");
        }
        KemacPayload kemac = Payloads.required(response, KemacPayload.class, "KEMAC");
        PkePayload pke = Payloads.required(response, PkePayload.class, "PKE");
        List<IdPayload> ids = response.payloads(IdPayload.class);
        if (ids.size() > 1) {
            throw Refusal.because(RejectReason.UNEXPECTED_PAYLOAD, "the answer has more IDs than IDr");
        }
        Optional<IdPayload> claimed = ids.stream().findFirst();
        Signatures.Signer signer = authenticate(response, claimed, timestamp);
        Policies.check(policies);
        return open(response, signer, effective, kemac, pke);
    }

    private Signatures.Signer authenticate(MikeyMessage response, Optional<IdPayload> claimed, TPayload timestamp) {
        return Signatures.authenticate(
                response,
                claimed.or(request::responder),
                trust,
                at(),
                settings,
                SignedAnswer.appended(state.initiator(), claimed, timestamp));
    }

    private InitiatorResult open(
            MikeyMessage response, Signatures.Signer signer, Effective effective, KemacPayload kemac, PkePayload pke) {
        ProtectionSearch.Basis basis =
                ProtectionSearch.envelopedBasis(kemac, state.prf(), effective.csbId, effective.rand);
        List<ProtectionSearch.Reading> readings = List.of(
                new ProtectionSearch.Reading(basis, List.of()),
                new ProtectionSearch.Reading(
                        basis.withCsbId(state.csbId()), List.of(Compatibility.GROUP_PROTECTED_BY_HEADER_CSB_ID)));
        CsIdMap answered = response.header().csIdMap();
        CsIdMap map =
                group || request.csIdMap().csCount() == 0 ? answered : MapAnswer.merge(request.csIdMap(), answered);
        try (SecretBytes envelopeKey = opener.open(pke.data());
                ProtectionSearch found = ProtectionSearch.enveloped(
                        response, kemac, envelopeKey, group ? readings : readings.subList(0, 1), settings)) {
            KeyTransport.Opened opened =
                    KeyTransport.open(found.protection(), kemac, found.csbId(), state.timestamp(), PayloadType.ID);
            try {
                IdPayload responder = responder(opened, signer);
                CsbState established = new CsbState(
                        effective.csbId,
                        found.prf(),
                        effective.rand,
                        state.timestamp(),
                        state.initiator(),
                        Optional.of(responder));
                List<Diagnostic> diagnostics = new ArrayList<>(reception.departures(response));
                diagnostics.addAll(signer.diagnostics());
                diagnostics.addAll(found.diagnostics());
                SecretBytes kept = pke.c() == CacheIndicator.NO_CACHE ? SecretBytes.empty() : envelopeKey.copy();
                return new InitiatorResult.Established(new SecurityAssociation(
                        established,
                        kept,
                        map,
                        response.payloads(SpPayload.class),
                        opened.keys(),
                        request.extensions(),
                        diagnostics));
            } catch (Refusal e) {
                opened.keys().forEach(TransportedKey::close);
                throw e;
            }
        }
    }

    private IdPayload responder(KeyTransport.Opened opened, Signatures.Signer signer) {
        IdPayload responder = opened.id()
                .orElseThrow(() -> Refusal.because(
                        RejectReason.KEYS_UNUSABLE, "the key data does not begin with IDr (RFC 4738, 3.6)"));
        if (opened.keys().isEmpty()) {
            throw Refusal.because(RejectReason.KEYS_UNUSABLE, "the answer carries no key");
        }
        if (request.responder().isPresent() && !request.responder().get().equals(responder)) {
            throw Refusal.because(RejectReason.IDENTITY_REFUSED, "the answer is from another Responder");
        }
        signer.requireIdentity(responder, trust, at());
        return responder;
    }

    /** The CSB ID and the RAND that keys are derived with. */
    private record Effective(long csbId, Octets rand) {}

    /** RFC 4738, 3.6 and 3.7: for two ends exactly one of them sends a RAND; for a group the Responder, and the CSB ID too. */
    private Effective effective(MikeyMessage response) {
        Optional<Octets> sent = message().payload(RandPayload.class).map(RandPayload::rand);
        Optional<Octets> received = response.payload(RandPayload.class).map(RandPayload::rand);
        if (sent.isPresent() == received.isPresent()) {
            throw Refusal.because(
                    sent.isPresent() ? RejectReason.UNEXPECTED_PAYLOAD : RejectReason.MISSING_PAYLOAD,
                    (sent.isPresent() ? "both ends sent a RAND" : "neither end sent a RAND") + " (RFC 4738, 3.7)");
        }
        Optional<GeneralExtensionPayload> extension = SignedAnswer.csbIdExtension(response);
        if (extension.isPresent() != group
                || extension.filter(e -> !SignedAnswer.isCsbId(e)).isPresent()) {
            throw Refusal.because(
                    extension.isPresent() ? RejectReason.UNEXPECTED_PAYLOAD : RejectReason.MISSING_PAYLOAD,
                    "an answer carries a CSB ID of 4 octets if and only if it is about a group (RFC 4738, 3.6)");
        }
        return new Effective(
                extension.map(e -> e.data().u32(0)).orElse(state.csbId()),
                sent.or(() -> received).orElseThrow());
    }
}
