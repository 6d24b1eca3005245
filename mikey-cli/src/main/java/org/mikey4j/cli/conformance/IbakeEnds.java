package org.mikey4j.cli.conformance;

import java.time.Clock;
import org.mikey4j.crypto.Prf;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.ibake.IbakeAnswerJudge;
import org.mikey4j.exchange.ibake.IbakeFirstOffer;
import org.mikey4j.exchange.ibake.IbakeInitiator;
import org.mikey4j.exchange.ibake.IbakeResponder;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.SrtpId;

/** Our own ends of MIKEY-IBAKE. */
final class IbakeEnds {
    private IbakeEnds() {}

    static IbakeResponder responder(Setup setup, Clock clock) {
        OfferJudge judge = OfferJudge.acceptSupported(csId -> setup.ssrc());
        return setup.is("mailbox")
                ? IbakeResponder.mailbox(
                        setup.settings(clock),
                        setup.ibeKeys(),
                        setup.curves(),
                        setup.own().orElseThrow(),
                        setup.replays(clock),
                        judge)
                : IbakeResponder.user(
                        setup.settings(clock),
                        setup.ibeKeys(),
                        setup.curves(),
                        setup.own().orElseThrow(),
                        setup.replays(clock),
                        judge);
    }

    /** The offer that the setup has, or a new one of one crypto session for each direction. */
    static IbakeFirstOffer offer(Setup setup, Clock clock) {
        IbakeInitiator initiator = new IbakeInitiator(
                setup.settings(clock),
                setup.ibeKeys(),
                setup.curves(),
                setup.is("anybody") ? IbakeAnswerJudge.anybody() : IbakeAnswerJudge.onlyAsked());
        return setup.offer()
                .map(made -> initiator.resume(setup.curve(), KeyValidity.NULL, made))
                .orElseGet(() -> initiator.offer(
                        setup.curve(),
                        OfferRequest.builder()
                                .prf(Prf.of(setup.prf()).orElseThrow())
                                .initiator(setup.own().orElseThrow())
                                .responder(setup.peer().orElseThrow())
                                .csIdMap(CsIdMap.srtp(new SrtpId(0, 0x1a2b3c4d, 0), new SrtpId(0, 0, 0)))
                                .build()));
    }
}
