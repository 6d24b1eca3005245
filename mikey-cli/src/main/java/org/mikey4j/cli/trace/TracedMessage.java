package org.mikey4j.cli.trace;

import org.mikey4j.cli.capture.Signal;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;

/** A message of an exchange, seen once or, where proxies or retransmissions repeat it, several times. */
public final class TracedMessage {
    private final Signal first;
    private final String carrier;
    private final MikeyMessage message;
    private Signal last;
    private int seen = 1;

    TracedMessage(Signal first, String carrier, MikeyMessage message) {
        this.first = first;
        this.last = first;
        this.carrier = carrier;
        this.message = message;
    }

    void seenAgain(Signal signal) {
        last = signal;
        seen++;
    }

    /** What carried it first. */
    public Signal first() {
        return first;
    }

    /** What carried it last: where its way ended. */
    public Signal last() {
        return last;
    }

    /** How often it was seen. */
    public int seen() {
        return seen;
    }

    /** Where in the signalling it stands. */
    public String carrier() {
        return carrier;
    }

    /** The message. */
    public MikeyMessage message() {
        return message;
    }

    Octets octets() {
        return message.octets();
    }
}
