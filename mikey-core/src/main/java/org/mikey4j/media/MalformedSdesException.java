package org.mikey4j.media;

import org.mikey4j.MikeyException;

/** A text is not an SDES line. The message tells what is wrong, never key material. */
public final class MalformedSdesException extends MikeyException {
    private static final long serialVersionUID = 1L;

    private final int position;

    MalformedSdesException(int position, String what, String section) {
        super("a=crypto, character " + position + ": " + what + " (RFC 4568, " + section + ")");
        this.position = position;
    }

    /** Where, in characters from the beginning of the line. */
    public int position() {
        return position;
    }
}
