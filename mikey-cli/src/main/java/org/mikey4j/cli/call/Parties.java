package org.mikey4j.cli.call;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.mikey4j.cli.command.CertificateMaker;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.message.IdPayload;
import org.mikey4j.trust.Credentials;

/** Who takes part in the calls, and certificates for all of them by an authority that lives as long as the command. */
final class Parties {
    static final String DOMAIN_A = "operator-a.example";
    static final String DOMAIN_B = "operator-b.example";
    static final IdPayload ALICE = IdPayload.uri("sip:alice@" + DOMAIN_A);
    static final IdPayload BOB = IdPayload.uri("sip:bob@" + DOMAIN_B);
    private static final int RSA_BITS = 2048;

    private final Clock clock;
    private final SecureRandom random;
    private final KeyPair authority;
    private final X509Certificate root;
    private final CertificateMaker maker;

    Parties(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
        this.authority = pair();
        X500Name name = new X500Name("CN=mikey call");
        Instant now = clock.instant();
        maker = new CertificateMaker(
                name, authority.getPrivate(), now.minus(Duration.ofHours(1)), now.plus(Duration.ofDays(1)), random);
        root = maker.authority(name, authority.getPublic());
    }

    private KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }

    /** A key and a certificate for a user. */
    Credentials user(IdPayload id) {
        String uri = id.text();
        return credentials(uri, new GeneralName(GeneralName.uniformResourceIdentifier, uri));
    }

    /** A key and a certificate for a host. */
    Credentials host(String domain) {
        return credentials(domain, new GeneralName(GeneralName.dNSName, domain));
    }

    private Credentials credentials(String subject, GeneralName name) {
        KeyPair pair = pair();
        return new Credentials(
                pair.getPrivate(), List.of(maker.end(new X500Name("CN=" + subject), pair.getPublic(), List.of(name))));
    }

    X509Certificate root() {
        return root;
    }

    SecureRandom random() {
        return random;
    }

    ExchangeSettings settings() {
        return ExchangeSettings.builder(clock, random).build();
    }

    Clock clock() {
        return clock;
    }
}
