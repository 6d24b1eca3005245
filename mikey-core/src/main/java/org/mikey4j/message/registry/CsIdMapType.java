package org.mikey4j.message.registry;

/** The kinds of crypto session map (RFC 3830, 6.1). */
public final class CsIdMapType {
    public static final int SRTP_ID = 0;
    public static final int EMPTY = 1;
    public static final int GENERIC_ID = 2;

    /** The names of the values. */
    public static final Registry REGISTRY = Registry.of("CS ID Map Type", "RFC 3830, 6.1")
            .with(SRTP_ID, "SRTP-ID")
            .with(EMPTY, "EMPTY")
            .with(GENERIC_ID, "GENERIC-ID")
            .privateUse(241, 255)
            .build();

    private CsIdMapType() {}
}
