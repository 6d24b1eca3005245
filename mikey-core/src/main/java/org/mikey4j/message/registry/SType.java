package org.mikey4j.message.registry;

/** The signature algorithms of the SIGN payload (RFC 3830, 6.5). */
public final class SType {
    public static final int RSA_PKCS1_V1_5 = 0;
    public static final int RSA_PSS = 1;
    public static final int ECCSI = 2;

    /** The names of the values. */
    public static final Registry REGISTRY = Registry.of("S Type", "RFC 3830, 6.5")
            .with(RSA_PKCS1_V1_5, "RSA-PKCS1-1.5")
            .with(RSA_PSS, "RSA-PSS")
            .with(ECCSI, "ECCSI")
            .build();

    private SType() {}
}
