package org.mikey4j.cli.command;

import java.util.List;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.secret.Credentials;
import org.mikey4j.cli.secret.IbeKeyRing;
import org.mikey4j.crypto.EcHalfKey;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.EcPolicy;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.ibake.IbakeAnswerJudge;
import org.mikey4j.exchange.ibake.IbakeFirstOffer;
import org.mikey4j.exchange.ibake.IbakeInitiator;
import org.mikey4j.message.IdPayload;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey generate ibake}: I_MESSAGE_1, with which an exchange of MIKEY-IBAKE begins (RFC 6267, 4.2.2.1). */
final class GenerateIbake implements Command {
    static final String NAME = "ibake";

    private static final String SECRET_KEY = "--secret-key";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command(
                NAME, "Make an I_MESSAGE_1 of MIKEY-IBAKE: a point of a curve, encrypted to an identity (RFC 6267).");
        IbakeOptions.addTo(spec);
        spec.addOption(StandardOptions.value(
                SECRET_KEY, "REF", "A secret key to send along, as an ESK, besides what is agreed on."));
        OfferOptions.addBareTo(spec);
        OfferOptions.addTestsTo(spec);
        StandardOptions.examples(
                spec,
                "mikey generate ibake --credentials alice.json --dh-private file:x --id-r sip:bob@example.org --ssrc 1a2b3c4d",
                "mikey generate ibake-second --credentials alice.json --dh-private file:x i1.b64 r1.b64");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext given) {
        CliContext context = TestOptions.apply(options, given, OfferOptions.testsAnd(List.of()));
        OfferOptions wanted = new OfferOptions(options);
        IdPayload responder = wanted.responder()
                .orElseThrow(() ->
                        CliFailure.usage("generate ibake: to whom?").withHint("give " + OfferOptions.ID_R + " URI"));
        try (IbeKeyRing keys = IbakeOptions.keys(options, context);
                EcHalfKey half = IbakeOptions.halfKey(options, context)) {
            OfferRequest request = wanted.bareRequest()
                    .prf(Prf.HMAC_SHA_256)
                    .initiator(Identity.of(IbakeOptions.self(OfferOptions.ID_I, keys, options)))
                    .responder(responder)
                    .build();
            IbakeInitiator initiator = new IbakeInitiator(
                    ExchangeSettings.builder(context.clock(), context.random().get())
                            .build(),
                    keys,
                    EcPolicy.of(context.random().get()).withHalfKeys(group -> half),
                    IbakeAnswerJudge.onlyAsked());
            try (IbakeFirstOffer offer = offer(initiator, half, request, options, context)) {
                MessageFormat.of(options).write(offer.message(), context);
            }
        } catch (IllegalArgumentException e) {
            throw CliFailure.usage(String.valueOf(e.getMessage()));
        }
        return ExitCode.OK;
    }

    private static IbakeFirstOffer offer(
            IbakeInitiator initiator, EcHalfKey half, OfferRequest request, ParseResult options, CliContext context) {
        if (!options.hasMatchedOption(SECRET_KEY)) {
            return initiator.offer(half.group(), request);
        }
        try (SecretBytes key =
                Credentials.readSecret(SECRET_KEY, options.matchedOptionValue(SECRET_KEY, ""), context)) {
            return initiator.offer(half.group(), request, key);
        }
    }
}
