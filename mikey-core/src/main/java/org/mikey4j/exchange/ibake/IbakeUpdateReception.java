package org.mikey4j.exchange.ibake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.EcGroup;
import org.mikey4j.crypto.EcHalfKey;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.internal.Freshness;
import org.mikey4j.exchange.internal.MapAnswer;
import org.mikey4j.exchange.internal.Payloads;
import org.mikey4j.exchange.internal.Policies;
import org.mikey4j.exchange.internal.ReceivedOffer;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.EccptPayload;
import org.mikey4j.message.IbakePayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.replay.CounterLog;

/** Answers the I_MESSAGE_1 of an update (RFC 6267, 5.3). */
record IbakeUpdateReception(IbakeResponder.Parts parts, SecurityAssociation current) {
    private static final int[] ONCE = {PayloadType.T, PayloadType.RAND, PayloadType.IBAKE};

    IbakeUpdate process(MikeyMessage message, Octets context) {
        int last = message.payloads().isEmpty()
                ? PayloadType.T
                : message.payloads().get(message.payloads().size() - 1).type();
        ReceivedOffer offer = ReceivedOffer.of(message, DataType.I_MESSAGE_1, last, ONCE, PayloadType.IDR);
        Payloads.bundleRand(offer, Optional.of(current));
        IbakeNames names = IbakeNames.of(current.state());
        names.requireWhereNamed(message);
        Instant at = IbakeHeaders.at(offer.timestamp(), parts.settings());
        Freshness freshness = Freshness.of(offer, 0, context, parts.settings(), parts.replayCache());
        Optional<ResponderResult.Repeated> repeated = freshness.before();
        if (repeated.isPresent()) {
            return new IbakeUpdate.Repeated(repeated.get().reply());
        }
        freshness.requireOrder(Optional.of(current.state()), Octets.EMPTY, CounterLog.NONE);
        CsbState state = current.state().withTimestamp(offer.timestamp());
        CsIdMap offered = message.header().csIdMap();
        OfferJudge.Verdict.Accept accepted = Policies.judge(
                parts.judge(),
                new OfferJudge.Offer(state.initiator(), state.responder(), offered, List.of(), List.of()));
        Optional<Octets> sealed = message.payload(IbakePayload.class).map(IbakePayload::encrData);
        List<Payload> payloads = new ArrayList<>();
        payloads.add(offer.timestamp());
        IbakeUpdateKeys keys;
        if (sealed.isPresent()) {
            keys = agree(sealed.get(), names, state, at, payloads);
        } else {
            IbakeUpdateKeys.requireContinuing(current.csIdMap(), offered);
            keys = IbakeUpdateKeys.kept(current);
        }
        CsIdMap map = MapAnswer.fill(offered, accepted.ssrcs());
        try (IbakeMac mac = IbakeMac.of(keys.mpk(), IbakePoints.mac(state.prf()), state, names.list())) {
            MikeyMessage reply = mac.append(
                    new CommonHeader(DataType.R_MESSAGE_1, false, state.prf().prfFunc(), state.csbId(), map), payloads);
            Optional<ResponderResult.Repeated> before = freshness.remember(Optional.of(reply));
            if (before.isPresent()) {
                keys.close();
                return new IbakeUpdate.Repeated(before.get().reply());
            }
            return new IbakeUpdate.Answered(keys.association(state, map, List.of()), reply);
        } catch (Refusal e) {
            keys.close();
            throw e;
        }
    }

    private IbakeUpdateKeys agree(Octets sealed, IbakeNames names, CsbState state, Instant at, List<Payload> payloads) {
        IbakeSeal seal = new IbakeSeal(parts.keys(), parts.settings());
        IbakeData data = seal.open(seal.own(names.responder(), at), sealed);
        data.requireNames(names);
        EccptPayload theirs = data.ofInitiator()
                .filter(point -> data.ofResponder().isEmpty())
                .orElseThrow(() -> Refusal.because(
                        RejectReason.MISSING_PAYLOAD, "I_MESSAGE_1 has not just ECCPTi (RFC 6267, 4.2.2.1)"));
        EcGroup group = IbakePoints.require(theirs, "ECCPTi", parts.groups());
        try (EcHalfKey half = parts.groups().halfKeys().apply(group)) {
            EccptPayload ours = IbakePoints.payload(half, state.prf(), theirs.kv());
            IbakePoints.requireAnswer(theirs, ours);
            IbakeData answer = IbakeData.of(names, Optional.of(theirs), Optional.of(ours));
            payloads.add(new IbakePayload(seal.seal(names.initiator(), at, answer.payloads())));
            try (SecretBytes sessionKey = half.agree(theirs.eccPoint())) {
                return IbakeUpdateKeys.of(sessionKey, state, theirs.kv());
            }
        }
    }
}
