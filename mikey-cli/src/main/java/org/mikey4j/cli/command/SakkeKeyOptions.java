package org.mikey4j.cli.command;

import java.util.List;
import java.util.Optional;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.secret.IdentityKeyFile;
import org.mikey4j.cli.secret.IdentityKeys;
import org.mikey4j.kms.KmsKeys;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The options that say which identity-based keys and certificates this end has. */
final class SakkeKeyOptions {
    private static final String CREDENTIALS = StandardOptions.CREDENTIALS;

    private SakkeKeyOptions() {}

    static OptionSpec option() {
        return StandardOptions.values(
                KmsFiles.KMS,
                "REF",
                "For SAKKE and IBAKE: certificates and keys of key management services, XML or JSON; can be repeated.");
    }

    /**
     * The keys, checked.
     *
     * @throws CliFailure if there are none, or one does not fit
     */
    static KmsKeys keys(ParseResult options, CliContext context) {
        String[] files = options.matchedOptionValue(KmsFiles.KMS, new String[0]);
        String credentials = options.matchedOptionValue(CREDENTIALS, "");
        try (IdentityKeys named = KmsFiles.read(KmsFiles.KMS, List.of(files), context);
                IdentityKeys others = credentials.isEmpty()
                        ? IdentityKeys.NONE
                        : IdentityKeyFile.read("credentials", credentials, context)) {
            IdentityKeys all = named.and(others);
            if (all.certificates().isEmpty()) {
                throw CliFailure.keyMissing("SAKKE takes identity keys and the certificate of a key management service")
                        .withHint("give " + KmsFiles.KMS + " FILE, XML or JSON; to try it out: mikey kms --help");
            }
            return all.check();
        }
    }

    /** From whom the message has to be, if that was said. */
    static Optional<String> expected(ParseResult options) {
        return Optional.ofNullable(options.matchedOptionValue(OfferOptions.ID_I, null));
    }
}
