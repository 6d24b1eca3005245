package org.mikey4j.message.registry;

/** How the validity of a key is told (RFC 3830, 6.13). */
public final class KvType {
    public static final int NULL = 0;
    public static final int SPI = 1;
    public static final int INTERVAL = 2;

    /** The names of the values. */
    public static final Registry REGISTRY = Registry.of("KV Type", "RFC 3830, 6.13")
            .with(NULL, "NULL")
            .with(SPI, "SPI")
            .with(INTERVAL, "INTERVAL")
            .build();

    private KvType() {}
}
