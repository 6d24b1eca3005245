package org.mikey4j.cli.trace;

import org.mikey4j.cli.capture.Signal;
import org.mikey4j.message.DecodeOptions;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;

/** A message of an exchange, seen once or, where proxies or retransmissions repeat it, several times. */
public final class TracedMessage {
    private final Signal first;
    private final String carrier;
    private final Octets octets;
    private final int dataType;
    private final long csbId;
    private Signal last;
    private int seen = 1;

    TracedMessage(Signal first, String carrier, MikeyMessage message) {
        this.first = first;
        this.last = first;
        this.carrier = carrier;
        // Many are kept, so each is kept small.
        this.octets = message.octets();
        this.dataType = message.header().dataType();
        this.csbId = message.header().csbId();
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

    /** The message, decoded anew each time. */
    public MikeyMessage message() {
        return MikeyMessage.inspect(octets, DecodeOptions.ACCEPT_TRAILING_ZERO)
                .message()
                .orElseThrow();
    }

    /** Its octets. */
    public Octets octets() {
        return octets;
    }

    /** The data type; see {@code DataType}. */
    public int dataType() {
        return dataType;
    }

    /** The crypto session bundle ID. */
    public long csbId() {
        return csbId;
    }
}
