package org.mikey4j.message.registry;

/** The values of SRTP parameters 2, 14 and 15 (RFC 3830, 6.10.1). */
public final class SrtpAuthAlg {
    public static final int NULL = 0;
    public static final int HMAC_SHA_1 = 1;
    public static final int RCCM1 = 2;
    public static final int RCCM2 = 3;
    public static final int RCCM3 = 4;

    /** The names of the values. */
    public static final Registry REGISTRY = Registry.of("SRTP authentication algorithm", "RFC 3830, 6.10.1")
            .with(NULL, "NULL")
            .with(HMAC_SHA_1, "HMAC-SHA-1")
            .with(RCCM1, "RCCm1")
            .with(RCCM2, "RCCm2")
            .with(RCCM3, "RCCm3")
            .privateUse(241, 255)
            .build();

    private SrtpAuthAlg() {}
}
