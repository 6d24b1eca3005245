package org.mikey4j.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.spec.MGF1ParameterSpec;
import org.mikey4j.message.Octets;

/** The hash functions of signatures and of OAEP. The standard's default is SHA-1 (RFC 3830, 4.2.1). */
public enum HashAlgorithm {
    /** SHA-1, 160 bits; the standard's default. */
    SHA_1("SHA-1", "SHA1", 20),
    /** SHA-256, 256 bits. */
    SHA_256("SHA-256", "SHA256", 32);

    private final String jca;
    private final String inSignature;
    private final int octets;

    HashAlgorithm(String jca, String inSignature, int octets) {
        this.jca = jca;
        this.inSignature = inSignature;
        this.octets = octets;
    }

    /** The platform's name, for example {@code SHA-256}. */
    public String jcaName() {
        return jca;
    }

    String inSignatureName() {
        return inSignature;
    }

    MGF1ParameterSpec mgf1() {
        return new MGF1ParameterSpec(jca);
    }

    /** The hash of the parts, one after the other. */
    public Octets digest(Octets... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance(jca);
            for (Octets part : parts) {
                part.feed(0, part.length(), digest::update);
            }
            return Octets.copyOf(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + jca, e);
        }
    }

    /** The size of a hash in octets. */
    public int octets() {
        return octets;
    }
}
