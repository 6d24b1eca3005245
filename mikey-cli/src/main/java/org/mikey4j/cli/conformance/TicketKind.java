package org.mikey4j.cli.conformance;

import java.util.Locale;
import java.util.Map;

/** The tickets that scenarios ask for. */
enum TicketKind {
    /** Everybody who may have it resolved gets the same keys. */
    PLAIN("DEFGHLNO", "0"),
    /** Who answers gets keys of its own (RFC 6043, 5.1.1). */
    FORKED("DEFGHILNO", "0"),
    /** The same with algorithms of 256 bits. */
    FORKED_256("DEFGHILNO", "1");

    private final String flags;
    private final String prf;

    TicketKind(String flags, String prf) {
        this.flags = flags;
        this.prf = prf;
    }

    /** The name in the ids of scenarios. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The members of a request that tell an Initiator what to ask for. */
    Map<String, String> members() {
        return Map.of("flags", flags, "prf", prf);
    }

    /** An end that asks for it. */
    Setup in(Map<String, String> setup) {
        return new Setup(setup).with("flags", flags).with("prf", prf);
    }
}
