package org.mikey4j.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.GeneralName;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.view.CertificateNotes;
import org.mikey4j.trust.Credentials;
import org.mikey4j.trust.KeyFile;
import org.mikey4j.trust.PasswordSource;
import org.mikey4j.trust.UnreadableKeyException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey keygen}: a private key and a certificate, to try the modes with signatures out. */
public final class KeygenCommand implements Command {
    private static final String CA = "--ca";
    private static final String ISSUER = "--issuer";
    private static final String ID = "--id";
    private static final String DNS = "--dns";
    private static final String EMAIL = "--email";
    private static final String SUBJECT = "--subject";
    private static final String DAYS = "--days";
    private static final String BITS = "--bits";
    private static final String OUT = "--out";
    private static final int LINE = 64;

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command(
                "keygen", "Make an RSA key and a certificate, good enough to try things out with.");
        spec.addOption(
                StandardOptions.flag(CA, "Make an authority, which issues certificates and vouches for itself."));
        spec.addOption(StandardOptions.value(
                ISSUER, "FILE", "The authority that issues, as this command made it; otherwise self-signed."));
        spec.addOption(StandardOptions.values(
                ID, "URI", "Whom the certificate names, such as sip:alice@example.org; can be repeated."));
        spec.addOption(StandardOptions.values(EMAIL, "NAI", "A name such as alice@example.org; can be repeated."));
        spec.addOption(StandardOptions.values(DNS, "DOMAIN", "A domain that the certificate names."));
        spec.addOption(
                StandardOptions.value(SUBJECT, "NAME", "The subject, such as CN=alice (default: from the names)."));
        spec.addOption(StandardOptions.value(DAYS, "N", "For how many days it is valid, 1 to 36500 (default 365)."));
        spec.addOption(StandardOptions.value(BITS, "N", "The size of the key: 2048 (default), 3072 or 4096."));
        spec.addOption(StandardOptions.value(
                OUT, "FILE", "The PEM file to make, with the key and the certificate; never one that exists."));
        StandardOptions.examples(
                spec,
                "mikey keygen --ca --subject 'CN=Trial CA' --out ca.pem",
                "mikey keygen --issuer ca.pem --id sip:alice@example.org --out alice.pem");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext context) throws IOException {
        String out = options.matchedOptionValue(OUT, "");
        if (out.isEmpty()) {
            throw CliFailure.usage("keygen: where to?").withHint("give " + OUT + " FILE");
        }
        boolean ca = options.matchedOptionValue(CA, false);
        List<GeneralName> names = names(options);
        if (!ca && names.isEmpty()) {
            throw CliFailure.usage("a certificate that names nobody is of no use")
                    .withHint("give " + ID + " URI, " + EMAIL + " NAI or " + DNS + " DOMAIN, or " + CA);
        }
        KeyPair pair = pair(bits(options), context);
        X500Name subject = subject(options, names);
        X509Certificate certificate = certificate(options, context, pair, subject, names, ca);
        write(Path.of(out), pem("PRIVATE KEY", pair.getPrivate()) + pem(certificate));
        CertificateNotes.of(certificate).forEach((name, text) -> context.out().line(CertCommand.line(name, text)));
        return ExitCode.OK;
    }

    private static X509Certificate certificate(
            ParseResult options,
            CliContext context,
            KeyPair pair,
            X500Name subject,
            List<GeneralName> names,
            boolean ca) {
        int days = days(options);
        Instant now = context.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        // An hour for clocks that are behind.
        Instant from = now.minus(Duration.ofHours(1));
        Instant to = now.plus(Duration.ofDays(days));
        String issuerFile = options.matchedOptionValue(ISSUER, "");
        CertificateMaker maker;
        if (issuerFile.isEmpty()) {
            maker = new CertificateMaker(
                    subject, pair.getPrivate(), from, to, context.random().get());
        } else {
            Credentials issuer = issuer(issuerFile, context);
            maker = new CertificateMaker(
                    X500Name.getInstance(issuer.certificates()
                            .get(0)
                            .getSubjectX500Principal()
                            .getEncoded()),
                    issuer.key(),
                    from,
                    to,
                    context.random().get());
        }
        return ca ? maker.authority(subject, pair.getPublic()) : maker.end(subject, pair.getPublic(), names);
    }

    private static Credentials issuer(String file, CliContext context) {
        byte[] octets = org.mikey4j.cli.secret.Credentials.readOctets(ISSUER, file, context);
        try {
            Credentials issuer = KeyFile.credentials(octets, PasswordSource.NONE);
            if (issuer.certificates().get(0).getBasicConstraints() < 0) {
                throw CliFailure.usage(file + ": its certificate may not issue others")
                        .withHint("make an authority with: mikey keygen " + CA);
            }
            return issuer;
        } catch (UnreadableKeyException e) {
            throw CliFailure.keyMissing(file + ": " + e.getMessage());
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    private static List<GeneralName> names(ParseResult options) {
        List<GeneralName> names = new ArrayList<>();
        add(names, options, ID, GeneralName.uniformResourceIdentifier);
        add(names, options, EMAIL, GeneralName.rfc822Name);
        add(names, options, DNS, GeneralName.dNSName);
        return names;
    }

    private static void add(List<GeneralName> names, ParseResult options, String option, int type) {
        for (String name : options.matchedOptionValue(option, new String[0])) {
            if (!name.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                throw CliFailure.usage(option + ": " + name + " is not plain ASCII without spaces");
            }
            names.add(new GeneralName(type, name));
        }
    }

    private static X500Name subject(ParseResult options, List<GeneralName> names) {
        String first = names.isEmpty() ? "Trial CA" : names.get(0).getName().toString();
        String text = options.matchedOptionValue(SUBJECT, "");
        try {
            return text.isEmpty()
                    ? new X500NameBuilder().addRDN(BCStyle.CN, first).build()
                    : new X500Name(text);
        } catch (IllegalArgumentException e) {
            throw CliFailure.usage(SUBJECT + ": " + text + " is no distinguished name")
                    .withHint("write CN=alice,O=Example");
        }
    }

    private static KeyPair pair(int bits, CliContext context) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits, context.random().get());
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }

    private static int bits(ParseResult options) {
        String text = options.matchedOptionValue(BITS, "2048");
        return switch (text) {
            case "2048", "3072", "4096" -> Integer.parseInt(text);
            default -> throw CliFailure.usage(BITS + " is 2048, 3072 or 4096, not " + text);
        };
    }

    private static int days(ParseResult options) {
        String text = options.matchedOptionValue(DAYS, "365");
        if (text.matches("[1-9][0-9]{0,4}") && Integer.parseInt(text) <= 36_500) {
            return Integer.parseInt(text);
        }
        throw CliFailure.usage(DAYS + " is a number from 1 to 36500, not " + text);
    }

    private static String pem(X509Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("it was just made", e);
        }
    }

    private static String pem(String type, Key key) {
        return pem(type, key.getEncoded());
    }

    private static String pem(String type, byte[] der) {
        String base64 = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
    }

    private static void write(Path file, String pem) throws IOException {
        try {
            OwnerFile.create(file);
        } catch (FileAlreadyExistsException e) {
            throw CliFailure.usage(file + " is there already, and a private key is not written over it");
        }
        Files.writeString(file, pem, StandardCharsets.US_ASCII);
    }
}
