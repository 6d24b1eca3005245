package org.mikey4j.cli.command;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.output.Painter;
import org.mikey4j.exchange.Compatibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey verify}: whether a message, and perhaps its answer, is authentic, and which keys come of it. */
public final class VerifyCommand implements Command {
    private static final String ANSWER = "--answer";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command(
                "verify",
                "Authenticate the message in FILE, open it and derive its keys; exit 1 if it is not authentic.");
        spec.addOption(StandardOptions.credentials());
        spec.addOption(StandardOptions.value(
                ANSWER, "FILE", "The answer; if FILE has it as well as the message, it is found there."));
        EndsOptions.addTo(spec);
        ExchangeOptions.addTo(spec);
        spec.addOption(StandardOptions.json("One JSON object."));
        spec.addOption(StandardOptions.showSecrets());
        spec.addOption(StandardOptions.color());
        spec.addPositional(StandardOptions.parameter(0, "FILE", "Where the message is; - is standard input."));
        StandardOptions.examples(
                spec,
                "mikey verify --credentials psk.json --answer answer.sdp offer.sdp",
                "mikey verify --identity bob.pem --trust ca.pem --json pk-offer.b64");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext context) throws IOException {
        Exchange exchange = Exchange.read(
                options.matchedPositionalValue(0, "-"),
                Optional.ofNullable(options.matchedOptionValue(ANSWER, null)),
                context);
        ExchangeOptions exchangeOptions = new ExchangeOptions(options, context);
        Set<Compatibility> accepted = exchangeOptions.accepted();
        try (Mode.Ends ends = new EndsOptions(options, context, exchangeOptions)
                        .of(exchange.mode(), exchange.message(), false);
                Verification verification = verify(exchange, ends, exchangeOptions)) {
            boolean showSecrets = options.matchedOptionValue(StandardOptions.SHOW_SECRETS, false);
            if (options.matchedOptionValue(StandardOptions.JSON, false)) {
                context.out().line(new VerificationJson(showSecrets, accepted).write(verification));
            } else {
                Painter painter = Painter.of(
                        options.matchedOptionValue(StandardOptions.COLOR, "auto"),
                        context.out(),
                        context.environment());
                new VerificationText(context.out(), painter, showSecrets, accepted)
                        .write(exchange.message(), verification);
            }
            return verification.verified() ? ExitCode.OK : ExitCode.NO;
        }
    }

    private static Verification verify(Exchange exchange, Mode.Ends ends, ExchangeOptions options) {
        Verification found = new Verifier(exchange.mode(), ends, options).verify(exchange.message(), exchange.answer());
        return found.association()
                .flatMap(association -> StreamKeys.problem(exchange.message(), association, options.accepted()))
                .map(found::with)
                .orElse(found);
    }
}
