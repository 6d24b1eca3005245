package org.mikey4j.message.registry;

/** The elliptic curves of the ECCPT payload (RFC 6267, 6.1.4). */
public final class EccCurve {
    public static final int P_192 = 1;
    public static final int B_163 = 2;
    public static final int K_163 = 3;
    public static final int SECT163R1 = 4;
    public static final int P_224 = 5;
    public static final int B_233 = 6;
    public static final int K_233 = 7;
    public static final int P_256 = 8;
    public static final int B_283 = 9;
    public static final int K_283 = 10;
    public static final int P_384 = 11;
    public static final int B_409 = 12;
    public static final int K_409 = 13;
    public static final int P_521 = 14;
    public static final int B_571 = 15;
    public static final int K_571 = 16;

    /** The names of the values. */
    public static final Registry REGISTRY = Registry.of("ECC Curve", "RFC 6267, 6.1.4")
            .with(P_192, "P-192")
            .with(B_163, "B-163")
            .with(K_163, "K-163")
            .with(SECT163R1, "sect163r1")
            .with(P_224, "P-224")
            .with(B_233, "B-233")
            .with(K_233, "K-233")
            .with(P_256, "P-256")
            .with(B_283, "B-283")
            .with(K_283, "K-283")
            .with(P_384, "P-384")
            .with(B_409, "B-409")
            .with(K_409, "K-409")
            .with(P_521, "P-521")
            .with(B_571, "B-571")
            .with(K_571, "K-571")
            .privateUse(240, 254)
            .build();

    private EccCurve() {}
}
