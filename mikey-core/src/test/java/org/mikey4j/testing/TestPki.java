package org.mikey4j.testing;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.mikey4j.message.CertPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.CertType;

/** Makes certificates for tests, with Bouncy Castle. Keys are made once for each size. */
public final class TestPki {
    public static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    private static final Map<String, KeyPair> KEYS = new ConcurrentHashMap<>();
    private static final AtomicLong SERIALS = new AtomicLong(1);

    private TestPki() {}

    /** A certificate and its key. */
    public record Entity(X509Certificate certificate, KeyPair keys) {
        public CertPayload payload() {
            try {
                return new CertPayload(CertType.X509V3, Octets.copyOf(certificate.getEncoded()));
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }
    }

    public static KeyPair key(String name, int bits) {
        return KEYS.computeIfAbsent(name + bits, n -> {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(bits);
                return generator.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        });
    }

    public static Spec spec(String name) {
        return new Spec(name);
    }

    /** What a certificate is to be. */
    public static final class Spec {
        private final String name;
        private final List<GeneralName> names = new ArrayList<>();
        private int bits = 2048;
        private Instant from = NOW.minus(Duration.ofDays(10));
        private Instant to = NOW.plus(Duration.ofDays(10));
        private String signature = "SHA256withRSA";
        private Integer pathLength;
        private boolean ca;
        private int usage = KeyUsage.digitalSignature | KeyUsage.keyEncipherment;
        private String extended;
        private boolean unknownCritical;
        private String permittedDns;

        private Spec(String name) {
            this.name = name;
        }

        public Spec uri(String uri) {
            names.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri));
            return this;
        }

        public Spec dns(String dns) {
            names.add(new GeneralName(GeneralName.dNSName, dns));
            return this;
        }

        public Spec email(String address) {
            names.add(new GeneralName(GeneralName.rfc822Name, address));
            return this;
        }

        public Spec bits(int size) {
            bits = size;
            return this;
        }

        public Spec valid(Instant begin, Instant end) {
            from = begin;
            to = end;
            return this;
        }

        public Spec signature(String algorithm) {
            signature = algorithm;
            return this;
        }

        public Spec ca() {
            ca = true;
            usage = KeyUsage.keyCertSign | KeyUsage.cRLSign | KeyUsage.digitalSignature;
            return this;
        }

        public Spec pathLength(int length) {
            pathLength = length;
            return ca();
        }

        public Spec usage(int bitmap) {
            usage = bitmap;
            return this;
        }

        public Spec extended(String purposeOid) {
            extended = purposeOid;
            return this;
        }

        public Spec unknownCritical() {
            unknownCritical = true;
            return this;
        }

        public Spec permitDns(String domain) {
            permittedDns = domain;
            return this;
        }

        public Entity selfSigned() {
            return issue(new X500Name("CN=" + name), key(name, bits), key(name, bits));
        }

        public Entity issuedBy(Entity issuer) {
            return issue(
                    X500Name.getInstance(
                            issuer.certificate().getSubjectX500Principal().getEncoded()),
                    issuer.keys(),
                    key(name, bits));
        }

        private Entity issue(X500Name issuer, KeyPair issuerKeys, KeyPair keys) {
            try {
                JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                        issuer,
                        BigInteger.valueOf(SERIALS.getAndIncrement()),
                        Date.from(from),
                        Date.from(to),
                        new X500Name("CN=" + name),
                        keys.getPublic());
                extensions(builder);
                return new Entity(
                        new JcaX509CertificateConverter()
                                .getCertificate(builder.build(
                                        new JcaContentSignerBuilder(signature).build(issuerKeys.getPrivate()))),
                        keys);
            } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
                throw new AssertionError(e);
            }
        }

        private void extensions(JcaX509v3CertificateBuilder builder) throws CertIOException {
            BasicConstraints constraints =
                    pathLength == null ? new BasicConstraints(ca) : new BasicConstraints(pathLength);
            builder.addExtension(Extension.basicConstraints, true, constraints);
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
            if (!names.isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(new GeneralName[0])));
            }
            if (extended != null) {
                builder.addExtension(
                        Extension.extendedKeyUsage,
                        false,
                        new ExtendedKeyUsage(KeyPurposeId.getInstance(new ASN1ObjectIdentifier(extended))));
            }
            if (unknownCritical) {
                builder.addExtension(new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"), true, DERNull.INSTANCE);
            }
            if (permittedDns != null) {
                builder.addExtension(
                        Extension.nameConstraints,
                        true,
                        new NameConstraints(
                                new GeneralSubtree[] {
                                    new GeneralSubtree(new GeneralName(GeneralName.dNSName, permittedDns))
                                },
                                null));
            }
        }
    }
}
