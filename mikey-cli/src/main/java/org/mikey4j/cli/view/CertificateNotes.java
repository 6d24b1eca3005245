package org.mikey4j.cli.view;

import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mikey4j.message.Octets;

/** A certificate as people know it: whose it is, who says so, for which names and when, and what its key can be used for. */
public final class CertificateNotes {
    private static final String[] USAGES = {
        "digitalSignature",
        "nonRepudiation",
        "keyEncipherment",
        "dataEncipherment",
        "keyAgreement",
        "keyCertSign",
        "cRLSign",
        "encipherOnly",
        "decipherOnly"
    };
    private static final int SAN_EMAIL = 1;
    private static final int SAN_DNS = 2;
    private static final int SAN_URI = 6;
    private static final int SAN_IP = 7;

    private CertificateNotes() {}

    /** What is known of the certificate in these octets, by name; one entry that says so if there is none. */
    static Map<String, String> of(Octets der) {
        try {
            return of((X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der.toByteArray())));
        } catch (CertificateException e) {
            return Map.of("certificate", "cannot be read as X.509");
        }
    }

    /** What is known of a certificate, by name. */
    public static Map<String, String> of(X509Certificate certificate) {
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put("subject", printable(certificate.getSubjectX500Principal().getName()));
        notes.put("issuer", printable(certificate.getIssuerX500Principal().getName()));
        List<String> names = names(certificate);
        if (!names.isEmpty()) {
            notes.put("names", String.join(", ", names));
        }
        notes.put(
                "validity",
                certificate.getNotBefore().toInstant().truncatedTo(ChronoUnit.SECONDS) + " to "
                        + certificate.getNotAfter().toInstant().truncatedTo(ChronoUnit.SECONDS));
        notes.put("publicKey", publicKey(certificate));
        String usage = usage(certificate);
        if (!usage.isEmpty()) {
            notes.put("keyUsage", usage);
        }
        if (certificate.getBasicConstraints() >= 0) {
            notes.put("authority", "may issue certificates");
        }
        notes.put("signedWith", certificate.getSigAlgName());
        notes.put("serialNumber", certificate.getSerialNumber().toString(16));
        notes.put("sha256", fingerprint(certificate));
        return notes;
    }

    private static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> sans = certificate.getSubjectAlternativeNames();
            for (List<?> san : sans == null ? List.<List<?>>of() : sans) {
                String kind = switch ((Integer) san.get(0)) {
                    case SAN_URI -> "URI ";
                    case SAN_EMAIL -> "e-mail ";
                    case SAN_DNS -> "DNS ";
                    case SAN_IP -> "IP ";
                    default -> "";
                };
                names.add(kind.isEmpty() ? "name of type " + san.get(0) : kind + printable(String.valueOf(san.get(1))));
            }
        } catch (CertificateParsingException e) {
            names.add("names that cannot be read");
        }
        return names;
    }

    private static String publicKey(X509Certificate certificate) {
        String algorithm = certificate.getPublicKey().getAlgorithm();
        return certificate.getPublicKey() instanceof RSAKey rsa
                ? algorithm + ", " + rsa.getModulus().bitLength() + " bits"
                : algorithm;
    }

    private static String usage(X509Certificate certificate) {
        boolean[] bits = certificate.getKeyUsage();
        List<String> usages = new ArrayList<>();
        for (int i = 0; bits != null && i < Math.min(bits.length, USAGES.length); i++) {
            if (bits[i]) {
                usages.add(USAGES[i]);
            }
        }
        return String.join(", ", usages);
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.ofDelimiter(":")
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Names come from whoever sent the message; control characters in them are not for a terminal. */
    private static String printable(String text) {
        return text.replaceAll("\\p{C}", "?");
    }
}
