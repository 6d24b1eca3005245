package org.mikey4j.message.registry;

/** The values of SRTP parameter 0 (RFC 3830, 6.10.1). */
public final class SrtpEncrAlg {
    public static final int NULL = 0;
    public static final int AES_CM = 1;
    public static final int AES_F8 = 2;
    public static final int SEED_CTR = 3;
    public static final int SEED_CCM = 4;
    public static final int SEED_GCM = 5;
    public static final int AES_GCM = 6;
    public static final int ARIA_CTR = 7;
    public static final int ARIA_GCM = 8;

    /** The names of the values. */
    public static final Registry REGISTRY = Registry.of("SRTP encryption algorithm", "RFC 3830, 6.10.1")
            .with(NULL, "NULL")
            .with(AES_CM, "AES-CM")
            .with(AES_F8, "AES-F8")
            .with(SEED_CTR, "SEED-CTR")
            .with(SEED_CCM, "SEED-CCM")
            .with(SEED_GCM, "SEED-GCM")
            .with(AES_GCM, "AES-GCM")
            .with(ARIA_CTR, "ARIA-CTR")
            .with(ARIA_GCM, "ARIA-GCM")
            .privateUse(241, 255)
            .build();

    private SrtpEncrAlg() {}
}
