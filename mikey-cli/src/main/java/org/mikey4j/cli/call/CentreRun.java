package org.mikey4j.cli.call;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.psk.PskPendingOffer;
import org.mikey4j.kmc.CallUser;
import org.mikey4j.kmc.KeyComponent;
import org.mikey4j.kmc.KmcRefusal;
import org.mikey4j.kmc.PairKey;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.sdp.SdpSection;

/**
 * The two telephones of a call whose key the centres issue: what a centre hands out stands at session level, what the
 * telephones say to each other at that of the medium, and the caller's verification message goes with the ACK.
 */
final class CentreRun implements CallScheme.Run {
    private final boolean usersExchange;
    private final CallUser alice;
    private final CallUser bob;
    private final Streams streams;
    private final Octets context;
    private final CallTrace trace;
    private final CallKeys keys = new CallKeys();
    private Optional<KeyComponent> ka = Optional.empty();
    private Optional<PskPendingOffer> pending = Optional.empty();

    CentreRun(boolean usersExchange, CallUser alice, CallUser bob, Streams streams, String session, CallTrace trace) {
        this.usersExchange = usersExchange;
        this.alice = alice;
        this.bob = bob;
        this.streams = streams;
        this.context = Octets.of(session, StandardCharsets.UTF_8);
        this.trace = trace;
    }

    private interface Step<T> {
        T take();
    }

    private static <T> T refusing(Step<T> step) {
        try {
            return step.take();
        } catch (KmcRefusal e) {
            throw new CallRefused(e.reason() + ": " + e.getMessage());
        }
    }

    @Override
    public boolean asks() {
        return usersExchange;
    }

    @Override
    public void told(Optional<Octets> message) {
        Octets handOut = message.orElseThrow(() -> new CallRefused("the centre issues no component"));
        KeyComponent received = refusing(() -> alice.receiveComponent(handOut));
        keys.atTheEnd(received::close);
        ka = Optional.of(received);
        trace.knows("UE_A", "has Ka");
    }

    @Override
    public String offer(String sdp) {
        if (ka.isEmpty()) {
            return sdp;
        }
        MikeyMessage shown = alice.show(ka.orElseThrow());
        return KeyedSdp.with(sdp, KeyedSdp.AUDIO, shown.octets());
    }

    @Override
    public String answer(String offer, String plain) {
        Octets handOut = KeyedSdp.required(offer, SdpSection.SESSION, "the offer has no key from the centre");
        PskPendingOffer agreement = refusing(() -> usersExchange ? exchange(offer, handOut) : take(handOut));
        keys.atTheEnd(agreement::close);
        pending = Optional.of(agreement);
        return KeyedSdp.with(plain, KeyedSdp.AUDIO, agreement.message().octets());
    }

    private PskPendingOffer exchange(String offer, Octets handOut) {
        Octets shown = KeyedSdp.required(offer, KeyedSdp.AUDIO, "the offer shows no component");
        try (KeyComponent kb = bob.receiveComponent(handOut);
                KeyComponent theirs = bob.receiveShown(shown);
                PairKey kab = kb.combine(theirs)) {
            trace.knows("UE_B", "has Kb, is shown Ka, makes Kab, and draws the TGK");
            return bob.agree(kab, kb, media());
        }
    }

    private PskPendingOffer take(Octets handOut) {
        try (PairKey kab = bob.receivePairKey(handOut)) {
            trace.knows("UE_B", "has Kab, and draws the TGK");
            return bob.agree(kab, media());
        }
    }

    private OfferRequest.Builder media() {
        return OfferRequest.builder().csIdMap(KeyedSdp.map(streams.callerSsrc(), streams.calleeSsrc()));
    }

    @Override
    public Optional<Octets> answered(String answer) {
        Octets agreement = KeyedSdp.required(answer, KeyedSdp.AUDIO, "the answer has no MIKEY keys for its audio");
        OfferJudge judge = OfferJudge.acceptSupported(csId -> streams.callerSsrc());
        ResponderResult.Established established = KeyedSdp.established(refusing(() -> usersExchange
                ? alice.receive(ka.orElseThrow(), judge, agreement, context)
                : receive(answer, judge, agreement)));
        keys.callerHas(established.association());
        trace.knows(
                "UE_A",
                usersExchange
                        ? "is shown Kb, makes Kab, and has the TGK that UE_B drew"
                        : "has Kab, and the TGK that UE_B drew");
        return established.reply().map(MikeyMessage::octets);
    }

    private ResponderResult receive(String answer, OfferJudge judge, Octets agreement) {
        Octets handOut = KeyedSdp.required(answer, SdpSection.SESSION, "the answer has no key from the centre");
        try (PairKey kab = alice.receivePairKey(handOut)) {
            return alice.receive(kab, judge, agreement, context);
        }
    }

    @Override
    public void acknowledged(Optional<Octets> message) {
        Octets confirmation =
                message.orElseThrow(() -> new CallRefused("the acknowledgement does not confirm the key"));
        keys.calleeHas(KeyedSdp.established(pending.orElseThrow().receive(confirmation)));
        trace.knows("UE_B", "is sure that UE_A has the same keys");
    }

    @Override
    public CallKeys keys() {
        return keys;
    }
}
