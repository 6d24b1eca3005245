package org.mikey4j.cli.command;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.secret.IdentityKeyFile;
import org.mikey4j.cli.secret.IdentityKeys;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.kms.KeyManagementService;
import org.mikey4j.kms.KmsMessage;
import org.mikey4j.kms.KmsResponse;
import org.mikey4j.kms.KmsXmlWriter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The files and options that the subcommands of {@code mikey kms} have in common. */
final class KmsFiles {
    static final String OUT = "--out";
    static final String KMS = "--kms";

    private KmsFiles() {}

    static OptionSpec out() {
        return StandardOptions.value(OUT, "FILE", "The file to make, for its owner alone; never one that exists.");
    }

    static String requireOut(ParseResult options, String action) {
        String out = options.matchedOptionValue(OUT, "");
        if (out.isEmpty()) {
            throw CliFailure.usage("kms " + action + ": where to?").withHint("give " + OUT + " FILE");
        }
        return out;
    }

    static long number(String option, String text) {
        if (text.matches("[0-9]{1,18}")) {
            return Long.parseLong(text);
        }
        throw CliFailure.usage(option + " is a number that is not negative, not " + text);
    }

    /** All that the files hold together. */
    static IdentityKeys read(String label, List<String> references, CliContext context) {
        IdentityKeys all = IdentityKeys.NONE;
        for (String reference : references) {
            IdentityKeys keys = IdentityKeyFile.read(label, reference, context);
            if (keys.isEmpty()) {
                throw CliFailure.keyMissing(label + ": " + reference + " holds no certificates and no identity keys")
                        .withHint("it is to be XML of a key management service, or JSON as mikey kms makes it");
            }
            all = all.and(keys);
        }
        return all;
    }

    /** The service whose master secrets are in a file. */
    static KeyManagementService service(IdentityKeys keys) {
        if (keys.services().size() != 1) {
            throw CliFailure.keyMissing(KMS + ": has the master secrets of "
                            + keys.services().size() + " services, and one is needed")
                    .withHint("make them with: mikey kms init");
        }
        return keys.services().get(0);
    }

    /** A response, as the service would send it now. */
    static List<String> xml(
            String user, KeyManagementService kms, String action, KmsMessage message, CliContext context) {
        try (SecretBytes xml = KmsXmlWriter.write(KmsResponse.of(
                user,
                kms.uri(),
                context.clock().instant(),
                "https://" + kms.uri() + "/keymanagement/identity/v1/" + action,
                message))) {
            byte[] octets = xml.toByteArray();
            try {
                return new String(octets, StandardCharsets.UTF_8).lines().toList();
            } finally {
                Arrays.fill(octets, (byte) 0);
            }
        } catch (IllegalArgumentException e) {
            throw CliFailure.usage(String.valueOf(e.getMessage())).withHint("give --format json");
        }
    }
}
