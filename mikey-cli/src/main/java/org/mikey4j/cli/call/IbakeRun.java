package org.mikey4j.cli.call;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.mikey4j.crypto.EcGroup;
import org.mikey4j.crypto.Prf;
import org.mikey4j.exchange.EcPolicy;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ibake.IbakeAnswerJudge;
import org.mikey4j.exchange.ibake.IbakeConfirmation;
import org.mikey4j.exchange.ibake.IbakeFirstOffer;
import org.mikey4j.exchange.ibake.IbakeFirstResult;
import org.mikey4j.exchange.ibake.IbakeInitiator;
import org.mikey4j.exchange.ibake.IbakePendingAnswer;
import org.mikey4j.exchange.ibake.IbakeResponder;
import org.mikey4j.exchange.ibake.IbakeResponse;
import org.mikey4j.exchange.ibake.IbakeSecondOffer;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.replay.ReplayCache;

/**
 * The two telephones of a call under MIKEY-IBAKE: its first two messages go with the INVITE and the answer, the other two with another
 * offer and answer in the same dialog.
 */
final class IbakeRun implements CallScheme.Run {
    private final EcPolicy groups;
    private final ExchangeSettings settings;
    private final IbakeTelephone alice;
    private final IbakeTelephone bob;
    private final ReplayCache calleeReplays;
    private final Streams streams;
    private final CallTrace trace;
    private final Octets session;
    private final CallKeys keys = new CallKeys();
    private Optional<IbakeFirstOffer> first = Optional.empty();
    private Optional<IbakeSecondOffer> second = Optional.empty();
    private Optional<IbakePendingAnswer> answered = Optional.empty();
    private boolean confirmed;

    IbakeRun(
            Parties parties,
            IbakeTelephone alice,
            IbakeTelephone bob,
            ReplayCache calleeReplays,
            Streams streams,
            CallTrace trace,
            String session) {
        this.groups = EcPolicy.of(parties.random());
        this.settings = parties.settings();
        this.alice = alice;
        this.bob = bob;
        this.calleeReplays = calleeReplays;
        this.streams = streams;
        this.trace = trace;
        this.session = Octets.of(session, StandardCharsets.UTF_8);
    }

    @Override
    public boolean offersAgain() {
        return second.isPresent() && !confirmed;
    }

    @Override
    public String offer(String sdp) {
        MikeyMessage message = second.map(IbakeSecondOffer::message).orElseGet(() -> begin().message());
        return KeyedSdp.with(sdp, KeyedSdp.AUDIO, message.octets());
    }

    private IbakeFirstOffer begin() {
        IbakeFirstOffer made = new IbakeInitiator(settings, alice.keys(), groups, IbakeAnswerJudge.onlyAsked())
                .offer(
                        EcGroup.P_256,
                        OfferRequest.builder()
                                .prf(Prf.HMAC_SHA_256)
                                .initiator(alice.user())
                                .responder(bob.user())
                                .csIdMap(KeyedSdp.map(streams.callerSsrc(), 0))
                                .build());
        keys.atTheEnd(made::close);
        first = Optional.of(made);
        trace.knows("UE_A", "draws its half of the key");
        return made;
    }

    @Override
    public String answer(String offer, String plain) {
        Octets message = KeyedSdp.required(offer, KeyedSdp.AUDIO, "the offer has no MIKEY keys for its audio");
        MikeyMessage reply = answered.map(pending -> confirm(pending, message)).orElseGet(() -> answer(message));
        return KeyedSdp.with(plain, KeyedSdp.AUDIO, reply.octets());
    }

    private MikeyMessage answer(Octets message) {
        OfferJudge judge = OfferJudge.acceptSupported(csId -> streams.calleeSsrc());
        IbakeResponse response = IbakeResponder.user(settings, bob.keys(), groups, bob.user(), calleeReplays, judge)
                .receive(message, session);
        if (response instanceof IbakeResponse.Answered made) {
            keys.atTheEnd(made.answer()::close);
            answered = Optional.of(made.answer());
            trace.knows("UE_B", "draws its half of the key; who calls is not proved yet");
            return made.answer().message();
        }
        throw response instanceof IbakeResponse.Refused refused
                ? refused(refused.rejected())
                : new CallRefused("REPLAYED: the message was here before");
    }

    private MikeyMessage confirm(IbakePendingAnswer pending, Octets message) {
        IbakeConfirmation confirmation = pending.receive(message);
        if (confirmation instanceof IbakeConfirmation.Established established) {
            keys.calleeHas(established.association());
            trace.knows("UE_B", "has the TGK, and is sure that UE_A calls");
            return established.reply();
        }
        throw confirmation instanceof IbakeConfirmation.Refused refused
                ? refused(refused.rejected())
                : new CallRefused("REPLAYED: the message was here before");
    }

    @Override
    public Optional<Octets> answered(String answer) {
        Octets message =
                KeyedSdp.required(answer, KeyedSdp.AUDIO, "the answer has no MIKEY keys where some were offered");
        if (second.isPresent()) {
            keys.callerHas(KeyedSdp.established(second.orElseThrow().receive(message)));
            confirmed = true;
            trace.knows("UE_A", "has the TGK, and is sure that UE_B answers");
            return Optional.empty();
        }
        IbakeFirstResult result = first.orElseThrow().receive(message);
        if (result instanceof IbakeFirstResult.Next next) {
            keys.atTheEnd(next.offer()::close);
            second = Optional.of(next.offer());
            return Optional.empty();
        }
        throw refused(((IbakeFirstResult.Refused) result).rejected());
    }

    static CallRefused refused(Rejected rejected) {
        return new CallRefused(rejected.reason() + ": " + rejected.detail());
    }

    @Override
    public CallKeys keys() {
        return keys;
    }
}
