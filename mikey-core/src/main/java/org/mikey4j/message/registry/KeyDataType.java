package org.mikey4j.message.registry;

/** The kinds of key in a Key data sub-payload (RFC 3830, 6.13). */
public final class KeyDataType {
    public static final int TGK = 0;
    public static final int TGK_SALT = 1;
    public static final int TEK = 2;
    public static final int TEK_SALT = 3;
    public static final int GTGK = 4;
    public static final int GTGK_SALT = 5;
    public static final int MPK = 6;
    public static final int K_PR = 7;

    /** The names of the values. */
    public static final Registry REGISTRY = Registry.of("Key Data Type", "RFC 3830, 6.13")
            .with(TGK, "TGK")
            .with(TGK_SALT, "TGK+SALT")
            .with(TEK, "TEK")
            .with(TEK_SALT, "TEK+SALT")
            .with(GTGK, "GTGK")
            .with(GTGK_SALT, "GTGK+SALT")
            .with(MPK, "MPK")
            .with(K_PR, "K_PR")
            .build();

    private KeyDataType() {}
}
