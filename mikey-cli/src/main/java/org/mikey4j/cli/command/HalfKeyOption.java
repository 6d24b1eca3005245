package org.mikey4j.cli.command;

import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.secret.Credentials;
import org.mikey4j.crypto.DhGroup;
import org.mikey4j.crypto.DhHalfKey;
import org.mikey4j.crypto.JcaAlgorithms;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.DhPolicy;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The secret exponent of this end. A command ends before the answer comes, so whoever wants to check the answer has to give
 * the exponent both times.
 */
final class HalfKeyOption {
    static final String DH_PRIVATE = "--dh-private";

    private HalfKeyOption() {}

    static OptionSpec option() {
        return StandardOptions.value(
                DH_PRIVATE,
                "REF",
                "The secret exponent of the Initiator, 32 octets in hexadecimal, which checking the answer needs again; of IBAKE"
                        + " the secret multiplier of this end, which each of its steps needs.");
    }

    /** The exponent that was given as a half key, or a fresh one: 256 bits of the context's randomness. */
    static DhHalfKey of(DhGroup group, ParseResult options, CliContext context) {
        String reference = options.matchedOptionValue(DH_PRIVATE, "");
        if (reference.isEmpty()) {
            return fresh(group, context);
        }
        try (SecretBytes exponent = Credentials.readSecret(DH_PRIVATE, reference, context)) {
            return DhHalfKey.of(group, JcaAlgorithms.PLATFORM, exponent);
        } catch (IllegalArgumentException e) {
            throw CliFailure.usage(DH_PRIVATE + ": " + e.getMessage());
        }
    }

    /** A fresh half key. */
    static DhHalfKey fresh(DhGroup group, CliContext context) {
        try (SecretBytes exponent = SecretBytes.random(context.random().get(), DhGroup.EXPONENT_BITS / Byte.SIZE)) {
            return DhHalfKey.of(group, JcaAlgorithms.PLATFORM, exponent);
        }
    }

    /** The groups that are acceptable, with half keys from {@link #of}. */
    static DhPolicy policy(ParseResult options, CliContext context) {
        return new DhPolicy(AlgorithmOptions.groups(options), group -> of(group, options, context));
    }
}
