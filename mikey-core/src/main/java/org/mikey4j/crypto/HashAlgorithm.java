package org.mikey4j.crypto;

import java.security.spec.MGF1ParameterSpec;

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

    /** The size of a hash in octets. */
    public int octets() {
        return octets;
    }
}
