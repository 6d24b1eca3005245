package org.mikey4j.message.registry;

/** The kinds of ticket (16 bits) (RFC 6043, 6.10). */
public final class TicketType {
    public static final int MIKEY_BASE = 1;
    public static final int BASE_3GPP = 2;

    /** The names of the values. */
    public static final Registry REGISTRY = Registry.of("Ticket Type", "RFC 6043, 6.10")
            .with(MIKEY_BASE, "MIKEY_BASE")
            .with(BASE_3GPP, "3GPP_BASE")
            .privateUse(61440, 65534)
            .build();

    private TicketType() {}
}
