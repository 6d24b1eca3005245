package org.mikey4j.message.registry;

/** The Diffie-Hellman groups, by their MIKEY number (which is not the IKE number) (RFC 3830, 6.4). */
public final class DhGroupId {
    public static final int OAKLEY_5 = 0;
    public static final int OAKLEY_1 = 1;
    public static final int OAKLEY_2 = 2;

    /** The names of the values. */
    public static final Registry REGISTRY = Registry.of("DH-Group", "RFC 3830, 6.4")
            .with(OAKLEY_5, "OAKLEY-5")
            .with(OAKLEY_1, "OAKLEY-1")
            .with(OAKLEY_2, "OAKLEY-2")
            .privateUse(241, 255)
            .build();

    private DhGroupId() {}
}
