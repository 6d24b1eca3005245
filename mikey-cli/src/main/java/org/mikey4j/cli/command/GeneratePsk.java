package org.mikey4j.cli.command;

import java.util.Optional;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.secret.Credentials;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.psk.PskInitiator;
import org.mikey4j.exchange.psk.PskOffer;
import org.mikey4j.message.registry.EncrAlg;
import org.mikey4j.message.registry.MacAlg;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey generate psk}: an I_MESSAGE of the pre-shared key method (RFC 3830, 3.1). */
final class GeneratePsk implements Command {
    static final String NAME = "psk";
    static final String PSK = "--psk";

    private static final String VERIFY = "--verify";
    private static final int SHORT_OCTETS = 16;

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command(NAME, "Make an I_MESSAGE of the pre-shared key method.");
        spec.addOption(StandardOptions.value(
                PSK, "REF", "The pre-shared key: a file, or file:PATH, env:NAME, fd:N, stdin, prompt."));
        spec.addOption(KeyOptions.keyType());
        spec.addOption(KeyOptions.mki());
        spec.addOption(AlgorithmOptions.encr());
        spec.addOption(AlgorithmOptions.mac());
        spec.addOption(StandardOptions.flag(VERIFY, "Ask for a verification message."));
        OfferOptions.addTo(spec);
        OfferOptions.addTestsTo(spec);
        KeyOptions.testKeys().forEach(spec::addOption);
        StandardOptions.examples(
                spec,
                "mikey generate psk --psk file:alice-bob.psk --ssrc 1a2b3c4d --format sdp",
                "mikey generate psk --encr null --mac null --key tek --mki 0000002f");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext given) {
        CliContext context = TestOptions.apply(options, given, OfferOptions.testsAnd(KeyOptions.TEST_KEYS));
        OfferOptions wanted = new OfferOptions(options);
        int encrAlg = AlgorithmOptions.encrAlg(options);
        int macAlg = AlgorithmOptions.macAlg(options);
        Optional<SecretBytes> shared = Optional.ofNullable(options.<String>matchedOptionValue(PSK, null))
                .map(reference -> psk(reference, context));
        if (shared.isEmpty() && (encrAlg != EncrAlg.NULL || macAlg != MacAlg.NULL)) {
            throw CliFailure.keyMissing("a pre-shared key is needed, unless both --encr and --mac are null")
                    .withHint("give " + PSK + " file:PATH, env:NAME, fd:N, stdin or prompt");
        }
        try (SecretBytes psk = shared.orElseGet(SecretBytes::empty);
                KeyOptions keys = new KeyOptions(options, context)) {
            OfferRequest.Builder request =
                    wanted.request().encrAlg(encrAlg).macAlg(macAlg).keys(keys.spec(wanted.policy()));
            wanted.initiator().ifPresent(request::initiator);
            wanted.responder().ifPresent(request::responder);
            try (PskOffer offer = offer(psk, request.build(), options.matchedOptionValue(VERIFY, false), context)) {
                MessageFormat.of(options).write(offer.message(), context);
            }
        } catch (IllegalArgumentException e) {
            throw CliFailure.usage(String.valueOf(e.getMessage()));
        }
        return ExitCode.OK;
    }

    private static PskOffer offer(SecretBytes psk, OfferRequest request, boolean verify, CliContext context) {
        PskInitiator initiator = new PskInitiator(
                ExchangeSettings.builder(context.clock(), context.random().get())
                        .allowNull(request.encrAlg() == EncrAlg.NULL || request.macAlg() == MacAlg.NULL)
                        .build());
        return verify ? initiator.offer(psk, request) : initiator.send(psk, request);
    }

    /** A pre-shared key, with a warning if it is short. */
    static SecretBytes psk(String reference, CliContext context) {
        SecretBytes psk = Credentials.readPsk("pre-shared key", reference, context);
        if (psk.length() < SHORT_OCTETS) {
            context.warn("the pre-shared key has " + 8 * psk.length() + " bits, and 128 is the least to rely on");
        }
        return psk;
    }

    /** A pre-shared key that has to be there. */
    static SecretBytes requirePsk(ParseResult options, CliContext context) {
        String reference = options.matchedOptionValue(PSK, "");
        if (reference.isEmpty()) {
            throw CliFailure.keyMissing("a pre-shared key is needed")
                    .withHint("give " + PSK + " file:PATH, env:NAME, fd:N, stdin or prompt");
        }
        return psk(reference, context);
    }
}
