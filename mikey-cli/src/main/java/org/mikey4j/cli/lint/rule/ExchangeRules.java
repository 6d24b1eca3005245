package org.mikey4j.cli.lint.rule;

import java.util.List;
import java.util.Optional;
import org.mikey4j.cli.lint.MessageSubject;
import org.mikey4j.cli.lint.Placed;
import org.mikey4j.cli.lint.Rule;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.DhPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.VPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.MacAlg;

/** A message and its answer (RFC 3830, 3 and 5). */
public final class ExchangeRules {
    private static final int CSB_ID = 4;

    private ExchangeRules() {}

    /** The rules. */
    public static List<Rule> all() {
        return List.of(
                mode(), csbId(), timestamp(), unasked(), algorithm(), dhEcho(), dhOrder(), sessions(), placeholders());
    }

    private static Rule mode() {
        return Rule.error("ANSWER_OF_OTHER_MODE", "RFC 3830, 6.1")
                .title("The answer belongs to another kind of exchange")
                .why("Each kind of message has its own kind of answer, or an error message.")
                .remedy("Look for the message that it really answers.")
                .exchange((exchange, report) -> {
                    int wanted = answer(exchange.initial().dataType());
                    int got = exchange.answer().dataType();
                    if (got != wanted && got != DataType.ERROR && got >= 0) {
                        report.at(
                                1,
                                "HDR",
                                DataType.REGISTRY.name(got) + " answers "
                                        + DataType.REGISTRY.name(
                                                exchange.initial().dataType()));
                    }
                });
    }

    private static int answer(int dataType) {
        return switch (dataType) {
            case DataType.PSK_INIT -> DataType.PSK_RESP;
            case DataType.PK_INIT -> DataType.PK_RESP;
            case DataType.DH_INIT -> DataType.DH_RESP;
            case DataType.DHHMAC_INIT -> DataType.DHHMAC_RESP;
            case DataType.RSA_R_INIT -> DataType.RSA_R_RESP;
            default -> -1;
        };
    }

    private static Rule csbId() {
        return Rule.error("ANSWER_CSB_ID", "RFC 3830, 6.1")
                .title("The answer has another CSB ID")
                .why("The answerer echoes the ID; with another one the initiator cannot find the exchange.")
                .remedy("Echo the CSB ID.")
                .exchange((exchange, report) -> {
                    Optional<Long> sent = exchange.initial().header().map(CommonHeader::csbId);
                    Optional<Long> answered = exchange.answer().header().map(CommonHeader::csbId);
                    if (answered.isPresent() && !answered.equals(sent)) {
                        report.at(
                                CSB_ID,
                                "HDR",
                                String.format("%08x, and %08x was sent", answered.get(), sent.orElse(0L)));
                    }
                });
    }

    private static Rule timestamp() {
        return Rule.error("ANSWER_WITH_NEW_TIMESTAMP", "RFC 3830, 5.2")
                .title("The answer has a timestamp of its own")
                .why(
                        "The answerer returns the timestamp of the message, which is part of what its MAC covers; with another one "
                                + "the proof does not hold.")
                .remedy("Echo T. To get on with such a peer: mikey verify --compat response-with-new-timestamp.")
                .known("minisip libmikey")
                .exchange((exchange, report) -> {
                    Optional<Placed<TPayload>> sent = exchange.initial().first(TPayload.class);
                    Optional<Placed<TPayload>> answered = exchange.answer().first(TPayload.class);
                    if (sent.isPresent()
                            && answered.isPresent()
                            && !sent.get().value().equals(answered.get().value())
                            && !exchange.answer().isOf(DataType.ERROR)) {
                        report.at(answered.get().offset(), "T", "it is not the one that was sent");
                    }
                });
    }

    private static Rule unasked() {
        return Rule.warning("ANSWER_NOT_ASKED_FOR", "RFC 3830, 3.1 and 6.1")
                .title("A verification message that nobody asked for")
                .why("It is sent only if the V flag was set; an initiator that did not ask does not wait for it.")
                .remedy("Answer only if V is set.")
                .exchange((exchange, report) -> {
                    boolean asked =
                            exchange.initial().header().filter(CommonHeader::v).isPresent();
                    if (!asked && exchange.answer().isOf(DataType.PSK_RESP, DataType.PK_RESP)) {
                        report.at(1, "HDR", "V was not set");
                    }
                });
    }

    private static Rule algorithm() {
        return Rule.warning("ANSWER_MAC_ALG", "RFC 3830, 5.2")
                .title("The answer is authenticated by another algorithm")
                .why(
                        "An initiator takes the algorithm that it chose; another may be one that it does not have, or a weaker one "
                                + "that somebody put in.")
                .remedy("Answer with the algorithm of the message.")
                .exchange((exchange, report) -> {
                    int sent = exchange.initial()
                            .first(KemacPayload.class)
                            .map(kemac -> kemac.value().macAlg())
                            .orElse(-1);
                    exchange.answer()
                            .first(VPayload.class)
                            .filter(v -> sent >= 0 && v.value().authAlg() != sent)
                            .ifPresent(v -> report.at(
                                    v.offset(),
                                    "V",
                                    MacAlg.REGISTRY.name(v.value().authAlg()) + ", and the message has "
                                            + MacAlg.REGISTRY.name(sent)));
                });
    }

    private static Rule dhEcho() {
        return Rule.error("ANSWER_WITHOUT_DH_ECHO", "RFC 3830, 3.3; RFC 4650, 3.1")
                .title("The answer does not return the initiator's value")
                .why(
                        "Both values are under the responder's signature or MAC, which is what proves that both ends computed from "
                                + "the same two.")
                .remedy("Send DHr and then DHi, as it was received.")
                .exchange((exchange, report) -> {
                    List<Placed<DhPayload>> sent = exchange.initial().all(DhPayload.class);
                    List<Placed<DhPayload>> answered = exchange.answer().all(DhPayload.class);
                    if (!sent.isEmpty() && !answered.isEmpty() && !contains(answered, sent.get(0))) {
                        report.at(answered.get(0).offset(), "DH", "the value that was sent is not among them");
                    }
                });
    }

    private static Rule dhOrder() {
        return Rule.note("ANSWER_DH_ORDER", "RFC 3830, 3.3")
                .title("The two values of the answer in another order")
                .why(
                        "The standard has the responder's first. One that goes by the order takes its own for the other's.")
                .remedy("Send DHr and then DHi.")
                .known("minisip libmikey (takes either order)")
                .exchange((exchange, report) -> {
                    List<Placed<DhPayload>> sent = exchange.initial().all(DhPayload.class);
                    List<Placed<DhPayload>> answered = exchange.answer().all(DhPayload.class);
                    if (!sent.isEmpty() && answered.size() == 2 && contains(answered.subList(0, 1), sent.get(0))) {
                        report.at(answered.get(0).offset(), "DH", "the initiator's value is the first");
                    }
                });
    }

    private static boolean contains(List<Placed<DhPayload>> values, Placed<DhPayload> one) {
        return values.stream()
                .anyMatch(value -> value.value().dhValue().equals(one.value().dhValue()));
    }

    private static Rule sessions() {
        return Rule.warning("ANSWER_SESSIONS", "RFC 3830, 6.1.1")
                .title("The answer has another number of crypto sessions")
                .why(
                        "The sessions are counted by their place in the map, so that it is not known which of them the answer means.")
                .remedy("Answer with the sessions of the message, and an SSRC for each of those left open.")
                .exchange((exchange, report) -> {
                    int sent = exchange.initial().srtpIds().size();
                    int answered = exchange.answer().srtpIds().size();
                    if (answered > 0 && answered < sent) {
                        report.at(8, "HDR", answered + " of " + sent);
                    }
                });
    }

    private static Rule placeholders() {
        return Rule.warning("ANSWER_LEAVES_SSRC_OPEN", "RFC 3830, 6.1.1")
                .title("An SSRC is still open after the answer")
                .why(
                        "The initiator left it to the answerer, who left it open, too: the initiator has no SSRC to find the keys "
                                + "of that stream by.")
                .remedy("Fill in the SSRCs of the streams that the answerer sends.")
                .exchange((exchange, report) -> {
                    List<Integer> open = open(exchange.answer());
                    if (!open.isEmpty() && open(exchange.initial()).containsAll(open)) {
                        report.at(
                                open.get(0), "HDR", open.size() == 1 ? "one SSRC is 0" : open.size() + " SSRCs are 0");
                    }
                });
    }

    private static List<Integer> open(MessageSubject message) {
        return message.srtpIds().stream()
                .filter(id -> id.value().ssrc() == 0)
                .map(Placed::offset)
                .toList();
    }
}
