package org.mikey4j.message.registry;

/** The kinds of identifier in a Key ID extension (RFC 4563, 4). */
public final class KeyIdType {
    public static final int MBMS_KEY_DOMAIN_ID = 0;
    public static final int MBMS_SERVICE_KEY_ID = 1;
    public static final int MBMS_TRAFFIC_KEY_ID = 2;

    /** The names of the values. */
    public static final Registry REGISTRY = Registry.of("Key ID Types", "RFC 4563, 4")
            .with(MBMS_KEY_DOMAIN_ID, "MBMS_KEY_DOMAIN_ID")
            .with(MBMS_SERVICE_KEY_ID, "MBMS_SERVICE_KEY_ID")
            .with(MBMS_TRAFFIC_KEY_ID, "MBMS_TRAFFIC_KEY_ID")
            .privateUse(241, 255)
            .build();

    private KeyIdType() {}
}
