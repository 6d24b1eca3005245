package org.mikey4j.exchange.sakke;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.eccsi.EccsiException;
import org.mikey4j.crypto.sakke.SakkeException;
import org.mikey4j.crypto.sakke.SakkeReceiverKey;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.internal.Freshness;
import org.mikey4j.exchange.internal.MapAnswer;
import org.mikey4j.exchange.internal.Payloads;
import org.mikey4j.exchange.internal.Policies;
import org.mikey4j.exchange.internal.ReceivedOffer;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SakkePayload;
import org.mikey4j.message.SignPayload;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.message.registry.SType;
import org.mikey4j.message.registry.SakkeParams;
import org.mikey4j.message.registry.TsType;
import org.mikey4j.replay.ReplayCache;

/**
 * Opens I_MESSAGEs of MIKEY-SAKKE (RFC 6509, 4.6): the signature is verified before anything is decapsulated, and the key is handed
 * out only if the encapsulated data prove to be for it. Immutable, and safe under threads if what it is given is.
 */
public final class SakkeResponder {
    private static final int SIGNATURE_OCTETS = 129;
    private static final int SIGN_HEADER_OCTETS = 2;
    private static final int[] ONCE = {PayloadType.T, PayloadType.RAND, PayloadType.SAKKE};
    private static final int[] OFTEN = {PayloadType.IDR, PayloadType.SP, PayloadType.GENERAL_EXT};

    private final ExchangeSettings settings;
    private final SakkeKeys keys;
    private final ReplayCache replayCache;
    private final OfferJudge judge;

    /**
     * @param settings local policy
     * @param keys the keys of both sides
     * @param replayCache what was accepted before
     * @param judge decides on authentic messages
     */
    public SakkeResponder(ExchangeSettings settings, SakkeKeys keys, ReplayCache replayCache, OfferJudge judge) {
        this.settings = settings;
        this.keys = keys;
        this.replayCache = replayCache;
        this.judge = judge;
    }

    /**
     * Processes an I_MESSAGE.
     *
     * @param octets as received
     * @param context what the transport knows of where it belongs, such as a call; the same message again in the same context is
     *     repeated lawfully, in another it is a replay. Empty if a message can lawfully come once only
     * @return the association, or why there is none; there is never an answer
     */
    public ResponderResult receive(Octets octets, Octets context) {
        return ReceivedOffer.process(octets, settings, Refusal::of, message -> process(message, context));
    }

    private ResponderResult process(MikeyMessage message, Octets context) {
        ReceivedOffer offer = ReceivedOffer.of(message, DataType.SAKKE, PayloadType.SIGN, ONCE, OFTEN);
        SakkePayload sakke = Payloads.required(message, SakkePayload.class, "SAKKE");
        SignPayload sign = Payloads.required(message, SignPayload.class, "SIGN");
        requireSupported(offer, sakke, sign);
        Octets rand = Payloads.bundleRand(offer, Optional.empty());
        Freshness freshness = Freshness.of(offer, SIGNATURE_OCTETS, context, settings, replayCache);
        Optional<ResponderResult.Repeated> repeated = freshness.before();
        if (repeated.isPresent()) {
            return repeated.get();
        }
        SakkeClaim claim = new SakkeClaim(
                SakkeIdentities.of(message), offer.at(settings), sakke.idScheme(), offer.csbId(), context);
        List<Diagnostic> diagnostics = verify(message, sign, claim);
        try (SecretBytes key = decapsulate(sakke, claim)) {
            return established(offer, rand, claim, freshness, key, diagnostics);
        }
    }

    private static void requireSupported(ReceivedOffer offer, SakkePayload sakke, SignPayload sign) {
        if (offer.timestamp().tsType() == TsType.COUNTER) {
            throw Refusal.because(
                    RejectReason.TIMESTAMP_UNSUPPORTED, "a counter does not tell the key period (RFC 6509, 4.1)");
        }
        if (sakke.params() != SakkeParams.PARAMETER_SET_1) {
            throw Refusal.because(
                    RejectReason.UNSUPPORTED_ENCRYPTION, "SAKKE params " + sakke.params() + " are not supported");
        }
        if (sign.sType() != SType.ECCSI || sign.signature().length() != SIGNATURE_OCTETS) {
            throw Refusal.because(
                    RejectReason.AUTHENTICATION_FAILED,
                    "the signature is not one of ECCSI with 129 octets (RFC 6509, 4.1)");
        }
    }

    /** A stranger and a forger are told the same. */
    private List<Diagnostic> verify(MikeyMessage message, SignPayload sign, SakkeClaim claim) {
        SakkeKeys.Signer signer = keys.signer(claim)
                .orElseThrow(() -> Refusal.because(
                        RejectReason.AUTHENTICATION_FAILED,
                        "the signature is wrong, or no key is known for the sender"));
        int end = message.end(message.payloads().size() - 1) - SIGNATURE_OCTETS;
        if (isSigned(signer, message.octets().slice(0, end), sign)) {
            return List.of();
        }
        if (settings.accepts(Compatibility.SIGNATURE_WITHOUT_SIGN_HEADER)
                && isSigned(signer, message.octets().slice(0, end - SIGN_HEADER_OCTETS), sign)) {
            int offset = message.offset(message.payloads().size() - 1);
            return List.of(Compatibility.SIGNATURE_WITHOUT_SIGN_HEADER.at(offset, "SIGN"));
        }
        throw Refusal.because(
                RejectReason.AUTHENTICATION_FAILED, "the signature is wrong, or no key is known for the sender");
    }

    private static boolean isSigned(SakkeKeys.Signer signer, Octets covered, SignPayload sign) {
        try {
            signer.kpak().verify(signer.identifier(), covered, sign.signature());
            return true;
        } catch (EccsiException e) {
            return false;
        }
    }

    private SecretBytes decapsulate(SakkePayload sakke, SakkeClaim claim) {
        SakkeReceiverKey own = keys.receiver(claim)
                .orElseThrow(() -> Refusal.because(
                        RejectReason.IDENTITY_REFUSED,
                        "the message is not for this end, or for another period or KMS"));
        try {
            return own.decapsulate(sakke.data());
        } catch (SakkeException e) {
            throw Refusal.because(RejectReason.KEYS_UNUSABLE, String.valueOf(e.getMessage()));
        }
    }

    private ResponderResult established(
            ReceivedOffer offer,
            Octets rand,
            SakkeClaim claim,
            Freshness freshness,
            SecretBytes key,
            List<Diagnostic> diagnostics) {
        MikeyMessage message = offer.message();
        CsbState state = new CsbState(
                offer.csbId(),
                offer.prf(),
                rand,
                offer.timestamp(),
                SakkeIdentities.plain(claim.identities().initiator()),
                SakkeIdentities.plain(claim.identities().responder()));
        List<SpPayload> policies = message.payloads(SpPayload.class);
        List<GeneralExtensionPayload> extensions = message.payloads(GeneralExtensionPayload.class);
        OfferJudge.Verdict.Accept accepted = Policies.judge(
                judge,
                new OfferJudge.Offer(
                        state.initiator(), state.responder(), message.header().csIdMap(), policies, extensions));
        Optional<ResponderResult.Repeated> repeated = freshness.remember(Optional.empty());
        if (repeated.isPresent()) {
            return repeated.get();
        }
        return new ResponderResult.Established(
                new SecurityAssociation(
                        state,
                        SecretBytes.empty(),
                        MapAnswer.fill(message.header().csIdMap(), accepted.ssrcs()),
                        policies,
                        List.of(new TransportedKey(KeyDataType.TGK, key.copy(), SecretBytes.empty(), KeyValidity.NULL)),
                        extensions,
                        new ArrayList<>(diagnostics)),
                Optional.empty());
    }
}
