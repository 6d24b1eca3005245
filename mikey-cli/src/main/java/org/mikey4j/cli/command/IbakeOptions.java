package org.mikey4j.cli.command;

import java.util.List;
import java.util.Optional;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.secret.Credentials;
import org.mikey4j.cli.secret.IbeKeyRing;
import org.mikey4j.cli.secret.IbeKeys;
import org.mikey4j.cli.secret.IdentityKeyFile;
import org.mikey4j.cli.secret.IdentityKeys;
import org.mikey4j.crypto.EcGroup;
import org.mikey4j.crypto.EcHalfKey;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.EcPolicy;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The options of an end of MIKEY-IBAKE: its keys, and the secret multiplier of its point. An exchange takes two round trips and a command
 * keeps nothing, so the multiplier is given to each command of an end anew.
 */
final class IbakeOptions {
    private static final String MAILBOX = "--mailbox";

    /** Those of {@link EcPolicy#of}. */
    private static final List<EcGroup> GROUPS = List.of(EcGroup.P_256, EcGroup.P_384, EcGroup.P_521);

    private IbakeOptions() {}

    /** For commands that make messages; the others have these options from other modes. */
    static void addTo(CommandSpec spec) {
        spec.addOption(StandardOptions.credentials());
        spec.addOption(SakkeKeyOptions.option());
        spec.addOption(
                StandardOptions.value(
                        HalfKeyOption.DH_PRIVATE,
                        "REF",
                        "This end's secret multiplier, of 32 octets for P-256, 48 for P-384, 66 for P-521; the next step needs it again."));
    }

    static OptionSpec mailbox() {
        return StandardOptions.flag(MAILBOX, "Of IBAKE: also answer what this end cannot open, as a mailbox does.");
    }

    static boolean isMailbox(ParseResult options) {
        return options.matchedOptionValue(MAILBOX, false);
    }

    /**
     * The keys, checked.
     *
     * @throws CliFailure if there are none, or one does not fit
     */
    static IbeKeyRing keys(ParseResult options, CliContext context) {
        return givenKeys(options, context)
                .orElseThrow(() -> CliFailure.keyMissing(
                                "IBAKE takes the public key of a key management service and keys of users")
                        .withHint("give " + StandardOptions.CREDENTIALS + " FILE; to try it out: mikey kms --help"));
    }

    /**
     * The keys, checked, if there are any.
     *
     * @throws CliFailure if one does not fit
     */
    static Optional<IbeKeyRing> givenKeys(ParseResult options, CliContext context) {
        String[] files = options.matchedOptionValue(KmsFiles.KMS, new String[0]);
        String credentials = options.matchedOptionValue(StandardOptions.CREDENTIALS, "");
        try (IdentityKeys named = KmsFiles.read(KmsFiles.KMS, List.of(files), context);
                IdentityKeys others = credentials.isEmpty()
                        ? IdentityKeys.NONE
                        : IdentityKeyFile.read("credentials", credentials, context)) {
            IbeKeys all = named.and(others).ibe();
            return all.services().isEmpty() ? Optional.empty() : Optional.of(all.check());
        }
    }

    /**
     * This end's half key; its length says which curve it is of.
     *
     * @throws CliFailure if it is missing, or of no curve
     */
    static EcHalfKey halfKey(ParseResult options, CliContext context) {
        if (!options.hasMatchedOption(HalfKeyOption.DH_PRIVATE)) {
            throw CliFailure.keyMissing("IBAKE takes a secret multiplier, which the next step needs again")
                    .withHint("make one: openssl rand -hex 32, and give it with " + HalfKeyOption.DH_PRIVATE
                            + " file:PATH");
        }
        String reference = options.matchedOptionValue(HalfKeyOption.DH_PRIVATE, "");
        try (SecretBytes secret = Credentials.readSecret(HalfKeyOption.DH_PRIVATE, reference, context)) {
            EcGroup group = GROUPS.stream()
                    .filter(g -> g.scalarOctets() == secret.length())
                    .findFirst()
                    .orElseThrow(() -> CliFailure.usage(HalfKeyOption.DH_PRIVATE + ": 32 octets are for P-256, "
                            + "48 for P-384, 66 for P-521, not " + secret.length()));
            return EcHalfKey.of(group, secret);
        } catch (IllegalArgumentException e) {
            throw CliFailure.usage(HalfKeyOption.DH_PRIVATE + ": " + e.getMessage());
        }
    }

    /**
     * This end's half key, if it was given. It is read once: a reference such as {@code stdin} cannot be read again.
     *
     * @throws CliFailure if it is of no curve
     */
    static Optional<EcHalfKey> givenHalfKey(ParseResult options, CliContext context) {
        return options.hasMatchedOption(HalfKeyOption.DH_PRIVATE)
                ? Optional.of(halfKey(options, context))
                : Optional.empty();
    }

    /** All curves, with the half key that was given, or fresh ones if none was. */
    static EcPolicy policy(Optional<EcHalfKey> half, CliContext context) {
        EcPolicy fresh = EcPolicy.of(context.random().get());
        return half.map(given -> fresh.withHalfKeys(group -> of(group, given))).orElse(fresh);
    }

    private static EcHalfKey of(EcGroup group, EcHalfKey half) {
        if (half.group() == group) {
            return half;
        }
        throw CliFailure.usage(HalfKeyOption.DH_PRIVATE + ": the other end takes " + group + ", whose secrets have "
                + group.scalarOctets() + " octets");
    }

    /** The one user whose keys are there, unless one was named. */
    static String self(String option, IbeKeyRing keys, ParseResult options) {
        return Optional.ofNullable(options.<String>matchedOptionValue(option, null))
                .orElseGet(() -> {
                    List<String> users = keys.users();
                    if (users.size() != 1) {
                        throw CliFailure.usage("the keys are of " + users.size() + " users")
                                .withHint("give " + option + " URI");
                    }
                    return users.get(0);
                });
    }
}
