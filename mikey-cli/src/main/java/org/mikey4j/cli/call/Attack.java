package org.mikey4j.cli.call;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What an attacker who owns the S-CSCF of the callee's network does to a call. */
enum Attack {
    /** Takes the keys out of the answer. */
    DROP("takes the keys out of the answer", false),
    /** Changes one bit of a MIKEY message on its way to the callee. */
    TAMPER("changes one bit of a MIKEY message", false),
    /** Puts the MIKEY messages of an earlier call into the offer of the next. */
    REPLAY("puts the offer's messages of an earlier call into the next", true),
    /** Puts the MIKEY messages of an earlier call into the answer of the next. */
    SPLICE("puts the answer's messages of an earlier call into the next", true),
    /** Takes the keys out of the offer and asks for RTP without protection. */
    DOWNGRADE("takes the keys out of the offer and asks for plain RTP", false);

    private final String what;
    private final boolean secondCall;

    Attack(String what, boolean secondCall) {
        this.what = what;
        this.secondCall = secondCall;
    }

    /** What it does, as a clause. */
    String what() {
        return what;
    }

    /** Whether it needs a call before. */
    boolean needsAnEarlierCall() {
        return secondCall;
    }

    /** The name on the command line. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static String labels() {
        return Arrays.stream(values()).map(Attack::label).collect(Collectors.joining(", "));
    }
}
