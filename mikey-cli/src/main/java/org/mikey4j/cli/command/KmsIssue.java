package org.mikey4j.cli.command;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.MikeyException;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.secret.IbeService;
import org.mikey4j.cli.secret.IdentityKeys;
import org.mikey4j.kms.KeyManagementService;
import org.mikey4j.kms.KmsCertificate;
import org.mikey4j.kms.KmsCertificate.Role;
import org.mikey4j.kms.KmsKeySet;
import org.mikey4j.kms.KmsMessage.KmsKeyProv;
import org.mikey4j.kms.UserKeys;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey kms issue}: the keys of users for a key period. */
final class KmsIssue implements Command {
    static final String NAME = "issue";

    private static final String USER = "--user";
    private static final String PERIODS = "--periods";
    private static final String FORMAT = "--format";
    private static final String TRUST = "--trust";
    private static final int MOST_PERIODS = 24;

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command(
                NAME, "Make the keys of a user for a key period: RSK, SSK and PVT, or the private key of IBAKE.");
        spec.addOption(
                StandardOptions.value(KmsFiles.KMS, "REF", "The service's master secrets, from mikey kms init."));
        spec.addOption(StandardOptions.values(
                USER, "URI", "Whose keys: sip:alice@example.org, or tel:+447700900123; can be repeated."));
        spec.addOption(StandardOptions.value(
                ExchangeOptions.AT, "TIME", "A time in the key period, such as 2026-11-23T12:00:00Z (default now)."));
        spec.addOption(StandardOptions.value(
                PERIODS, "N", "For so many periods, this one and the next, 1 to " + MOST_PERIODS + " (default 1)."));
        spec.addOption(
                StandardOptions.value(
                        FORMAT,
                        "FORMAT",
                        "xml: KmsKeyProv of TS 33.180 (default), or json: with the certificate, all that a user needs. IBAKE has json only."));
        spec.addOption(StandardOptions.values(
                TRUST,
                "FILE",
                "For json: certificates of other domains' services to add, XML or JSON; can be repeated."));
        spec.addOption(KmsFiles.out());
        StandardOptions.examples(
                spec,
                "mikey kms issue --kms kms.json --user sip:alice@example.org --out alice.xml",
                "mikey kms issue --kms env:KMS --user tel:+447700900123 --format json --periods 2 --out alice.json");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext context) throws IOException {
        String out = KmsFiles.requireOut(options, NAME);
        String[] users = options.matchedOptionValue(USER, new String[0]);
        String reference = options.matchedOptionValue(KmsFiles.KMS, "");
        if (users.length == 0 || reference.isEmpty()) {
            throw CliFailure.usage("kms issue: by which service, and whose keys?")
                    .withHint("give " + KmsFiles.KMS + " FILE and " + USER + " URI");
        }
        List<KmsKeySet> keys = new ArrayList<>();
        try (IdentityKeys master = KmsFiles.read(KmsFiles.KMS, List.of(reference), context)) {
            Optional<IbeService> ibake = KmsIbake.service(master);
            if (ibake.isPresent()) {
                issue(ibake.get(), users, out, options, context);
                return ExitCode.OK;
            }
            KeyManagementService kms = KmsFiles.service(master);
            issue(kms, users, options, context, keys);
            String format = format(options);
            OwnerFile.write(
                    out,
                    format.equals("xml")
                            ? KmsFiles.xml(users[0], kms, "keyprov", new KmsKeyProv(keys), context)
                            : List.of(IdentityKeyJson.write(withCertificates(kms, keys, options, context))),
                    context);
            KmsCertificate certificate = kms.certificate(Role.ROOT);
            for (KmsKeySet keySet : keys) {
                // What the user will do, so that no key goes out that a fault has spoilt.
                try (UserKeys checked = keySet.check(certificate)) {
                    context.out().line(KmsNotes.of(checked));
                }
            }
        } finally {
            keys.forEach(KmsKeySet::close);
        }
        return ExitCode.OK;
    }

    private static void issue(IbeService service, String[] users, String out, ParseResult options, CliContext context)
            throws IOException {
        if (options.matchedOptionValue(FORMAT, "json").equals("xml")) {
            throw CliFailure.usage(FORMAT + " xml is for SAKKE; keys of IBAKE are written as JSON");
        }
        List<String> others = List.of(options.matchedOptionValue(TRUST, new String[0]));
        try (IdentityKeys trusted = KmsFiles.read(TRUST, others, context)) {
            KmsIbake.issue(
                    service,
                    List.of(users),
                    ExchangeOptions.at(options).orElseGet(context.clock()::instant),
                    periods(options),
                    trusted.ibe(),
                    out,
                    context);
        }
    }

    private static void issue(
            KeyManagementService kms, String[] users, ParseResult options, CliContext context, List<KmsKeySet> keys) {
        Instant at = ExchangeOptions.at(options).orElseGet(context.clock()::instant);
        long periods = periods(options);
        try {
            long first = kms.scheme().periodAt(at);
            for (String user : users) {
                for (long period = first; period < first + periods; period++) {
                    keys.add(kms.issue(user, period, context.random().get()));
                }
            }
        } catch (MikeyException e) {
            throw CliFailure.usage(String.valueOf(e.getMessage()));
        }
    }

    private static long periods(ParseResult options) {
        long periods = KmsFiles.number(PERIODS, options.matchedOptionValue(PERIODS, "1"));
        if (periods < 1 || periods > MOST_PERIODS) {
            throw CliFailure.usage(PERIODS + " is a number from 1 to " + MOST_PERIODS + ", not " + periods);
        }
        return periods;
    }

    private static IdentityKeys withCertificates(
            KeyManagementService kms, List<KmsKeySet> keys, ParseResult options, CliContext context) {
        List<String> others = List.of(options.matchedOptionValue(TRUST, new String[0]));
        List<KmsCertificate> certificates = new ArrayList<>(List.of(kms.certificate(Role.ROOT)));
        try (IdentityKeys trusted = KmsFiles.read(TRUST, others, context)) {
            trusted.certificates()
                    .forEach(certificate -> certificates.add(certificate.with(Role.EXTERNAL, certificate.validity())));
        }
        return new IdentityKeys(certificates, keys, List.of());
    }

    private static String format(ParseResult options) {
        String format = options.matchedOptionValue(FORMAT, "xml");
        if (!format.equals("xml") && !format.equals("json")) {
            throw CliFailure.usage(FORMAT + " is xml or json, not " + format);
        }
        if (format.equals("xml") && options.hasMatchedOption(TRUST)) {
            throw CliFailure.usage(TRUST + " goes with " + FORMAT + " json")
                    .withHint("in XML, hand the files out as they are");
        }
        return format;
    }
}
