package org.mikey4j.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.mikey4j.trust.UnreadableKeyException.Reason;

/**
 * Reads keys and certificates as people keep them: PEM and DER, PKCS #8 in the clear or under a password, PKCS #1, PKCS #12.
 * It takes the octets of a file, and opens none.
 *
 * <pre>{@code
 * Credentials own = KeyFile.credentials(fileOctets, what -> Optional.of(console.readPassword(what + ": ")));
 * }</pre>
 */
public final class KeyFile {
    /** The longest file that is read, in octets. */
    public static final int MAX_OCTETS = 1 << 20;

    private static final String PEM_BEGIN = "-----BEGIN ";
    private static final int SEQUENCE = 0x30;

    private KeyFile() {}

    /**
     * Reads a private key and its certificates: a PKCS #12 file, or PEM with both.
     *
     * @param file the octets of the file, which the caller wipes
     * @param passwords asked if the key is encrypted
     * @throws UnreadableKeyException if there is not exactly one key, or its certificate is not there
     */
    public static Credentials credentials(byte[] file, PasswordSource passwords) {
        if (!isPem(file)) {
            return Pkcs12.read(der(file), passwords);
        }
        return new Credentials(privateKey(file, passwords), certificates(file));
    }

    /**
     * Reads a private key: PKCS #8 or PKCS #1 in PEM or DER. Other parts of a PEM file are passed over.
     *
     * @param file the octets of the file, which the caller wipes
     * @param passwords asked if the key is encrypted
     * @throws UnreadableKeyException if there is not exactly one key, or it cannot be used
     */
    public static PrivateKey privateKey(byte[] file, PasswordSource passwords) {
        if (!isPem(file)) {
            return PrivateKeyReader.read(der(file), passwords);
        }
        List<PemObject> keys = pem(file).stream()
                .filter(part -> part.getType().endsWith("PRIVATE KEY"))
                .toList();
        if (keys.size() != 1) {
            throw new UnreadableKeyException(
                    keys.isEmpty() ? Reason.NO_KEY : Reason.SEVERAL_KEYS,
                    "the file has " + keys.size() + " private keys, not one");
        }
        PemObject key = keys.get(0);
        if (!key.getHeaders().isEmpty()) {
            throw new UnreadableKeyException(
                    Reason.UNSUPPORTED_ENCRYPTION,
                    "the key is encrypted by the old way of PEM; 'openssl pkcs8 -topk8' turns it into PKCS #8");
        }
        byte[] content = key.getContent();
        try {
            return PrivateKeyReader.read(content, passwords);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /**
     * Reads certificates: one in DER, or any number in PEM. Other parts of a PEM file are passed over.
     *
     * @param file the octets of the file
     * @return the certificates in the order of the file, at least one
     * @throws UnreadableKeyException if there is none, or one cannot be read
     */
    public static List<X509Certificate> certificates(byte[] file) {
        if (!isPem(file)) {
            return List.of(certificate(der(file)));
        }
        List<X509Certificate> certificates = new ArrayList<>();
        for (PemObject part : pem(file)) {
            if (part.getType().endsWith("CERTIFICATE")) {
                certificates.add(certificate(part.getContent()));
            }
        }
        if (certificates.isEmpty()) {
            throw new UnreadableKeyException(Reason.NO_CERTIFICATE, "the file has no certificate");
        }
        return List.copyOf(certificates);
    }

    private static X509Certificate certificate(byte[] der) {
        try {
            if (CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der))
                    instanceof X509Certificate certificate) {
                return certificate;
            }
        } catch (CertificateException e) {
            throw new UnreadableKeyException(Reason.MALFORMED, "the certificate cannot be read", e);
        }
        throw new UnreadableKeyException(Reason.MALFORMED, "the certificate is not X.509");
    }

    private static boolean isPem(byte[] file) {
        if (file.length > MAX_OCTETS) {
            throw new UnreadableKeyException(
                    Reason.TOO_LARGE, "the file has " + file.length + " octets, at most " + MAX_OCTETS + " are read");
        }
        return new String(file, StandardCharsets.ISO_8859_1).contains(PEM_BEGIN);
    }

    private static byte[] der(byte[] file) {
        if (file.length == 0 || file[0] != SEQUENCE) {
            throw new UnreadableKeyException(Reason.NOT_RECOGNIZED, "the file is neither PEM nor DER");
        }
        return file;
    }

    private static List<PemObject> pem(byte[] file) {
        List<PemObject> parts = new ArrayList<>();
        try (PemReader reader = new PemReader(new StringReader(new String(file, StandardCharsets.ISO_8859_1)))) {
            for (PemObject part = reader.readPemObject(); part != null; part = reader.readPemObject()) {
                parts.add(part);
            }
            return parts;
        } catch (IOException | RuntimeException e) {
            throw new UnreadableKeyException(Reason.MALFORMED, "the PEM file cannot be read", e);
        }
    }
}
