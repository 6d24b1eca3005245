package org.mikey4j.message.registry;

/** The message authentication codes of the KEMAC and V payloads (RFC 3830, 6.2). */
public final class MacAlg {
    public static final int NULL = 0;
    public static final int HMAC_SHA_1_160 = 1;
    public static final int HMAC_SHA_256_256 = 2;

    /** The names of the values. */
    public static final Registry REGISTRY = Registry.of("MAC Alg", "RFC 3830, 6.2")
            .with(NULL, "NULL")
            .with(HMAC_SHA_1_160, "HMAC-SHA-1-160")
            .with(HMAC_SHA_256_256, "HMAC-SHA-256-256")
            .privateUse(241, 255)
            .build();

    private MacAlg() {}
}
