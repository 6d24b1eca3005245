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
import org.mikey4j.exchange.internal.ProtectionSearch;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.exchange.internal.Signatures;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.PkePayload;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.registry.CacheIndicator;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.PayloadType;

/**
 * An I_MESSAGE that waits for keys (RFC 4738, 3.7). Answers can be tried any number of times: a wrong or forged one changes
 * nothing and is met with silence.
 */
public final class RsarPendingOffer {
    private final ExchangeSettings settings;
    private final OfferRequest request;
    private final CsbState state;
    private final PeerTrust trust;
    private final EnvelopeOpener opener;
    private final boolean group;
    private final RsarAnswer answers;

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
        this.answers = new RsarAnswer(
                new AnswerReception(settings, message, DataType.RSA_R_RESP),
                state,
                request.policies(),
                request.responder(),
                group);
    }

    /** The I_MESSAGE to send. */
    public MikeyMessage message() {
        return answers.reception().offer();
    }

    /** Processes the R_MESSAGE, or the error message that came instead. */
    public InitiatorResult receive(Octets answer) {
        return answers.reception()
                .receive(
                        answer,
                        this::granted,
                        error -> Signatures.isAuthentic(error, request.responder(), trust, at(), settings));
    }

    private Instant at() {
        return answers.at();
    }

    private InitiatorResult granted(MikeyMessage response) {
        RsarAnswer.Checked checked = answers.check(response, trust);
        return open(response, checked.signer(), checked.effective(), checked.kemac(), checked.pke());
    }

    private InitiatorResult open(
            MikeyMessage response,
            Signatures.Signer signer,
            RsarAnswer.Effective effective,
            KemacPayload kemac,
            PkePayload pke) {
        ProtectionSearch.Basis basis =
                ProtectionSearch.envelopedBasis(kemac, state.prf(), effective.csbId(), effective.rand());
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
                        effective.csbId(),
                        found.prf(),
                        effective.rand(),
                        state.timestamp(),
                        state.initiator(),
                        Optional.of(responder));
                List<Diagnostic> diagnostics =
                        new ArrayList<>(answers.reception().departures(response));
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
}
