package org.mikey4j.message.registry;

/** The kinds of General extension (RFC 3830, 6.15). */
public final class GeneralExtensionType {
    public static final int VENDOR_ID = 0;
    public static final int SDP_IDS = 1;
    public static final int TESLA_I_KEY = 2;
    public static final int KEY_ID = 3;
    public static final int CSB_ID = 4;
    public static final int OMA_BCAST = 5;
    public static final int SAKKE_TO_SELF = 6;
    public static final int KEY_PARAMETERS_3GPP = 7;

    /** The names of the values. */
    public static final Registry REGISTRY = Registry.of("General Extensions Type", "RFC 3830, 6.15")
            .with(VENDOR_ID, "VENDOR_ID")
            .with(SDP_IDS, "SDP_IDS")
            .with(TESLA_I_KEY, "TESLA_I_KEY")
            .with(KEY_ID, "KEY_ID")
            .with(CSB_ID, "CSB_ID")
            .with(OMA_BCAST, "OMA_BCAST")
            .with(SAKKE_TO_SELF, "SAKKE_TO_SELF")
            .with(KEY_PARAMETERS_3GPP, "3GPP_KEY_PARAMETERS")
            .privateUse(241, 255)
            .build();

    private GeneralExtensionType() {}
}
