package org.mikey4j.cli.command;

import java.util.List;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.LocalIdentity;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.dh.DhInitiator;
import org.mikey4j.exchange.dh.DhPendingOffer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey generate dh}: an I_MESSAGE of the Diffie-Hellman method with signatures (RFC 3830, 3.3). */
final class GenerateDh implements Command {
    static final String NAME = "dh";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command(
                NAME, "Make an I_MESSAGE of the Diffie-Hellman method: each end contributes to the key, and signs.");
        IdentityOptions.addTo(spec);
        spec.addOption(AlgorithmOptions.group());
        spec.addOption(HalfKeyOption.option());
        OfferOptions.addTo(spec);
        OfferOptions.addTestsTo(spec);
        StandardOptions.examples(
                spec,
                "openssl rand -hex 32 > alice.x && mikey generate dh --identity alice.pem --dh-private alice.x",
                "mikey verify --identity alice.pem --trust ca.pem --dh-private alice.x --answer answer.b64 offer.b64");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext given) {
        CliContext context = TestOptions.apply(options, given, OfferOptions.testsAnd(List.of()));
        OfferOptions wanted = new OfferOptions(options);
        LocalIdentity identity = new IdentityOptions(options, context).local(wanted.initiator());
        DhInitiator initiator = new DhInitiator(
                ExchangeSettings.builder(context.clock(), context.random().get())
                        .build(),
                HalfKeyOption.policy(options, context),
                identity,
                TrustOptions.nobody());
        OfferRequest.Builder request = wanted.request();
        wanted.responder().ifPresent(request::responder);
        try (DhPendingOffer offer = initiator.offer(AlgorithmOptions.group(options), request.build())) {
            MessageFormat.of(options).write(offer.message(), context);
        } catch (IllegalArgumentException e) {
            throw CliFailure.usage(String.valueOf(e.getMessage()));
        }
        return ExitCode.OK;
    }
}
