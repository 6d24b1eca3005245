package org.mikey4j.media;

import org.mikey4j.MikeyException;

/** A key of an exchange does not fit the policy of its stream. The message tells sizes, never key material. */
public final class UnusableKeyException extends MikeyException {
    private static final long serialVersionUID = 1L;

    UnusableKeyException(String message) {
        super(message);
    }
}
