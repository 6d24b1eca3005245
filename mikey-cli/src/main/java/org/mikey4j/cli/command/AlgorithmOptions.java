package org.mikey4j.cli.command;

import java.util.EnumSet;
import java.util.Set;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.crypto.DhGroup;
import org.mikey4j.crypto.EnvelopePadding;
import org.mikey4j.message.registry.EncrAlg;
import org.mikey4j.message.registry.MacAlg;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The options that name an algorithm. */
final class AlgorithmOptions {
    private static final String ENCR = "--encr";
    private static final String MAC = "--mac";
    private static final String GROUP = "--group";
    private static final String PADDING = "--padding";

    private AlgorithmOptions() {}

    static OptionSpec encr() {
        return StandardOptions.value(
                ENCR, "ALG", "What hides the keys: aes-cm-128 (default), aes-cm-256, aes-kw-128 or null.");
    }

    static OptionSpec mac() {
        return StandardOptions.value(
                MAC, "ALG", "What authenticates: hmac-sha1-160 (default), hmac-sha256-256 or null.");
    }

    static OptionSpec group() {
        return StandardOptions.value(
                GROUP, "GROUP", "The group: oakley-5 (default), or for old peers oakley-2 or oakley-1.");
    }

    static OptionSpec padding() {
        return StandardOptions.value(
                PADDING,
                "PADDING",
                "The padding of envelopes, which both ends have to agree on: pkcs1 (default), oaep-sha1, oaep-sha256.");
    }

    static int encrAlg(ParseResult options) {
        String name = options.matchedOptionValue(ENCR, "aes-cm-128");
        return switch (name) {
            case "aes-cm-128" -> EncrAlg.AES_CM_128;
            case "aes-cm-256" -> EncrAlg.AES_CM_256;
            case "aes-kw-128" -> EncrAlg.AES_KW_128;
            case "null" -> EncrAlg.NULL;
            default -> throw CliFailure.usage(ENCR + " is aes-cm-128, aes-cm-256, aes-kw-128 or null, not " + name);
        };
    }

    static int macAlg(ParseResult options) {
        String name = options.matchedOptionValue(MAC, "hmac-sha1-160");
        return switch (name) {
            case "hmac-sha1-160" -> MacAlg.HMAC_SHA_1_160;
            case "hmac-sha256-256" -> MacAlg.HMAC_SHA_256_256;
            case "null" -> MacAlg.NULL;
            default -> throw CliFailure.usage(MAC + " is hmac-sha1-160, hmac-sha256-256 or null, not " + name);
        };
    }

    static DhGroup group(ParseResult options) {
        String name = options.matchedOptionValue(GROUP, "oakley-5");
        return switch (name) {
            case "oakley-5" -> DhGroup.OAKLEY_5;
            case "oakley-2" -> DhGroup.OAKLEY_2;
            case "oakley-1" -> DhGroup.OAKLEY_1;
            default -> throw CliFailure.usage(GROUP + " is oakley-5, oakley-2 or oakley-1, not " + name);
        };
    }

    /** The groups that are acceptable: the mandatory one, and the one that was named. */
    static Set<DhGroup> groups(ParseResult options) {
        return Set.copyOf(EnumSet.of(DhGroup.OAKLEY_5, group(options)));
    }

    static EnvelopePadding envelopePadding(ParseResult options) {
        String name = options.matchedOptionValue(PADDING, "pkcs1");
        return switch (name) {
            case "pkcs1" -> EnvelopePadding.PKCS1_V1_5;
            case "oaep-sha1" -> EnvelopePadding.OAEP_SHA_1;
            case "oaep-sha256" -> EnvelopePadding.OAEP_SHA_256;
            default -> throw CliFailure.usage(PADDING + " is pkcs1, oaep-sha1 or oaep-sha256, not " + name);
        };
    }
}
