package org.mikey4j.cli.command;

import java.io.ByteArrayInputStream;
import java.security.cert.CRL;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.crypto.SignatureVerifier;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.message.CertPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.trust.Credentials;
import org.mikey4j.trust.KeyFile;
import org.mikey4j.trust.PkixPolicy;
import org.mikey4j.trust.PkixValidator;
import org.mikey4j.trust.UnreadableKeyException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The options that say whose certificates are believed. */
final class TrustOptions {
    static final String PEER_CERT = "--peer-cert";

    static final String TRUST = "--trust";
    private static final String INTERMEDIATES = "--intermediates";
    private static final String CRL_FILE = "--crl";
    private static final String OCSP = "--ocsp";
    private static final String ALLOW_CN = "--allow-cn";
    private static final String ALLOW_SHA1 = "--allow-sha1-certificates";
    private static final int MOST_OCTETS = 1 << 24;

    private final ParseResult options;
    private final CliContext context;

    TrustOptions(ParseResult options, CliContext context) {
        this.options = options;
        this.context = context;
    }

    /** For an end that makes a message and receives nothing. */
    static PeerTrust nobody() {
        return PeerTrust.of((certificates, identity, use, at) -> {
            throw new IllegalStateException("nothing is received");
        });
    }

    static void addTo(CommandSpec spec) {
        spec.addOption(StandardOptions.values(
                TRUST, "FILE", "Certificates of authorities that are believed, PEM or DER; can be repeated."));
        spec.addOption(StandardOptions.values(
                INTERMEDIATES, "FILE", "Certificates between those and the peer's, if its message leaves them out."));
        spec.addOption(StandardOptions.values(
                PEER_CERT, "FILE", "The certificates of a peer that sends only its identity, its own first."));
        spec.addOption(StandardOptions.values(CRL_FILE, "FILE", "A list of revoked certificates, PEM or DER."));
        spec.addOption(StandardOptions.values(OCSP, "FILE", "An OCSP response, DER."));
        spec.addOption(StandardOptions.flag(ALLOW_CN, "Look at the common name of certificates without other names."));
        spec.addOption(StandardOptions.flag(ALLOW_SHA1, "Accept SHA-1 in the signatures of certificates."));
    }

    /**
     * What decides on the peer's certificates.
     *
     * @throws CliFailure if no authority was given, or a file cannot be read
     */
    PeerTrust trust() {
        List<CertPayload> peer = new ArrayList<>();
        for (String file : all(PEER_CERT)) {
            peer.addAll(Credentials.payloads(certificates(file, context)));
        }
        return new PeerTrust(new PkixValidator(policy()), id -> peer, SignatureVerifier.STANDARD);
    }

    private PkixPolicy policy() {
        List<X509Certificate> anchors = certificates(TRUST);
        if (anchors.isEmpty()) {
            throw CliFailure.keyMissing("nobody vouches for the other end's certificate")
                    .withHint("give " + TRUST + " FILE with the certificates of authorities");
        }
        PkixPolicy.Builder policy = PkixPolicy.trusting(anchors).intermediates(certificates(INTERMEDIATES));
        for (String file : all(CRL_FILE)) {
            policy.crls(List.of(crl(file)));
        }
        for (String file : all(OCSP)) {
            policy.ocspResponses(List.of(Octets.copyOf(read(file, context))));
        }
        if (options.matchedOptionValue(ALLOW_CN, false)) {
            policy.allowCommonName();
        }
        if (options.matchedOptionValue(ALLOW_SHA1, false)) {
            policy.allowSha1();
        }
        return policy.build();
    }

    private List<X509Certificate> certificates(String option) {
        List<X509Certificate> certificates = new ArrayList<>();
        for (String file : all(option)) {
            certificates.addAll(certificates(file, context));
        }
        return certificates;
    }

    private CRL crl(String file) {
        try {
            return CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(read(file, context)));
        } catch (CRLException | CertificateException e) {
            throw CliFailure.keyMissing(file + ": not a list of revoked certificates");
        }
    }

    private String[] all(String option) {
        return options.matchedOptionValue(option, new String[0]);
    }

    /**
     * The certificates in a file, PEM or DER.
     *
     * @throws CliFailure if it cannot be read, or has none
     */
    static List<X509Certificate> certificates(String file, CliContext context) {
        try {
            return KeyFile.certificates(read(file, context));
        } catch (UnreadableKeyException e) {
            throw CliFailure.keyMissing(file + ": " + e.getMessage());
        }
    }

    private static byte[] read(String file, CliContext context) {
        return SourceFile.read(file, "a certificate", context, (name, in) -> in.readNBytes(MOST_OCTETS));
    }
}
