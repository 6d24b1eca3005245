package org.mikey4j.media;

import org.mikey4j.MikeyException;

/** A program or format that keys are exported to has no way to say something that they need. The message says what. */
public final class NotExpressibleException extends MikeyException {
    private static final long serialVersionUID = 1L;

    private final String target;

    NotExpressibleException(String target, String what) {
        super(target + " cannot express " + what);
        this.target = target;
    }

    /** What cannot express it, for example {@code SDES}. */
    public String target() {
        return target;
    }
}
