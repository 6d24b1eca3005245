package org.mikey4j.message.registry;

/** What the time of a TR payload stands for (RFC 6043, 6.4). */
public final class TsRole {
    public static final int TR_I = 1;
    public static final int TR_S = 2;
    public static final int TR_E = 3;
    public static final int TR_R = 4;

    /** The names of the values. */
    public static final Registry REGISTRY = Registry.of("TS Role", "RFC 6043, 6.4")
            .with(TR_I, "TRi")
            .with(TR_S, "TRs")
            .with(TR_E, "TRe")
            .with(TR_R, "TRr")
            .privateUse(240, 254)
            .build();

    private TsRole() {}
}
