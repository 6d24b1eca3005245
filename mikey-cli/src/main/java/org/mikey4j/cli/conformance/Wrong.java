package org.mikey4j.cli.conformance;

import org.mikey4j.message.Octets;

/** Ends a scenario at once, because the implementation did what is wrong. */
final class Wrong extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Octets octets;

    /** @param octets the message that decided */
    Wrong(String what, Octets octets) {
        super(what);
        this.octets = octets;
    }

    Play.Judgement judgement() {
        return new Play.Judgement(String.valueOf(getMessage()), octets.toHex());
    }
}
