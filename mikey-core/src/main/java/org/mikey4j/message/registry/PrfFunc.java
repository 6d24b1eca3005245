package org.mikey4j.message.registry;

/** The pseudo-random functions: the low 7 bits of octet 3 of the common header (RFC 3830, 6.1). */
public final class PrfFunc {
    public static final int MIKEY_1 = 0;
    public static final int PRF_HMAC_SHA_256 = 1;

    /** The names of the values. */
    public static final Registry REGISTRY = Registry.of("PRF Func", "RFC 3830, 6.1")
            .with(MIKEY_1, "MIKEY-1")
            .with(PRF_HMAC_SHA_256, "PRF-HMAC-SHA-256")
            .privateUse(112, 127)
            .build();

    private PrfFunc() {}
}
