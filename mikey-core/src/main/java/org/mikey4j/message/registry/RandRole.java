package org.mikey4j.message.registry;

/** Who drew the random value of a RANDR payload (RFC 6043, 6.8). */
public final class RandRole {
    public static final int RANDR_I = 1;
    public static final int RANDR_R = 2;
    public static final int RANDR_KMS = 3;

    /** The names of the values. */
    public static final Registry REGISTRY = Registry.of("RAND Role", "RFC 6043, 6.8")
            .with(RANDR_I, "RANDRi")
            .with(RANDR_R, "RANDRr")
            .with(RANDR_KMS, "RANDRkms")
            .privateUse(240, 254)
            .build();

    private RandRole() {}
}
