package org.mikey4j.cli.command;

import java.io.IOException;
import java.util.List;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.secret.IdentityKeys;
import org.mikey4j.crypto.identity.IdentifierException;
import org.mikey4j.crypto.identity.KeyPeriods;
import org.mikey4j.kms.KeyManagementService;
import org.mikey4j.kms.KmsCertificate.Role;
import org.mikey4j.kms.UserIdScheme;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey kms init}: draws the master secrets of a service. */
final class KmsInit implements Command {
    static final String NAME = "init";

    private static final String URI = "--uri";
    private static final String KEY_PERIOD = "--key-period";
    private static final String KEY_OFFSET = "--key-offset";
    private static final String TEL = "--tel";

    /** UserKeyPeriod where nothing is said: 30 days. */
    private static final String USUAL_PERIOD = "2592000";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command(
                NAME,
                "Make the master secrets of a service; who has the file can read and sign everything of its users.");
        spec.addOption(StandardOptions.value(URI, "URI", "The service's URI, such as kms.example.org."));
        spec.addOption(StandardOptions.value(
                KEY_PERIOD, "SECONDS", "How long user keys are valid (default " + USUAL_PERIOD + ", 30 days)."));
        spec.addOption(StandardOptions.value(KEY_OFFSET, "SECONDS", "Where period 0 begins, after 1900 (default 0)."));
        spec.addOption(StandardOptions.flag(
                TEL, "Identify users by telephone number and month (RFC 6509, 3.2) instead of hashed UIDs."));
        KmsIbake.addTo(spec);
        spec.addOption(KmsFiles.out());
        StandardOptions.examples(
                spec,
                "mikey kms init --uri kms.example.org --out kms.json",
                "mikey kms init --uri kms.example.org --tel --out kms.json",
                "mikey kms init --uri kms.example.org --ibake --out ibake-kms.json");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext context) throws IOException {
        String uri = options.matchedOptionValue(URI, "");
        if (uri.isEmpty()) {
            throw CliFailure.usage("kms init: for which service?").withHint("give " + URI + " kms.example.org");
        }
        String out = KmsFiles.requireOut(options, NAME);
        if (options.matchedOptionValue(KmsIbake.IBAKE, false)) {
            for (String option : List.of(TEL, KEY_PERIOD, KEY_OFFSET)) {
                if (options.hasMatchedOption(option)) {
                    throw CliFailure.usage(option + " does not go with " + KmsIbake.IBAKE);
                }
            }
            KmsIbake.init(uri, out, options, context);
            return ExitCode.OK;
        }
        try (KeyManagementService kms = KeyManagementService.generate(
                uri, scheme(options), context.random().get())) {
            OwnerFile.write(
                    out,
                    List.of(IdentityKeyJson.write(
                            new IdentityKeys(List.of(kms.certificate(Role.ROOT)), List.of(), List.of(kms)))),
                    context);
            KmsNotes.of(kms.certificate(Role.ROOT)).forEach(context.out()::line);
        }
        return ExitCode.OK;
    }

    private static UserIdScheme scheme(ParseResult options) {
        if (options.matchedOptionValue(TEL, false)) {
            if (options.hasMatchedOption(KEY_PERIOD) || options.hasMatchedOption(KEY_OFFSET)) {
                throw CliFailure.usage(TEL + " has months for periods, so " + KEY_PERIOD + " and " + KEY_OFFSET
                        + " do not go with it");
            }
            return new UserIdScheme.MonthlyTel();
        }
        try {
            return new UserIdScheme.HashedUid(new KeyPeriods(
                    KmsFiles.number(KEY_PERIOD, options.matchedOptionValue(KEY_PERIOD, USUAL_PERIOD)),
                    KmsFiles.number(KEY_OFFSET, options.matchedOptionValue(KEY_OFFSET, "0"))));
        } catch (IdentifierException e) {
            throw CliFailure.usage(String.valueOf(e.getMessage()));
        }
    }
}
