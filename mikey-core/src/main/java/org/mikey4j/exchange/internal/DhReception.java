package org.mikey4j.exchange.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.DhGroup;
import org.mikey4j.crypto.DhHalfKey;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.DhPolicy;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.DhPayload;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.SpPayload;
import org.mikey4j.replay.CounterLog;
import org.mikey4j.replay.ReplayCache;

/**
 * The processing of I_MESSAGEs that carry a Diffie-Hellman value, in the order of RFC 3830, 5.3: nothing is exponentiated
 * before the message is authentic (RFC 4650, 5.2).
 *
 * @param settings local policy
 * @param groups the groups that are acceptable
 * @param replayCache what was accepted before
 * @param counters the highest counter of each peer
 * @param judge decides on authentic offers
 * @param mode how messages are authenticated
 */
public record DhReception(
        ExchangeSettings settings,
        DhPolicy groups,
        ReplayCache replayCache,
        CounterLog counters,
        OfferJudge judge,
        DhMode mode) {
    /**
     * Processes one I_MESSAGE.
     *
     * @param context stands for what the message came in; empty if a message can lawfully come only once
     * @param current the bundle that is updated; empty for a message that begins one
     */
    public ResponderResult process(Octets octets, Octets context, Optional<SecurityAssociation> current) {
        return ReceivedOffer.process(
                octets, settings, Refusal::of, message -> process(mode.format().checkOffer(message), context, current));
    }

    private ResponderResult process(ReceivedOffer offer, Octets context, Optional<SecurityAssociation> current) {
        MikeyMessage message = offer.message();
        if (current.isEmpty()) {
            Payloads.required(message, DhPayload.class, "DHi");
        }
        Octets rand = Payloads.bundleRand(offer, current);
        Freshness freshness = Freshness.of(offer, mode.sealOctets(message), context, settings, replayCache);
        Optional<ResponderResult.Repeated> repeated = freshness.before();
        if (repeated.isPresent()) {
            return repeated.get();
        }
        try (DhMode.Authentic authentic = mode.authenticate(offer, rand, context, current)) {
            try {
                return answer(offer, rand, freshness, authentic, current);
            } catch (Refusal e) {
                return e.toRejected(
                        message.octets(),
                        settings,
                        (error, t) -> authentic.errorSeal().apply(error));
            }
        }
    }

    private ResponderResult answer(
            ReceivedOffer offer,
            Octets rand,
            Freshness freshness,
            DhMode.Authentic authentic,
            Optional<SecurityAssociation> current) {
        MikeyMessage message = offer.message();
        CommonHeader header = message.header();
        Optional<IdPayload> initiator = Optional.of(authentic.initiator());
        Optional<IdPayload> responder = Optional.of(authentic.responder());
        if (current.isPresent() && !current.get().initiator().equals(initiator)) {
            throw Refusal.because(RejectReason.IDENTITY_REFUSED, "the update is not by the Initiator of the bundle");
        }
        freshness.requireOrder(current.map(SecurityAssociation::state), authentic.counterKey(), counters);
        Optional<DhPayload> offered = message.payload(DhPayload.class);
        Optional<DhGroup> group = offered.map(this::group);
        List<SpPayload> policies = message.payloads(SpPayload.class);
        List<GeneralExtensionPayload> extensions = message.payloads(GeneralExtensionPayload.class);
        OfferJudge.Verdict.Accept accepted = Policies.judge(
                judge, new OfferJudge.Offer(initiator, responder, header.csIdMap(), policies, extensions));
        CsIdMap map = MapAnswer.fill(header.csIdMap(), accepted.ssrcs());

        List<Payload> payloads = new ArrayList<>();
        payloads.add(offer.timestamp());
        payloads.addAll(authentic.self());
        payloads.add(authentic.initiator());
        List<Diagnostic> diagnostics = new ArrayList<>(authentic.diagnostics());
        List<TransportedKey> keys;
        if (offered.isPresent() && group.isPresent()) {
            DhPayload ours = offered.get();
            DhHalfKey half = groups.halfKeys().apply(group.get());
            payloads.add(new DhPayload(ours.dhGroup(), half.publicValue(), ours.kv()));
            payloads.add(ours);
            AgreedKey agreed = AgreedKey.of(half, ours, message, settings);
            diagnostics.addAll(agreed.diagnostics());
            keys = List.of(agreed.key());
        } else {
            keys = current.orElseThrow().copyKeys();
        }
        MikeyMessage reply = authentic
                .seal()
                .seal(
                        new CommonHeader(mode.format().respType(), false, header.prfFunc(), header.csbId(), map),
                        payloads);
        Optional<ResponderResult.Repeated> repeated = freshness.remember(Optional.of(reply), keys);
        if (repeated.isPresent()) {
            return repeated.get();
        }
        CsbState state = new CsbState(header.csbId(), authentic.prf(), rand, offer.timestamp(), initiator, responder);
        return new ResponderResult.Established(
                new SecurityAssociation(
                        state, authentic.protectionKey().copy(), map, policies, keys, extensions, diagnostics),
                Optional.of(reply));
    }

    private DhGroup group(DhPayload offered) {
        DhGroup group = DhGroup.of(offered.dhGroup())
                .filter(groups.groups()::contains)
                .orElseThrow(() -> Refusal.because(
                        RejectReason.UNSUPPORTED_DH, "DH-Group " + offered.dhGroup() + " is not allowed here"));
        requirePublicValue(group, offered);
        return group;
    }

    /**
     * Checks a peer's value.
     *
     * @throws Refusal if it cannot come from an honest peer
     */
    static void requirePublicValue(DhGroup group, DhPayload value) {
        if (!group.isPublicValue(value.dhValue())) {
            throw Refusal.because(RejectReason.UNSUPPORTED_DH, "the DH-value is not a public value of " + group);
        }
    }
}
