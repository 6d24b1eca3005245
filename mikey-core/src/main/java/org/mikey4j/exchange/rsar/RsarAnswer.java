package org.mikey4j.exchange.rsar;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.internal.AnswerReception;
import org.mikey4j.exchange.internal.Payloads;
import org.mikey4j.exchange.internal.Policies;
import org.mikey4j.exchange.internal.ReceivedOffer;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.exchange.internal.Signatures;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.PkePayload;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.PayloadType;

/**
 * The R_MESSAGE of RSA-R, as far as it can be checked without the Initiator's private key (RFC 4738, 3.7).
 *
 * @param reception receives what comes back for the I_MESSAGE
 * @param state the bundle, as the I_MESSAGE has it
 * @param offered the policies of the I_MESSAGE
 * @param expected who should answer, if that is known
 * @param group whether the keys of a group were asked for
 */
record RsarAnswer(
        AnswerReception reception,
        CsbState state,
        List<SpPayload> offered,
        Optional<IdPayload> expected,
        boolean group) {
    private static final int[] ONCE = {PayloadType.T, PayloadType.RAND, PayloadType.KEMAC, PayloadType.PKE};
    private static final int[] OFTEN = {PayloadType.ID, PayloadType.CERT, PayloadType.SP, PayloadType.GENERAL_EXT};

    /**
     * What an authentic R_MESSAGE has.
     *
     * @param signer who signed it
     * @param effective what keys are derived with
     */
    record Checked(Signatures.Signer signer, Effective effective, KemacPayload kemac, PkePayload pke) {}

    Instant at() {
        return ReceivedOffer.at(state.timestamp(), reception.settings());
    }

    /**
     * Checks an R_MESSAGE.
     *
     * @throws Refusal if it is not authentic, or does not answer the I_MESSAGE
     */
    Checked check(MikeyMessage response, PeerTrust trust) {
        Payloads.check(response, PayloadType.SIGN, ONCE, OFTEN);
        TPayload timestamp = reception.timestamp(response);
        if (response.header().prfFunc() != state.prf().prfFunc()) {
            throw Refusal.because(RejectReason.MISMATCH, "the answer names another pseudo-random function");
        }
        Effective effective = effective(response);
        List<SpPayload> policies = response.payloads(SpPayload.class);
        if (!PolicyOptions.isChoice(policies, offered)) {
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
        Signatures.Signer signer = authenticate(response, claimed, timestamp, trust);
        Policies.check(policies);
        return new Checked(signer, effective, kemac, pke);
    }

    private Signatures.Signer authenticate(
            MikeyMessage response, Optional<IdPayload> claimed, TPayload timestamp, PeerTrust trust) {
        List<Signatures.Appended> readings = List.of(
                Signatures.Appended.of(List.of(), SignedAnswer.appended(state.initiator(), claimed, timestamp)),
                Signatures.Appended.of(
                        List.of(Compatibility.ANSWER_SIGNED_WITHOUT_IDI),
                        SignedAnswer.appended(Optional.empty(), claimed, timestamp)));
        return Signatures.authenticate(
                response, claimed.or(() -> expected), trust, at(), reception.settings(), readings);
    }

    /** The CSB ID and the RAND that keys are derived with. */
    record Effective(long csbId, Octets rand) {}

    /** RFC 4738, 3.6 and 3.7: for two ends exactly one of them sends a RAND; for a group the Responder, and the CSB ID too. */
    private Effective effective(MikeyMessage response) {
        Optional<Octets> sent = reception.offer().payload(RandPayload.class).map(RandPayload::rand);
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
