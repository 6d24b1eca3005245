package org.mikey4j.message.registry;

/** The ciphers of the KEMAC payload (RFC 3830, 6.2). */
public final class EncrAlg {
    public static final int NULL = 0;
    public static final int AES_CM_128 = 1;
    public static final int AES_KW_128 = 2;
    public static final int AES_CM_256 = 3;

    /** The names of the values. */
    public static final Registry REGISTRY = Registry.of("Encr Alg", "RFC 3830, 6.2")
            .with(NULL, "NULL")
            .with(AES_CM_128, "AES-CM-128")
            .with(AES_KW_128, "AES-KW-128")
            .with(AES_CM_256, "AES-CM-256")
            .privateUse(241, 255)
            .build();

    private EncrAlg() {}
}
