package org.mikey4j.message.registry;

/** The subtypes of the OMA BCAST extension (RFC 5410, 3). */
public final class OmaBcastSubtype {
    public static final int LTKM = 1;
    public static final int STKM = 2;
    public static final int LTKM_REPORTING = 3;
    public static final int PARENTAL_CONTROL = 4;

    /** The names of the values. */
    public static final Registry REGISTRY = Registry.of("OMA BCAST Data Subtype", "RFC 5410, 3")
            .with(LTKM, "LTKM")
            .with(STKM, "STKM")
            .with(LTKM_REPORTING, "LTKM_REPORTING")
            .with(PARENTAL_CONTROL, "PARENTAL_CONTROL")
            .privateUse(192, 255)
            .build();

    private OmaBcastSubtype() {}
}
