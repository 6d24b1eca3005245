package org.mikey4j.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.crypto.EcHalfKey;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.message.MikeyMessage;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey respond}: the answer to a message, be it a verification message or an error message. */
public final class RespondCommand implements Command {
    private static final String SSRC = "--ssrc";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command(
                "respond", "Print the answer to the message in FILE; exit 1 if it is refused or asks for none.");
        spec.addOption(StandardOptions.credentials());
        spec.addOption(StandardOptions.values(
                SSRC, "HEX", "An SSRC for a stream whose SSRC the message leaves open; in order, can be repeated."));
        EndsOptions.addTo(spec);
        ExchangeOptions.addTo(spec);
        spec.addOption(MessageFormat.option());
        TestOptions.addTo(spec);
        spec.addPositional(StandardOptions.parameters(
                "FILE", "Where the message is; - is standard input. IBAKE: all messages so far, each in a FILE."));
        StandardOptions.examples(
                spec,
                "mikey respond --credentials alice-bob.json offer.sdp",
                "mikey respond --credentials prompt --ssrc 5e6f7a8b --format sdp offer.sdp");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext given) throws IOException {
        CliContext context = TestOptions.apply(options, given, List.of());
        String[] sources = options.matchedPositionalValue(0, new String[] {"-"});
        List<MikeyMessage> found = Exchange.messages(sources, context);
        MessageFormat format = MessageFormat.of(options);
        ExchangeOptions exchangeOptions = new ExchangeOptions(options, context);
        Optional<IbakeMessages> ibake = IbakeMessages.of(found);
        if (ibake.isPresent()) {
            EcHalfKey half = IbakeOptions.halfKey(options, context);
            try (IbakeEnd end = new IbakeEnd(
                    options, context, exchangeOptions.settings(ibake.get().first()), ibake.get(), Optional.of(half))) {
                return new IbakeReply(end, format, context).write(ibake.get(), ssrcs(options, context));
            }
        }
        Exchange exchange = Exchange.of(sources[0], found, Optional.empty(), context);
        MikeyMessage message = exchange.message();
        try (Mode.Ends ends = new EndsOptions(options, context, exchangeOptions).of(exchange.mode(), message, true)) {
            ResponderResult result = ends.receive(message, exchangeOptions.settings(message), ssrcs(options, context));
            if (result instanceof ResponderResult.Established established) {
                return answer(established, format, context);
            }
            Rejected rejected = (Rejected) result;
            rejected.errorMessage().ifPresent(error -> format.write(error, context));
            throw CliFailure.no("refused: " + rejected.detail());
        }
    }

    private static ExitCode answer(ResponderResult.Established established, MessageFormat format, CliContext context) {
        try (var association = established.association()) {
            association.diagnostics().forEach(diagnostic -> context.warn(diagnostic.message()));
        }
        format.write(
                established.reply().orElseThrow(() -> CliFailure.no("the message is authentic and asks for no answer")),
                context);
        return ExitCode.OK;
    }

    /** The SSRCs that were given, one after the other for the streams that the offer leaves open, then random ones. */
    private static IntToLongFunction ssrcs(ParseResult options, CliContext context) {
        String[] given = options.matchedOptionValue(SSRC, new String[0]);
        int[] used = {0};
        return csId -> used[0] < given.length
                ? HexOption.u32(SSRC, given[used[0]++])
                : Integer.toUnsignedLong(context.random().get().nextInt());
    }
}
