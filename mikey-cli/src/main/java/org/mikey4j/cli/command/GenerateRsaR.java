package org.mikey4j.cli.command;

import java.util.List;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.crypto.EnvelopeOpener;
import org.mikey4j.crypto.JcaAlgorithms;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.LocalIdentity;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.rsar.RsarInitiator;
import org.mikey4j.exchange.rsar.RsarPendingOffer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey generate rsa-r}: an I_MESSAGE that asks for keys under this end's certificate (RFC 4738). */
final class GenerateRsaR implements Command {
    static final String NAME = "rsa-r";

    private static final String GROUP_MEMBER = "--group-member";
    private static final String NO_RAND = "--no-rand";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command(
                NAME, "Make an I_MESSAGE of RSA-R: the Responder gives the keys, under this end's certificate.");
        IdentityOptions.addTo(spec);
        spec.addOption(AlgorithmOptions.padding());
        spec.addOption(StandardOptions.flag(
                GROUP_MEMBER, "Ask for the keys of a group, whose policies the Responder gives; goes with --sp none."));
        spec.addOption(StandardOptions.flag(NO_RAND, "Leave the RAND to the Responder."));
        OfferOptions.addTo(spec);
        OfferOptions.addTestsTo(spec);
        StandardOptions.examples(
                spec,
                "mikey generate rsa-r --identity alice.pem --id-r sip:bob@example.org --ssrc 1a2b3c4d",
                "mikey generate rsa-r --identity alice.pem --group-member --sp none");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext given) {
        CliContext context = TestOptions.apply(options, given, OfferOptions.testsAnd(List.of()));
        OfferOptions wanted = new OfferOptions(options);
        IdentityOptions own = new IdentityOptions(options, context);
        LocalIdentity identity = own.local(wanted.initiator());
        ExchangeSettings settings = ExchangeSettings.builder(
                        context.clock(), context.random().get())
                .build();
        RsarInitiator initiator = new RsarInitiator(
                settings,
                identity,
                TrustOptions.nobody(),
                new EnvelopeOpener(
                        own.credentials().key(),
                        AlgorithmOptions.envelopePadding(options),
                        JcaAlgorithms.PLATFORM,
                        context.random().get()));
        OfferRequest.Builder request = wanted.request();
        wanted.responder().ifPresent(request::responder);
        try {
            MessageFormat.of(options)
                    .write(offer(initiator, request.build(), options).message(), context);
        } catch (IllegalArgumentException e) {
            throw CliFailure.usage(String.valueOf(e.getMessage()));
        }
        return ExitCode.OK;
    }

    private static RsarPendingOffer offer(RsarInitiator initiator, OfferRequest request, ParseResult options) {
        if (options.matchedOptionValue(GROUP_MEMBER, false)) {
            return initiator.join(request);
        }
        return options.matchedOptionValue(NO_RAND, false)
                ? initiator.offerWithoutRand(request)
                : initiator.offer(request);
    }
}
