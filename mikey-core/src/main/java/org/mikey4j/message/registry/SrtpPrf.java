package org.mikey4j.message.registry;

/** The values of SRTP parameter 5 (RFC 3830, 6.10.1). */
public final class SrtpPrf {
    public static final int AES_CM = 0;
    public static final int SEED_CTR = 1;
    public static final int ARIA_CTR = 2;

    /** The names of the values. */
    public static final Registry REGISTRY = Registry.of("SRTP pseudo-random function", "RFC 3830, 6.10.1")
            .with(AES_CM, "AES-CM")
            .with(SEED_CTR, "SEED-CTR")
            .with(ARIA_CTR, "ARIA-CTR")
            .privateUse(241, 255)
            .build();

    private SrtpPrf() {}
}
