package org.mikey4j.cli.command;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.capture.CaptureInput;
import org.mikey4j.cli.capture.Signal;
import org.mikey4j.cli.carrier.Carried;
import org.mikey4j.cli.carrier.CarrierReader;
import org.mikey4j.cli.secret.IbeKeyRing;
import org.mikey4j.cli.secret.RememberedSecrets;
import org.mikey4j.cli.trace.TextLog;
import org.mikey4j.cli.trace.TraceReport;
import org.mikey4j.cli.trace.TracedExchange;
import org.mikey4j.cli.trace.TracedMessage;
import org.mikey4j.cli.trace.Tracer;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.registry.DataType;
import picocli.CommandLine.ParseResult;

/** Checks the exchanges of a capture with the keys that the options name, and wipes what it remembers of them when closed. */
final class ExchangeCheck implements AutoCloseable {
    private final ParseResult options;
    private final CliContext context;
    private final RememberedSecrets secrets;

    ExchangeCheck(ParseResult options, CliContext context) {
        this.options = options;
        this.secrets = new RememberedSecrets(context.prompt());
        this.context = context.with(context.clock(), secrets);
    }

    /**
     * Follows the exchanges of a capture, or of a text such as a log.
     *
     * @throws CliFailure if it cannot be read
     */
    static void trace(String file, CliContext context, Tracer.Listener listener) {
        Tracer tracer = new Tracer(Tracer.MOST_OPEN, listener);
        SourceFile.read(file, "a capture or a text", context, (name, in) -> {
            CaptureInput input = CaptureInput.of(in);
            if (input.isCapture()) {
                CaptureSource.read(name, input.stream(), context, tracer::add);
            } else {
                text(CarrierReader.readInput(name, input.stream())).forEach(tracer::add);
            }
            return name;
        });
        tracer.finish();
    }

    private static List<Signal> text(CarrierReader.Input input) {
        List<Carried> own = input.messages().stream()
                .filter(carried -> !Inputs.isForeign(carried))
                .toList();
        return TextLog.signals(new CarrierReader.Input(input.name(), input.text(), own));
    }

    /**
     * Checks an exchange as both of its ends would.
     *
     * @param taker gets the association if it is verified, which is wiped afterwards
     */
    TraceReport.Checked check(TracedExchange exchange, BiConsumer<SecurityAssociation, Set<Compatibility>> taker) {
        Optional<Mode> mode = Mode.beginningWith(exchange.offer().dataType());
        if (mode.isEmpty()) {
            return new TraceReport.Checked(exchange, "not checked: this mode is not known here", true);
        }
        if (isTicketUpdate(exchange.offer().message())) {
            return new TraceReport.Checked(
                    exchange, "not checked: an update of a bundle that began with a ticket", true);
        }
        if (mode.orElseThrow() == Mode.IBAKE) {
            return ibake(exchange, taker);
        }
        List<TracedMessage> answers = exchange.realAnswers().isEmpty() ? exchange.answers() : exchange.realAnswers();
        if (answers.size() < 2) {
            Answered only = check(mode.orElseThrow(), exchange, answers.stream().findFirst(), taker);
            return new TraceReport.Checked(exchange, only.verdict(), only.isGood(), only.departures());
        }
        // A fork: each of the ends that answered has an association of its own with the Initiator.
        List<String> verdicts = new ArrayList<>();
        Set<Diagnostic> departures = new LinkedHashSet<>();
        boolean good = true;
        for (TracedMessage answer : answers) {
            Answered one = check(mode.orElseThrow(), exchange, Optional.of(answer), taker);
            verdicts.add("with " + answer.first().source() + " " + one.verdict());
            departures.addAll(one.departures());
            good &= one.isGood();
        }
        return new TraceReport.Checked(exchange, String.join("; ", verdicts), good, List.copyOf(departures));
    }

    /** What protects it is in the exchange that began the bundle (RFC 6043, 5.2). */
    private static boolean isTicketUpdate(MikeyMessage message) {
        return message.header().dataType() == DataType.TRANSFER_INIT
                && message.payload(TicketPayload.class).isEmpty();
    }

    /** Each end that answered has an exchange of four messages of its own. */
    private TraceReport.Checked ibake(
            TracedExchange exchange, BiConsumer<SecurityAssociation, Set<Compatibility>> taker) {
        MikeyMessage offer = exchange.offer().message();
        if (offer.payload(RandPayload.class).isEmpty()) {
            return new TraceReport.Checked(exchange, "not checked: an update of a bundle of IBAKE", true);
        }
        List<IbakeMessages> branches = IbakeMessages.branches(
                offer,
                exchange.realAnswers().stream().map(TracedMessage::message).toList());
        List<String> verdicts = new ArrayList<>();
        boolean good = true;
        for (IbakeMessages branch : branches) {
            Answered one = ibake(branch, exchange.offer().first(), taker);
            String end = branch.firstAnswer().flatMap(IbakeMessages::responder).orElse("");
            verdicts.add((branches.size() > 1 ? "with " + end + " " : "") + one.verdict());
            good &= one.isGood();
        }
        return new TraceReport.Checked(exchange, String.join("; ", verdicts), good);
    }

    private Answered ibake(
            IbakeMessages messages, Signal first, BiConsumer<SecurityAssociation, Set<Compatibility>> taker) {
        CliContext then = then(first);
        ExchangeOptions exchangeOptions = new ExchangeOptions(options, then);
        try (IbeKeyRing keys = IbakeOptions.keys(options, then);
                Verification verification = new IbakeTrace(options, then, exchangeOptions, messages).verify(keys)) {
            return Answered.of(verification, exchangeOptions, taker);
        } catch (CliFailure e) {
            return Answered.bad("not checked: " + e.message());
        }
    }

    /**
     * What became of an exchange with one answer.
     *
     * @param verdict what the check came to
     * @param isGood whether that is well
     * @param departures the known departures from the standard
     */
    private record Answered(String verdict, boolean isGood, List<Diagnostic> departures) {
        /** Something is wrong, or missing. */
        static Answered bad(String verdict) {
            return new Answered(verdict, false, List.of());
        }

        /**
         * What a verification found.
         *
         * @param taker gets the association if there is one
         */
        static Answered of(
                Verification verification,
                ExchangeOptions exchangeOptions,
                BiConsumer<SecurityAssociation, Set<Compatibility>> taker) {
            if (!verification.verified()) {
                return new Answered("not verified: " + verification.problem(), false, verification.departures());
            }
            verification.association().ifPresent(association -> taker.accept(association, exchangeOptions.accepted()));
            return new Answered(ExchangeCheck.verdict(verification), true, verification.departures());
        }
    }

    private Answered check(
            Mode mode,
            TracedExchange exchange,
            Optional<TracedMessage> answer,
            BiConsumer<SecurityAssociation, Set<Compatibility>> taker) {
        MikeyMessage offer = exchange.offer().message();
        CliContext then = then(exchange.offer().first());
        ExchangeOptions exchangeOptions = new ExchangeOptions(options, then);
        try (Mode.Ends ends = new EndsOptions(options, then, exchangeOptions).of(mode, offer, false);
                Verification verification =
                        new Verifier(mode, ends, exchangeOptions).verify(offer, answer.map(TracedMessage::octets))) {
            return Answered.of(verification, exchangeOptions, taker);
        } catch (CliFailure e) {
            return Answered.bad("not checked: " + e.message());
        }
    }

    /** Timestamps are judged by the time at which the message passed. */
    private CliContext then(Signal first) {
        return first.isCaptured() ? context.with(Clock.fixed(first.at(), ZoneOffset.UTC), context.prompt()) : context;
    }

    @Override
    public void close() {
        secrets.close();
    }

    private static String verdict(Verification verification) {
        boolean both =
                verification.answer().isPresent() && verification.association().isPresent();
        String fingerprint = verification
                .association()
                .filter(association -> !association.keys().isEmpty())
                .map(association ->
                        " (sha256/8=" + association.keys().get(0).key().fingerprint() + ")")
                .orElse("");
        if (verification.mode() == Mode.IBAKE && !both) {
            return "opened: " + verification.proof();
        }
        if (both) {
            return fingerprint.isEmpty()
                    ? "both messages are verified"
                    : "verified: both ends have the same keys" + fingerprint;
        }
        return verification.answer().isPresent()
                ? "both messages are verified; the keys take "
                        + verification.mode().answerSecret()
                : "the message is verified" + fingerprint;
    }
}
