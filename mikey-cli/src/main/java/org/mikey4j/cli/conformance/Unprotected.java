package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.psk.PskInitiator;
import org.mikey4j.exchange.psk.PskOneWayOffer;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SrtpId;

/**
 * Scenarios for a Responder that takes keys without encryption and without a MAC, as RTSP servers do whose connection is
 * protected: nothing authenticates a message, so only its form can be wrong.
 */
final class Unprotected {
    private static final Set<Fault> OF_FORM =
            Set.of(Fault.SHORT, Fault.LONG, Fault.VERSION, Fault.OTHER_MODE, Fault.NO_PAYLOADS);

    private Unprotected() {}

    static List<Scenario> scenarios() {
        List<Scenario> all = new ArrayList<>();
        all.add(scenario(
                "right",
                "an offer with NULL encryption and NULL MAC is taken",
                List.of("R3830-4.2.3-04"),
                Optional.empty(),
                Scenario.Expected.ACCEPT));
        for (Fault fault : Fault.values()) {
            if (OF_FORM.contains(fault)) {
                all.add(scenario(
                        fault.label(),
                        "an offer is refused: " + fault.about(),
                        fault.requirements(),
                        Optional.of(fault),
                        Scenario.Expected.REFUSE));
            }
        }
        return all;
    }

    private static Scenario scenario(
            String id, String about, List<String> requirements, Optional<Fault> fault, Scenario.Expected expected) {
        return new Scenario(
                "live-unprotected-" + id,
                "unprotected responder, live",
                about,
                requirements,
                MikeyMode.PSK.respond(),
                "",
                subject -> play(subject, fault, expected));
    }

    private static Play.Judgement play(Subject subject, Optional<Fault> fault, Scenario.Expected expected)
            throws Silent, IOException {
        Octets offer = offer(fault);
        JsonTree answer = subject.ask(Map.of("do", MikeyMode.PSK.respond(), "message", offer.toHex()));
        return new Play.Judgement(Answers.accepted(answer, expected), offer.toHex());
    }

    private static Octets offer(Optional<Fault> fault) {
        Setup setup = new Setup(Map.of("allow", "NULL"));
        PskOneWayOffer offer = new PskInitiator(setup.settings(Clock.systemUTC()))
                .sendUnprotected(OfferRequest.builder()
                        .csIdMap(CsIdMap.srtp(new SrtpId(0, 0x1a2b3c4d, 0)))
                        .encrAlg(0)
                        .macAlg(0)
                        .build());
        offer.association().close();
        MikeyMessage message = offer.message();
        return fault.flatMap(f -> f.in(message)).orElse(message.octets());
    }
}
