package org.mikey4j.cli.command;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;

/**
 * Makes certificates that are good enough to try the modes out with.
 *
 * @param issuer the name of who issues, as in its own certificate
 * @param issuerKey the key of who issues
 * @param from the first instant of validity
 * @param to the last
 * @param random draws the serial number
 */
public record CertificateMaker(X500Name issuer, PrivateKey issuerKey, Instant from, Instant to, SecureRandom random) {
    private static final int SERIAL_BITS = 127;
    private static final AlgorithmIdentifier SHA256_WITH_RSA =
            new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE);

    /** A certificate of an authority. */
    public X509Certificate authority(X500Name subject, PublicKey key) {
        return make(subject, key, List.of(), new BasicConstraints(true), KeyUsage.keyCertSign | KeyUsage.cRLSign);
    }

    /** A certificate of an end, for signatures and for envelopes. */
    public X509Certificate end(X500Name subject, PublicKey key, List<GeneralName> names) {
        return make(
                subject, key, names, new BasicConstraints(false), KeyUsage.digitalSignature | KeyUsage.keyEncipherment);
    }

    private X509Certificate make(
            X500Name subject, PublicKey key, List<GeneralName> names, BasicConstraints constraints, int usage) {
        try {
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            extensions.addExtension(Extension.basicConstraints, true, constraints);
            extensions.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
            if (!names.isEmpty()) {
                extensions.addExtension(
                        Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(GeneralName[]::new)));
            }
            V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
            generator.setSerialNumber(new ASN1Integer(new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1)));
            generator.setSignature(SHA256_WITH_RSA);
            generator.setIssuer(issuer);
            generator.setSubject(subject);
            generator.setStartDate(new Time(Date.from(from)));
            generator.setEndDate(new Time(Date.from(to)));
            generator.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(key.getEncoded()));
            generator.setExtensions(extensions.generate());
            return signed(generator.generateTBSCertificate());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has RSA and X.509", e);
        }
    }

    private X509Certificate signed(TBSCertificate certificate) throws IOException, GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(issuerKey, random);
        signature.update(certificate.getEncoded(ASN1Encoding.DER));
        DERSequence whole =
                new DERSequence(new ASN1Encodable[] {certificate, SHA256_WITH_RSA, new DERBitString(signature.sign())});
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(whole.getEncoded(ASN1Encoding.DER)));
    }
}
