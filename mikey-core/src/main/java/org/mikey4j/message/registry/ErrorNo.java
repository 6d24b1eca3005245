package org.mikey4j.message.registry;

/** The errors that one end reports to the other (RFC 3830, 6.12). */
public final class ErrorNo {
    public static final int AUTH_FAILURE = 0;
    public static final int INVALID_TS = 1;
    public static final int INVALID_PRF = 2;
    public static final int INVALID_MAC = 3;
    public static final int INVALID_EA = 4;
    public static final int INVALID_HA = 5;
    public static final int INVALID_DH = 6;
    public static final int INVALID_ID = 7;
    public static final int INVALID_CERT = 8;
    public static final int INVALID_SP = 9;
    public static final int INVALID_SPPAR = 10;
    public static final int INVALID_DT = 11;
    public static final int UNSPECIFIED = 12;
    public static final int UNSUPPORTED_MESSAGE_TYPE = 13;
    public static final int INVALID_TICKET = 14;
    public static final int INVALID_TPPAR = 15;

    /** The names of the values. */
    public static final Registry REGISTRY = Registry.of("Error no", "RFC 3830, 6.12")
            .with(AUTH_FAILURE, "AUTH_FAILURE")
            .with(INVALID_TS, "INVALID_TS")
            .with(INVALID_PRF, "INVALID_PRF")
            .with(INVALID_MAC, "INVALID_MAC")
            .with(INVALID_EA, "INVALID_EA")
            .with(INVALID_HA, "INVALID_HA")
            .with(INVALID_DH, "INVALID_DH")
            .with(INVALID_ID, "INVALID_ID")
            .with(INVALID_CERT, "INVALID_CERT")
            .with(INVALID_SP, "INVALID_SP")
            .with(INVALID_SPPAR, "INVALID_SPPAR")
            .with(INVALID_DT, "INVALID_DT")
            .with(UNSPECIFIED, "UNSPECIFIED")
            .with(UNSUPPORTED_MESSAGE_TYPE, "UNSUPPORTED_MESSAGE_TYPE")
            .with(INVALID_TICKET, "INVALID_TICKET")
            .with(INVALID_TPPAR, "INVALID_TPPAR")
            .privateUse(241, 255)
            .build();

    private ErrorNo() {}
}
