package org.mikey4j.message.registry;

/** The hash functions of the CHASH payload (RFC 3830, 6.8). */
public final class HashFunc {
    public static final int SHA_1 = 0;
    public static final int MD5 = 1;
    public static final int SHA_256 = 2;

    /** The names of the values. */
    public static final Registry REGISTRY = Registry.of("Hash Func", "RFC 3830, 6.8")
            .with(SHA_1, "SHA-1")
            .with(MD5, "MD5")
            .with(SHA_256, "SHA-256")
            .privateUse(241, 255)
            .build();

    private HashFunc() {}
}
