package org.mikey4j.cli.command;

import java.io.IOException;
import java.util.List;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.secret.IbeKeyRing;
import org.mikey4j.crypto.EcHalfKey;
import org.mikey4j.exchange.EcPolicy;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.ibake.IbakeAnswerJudge;
import org.mikey4j.exchange.ibake.IbakeFirstOffer;
import org.mikey4j.exchange.ibake.IbakeFirstResult;
import org.mikey4j.exchange.ibake.IbakeInitiator;
import org.mikey4j.exchange.ibake.IbakeSecondOffer;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MikeyMessage;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey generate ibake-second}: I_MESSAGE_2, which answers R_MESSAGE_1 (RFC 6267, 4.2.2.5). */
final class GenerateIbakeSecond implements Command {
    static final String NAME = "ibake-second";

    private static final String ANYBODY = "--anybody";
    private static final String SECRET_KEY_OUT = "--secret-key-out";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command(
                NAME, "Make the I_MESSAGE_2 of MIKEY-IBAKE that answers the R_MESSAGE_1 in FILEs (RFC 6267).");
        IbakeOptions.addTo(spec);
        spec.addOption(StandardOptions.flag(
                ANYBODY, "Go on with whoever answered, also another than was asked, and a mailbox."));
        spec.addOption(StandardOptions.value(
                SECRET_KEY_OUT, "FILE", "Keep the secret key that a mailbox gets for whom the call was meant."));
        spec.addOption(MessageFormat.option());
        TestOptions.addTo(spec);
        spec.addPositional(StandardOptions.parameters("FILE", "Where I_MESSAGE_1 and R_MESSAGE_1 are."));
        StandardOptions.examples(
                spec,
                "mikey generate ibake-second --credentials alice.json --dh-private file:x i1.b64 r1.b64",
                "mikey generate ibake-second --credentials alice.json --dh-private env:X --anybody --secret-key-out sk.hex i1 r1");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext given) throws IOException {
        CliContext context = TestOptions.apply(options, given, List.of());
        IbakeMessages messages = IbakeMessages.of(
                        Exchange.messages(options.matchedPositionalValue(0, new String[] {"-"}), context))
                .orElseThrow(() -> CliFailure.usage("generate ibake-second: there is no I_MESSAGE_1"));
        MikeyMessage answer = messages.firstAnswer()
                .orElseThrow(() -> CliFailure.usage("generate ibake-second: there is no R_MESSAGE_1"));
        try (IbeKeyRing keys = IbakeOptions.keys(options, context);
                EcHalfKey half = IbakeOptions.halfKey(options, context);
                IbakeFirstOffer first = new IbakeInitiator(
                                ExchangeSettings.builder(
                                                context.clock(),
                                                context.random().get())
                                        .build(),
                                keys,
                                EcPolicy.of(context.random().get()).withHalfKeys(group -> half),
                                options.matchedOptionValue(ANYBODY, false)
                                        ? IbakeAnswerJudge.anybody()
                                        : IbakeAnswerJudge.onlyAsked())
                        .resume(half.group(), KeyValidity.NULL, messages.first())) {
            IbakeFirstResult result = first.receive(answer.octets());
            if (result instanceof IbakeFirstResult.Next next) {
                try (IbakeSecondOffer second = next.offer()) {
                    keep(second, options, context);
                    MessageFormat.of(options).write(second.message(), context);
                }
                return ExitCode.OK;
            }
            throw CliFailure.no(
                    "refused: " + ((IbakeFirstResult.Refused) result).rejected().detail());
        }
    }

    private static void keep(IbakeSecondOffer second, ParseResult options, CliContext context) {
        if (second.secretKey().isEmpty()) {
            return;
        }
        String file = options.matchedOptionValue(SECRET_KEY_OUT, "");
        if (file.isEmpty()) {
            context.warn("a mailbox answered, and the secret key for whom the call was meant is not kept; give "
                    + SECRET_KEY_OUT + " FILE");
            return;
        }
        OwnerFile.write(file, List.of(SecretText.hex(second.secretKey().get())), context);
    }
}
