package org.mikey4j.message.registry;

/** The kinds of message: octet 1 of the common header (RFC 3830, 6.1). */
public final class DataType {
    public static final int PSK_INIT = 0;
    public static final int PSK_RESP = 1;
    public static final int PK_INIT = 2;
    public static final int PK_RESP = 3;
    public static final int DH_INIT = 4;
    public static final int DH_RESP = 5;
    public static final int ERROR = 6;
    public static final int DHHMAC_INIT = 7;
    public static final int DHHMAC_RESP = 8;
    public static final int RSA_R_INIT = 9;
    public static final int RSA_R_RESP = 10;
    public static final int REQUEST_INIT_PSK = 11;
    public static final int REQUEST_INIT_PK = 12;
    public static final int REQUEST_RESP = 13;
    public static final int TRANSFER_INIT = 14;
    public static final int TRANSFER_RESP = 15;
    public static final int RESOLVE_INIT_PSK = 16;
    public static final int RESOLVE_INIT_PK = 17;
    public static final int RESOLVE_RESP = 18;
    public static final int REQUEST_KEY_PSK = 19;
    public static final int REQUEST_KEY_PKE = 20;
    public static final int REQUEST_KEY_RESP = 21;
    public static final int I_MESSAGE_1 = 22;
    public static final int R_MESSAGE_1 = 23;
    public static final int I_MESSAGE_2 = 24;
    public static final int R_MESSAGE_2 = 25;
    public static final int SAKKE = 26;

    /** The names of the values. */
    public static final Registry REGISTRY = Registry.of("Data Type", "RFC 3830, 6.1")
            .with(PSK_INIT, "PSK_INIT")
            .with(PSK_RESP, "PSK_RESP")
            .with(PK_INIT, "PK_INIT")
            .with(PK_RESP, "PK_RESP")
            .with(DH_INIT, "DH_INIT")
            .with(DH_RESP, "DH_RESP")
            .with(ERROR, "ERROR")
            .with(DHHMAC_INIT, "DHHMAC_INIT")
            .with(DHHMAC_RESP, "DHHMAC_RESP")
            .with(RSA_R_INIT, "RSA_R_INIT")
            .with(RSA_R_RESP, "RSA_R_RESP")
            .with(REQUEST_INIT_PSK, "REQUEST_INIT_PSK")
            .with(REQUEST_INIT_PK, "REQUEST_INIT_PK")
            .with(REQUEST_RESP, "REQUEST_RESP")
            .with(TRANSFER_INIT, "TRANSFER_INIT")
            .with(TRANSFER_RESP, "TRANSFER_RESP")
            .with(RESOLVE_INIT_PSK, "RESOLVE_INIT_PSK")
            .with(RESOLVE_INIT_PK, "RESOLVE_INIT_PK")
            .with(RESOLVE_RESP, "RESOLVE_RESP")
            .with(REQUEST_KEY_PSK, "REQUEST_KEY_PSK")
            .with(REQUEST_KEY_PKE, "REQUEST_KEY_PKE")
            .with(REQUEST_KEY_RESP, "REQUEST_KEY_RESP")
            .with(I_MESSAGE_1, "I_MESSAGE_1")
            .with(R_MESSAGE_1, "R_MESSAGE_1")
            .with(I_MESSAGE_2, "I_MESSAGE_2")
            .with(R_MESSAGE_2, "R_MESSAGE_2")
            .with(SAKKE, "SAKKE")
            .privateUse(241, 255)
            .build();

    private DataType() {}
}
