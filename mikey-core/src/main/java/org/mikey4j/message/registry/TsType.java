package org.mikey4j.message.registry;

/** The kinds of timestamp (RFC 3830, 6.6). */
public final class TsType {
    public static final int NTP_UTC = 0;
    public static final int NTP = 1;
    public static final int COUNTER = 2;
    public static final int NTP_UTC_32 = 3;

    /** The names of the values. */
    public static final Registry REGISTRY = Registry.of("TS Type", "RFC 3830, 6.6")
            .with(NTP_UTC, "NTP-UTC")
            .with(NTP, "NTP")
            .with(COUNTER, "COUNTER")
            .with(NTP_UTC_32, "NTP-UTC-32")
            .privateUse(241, 255)
            .build();

    private TsType() {}
}
