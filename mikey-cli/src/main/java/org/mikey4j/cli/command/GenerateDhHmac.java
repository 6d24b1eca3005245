package org.mikey4j.cli.command;

import java.util.List;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.dhhmac.DhHmacInitiator;
import org.mikey4j.exchange.dhhmac.DhHmacPendingOffer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey generate dhhmac}: an I_message of Diffie-Hellman under a pre-shared key (RFC 4650). */
final class GenerateDhHmac implements Command {
    static final String NAME = "dhhmac";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command(
                NAME, "Make an I_message of DHHMAC: Diffie-Hellman that a pre-shared key authenticates (RFC 4650).");
        spec.addOption(StandardOptions.value(
                GeneratePsk.PSK, "REF", "The pre-shared key: a file, or file:PATH, env:NAME, fd:N, stdin, prompt."));
        spec.addOption(AlgorithmOptions.group());
        spec.addOption(HalfKeyOption.option());
        spec.addOption(AlgorithmOptions.mac());
        OfferOptions.addTo(spec);
        OfferOptions.addTestsTo(spec);
        StandardOptions.examples(
                spec,
                "mikey generate dhhmac --psk alice-bob.psk --id-i sip:alice@example.org --id-r sip:bob@example.org",
                "mikey generate dhhmac --psk env:PSK --dh-private alice.x --id-i alice@a.example --id-r bob@b.example");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext given) {
        CliContext context = TestOptions.apply(options, given, OfferOptions.testsAnd(List.of()));
        OfferOptions wanted = new OfferOptions(options);
        try (SecretBytes psk = GeneratePsk.requirePsk(options, context)) {
            OfferRequest.Builder request = wanted.request().macAlg(AlgorithmOptions.macAlg(options));
            wanted.initiator().ifPresent(request::initiator);
            wanted.responder().ifPresent(request::responder);
            DhHmacInitiator initiator = new DhHmacInitiator(
                    ExchangeSettings.builder(context.clock(), context.random().get())
                            .build(),
                    HalfKeyOption.policy(options, context));
            try (DhHmacPendingOffer offer = initiator.offer(psk, AlgorithmOptions.group(options), request.build())) {
                MessageFormat.of(options).write(offer.message(), context);
            }
        } catch (IllegalArgumentException e) {
            throw CliFailure.usage(String.valueOf(e.getMessage()));
        }
        return ExitCode.OK;
    }
}
