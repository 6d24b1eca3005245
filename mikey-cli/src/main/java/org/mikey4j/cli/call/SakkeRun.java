package org.mikey4j.cli.call;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.sakke.SakkeOneWayOffer;
import org.mikey4j.message.Octets;
import org.mikey4j.sdp.KeyMgmtLevel;
import org.mikey4j.sdp.OfferedMessage;
import org.mikey4j.sdp.SdpAnswerer;
import org.mikey4j.sdp.SdpOffer;
import org.mikey4j.sdp.SdpUse;

/** Two telephones that each send the other the key of what they say; the CSB ID binds the second message to the first. */
final class SakkeRun implements CallScheme.Run {
    private static final int CALLER_STREAM = 1;
    private static final int CALLEE_STREAM = 2;

    private final SakkeTelephone alice;
    private final SakkeTelephone bob;
    private final Streams streams;
    private final CallTrace trace;
    private final Octets session;
    private final CallKeys keys = new CallKeys();
    private Optional<SdpOffer> offer = Optional.empty();

    SakkeRun(SakkeTelephone alice, SakkeTelephone bob, Streams streams, CallTrace trace, String session) {
        this.alice = alice;
        this.bob = bob;
        this.streams = streams;
        this.trace = trace;
        this.session = Octets.of(session, StandardCharsets.UTF_8);
    }

    @Override
    public String offer(String sdp) {
        SdpOffer made = SdpOffer.builder(sdp)
                .mikey(KeyedSdp.AUDIO, level -> {
                    OfferRequest request = SakkeTelephone.stream(CALLER_STREAM, streams.callerSsrc())
                            .extensions(level.sdpIds())
                            .build();
                    SakkeOneWayOffer sent = alice.send(bob, request);
                    keys.callerHas(sent.association());
                    long csbId = sent.association().csbId();
                    return OfferedMessage.awaiting(sent.message(), message -> answered(message, csbId));
                })
                .build(SdpUse.OFFER);
        offer = Optional.of(made);
        trace.knows("UE_A", "draws the TGK for what it says");
        return made.text();
    }

    @Override
    public String answer(String received, String plain) {
        SdpAnswerer.Outcome.Accepted accepted =
                KeyedSdp.accepted(SdpAnswerer.receive(SdpUse.OFFER, received, this::receive));
        keys.calleeHas(KeyedSdp.audioKeys(accepted));
        trace.knows("UE_B", "has the TGK of UE_A, and draws one for what it says");
        return accepted.answer(plain);
    }

    private ResponderResult receive(Octets message, KeyMgmtLevel level) {
        ResponderResult result = bob.receive(message, alice, session, KeyedSdp.judge(level, streams.calleeSsrc()));
        if (!(result instanceof ResponderResult.Established established)) {
            return result;
        }
        OfferRequest request = SakkeTelephone.stream(CALLEE_STREAM, streams.calleeSsrc())
                .csbId(established.association().csbId())
                .build();
        SakkeOneWayOffer sent = bob.send(alice, request);
        keys.calleeHas(sent.association());
        return new ResponderResult.Established(established.association(), Optional.of(sent.message()));
    }

    private InitiatorResult answered(Octets message, long csbId) {
        ResponderResult result =
                alice.receive(message, bob, session, OfferJudge.acceptSupported(csId -> streams.callerSsrc()));
        if (!(result instanceof ResponderResult.Established established)) {
            return result instanceof Rejected rejected
                    ? rejected
                    : refused(RejectReason.REPLAYED, "the message was accepted before");
        }
        if (established.association().csbId() != csbId) {
            established.association().close();
            return refused(RejectReason.MISMATCH, "the answer is about another CSB ID");
        }
        return new InitiatorResult.Established(established.association());
    }

    private static Rejected refused(RejectReason reason, String detail) {
        return new Rejected(reason, reason.errorNo(), detail, Optional.empty(), true, List.of());
    }

    @Override
    public Optional<Octets> answered(String answer) {
        keys.callerHas(KeyedSdp.established(offer.orElseThrow().receive(answer)));
        trace.knows("UE_A", "has the TGK of UE_B");
        return Optional.empty();
    }

    @Override
    public CallKeys keys() {
        return keys;
    }
}
