package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;

/**
 * Scenarios that are made when they are played: we are the other end, honest but for one fault that was put into its message on
 * the way.
 */
final class Live {
    /** The time that ends without a clock of their own are told. */
    private static final String AT = "2026-11-01T12:00:00Z";

    private static final Clock STATED = Clock.fixed(Instant.parse(AT), ZoneOffset.UTC);

    private static final String ANSWERS = "answers an offer so that the Initiator accepts it, and has the same keys";
    private static final String OFFERS =
            "makes an offer that a Responder accepts, accepts the answer, and has the same keys";

    private static final String TAKES = "takes a message that nothing answers, and has the same keys";
    private static final String SENDS = "makes a message that a Responder accepts, and has the same keys";

    private final MikeyMode mode;
    private final Map<String, String> tested;
    private final Map<String, String> ours;
    private final CheckedKeys keys = new CheckedKeys();

    /**
     * @param tested what the implementation has
     * @param ours what the other end has
     */
    Live(MikeyMode mode, Map<String, String> tested, Map<String, String> ours) {
        this.mode = mode;
        this.tested = Map.copyOf(tested);
        this.ours = Map.copyOf(ours);
    }

    /** The implementation as Responder. */
    List<Scenario> responder() {
        String group = mode.label() + " responder, live";
        List<Scenario> all = new ArrayList<>();
        for (String prf : List.of("0", "1")) {
            all.add(scenario(
                    "respond-prf-" + prf,
                    group,
                    mode.hasAnswers() ? ANSWERS : TAKES,
                    List.of("R3830-5.2-04"),
                    mode.respond(),
                    s -> answered(s, prf)));
        }
        all.add(scenario(
                "respond-again",
                group,
                Notes.refused("the same offer twice leads to one association", RejectReason.REPLAYED),
                List.of("R3830-5.4-04"),
                mode.respond(),
                this::replayed));
        for (Fault fault : Fault.possibleIn(sampleOffer(ours))) {
            all.add(scenario(
                    "respond-" + fault.label(),
                    group,
                    Notes.refused("an offer is refused: " + fault.about(), LiveReasons.ofOffer(mode, fault)),
                    fault.requirements(),
                    mode.respond(),
                    s -> offered(s, fault)));
        }
        return all;
    }

    /** The implementation as Initiator. */
    List<Scenario> initiator() {
        String group = mode.label() + " initiator, live";
        List<Scenario> all = new ArrayList<>();
        for (String prf : List.of("0", "1")) {
            all.add(scenario(
                    "initiate-prf-" + prf,
                    group,
                    mode.hasAnswers() ? OFFERS : SENDS,
                    List.of("R3830-5.2-01"),
                    mode.initiate(),
                    s -> initiated(s, prf, Optional.empty())));
        }
        if (!mode.hasAnswers()) {
            return all;
        }
        for (Fault fault : Fault.possibleIn(sampleAnswer())) {
            all.add(scenario(
                    "answer-" + fault.label(),
                    group,
                    Notes.refused("an answer is refused: " + fault.about(), LiveReasons.ofAnswer(mode, fault)),
                    fault.requirements(),
                    mode.initiate(),
                    s -> initiated(s, "0", Optional.of(fault))));
        }
        all.add(scenario(
                "answer-own-offer",
                group,
                Notes.refused("its own offer is not taken for an answer", RejectReason.WRONG_DATA_TYPE),
                List.of("R3830-5.4-07"),
                mode.initiate(),
                this::reflected));
        return all;
    }

    private MikeyMessage sampleOffer(Map<String, String> from) {
        return mode.initiator(new Setup(from, keys), STATED).message();
    }

    /** What we answer to our own offer. */
    private MikeyMessage sampleAnswer() {
        ResponderResult.Established established =
                (ResponderResult.Established) mode.responder(new Setup(ours, keys), STATED)
                        .first()
                        .receive(sampleOffer(tested).octets(), Octets.EMPTY);
        return established.reply().orElseThrow();
    }

    private Scenario scenario(
            String id, String group, String about, List<String> requirements, String action, Play play) {
        return new Scenario("live-" + mode.label() + "-" + id, group, about, requirements, action, "", play);
    }

    private static Clock clock(Subject subject) {
        return subject.keepsTime() ? Clock.systemUTC() : STATED;
    }

    private Map<String, String> request(Subject subject, String action, Map<String, String> more) {
        Map<String, String> request = new LinkedHashMap<>(Map.of("do", action));
        if (!subject.keepsTime()) {
            request.put("at", AT);
        }
        request.putAll(more);
        return request;
    }

    /** The first request of a scenario, which tells a new end what it has. */
    private Map<String, String> first(Subject subject, String action, Map<String, String> more) {
        Map<String, String> request = request(subject, action, tested);
        request.put("new", "true");
        request.putAll(more);
        return request;
    }

    private MikeyMode.Initiator offer(Subject subject, String prf) {
        Map<String, String> setup = new LinkedHashMap<>(ours);
        setup.put("prf", prf);
        return mode.initiator(new Setup(setup, keys), clock(subject));
    }

    private Play.Judgement answered(Subject subject, String prf) throws Silent, IOException {
        MikeyMode.Initiator offer = offer(subject, prf);
        String message = offer.message().octets().toHex();
        JsonTree answer = subject.ask(first(subject, mode.respond(), Map.of("message", message)));
        String wrong = Answers.accepted(answer, Scenario.Expected.ACCEPT);
        if (!wrong.isEmpty()) {
            return new Play.Judgement(wrong, message);
        }
        if (offer.alone().isPresent()) {
            try (SecurityAssociation association = offer.alone().orElseThrow()) {
                return new Play.Judgement(sameKeys(subject, association, answer), message);
            }
        }
        Octets octets;
        try {
            octets = Octets.ofHex(answer.text("message").orElse(""));
        } catch (IllegalArgumentException e) {
            return new Play.Judgement("the answer is not in hexadecimal digits", message);
        }
        InitiatorResult result = offer.answered().apply(octets);
        if (result instanceof Rejected rejected) {
            return new Play.Judgement("the answer is refused: " + rejected.detail(), octets.toHex());
        }
        try (SecurityAssociation association = ((InitiatorResult.Established) result).association()) {
            return new Play.Judgement(sameKeys(subject, association, answer), octets.toHex());
        }
    }

    /** What is tested over a network shows no keys; that its answer was right has to be enough. */
    private static String sameKeys(Subject subject, SecurityAssociation association, JsonTree answer) {
        return subject.keepsTime() ? "" : Answers.sameKeys(Answers.keys(association), answer);
    }

    private Play.Judgement offered(Subject subject, Fault fault) throws Silent, IOException {
        String message = fault.in(offer(subject, "0").message()).orElseThrow().toHex();
        JsonTree answer = subject.ask(first(subject, mode.respond(), Map.of("message", message)));
        return new Play.Judgement(Answers.accepted(answer, Scenario.Expected.REFUSE), message);
    }

    private Play.Judgement replayed(Subject subject) throws Silent, IOException {
        String message = offer(subject, "0").message().octets().toHex();
        JsonTree one = subject.ask(first(subject, mode.respond(), Map.of("message", message, "context", "01")));
        JsonTree two = subject.ask(request(subject, mode.respond(), Map.of("message", message, "context", "02")));
        String wrong = Answers.accepted(one, Scenario.Expected.ACCEPT);
        return new Play.Judgement(wrong.isEmpty() ? Answers.accepted(two, Scenario.Expected.REFUSE) : wrong, message);
    }

    private Play.Judgement initiated(Subject subject, String prf, Optional<Fault> fault) throws Silent, IOException {
        JsonTree offer = subject.ask(first(subject, mode.initiate(), Map.of("prf", prf)));
        String made = offer.text("message").orElse("");
        if (made.isEmpty()) {
            return new Play.Judgement(
                    "no offer: "
                            + offer.text("error").or(() -> offer.text("why")).orElse(""),
                    "");
        }
        ResponderResult result;
        try {
            result = mode.responder(new Setup(ours, keys), clock(subject))
                    .first()
                    .receive(Octets.ofHex(made), Octets.EMPTY);
        } catch (IllegalArgumentException e) {
            return new Play.Judgement("the offer is not in hexadecimal digits", made);
        }
        if (!(result instanceof ResponderResult.Established established)) {
            String why = result instanceof Rejected rejected ? rejected.detail() : "";
            return new Play.Judgement("a Responder refuses the offer: " + why, made);
        }
        try (SecurityAssociation association = established.association()) {
            if (!mode.hasAnswers()) {
                return new Play.Judgement(Answers.sameKeys(Answers.keys(association), offer), made);
            }
            if (established.reply().isEmpty()) {
                return new Play.Judgement("the offer asks for no answer", made);
            }
            MikeyMessage reply = established.reply().get();
            Octets answer = fault.flatMap(f -> f.in(reply)).orElse(reply.octets());
            return accepted(subject, answer, fault.isPresent(), association);
        }
    }

    private Play.Judgement accepted(Subject subject, Octets answer, boolean faulty, SecurityAssociation association)
            throws Silent, IOException {
        JsonTree said = subject.ask(request(subject, mode.answer(), Map.of("message", answer.toHex())));
        String wrong = Answers.accepted(said, faulty ? Scenario.Expected.REFUSE : Scenario.Expected.ACCEPT);
        return new Play.Judgement(
                wrong.isEmpty() && !faulty ? Answers.sameKeys(Answers.keys(association), said) : wrong, answer.toHex());
    }

    private Play.Judgement reflected(Subject subject) throws Silent, IOException {
        JsonTree offer = subject.ask(first(subject, mode.initiate(), Map.of("prf", "0")));
        String made = offer.text("message").orElse("");
        JsonTree said = subject.ask(request(subject, mode.answer(), Map.of("message", made)));
        return new Play.Judgement(Answers.accepted(said, Scenario.Expected.REFUSE), made);
    }
}
