package org.mikey4j.cli.command;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.output.JsonDocument;
import org.mikey4j.cli.view.CertificateNotes;
import org.mikey4j.message.IdPayload;
import org.mikey4j.trust.CertificateValidator;
import org.mikey4j.trust.CertificateValidator.Verdict;
import org.mikey4j.trust.Credentials;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey cert}: shows certificates, and says whether they would be believed. */
public final class CertCommand implements Command {
    private static final String ID = "--id";
    private static final String USE = "--use";
    private static final int NAME_WIDTH = 14;

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command(
                "cert", "Show the certificates in FILE; with --trust also whether the first would be believed.");
        TrustOptions.addTo(spec);
        spec.addOption(StandardOptions.value(ID, "URI", "Whom the first certificate has to name."));
        spec.addOption(StandardOptions.value(USE, "USE", "What for: signature (default) or envelope."));
        spec.addOption(StandardOptions.value(
                ExchangeOptions.AT, "TIME", "Judge as of this time, such as 2006-10-20T13:43:06Z."));
        spec.addOption(StandardOptions.json("One JSON object."));
        spec.addPositional(StandardOptions.parameter(0, "FILE", "PEM or DER; - is standard input."));
        StandardOptions.examples(
                spec,
                "mikey cert alice.pem",
                "mikey cert --trust ca.pem --crl ca.crl --id sip:alice@example.org alice.pem");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext context) throws IOException {
        List<X509Certificate> certificates = TrustOptions.certificates(options.matchedPositionalValue(0, "-"), context);
        Optional<Verdict> verdict = options.hasMatchedOption(TrustOptions.TRUST)
                ? Optional.of(verdict(certificates, options, context))
                : Optional.empty();
        if (options.matchedOptionValue(StandardOptions.JSON, false)) {
            context.out().line(json(certificates, verdict));
        } else {
            for (X509Certificate certificate : certificates) {
                CertificateNotes.of(certificate)
                        .forEach((name, text) -> context.out().line(line(name, text)));
                context.out().line("");
            }
            verdict.ifPresent(v -> context.out().line(text(v)));
        }
        return verdict.isPresent() && verdict.get() instanceof Verdict.Refused ? ExitCode.NO : ExitCode.OK;
    }

    private static Verdict verdict(List<X509Certificate> certificates, ParseResult options, CliContext context) {
        Optional<IdPayload> id = Optional.ofNullable(options.<String>matchedOptionValue(ID, null))
                .map(Identity::of);
        String use = options.matchedOptionValue(USE, "signature");
        return new TrustOptions(options, context)
                .trust()
                .validator()
                .validate(
                        Credentials.payloads(certificates),
                        id,
                        switch (use) {
                            case "signature" -> CertificateValidator.Use.SIGNATURE;
                            case "envelope" -> CertificateValidator.Use.ENVELOPE;
                            default -> throw CliFailure.usage(USE + " is signature or envelope, not " + use);
                        },
                        ExchangeOptions.at(options).orElseGet(context.clock()::instant));
    }

    private static String text(Verdict verdict) {
        if (verdict instanceof Verdict.Refused refused) {
            return "refused: " + refused.reason() + ": " + refused.detail();
        }
        String matched = ((Verdict.Trusted) verdict).matched();
        return matched.isEmpty() ? "trusted" : "trusted: " + matched;
    }

    private static String json(List<X509Certificate> certificates, Optional<Verdict> verdict) throws IOException {
        try (JsonDocument json = new JsonDocument()) {
            json.beginArray("certificates");
            for (X509Certificate certificate : certificates) {
                json.beginObject();
                for (Map.Entry<String, String> note :
                        CertificateNotes.of(certificate).entrySet()) {
                    json.text(note.getKey(), note.getValue());
                }
                json.endObject();
            }
            json.endArray();
            if (verdict.isPresent()) {
                json.bool("trusted", verdict.get() instanceof Verdict.Trusted);
                if (verdict.get() instanceof Verdict.Refused refused) {
                    json.text("reason", refused.reason().name());
                    json.text("detail", refused.detail());
                }
            }
            return json.finish();
        }
    }

    /** One thing that is known of a certificate. */
    static String line(String name, String text) {
        return name + " ".repeat(Math.max(1, NAME_WIDTH - name.length())) + text;
    }
}
