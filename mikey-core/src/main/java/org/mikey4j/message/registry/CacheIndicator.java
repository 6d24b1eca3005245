package org.mikey4j.message.registry;

/** What the Responder does with the envelope key: the two bits C of the PKE payload (RFC 3830, 6.3). */
public final class CacheIndicator {
    public static final int NO_CACHE = 0;
    public static final int CACHE = 1;
    public static final int CACHE_FOR_CSB = 2;

    /** The names of the values. */
    public static final Registry REGISTRY = Registry.of("C", "RFC 3830, 6.3")
            .with(NO_CACHE, "NO_CACHE")
            .with(CACHE, "CACHE")
            .with(CACHE_FOR_CSB, "CACHE_FOR_CSB")
            .build();

    private CacheIndicator() {}
}
