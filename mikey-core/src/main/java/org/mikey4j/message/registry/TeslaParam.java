package org.mikey4j.message.registry;

/** The parameter types of a TESLA policy (RFC 4442, 4.2). */
public final class TeslaParam {
    public static final int PRF = 1;
    public static final int PRF_OUTPUT_LENGTH = 2;
    public static final int MAC = 3;
    public static final int MAC_OUTPUT_LENGTH = 4;
    public static final int START_OF_SESSION = 5;
    public static final int INTERVAL_DURATION = 6;
    public static final int KEY_DISCLOSURE_DELAY = 7;
    public static final int KEY_CHAIN_LENGTH = 8;
    public static final int RECEIVER_TIMESTAMP = 9;

    /** The names of the values. */
    public static final Registry REGISTRY = Registry.of("TESLA policy parameters", "RFC 4442, 4.2")
            .with(PRF, "prf")
            .with(PRF_OUTPUT_LENGTH, "prfOutputLength")
            .with(MAC, "mac")
            .with(MAC_OUTPUT_LENGTH, "macOutputLength")
            .with(START_OF_SESSION, "startOfSession")
            .with(INTERVAL_DURATION, "intervalDuration")
            .with(KEY_DISCLOSURE_DELAY, "keyDisclosureDelay")
            .with(KEY_CHAIN_LENGTH, "keyChainLength")
            .with(RECEIVER_TIMESTAMP, "receiverTimestamp")
            .privateUse(241, 255)
            .build();

    private TeslaParam() {}
}
