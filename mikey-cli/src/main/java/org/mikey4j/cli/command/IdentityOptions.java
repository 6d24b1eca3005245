package org.mikey4j.cli.command;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.crypto.HashAlgorithm;
import org.mikey4j.crypto.JcaAlgorithms;
import org.mikey4j.crypto.MessageSigner;
import org.mikey4j.crypto.SignatureScheme;
import org.mikey4j.exchange.LocalIdentity;
import org.mikey4j.message.IdPayload;
import org.mikey4j.trust.Credentials;
import org.mikey4j.trust.KeyFile;
import org.mikey4j.trust.PasswordSource;
import org.mikey4j.trust.UnreadableKeyException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The options that say with which private key and certificates this end takes part. */
final class IdentityOptions {
    static final String IDENTITY = "--identity";
    private static final String CERT = "--cert";
    private static final String PRIVATE_KEY = "--private-key";
    private static final String PASSWORD = "--password";
    private static final String SIGNATURE = "--signature";
    private static final String NO_CERT = "--no-cert";

    private static final int SAN_EMAIL = 1;
    private static final int SAN_DNS = 2;
    private static final int SAN_URI = 6;

    private final ParseResult options;
    private final CliContext context;
    private @Nullable Credentials credentials;

    IdentityOptions(ParseResult options, CliContext context) {
        this.options = options;
        this.context = context;
    }

    /** For commands that open what is for this end, and send nothing. */
    static void addKeyTo(CommandSpec spec) {
        spec.addOption(StandardOptions.value(
                IDENTITY,
                "REF",
                "This end's private key and certificates, PEM or PKCS #12: a file, or file:PATH, fd:N, stdin."));
        spec.addOption(StandardOptions.value(
                PASSWORD, "REF", "The password of the key: file:PATH, env:NAME, fd:N; asked for otherwise."));
    }

    static void addTo(CommandSpec spec) {
        addKeyTo(spec);
        spec.addOption(StandardOptions.value(
                CERT, "FILE", "The certificates alone, PEM or DER, this end's first; goes with " + PRIVATE_KEY + "."));
        spec.addOption(
                StandardOptions.value(PRIVATE_KEY, "REF", "The private key alone, PKCS #8 or PKCS #1 in PEM or DER."));
        spec.addOption(StandardOptions.value(
                SIGNATURE, "ALG", "How to sign: rsa-sha256 (default), rsa-sha1, pss-sha256 or pss-sha1."));
        spec.addOption(
                StandardOptions.flag(NO_CERT, "Send the identity without the certificates, which the other end has."));
    }

    /** Whether a private key was given. */
    boolean isGiven() {
        return options.hasMatchedOption(IDENTITY) || options.hasMatchedOption(PRIVATE_KEY);
    }

    /**
     * The private key and its certificates, which are read once: a password is asked for, and standard input taken, but once.
     *
     * @throws CliFailure if they are missing or cannot be read
     */
    Credentials credentials() {
        if (credentials == null) {
            credentials = read();
        }
        return credentials;
    }

    private Credentials read() {
        if (options.hasMatchedOption(IDENTITY)) {
            return read(IDENTITY, file -> KeyFile.credentials(file, passwords()));
        }
        if (!options.hasMatchedOption(PRIVATE_KEY) || !options.hasMatchedOption(CERT)) {
            throw CliFailure.keyMissing("a private key and its certificate are needed")
                    .withHint("give " + IDENTITY + " FILE, or " + CERT + " FILE and " + PRIVATE_KEY + " FILE");
        }
        List<X509Certificate> certificates = TrustOptions.certificates(options.matchedOptionValue(CERT, ""), context);
        return read(PRIVATE_KEY, file -> new Credentials(KeyFile.privateKey(file, passwords()), certificates));
    }

    /** This end, under the identity that was given, or else the first that the certificate names. */
    LocalIdentity local(Optional<IdPayload> id) {
        Credentials own = credentials();
        return new LocalIdentity(
                id.orElseGet(() -> named(own.certificates().get(0))),
                options.matchedOptionValue(NO_CERT, false) ? List.of() : own.payloads(),
                signer(own));
    }

    private MessageSigner signer(Credentials own) {
        String name = options.matchedOptionValue(SIGNATURE, "rsa-sha256");
        return switch (name) {
            case "rsa-sha256" -> signer(own, SignatureScheme.RSA_PKCS1_V1_5, HashAlgorithm.SHA_256);
            case "rsa-sha1" -> signer(own, SignatureScheme.RSA_PKCS1_V1_5, HashAlgorithm.SHA_1);
            case "pss-sha256" -> signer(own, SignatureScheme.RSA_PSS, HashAlgorithm.SHA_256);
            case "pss-sha1" -> signer(own, SignatureScheme.RSA_PSS, HashAlgorithm.SHA_1);
            default ->
                throw CliFailure.usage(SIGNATURE + " is rsa-sha256, rsa-sha1, pss-sha256 or pss-sha1, not " + name);
        };
    }

    private MessageSigner signer(Credentials own, SignatureScheme scheme, HashAlgorithm hash) {
        return MessageSigner.rsa(
                own.key(),
                scheme,
                hash,
                JcaAlgorithms.PLATFORM,
                context.random().get());
    }

    private interface Reader {
        Credentials read(byte[] file);
    }

    private Credentials read(String option, Reader reader) {
        byte[] file =
                org.mikey4j.cli.secret.Credentials.readOctets(option, options.matchedOptionValue(option, ""), context);
        try {
            return reader.read(file);
        } catch (UnreadableKeyException e) {
            throw CliFailure.keyMissing(option + ": " + e.getMessage());
        } finally {
            Arrays.fill(file, (byte) 0);
        }
    }

    private PasswordSource passwords() {
        return what -> {
            String reference = options.matchedOptionValue(PASSWORD, "");
            return Optional.of(
                    reference.isEmpty()
                            ? context.prompt().ask("password of the " + what)
                            : org.mikey4j.cli.secret.Credentials.readPassword(PASSWORD, reference, context));
        };
    }

    /** The identity that a certificate names first: a URI, a mailbox or a domain, in this order. */
    private static IdPayload named(X509Certificate certificate) {
        for (int type : new int[] {SAN_URI, SAN_EMAIL, SAN_DNS}) {
            Optional<String> name = san(certificate, type);
            if (name.isPresent()) {
                return type == SAN_DNS ? IdPayload.uri("sip:" + name.get()) : Identity.of(name.get());
            }
        }
        throw CliFailure.usage("the certificate names nobody, so say who sends the message")
                .withHint("give " + OfferOptions.ID_I + " URI");
    }

    private static Optional<String> san(X509Certificate certificate, int type) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? Optional.empty()
                    : names.stream()
                            .filter(name -> name.get(0).equals(type))
                            .map(name -> String.valueOf(name.get(1)))
                            .findFirst();
        } catch (CertificateParsingException e) {
            return Optional.empty();
        }
    }
}
