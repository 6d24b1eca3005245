package org.mikey4j.message.registry;

/** The payload types, as named by the next payload octet of the payload before (RFC 3830, 6.1). */
public final class PayloadType {
    public static final int LAST = 0;
    public static final int KEMAC = 1;
    public static final int PKE = 2;
    public static final int DH = 3;
    public static final int SIGN = 4;
    public static final int T = 5;
    public static final int ID = 6;
    public static final int CERT = 7;
    public static final int CHASH = 8;
    public static final int V = 9;
    public static final int SP = 10;
    public static final int RAND = 11;
    public static final int ERR = 12;
    public static final int TR = 13;
    public static final int IDR = 14;
    public static final int RANDR = 15;
    public static final int TP = 16;
    public static final int TICKET = 17;
    public static final int KEY_DATA = 20;
    public static final int GENERAL_EXT = 21;
    public static final int IBAKE = 22;
    public static final int ESK = 23;
    public static final int SK = 24;
    public static final int ECCPT = 25;
    public static final int SAKKE = 26;

    /** The names of the values. */
    public static final Registry REGISTRY = Registry.of("Next Payload", "RFC 3830, 6.1")
            .with(LAST, "LAST")
            .with(KEMAC, "KEMAC")
            .with(PKE, "PKE")
            .with(DH, "DH")
            .with(SIGN, "SIGN")
            .with(T, "T")
            .with(ID, "ID")
            .with(CERT, "CERT")
            .with(CHASH, "CHASH")
            .with(V, "V")
            .with(SP, "SP")
            .with(RAND, "RAND")
            .with(ERR, "ERR")
            .with(TR, "TR")
            .with(IDR, "IDR")
            .with(RANDR, "RANDR")
            .with(TP, "TP")
            .with(TICKET, "TICKET")
            .with(KEY_DATA, "KEY_DATA")
            .with(GENERAL_EXT, "GENERAL_EXT")
            .with(IBAKE, "IBAKE")
            .with(ESK, "ESK")
            .with(SK, "SK")
            .with(ECCPT, "ECCPT")
            .with(SAKKE, "SAKKE")
            .privateUse(241, 255)
            .build();

    private PayloadType() {}
}
