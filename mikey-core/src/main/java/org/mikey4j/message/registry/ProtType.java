package org.mikey4j.message.registry;

/** The security protocols that a policy is for (RFC 3830, 6.10). */
public final class ProtType {
    public static final int SRTP = 0;
    public static final int TESLA = 1;

    /** The names of the values. */
    public static final Registry REGISTRY = Registry.of("Prot Type", "RFC 3830, 6.10")
            .with(SRTP, "SRTP")
            .with(TESLA, "TESLA")
            .privateUse(241, 255)
            .build();

    private ProtType() {}
}
