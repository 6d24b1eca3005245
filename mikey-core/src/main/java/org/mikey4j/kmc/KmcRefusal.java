package org.mikey4j.kmc;

import org.mikey4j.MikeyException;

/** A component or a key is not acceptable. Nothing changed, and no key was made. */
public final class KmcRefusal extends MikeyException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why. */
    public enum Reason {
        /** A component has less than 16 or more than 32 octets, or the two have different lengths. */
        LENGTH,
        /** Both components are the same, so their combination is no secret. */
        EQUAL_COMPONENTS,
        /** The combination is all zeros. */
        ZERO_KEY,
        /** It is bound to another call, or to other users. */
        OTHER_CALL,
        /** It is that of the other side, or both are of one side. */
        WRONG_SIDE,
        /** The component, or a key for the call, was issued before. */
        REUSED,
        /** The message carries something else than was asked for, or nothing. */
        WRONG_CONTENT,
        /** The message was refused: it is not authentic, too old, or was here before. */
        MESSAGE_REFUSED,
        /** Nothing allows it. */
        NOT_AUTHORISED,
        /** The record was changed, or what opens it is not there. */
        RECORD_DAMAGED
    }

    KmcRefusal(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
