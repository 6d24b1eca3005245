package org.mikey4j.message.registry;

/** The kinds of key in an SK sub-payload (RFC 6267, 6.1.5). */
public final class SkType {
    public static final int SK = 1;

    /** The names of the values. */
    public static final Registry REGISTRY =
            Registry.of("SK sub-payload", "RFC 6267, 6.1.5").with(SK, "SK").build();

    private SkType() {}
}
