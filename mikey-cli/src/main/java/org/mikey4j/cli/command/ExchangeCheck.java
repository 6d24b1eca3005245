package org.mikey4j.cli.command;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.capture.CaptureInput;
import org.mikey4j.cli.trace.TraceReport;
import org.mikey4j.cli.trace.TracedExchange;
import org.mikey4j.cli.trace.TracedMessage;
import org.mikey4j.cli.trace.Tracer;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.Octets;
import picocli.CommandLine.ParseResult;

/** Checks the exchanges of a capture with the keys that the options name. */
final class ExchangeCheck {
    private final ParseResult options;
    private final CliContext context;

    ExchangeCheck(ParseResult options, CliContext context) {
        this.options = options;
        this.context = context;
    }

    /**
     * The exchanges of a capture.
     *
     * @throws CliFailure if it cannot be read or is no capture
     */
    static Tracer trace(String file, CliContext context) {
        return SourceFile.read(file, "a capture", context, (name, in) -> {
            CaptureInput input = CaptureInput.of(in);
            if (!input.isCapture()) {
                throw CliFailure.notMikey(name + ": is no capture").withHint("for text see: mikey inspect, mikey lint");
            }
            Tracer traced = new Tracer();
            CaptureSource.read(name, input.stream(), context, traced::add);
            return traced;
        });
    }

    /**
     * Checks an exchange as both of its ends would.
     *
     * @param taker gets the association if it is verified, which is wiped afterwards
     */
    TraceReport.Checked check(TracedExchange exchange, BiConsumer<SecurityAssociation, Set<Compatibility>> taker) {
        TracedMessage offer = exchange.offer();
        Optional<Mode> mode = Mode.beginningWith(offer.message().header().dataType());
        if (mode.isEmpty()) {
            return new TraceReport.Checked(exchange, "not checked: this mode is not known here", true);
        }
        Optional<Octets> answer = exchange.answers().stream()
                .map(message -> message.message().octets())
                .findFirst();
        CliContext then = at(offer.first().at(), context);
        ExchangeOptions exchangeOptions = new ExchangeOptions(options, then);
        try (Mode.Ends ends =
                        new EndsOptions(options, then, exchangeOptions).of(mode.orElseThrow(), offer.message(), false);
                Verification verification =
                        new Verifier(mode.orElseThrow(), ends, exchangeOptions).verify(offer.message(), answer)) {
            if (!verification.verified()) {
                return new TraceReport.Checked(exchange, "not verified: " + verification.problem(), false);
            }
            verification.association().ifPresent(association -> taker.accept(association, exchangeOptions.accepted()));
            return new TraceReport.Checked(exchange, verdict(exchange, verification), true);
        } catch (CliFailure e) {
            return new TraceReport.Checked(exchange, "not checked: " + e.message(), false);
        }
    }

    /** Timestamps are judged by the time at which the message passed. */
    private static CliContext at(Instant time, CliContext context) {
        return new CliContext(
                context.stdin(),
                context.out(),
                context.err(),
                context.environment(),
                Clock.fixed(time, ZoneOffset.UTC),
                context.random(),
                context.prompt());
    }

    private static String verdict(TracedExchange exchange, Verification verification) {
        boolean both =
                verification.answer().isPresent() && verification.association().isPresent();
        String fingerprint = verification
                .association()
                .filter(association -> !association.keys().isEmpty())
                .map(association ->
                        " (sha256/8=" + association.keys().get(0).key().fingerprint() + ")")
                .orElse("");
        if (both) {
            return "verified: both ends have the same keys" + fingerprint;
        }
        return exchange.answers().isEmpty()
                ? "the message is verified" + fingerprint
                : "the message is verified; for its answer the Initiator's secrets are missing";
    }
}
