package org.mikey4j.crypto.identity;

import org.mikey4j.MikeyException;

/** A text or octets that cannot be an identifier; the message says of which form it is not. */
public final class IdentifierException extends MikeyException {
    private static final long serialVersionUID = 1L;

    public IdentifierException(String message) {
        super(message);
    }

    public IdentifierException(String message, Throwable cause) {
        super(message, cause);
    }
}
