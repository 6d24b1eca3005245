package org.mikey4j;

/**
 * The root of every exception that mikey4j throws for a cause outside the calling code: octets that are not MIKEY, a
 * message that does not authenticate, a key that is missing. Misuse of the API throws {@link IllegalArgumentException}
 * or {@link IllegalStateException} instead.
 *
 * <p>No message of a {@code MikeyException} contains key material.
 */
public class MikeyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MikeyException(String message) {
        super(message);
    }

    public MikeyException(String message, Throwable cause) {
        super(message, cause);
    }
}
