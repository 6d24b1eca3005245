package org.mikey4j.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.output.Painter;
import org.mikey4j.crypto.EcHalfKey;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.message.MikeyMessage;
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
        spec.addPositional(StandardOptions.oneOrMore(
                "FILE", "Where the message is; - is standard input. IBAKE: all messages so far, each in a FILE."));
        StandardOptions.examples(
                spec,
                "mikey verify --credentials psk.json --answer answer.sdp offer.sdp",
                "mikey verify --identity bob.pem --trust ca.pem --json pk-offer.b64");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext context) throws IOException {
        String[] sources = options.matchedPositionalValue(0, new String[] {"-"});
        List<MikeyMessage> found = Exchange.messages(sources, context);
        ExchangeOptions exchangeOptions = new ExchangeOptions(options, context);
        Optional<IbakeMessages> ibake = IbakeMessages.of(found);
        if (ibake.isPresent()) {
            return ibake(ibake.get(), exchangeOptions, options, context);
        }
        Exchange exchange =
                Exchange.of(sources[0], found, Optional.ofNullable(options.matchedOptionValue(ANSWER, null)), context);
        try (Mode.Ends ends = new EndsOptions(options, context, exchangeOptions)
                        .of(exchange.mode(), exchange.message(), false);
                Verification verification = verify(exchange, ends, exchangeOptions)) {
            return write(exchange.message(), verification, exchangeOptions.accepted(), options, context);
        }
    }

    private static ExitCode ibake(
            IbakeMessages messages, ExchangeOptions exchangeOptions, ParseResult options, CliContext context)
            throws IOException {
        Optional<EcHalfKey> half = IbakeOptions.givenHalfKey(options, context);
        try (IbakeEnd end = new IbakeEnd(options, context, exchangeOptions.settings(messages.first()), messages, half);
                Verification verification = new IbakeCheck(end, messages, half.map(EcHalfKey::group)).verify()) {
            return write(messages.first(), verification, exchangeOptions.accepted(), options, context);
        }
    }

    private static ExitCode write(
            MikeyMessage message,
            Verification verification,
            Set<Compatibility> accepted,
            ParseResult options,
            CliContext context)
            throws IOException {
        boolean showSecrets = options.matchedOptionValue(StandardOptions.SHOW_SECRETS, false);
        if (options.matchedOptionValue(StandardOptions.JSON, false)) {
            context.out().line(new VerificationJson(showSecrets, accepted).write(verification));
        } else {
            Painter painter = Painter.of(
                    options.matchedOptionValue(StandardOptions.COLOR, "auto"), context.out(), context.environment());
            new VerificationText(context.out(), painter, showSecrets, accepted).write(message, verification);
        }
        return verification.verified() ? ExitCode.OK : ExitCode.NO;
    }

    private static Verification verify(Exchange exchange, Mode.Ends ends, ExchangeOptions options) {
        Verification found = new Verifier(exchange.mode(), ends, options).verify(exchange.message(), exchange.answer());
        return found.association()
                .flatMap(association -> StreamKeys.problem(exchange.message(), association, options.accepted()))
                .map(found::with)
                .orElse(found);
    }
}
