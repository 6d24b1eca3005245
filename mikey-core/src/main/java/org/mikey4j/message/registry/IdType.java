package org.mikey4j.message.registry;

/** The kinds of identity (RFC 3830, 6.7). */
public final class IdType {
    public static final int NAI = 0;
    public static final int URI = 1;
    public static final int BYTE_STRING = 2;

    /** The names of the values. */
    public static final Registry REGISTRY = Registry.of("ID Type", "RFC 3830, 6.7")
            .with(NAI, "NAI")
            .with(URI, "URI")
            .with(BYTE_STRING, "BYTE_STRING")
            .privateUse(241, 255)
            .build();

    private IdType() {}
}
