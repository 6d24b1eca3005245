package org.mikey4j.message.registry;

/** The SAKKE parameter sets (RFC 6509, 4.2). */
public final class SakkeParams {
    public static final int PARAMETER_SET_1 = 1;

    /** The names of the values. */
    public static final Registry REGISTRY = Registry.of("SAKKE params", "RFC 6509, 4.2")
            .with(PARAMETER_SET_1, "PARAMETER_SET_1")
            .privateUse(240, 254)
            .build();

    private SakkeParams() {}
}
