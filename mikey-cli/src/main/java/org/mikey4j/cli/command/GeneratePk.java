package org.mikey4j.cli.command;

import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.secret.Credentials;
import org.mikey4j.crypto.JcaAlgorithms;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.LocalIdentity;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.publickey.Envelope;
import org.mikey4j.exchange.publickey.PkInitiator;
import org.mikey4j.exchange.publickey.PkOneWayOffer;
import org.mikey4j.exchange.publickey.PkPendingOffer;
import org.mikey4j.message.registry.CacheIndicator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey generate pk}: an I_MESSAGE of the public-key encryption method (RFC 3830, 3.2). */
final class GeneratePk implements Command {
    static final String NAME = "pk";

    private static final String CACHE = "--cache";
    private static final String VERIFY = "--verify";
    private static final String ENVELOPE_KEY = "--envelope-key";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command(
                NAME, "Make an I_MESSAGE of the public-key encryption method: keys under the Responder's certificate.");
        IdentityOptions.addTo(spec);
        spec.addOption(StandardOptions.value(
                TrustOptions.PEER_CERT, "FILE", "The Responder's certificate, PEM or DER, under which the keys go."));
        spec.addOption(AlgorithmOptions.padding());
        spec.addOption(StandardOptions.flag(CACHE, "Let the Responder keep the envelope key for updates."));
        spec.addOption(KeyOptions.keyType());
        spec.addOption(KeyOptions.mki());
        spec.addOption(AlgorithmOptions.encr());
        spec.addOption(AlgorithmOptions.mac());
        spec.addOption(StandardOptions.flag(VERIFY, "Ask for a verification message."));
        OfferOptions.addTo(spec);
        OfferOptions.addTestsTo(spec);
        KeyOptions.testKeys().forEach(spec::addOption);
        spec.addOption(StandardOptions.value(ENVELOPE_KEY, "REF", "The envelope key instead of a random one."));
        StandardOptions.examples(
                spec,
                "mikey generate pk --identity alice.pem --peer-cert bob.pem --id-r sip:bob@example.org --verify",
                "mikey generate pk --identity alice.p12 --password env:PW --peer-cert bob.der --padding oaep-sha256");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext given) {
        List<String> tests = new ArrayList<>(KeyOptions.TEST_KEYS);
        tests.add(ENVELOPE_KEY);
        CliContext context = TestOptions.apply(options, given, OfferOptions.testsAnd(tests));
        OfferOptions wanted = new OfferOptions(options);
        LocalIdentity identity = new IdentityOptions(options, context).local(wanted.initiator());
        try (KeyOptions keys = new KeyOptions(options, context);
                SecretBytes envelopeKey = envelopeKey(options, context)) {
            OfferRequest.Builder request = wanted.request()
                    .encrAlg(AlgorithmOptions.encrAlg(options))
                    .macAlg(AlgorithmOptions.macAlg(options))
                    .keys(keys.spec(wanted.policy()))
                    .initiator(identity.id());
            wanted.responder().ifPresent(request::responder);
            write(identity, envelope(options, envelopeKey, context), request.build(), options, context);
        } catch (IllegalArgumentException e) {
            throw CliFailure.usage(String.valueOf(e.getMessage()));
        }
        return ExitCode.OK;
    }

    private static void write(
            LocalIdentity identity, Envelope envelope, OfferRequest request, ParseResult options, CliContext context) {
        PkInitiator initiator = new PkInitiator(
                ExchangeSettings.builder(context.clock(), context.random().get())
                        .build(),
                identity);
        MessageFormat format = MessageFormat.of(options);
        if (options.matchedOptionValue(VERIFY, false)) {
            try (PkPendingOffer offer = initiator.offer(envelope, request)) {
                format.write(offer.message(), context);
            }
        } else {
            try (PkOneWayOffer offer = initiator.send(envelope, request)) {
                format.write(offer.message(), context);
            }
        }
    }

    private static Envelope envelope(ParseResult options, SecretBytes key, CliContext context) {
        return new Envelope(
                peerKey(options, context),
                Optional.empty(),
                options.matchedOptionValue(CACHE, false) ? CacheIndicator.CACHE_FOR_CSB : CacheIndicator.NO_CACHE,
                AlgorithmOptions.envelopePadding(options),
                key.length() == 0 ? Optional.empty() : Optional.of(key),
                JcaAlgorithms.PLATFORM);
    }

    private static SecretBytes envelopeKey(ParseResult options, CliContext context) {
        String reference = options.matchedOptionValue(ENVELOPE_KEY, "");
        return reference.isEmpty() ? SecretBytes.empty() : Credentials.readSecret(ENVELOPE_KEY, reference, context);
    }

    private static PublicKey peerKey(ParseResult options, CliContext context) {
        String file = options.matchedOptionValue(TrustOptions.PEER_CERT, "");
        if (file.isEmpty()) {
            throw CliFailure.keyMissing("the Responder's certificate is needed, under which the keys go")
                    .withHint("give " + TrustOptions.PEER_CERT + " FILE");
        }
        return TrustOptions.certificates(file, context).get(0).getPublicKey();
    }
}
