package org.mikey4j.message.registry;

/** How the SAKKE identifier is made from an identity (RFC 6509, 4.2). */
public final class IdScheme {
    public static final int TEL_URI_MONTHLY = 1;
    public static final int HASHED_UID_3GPP = 2;

    /** The names of the values. */
    public static final Registry REGISTRY = Registry.of("ID Scheme", "RFC 6509, 4.2")
            .with(TEL_URI_MONTHLY, "TEL_URI_MONTHLY")
            .with(HASHED_UID_3GPP, "3GPP_MCX_HASHED_UID")
            .privateUse(240, 254)
            .build();

    private IdScheme() {}
}
