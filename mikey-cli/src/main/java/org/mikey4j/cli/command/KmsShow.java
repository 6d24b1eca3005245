package org.mikey4j.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.secret.IbeKeys;
import org.mikey4j.cli.secret.IbeService;
import org.mikey4j.cli.secret.IbeUserKey;
import org.mikey4j.cli.secret.IdentityKeys;
import org.mikey4j.cli.view.ReadableText;
import org.mikey4j.kms.KeyManagementService;
import org.mikey4j.kms.KmsCertificate;
import org.mikey4j.kms.KmsCertificate.Role;
import org.mikey4j.kms.KmsKeySet;
import org.mikey4j.kms.KmsMessage;
import org.mikey4j.kms.KmsMessage.KmsCertCache;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey kms show}: what is in files of a service, and the certificate that it hands out. */
final class KmsShow implements Command {
    static final String NAME = "show";

    private static final String CERTIFICATE = "--certificate";
    private static final String DOMAIN = "--domain";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command(
                NAME, "Show the certificates and keys in FILE, without secrets; or print the service's certificate.");
        spec.addOption(StandardOptions.value(
                CERTIFICATE,
                "ROLE",
                "Print the certificate as XML: root for the service's own users (KmsInit), external for others (KmsCertCache);"
                        + " what is public of a service of IBAKE as JSON."));
        spec.addOption(StandardOptions.values(
                DOMAIN, "DOMAIN", "A domain whose users the certificate is for; can be repeated."));
        spec.addPositional(StandardOptions.parameter(0, "FILE", "JSON of mikey kms, or XML of a service."));
        StandardOptions.examples(
                spec,
                "mikey kms show kms.json",
                "mikey kms show --certificate external --domain example.org kms.json > kms-example-org.xml");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext context) throws IOException {
        try (IdentityKeys keys = KmsFiles.read("file", List.of(options.matchedPositionalValue(0, "stdin")), context)) {
            if (options.hasMatchedOption(CERTIFICATE) && !keys.ibe().services().isEmpty()) {
                context.out().line(ibake(options, keys.ibe()));
                return ExitCode.OK;
            }
            if (options.hasMatchedOption(CERTIFICATE)) {
                KeyManagementService kms = KmsFiles.service(keys);
                certificate(options, kms, context).forEach(context.out()::line);
                return ExitCode.OK;
            }
            for (KmsCertificate certificate : keys.certificates()) {
                KmsNotes.of(certificate).forEach(context.out()::line);
            }
            for (IbeService service : keys.ibe().services()) {
                KmsNotes.of(service).forEach(context.out()::line);
            }
            if (!keys.services().isEmpty() || KmsIbake.service(keys).isPresent()) {
                context.out().line("  its master secrets are in the file");
            }
            for (KmsKeySet keySet : keys.keySets()) {
                context.out().line(line(keySet));
            }
            for (IbeUserKey key : keys.ibe().keys()) {
                context.out().line("user key      " + KmsNotes.of(key));
            }
        }
        return ExitCode.OK;
    }

    private static String line(KmsKeySet keys) {
        return ReadableText.harmless(
                "user keys     " + keys.userUri() + "  of " + keys.kmsUri() + "  period " + keys.period()
                        + keys.validity().from().map(from -> "  from " + from).orElse("")
                        + keys.validity().to().map(to -> "  to " + to).orElse("")
                        + (keys.revoked() ? "  REVOKED" : ""));
    }

    /** What is public of services of IBAKE; there is no XML for it. */
    private static String ibake(ParseResult options, IbeKeys keys) throws IOException {
        List<String> domains = List.of(options.matchedOptionValue(DOMAIN, new String[0]));
        return IdentityKeyJson.write(new IbeKeys(
                        keys.services().stream()
                                .map(service -> service.withoutSecret(domains))
                                .toList(),
                        List.of())
                .alone());
    }

    private static List<String> certificate(ParseResult options, KeyManagementService kms, CliContext context) {
        String role = options.matchedOptionValue(CERTIFICATE, "");
        List<String> domains = List.of(options.matchedOptionValue(DOMAIN, new String[0]));
        KmsMessage message = switch (role) {
            case "root" -> new KmsMessage.KmsInit(kms.certificate(Role.ROOT).forDomains(domains));
            case "external" ->
                new KmsCertCache(
                        Optional.empty(), List.of(kms.certificate(Role.EXTERNAL).forDomains(domains)));
            default -> throw CliFailure.usage(CERTIFICATE + " is root or external, not " + role);
        };
        return KmsFiles.xml(kms.uri(), kms, role.equals("root") ? "init" : "certcache", message, context);
    }
}
