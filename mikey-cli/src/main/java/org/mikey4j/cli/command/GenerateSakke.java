package org.mikey4j.cli.command;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.secret.Credentials;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.identity.IdentifierException;
import org.mikey4j.crypto.identity.KeyIdentifier;
import org.mikey4j.crypto.identity.KeyIdentifier.Purpose;
import org.mikey4j.crypto.identity.KeyParameters;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.sakke.SakkeIdentities;
import org.mikey4j.exchange.sakke.SakkeInitiator;
import org.mikey4j.exchange.sakke.SakkeOneWayOffer;
import org.mikey4j.exchange.sakke.SakkeRecipient;
import org.mikey4j.kms.KmsCertificate;
import org.mikey4j.kms.KmsKeys;
import org.mikey4j.kms.UserKeys;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.GeneralExtensionType;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.IdType;
import org.mikey4j.message.registry.KeyDataType;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey generate sakke}: an I_MESSAGE of MIKEY-SAKKE (RFC 6509), and of its profile for mission-critical services. */
final class GenerateSakke implements Command {
    static final String NAME = "sakke";

    private static final String KMS_R = "--kms-r";
    private static final String HIDDEN = "--hidden";
    private static final String SELF = "--self";
    private static final String PURPOSE = "--purpose";
    private static final String KEY_ID = "--key-id";
    private static final String KEY = "--key";
    private static final String PARAMETERS = "--key-parameters";
    private static final int KEY_OCTETS = 16;

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command(
                NAME,
                "Make an I_MESSAGE of MIKEY-SAKKE: a key encapsulated to an identity, signed under one (RFC 6509).");
        spec.addOption(StandardOptions.credentials());
        spec.addOption(SakkeKeyOptions.option());
        spec.addOption(StandardOptions.value(
                KMS_R, "URI", "The key management service of the receiver, if it is another than the sender's."));
        spec.addOption(StandardOptions.flag(HIDDEN, "Write UIDs instead of the URIs of both ends (TS 33.180, E.7)."));
        spec.addOption(StandardOptions.flag(SELF, "Encapsulate the key to the sender, too (TS 33.180, E.5)."));
        spec.addOption(StandardOptions.value(
                PURPOSE,
                "PURPOSE",
                "What the key is for, in mission-critical services: gmk, pck, csk, spk, mkfc, mscck or musik."));
        spec.addOption(StandardOptions.value(
                KEY_ID, "HEX", "The key's identifier, 8 digits, as all members of a group have it; otherwise drawn."));
        spec.addOption(StandardOptions.value(
                KEY, "REF", "The key to send, 16 octets, such as that of a group; otherwise drawn."));
        spec.addOption(StandardOptions.flag(
                PARAMETERS, "Say, encrypted, what the key is for and that it is in force (TS 33.180, E.6)."));
        OfferOptions.addTo(spec);
        OfferOptions.addTestsTo(spec);
        StandardOptions.examples(
                spec,
                "mikey generate sakke --credentials alice.json --id-r sip:bob@example.org --purpose pck",
                "mikey generate sakke --kms init.xml --kms alice.xml --id-r sip:bob@example.org --hidden --self");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext given) {
        CliContext context = TestOptions.apply(options, given, OfferOptions.testsAnd(List.of()));
        OfferOptions wanted = new OfferOptions(options);
        String receiver = options.matchedOptionValue(OfferOptions.ID_R, "");
        if (receiver.isEmpty()) {
            throw CliFailure.usage("generate sakke: to whom?").withHint("give " + OfferOptions.ID_R + " URI");
        }
        try (KmsKeys keys = SakkeKeyOptions.keys(options, context);
                SecretBytes key = key(options, context)) {
            Instant now = context.clock().instant();
            Instant at = wanted.time(now).orElse(now);
            UserKeys sender = sender(keys, SakkeKeyOptions.expected(options), at);
            SakkeRecipient to = recipient(keys, receiver, Optional.of(kmsOf(options, sender)), at);
            OfferRequest.Builder request =
                    wanted.request().prf(Prf.HMAC_SHA_256).keys(KeySpec.of(KeyDataType.TGK, key));
            identify(options, request, key, receiver, context);
            SakkeIdentities identities = identities(options, sender, receiver, to, kmsOf(options, sender));
            SakkeInitiator initiator = new SakkeInitiator(
                    ExchangeSettings.builder(context.clock(), context.random().get())
                            .build(),
                    sender.signingKey());
            try (SakkeOneWayOffer offer = options.matchedOptionValue(SELF, false)
                    ? initiator.sendToSelfToo(identities, to, self(sender), request.build())
                    : initiator.send(identities, to, request.build())) {
                MessageFormat.of(options).write(offer.message(), context);
            }
        } catch (IllegalArgumentException | IdentifierException e) {
            throw CliFailure.usage(String.valueOf(e.getMessage()));
        }
        return ExitCode.OK;
    }

    private static SecretBytes key(ParseResult options, CliContext context) {
        String reference = options.matchedOptionValue(KEY, "");
        SecretBytes key = reference.isEmpty()
                ? SecretBytes.random(context.random().get(), KEY_OCTETS)
                : Credentials.readSecret(KEY, reference, context);
        if (key.length() != KEY_OCTETS) {
            key.close();
            throw CliFailure.keyMissing(KEY + ": " + KEY_OCTETS + " octets are wanted (RFC 6509, 2.1)");
        }
        return key;
    }

    private static UserKeys sender(KmsKeys keys, Optional<String> user, Instant at) {
        return keys.keysAt(user, at)
                .orElseThrow(() -> CliFailure.keyMissing("there are no keys "
                                + user.map(uri -> "of " + uri + " ").orElse("") + "for the key period of " + at)
                        .withHint("issue some: mikey kms issue --help"));
    }

    private static String kmsOf(ParseResult options, UserKeys sender) {
        return options.matchedOptionValue(KMS_R, sender.certificate().kmsUri());
    }

    private static SakkeRecipient recipient(KmsKeys keys, String user, Optional<String> kms, Instant at) {
        return keys.recipient(user, kms, at)
                .orElseThrow(() -> CliFailure.keyMissing("no certificate of " + kms.orElse("") + " vouches for " + user)
                        .withHint("give it with " + KmsFiles.KMS + " FILE"));
    }

    private static SakkeRecipient self(UserKeys sender) {
        KmsCertificate kms = sender.certificate();
        return new SakkeRecipient(
                kms.publicKey(), sender.identifier(), kms.scheme().idScheme());
    }

    private static SakkeIdentities identities(
            ParseResult options, UserKeys sender, String receiver, SakkeRecipient to, String kmsR) {
        SakkeIdentities named = SakkeIdentities.ofUris(
                sender.userUri(), receiver, sender.certificate().kmsUri(), kmsR);
        return options.matchedOptionValue(HIDDEN, false)
                ? new SakkeIdentities(
                        Optional.of(uid(IdRole.IDR_UIDI, sender.identifier())),
                        Optional.of(uid(IdRole.IDR_UIDR, to.identifier())),
                        named.initiatorKms(),
                        named.responderKms())
                : named;
    }

    /** Other implementations give UIDs the type of URIs; so do we, so that they read it. */
    private static IdrPayload uid(int role, Octets identifier) {
        return new IdrPayload(role, IdType.URI, identifier);
    }

    /** The CSB ID is the key's identifier, or for a group that of the receiver (TS 33.180, 5.2). */
    private static void identify(
            ParseResult options, OfferRequest.Builder request, SecretBytes key, String receiver, CliContext context) {
        Optional<KeyIdentifier> id = keyIdentifier(options, context);
        boolean parameters = options.matchedOptionValue(PARAMETERS, false);
        if (id.isEmpty()) {
            if (parameters) {
                throw CliFailure.usage(PARAMETERS + " says what the key is for").withHint("give " + PURPOSE);
            }
            return;
        }
        KeyIdentifier own = id.get();
        Optional<Purpose> purpose = own.purpose();
        KeyIdentifier sent = purpose.filter(p -> p == Purpose.GMK).isPresent() ? own.forUser(key, receiver) : own;
        request.csbId(sent.octets().u32(0));
        if (parameters) {
            KeyParameters said = new KeyParameters(
                    purpose.map(Purpose::number).orElseThrow(() -> CliFailure.usage(KEY_ID + ": of no known purpose")),
                    1,
                    0,
                    0,
                    Octets.EMPTY,
                    Octets.EMPTY);
            request.extension(new GeneralExtensionPayload(
                    GeneralExtensionType.KEY_PARAMETERS_3GPP,
                    said.protect(
                            key,
                            sent,
                            context.clock().instant().getEpochSecond(),
                            context.random().get())));
        }
    }

    private static Optional<KeyIdentifier> keyIdentifier(ParseResult options, CliContext context) {
        if (options.hasMatchedOption(KEY_ID)) {
            return Optional.of(KeyIdentifier.of(
                    HexOption.octets(KEY_ID, options.matchedOptionValue(KEY_ID, ""), Integer.BYTES, Integer.BYTES)));
        }
        if (!options.hasMatchedOption(PURPOSE)) {
            return Optional.empty();
        }
        String name = options.matchedOptionValue(PURPOSE, "");
        try {
            return Optional.of(KeyIdentifier.random(
                    Purpose.valueOf(name.toUpperCase(Locale.ROOT)),
                    context.random().get()));
        } catch (IllegalArgumentException e) {
            throw CliFailure.usage(PURPOSE + " is gmk, pck, csk, spk, mkfc, mscck or musik, not " + name);
        }
    }
}
