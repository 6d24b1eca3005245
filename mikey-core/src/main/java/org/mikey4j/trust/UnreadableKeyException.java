package org.mikey4j.trust;

import org.mikey4j.MikeyException;

/** A file of keys or certificates that cannot be used. Its message never holds what is in the file. */
public final class UnreadableKeyException extends MikeyException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    UnreadableKeyException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    UnreadableKeyException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** What is wrong with a file. */
    public enum Reason {
        /** It is longer than {@link KeyFile#MAX_OCTETS}. */
        TOO_LARGE,
        /** It is neither PEM nor one of the DER structures that are read. */
        NOT_RECOGNIZED,
        /** It begins as something that is read, and goes on otherwise. */
        MALFORMED,
        /** It is encrypted, and no password was given. */
        PASSWORD_NEEDED,
        /** The password is not that of the file. */
        WRONG_PASSWORD,
        /** It is encrypted in a way that is not read, or that would take too long. */
        UNSUPPORTED_ENCRYPTION,
        /** The key is not RSA. */
        UNSUPPORTED_KEY,
        /** There is no private key in it. */
        NO_KEY,
        /** There is more than one private key in it. */
        SEVERAL_KEYS,
        /** There is no certificate in it. */
        NO_CERTIFICATE,
        /** The private key is not that of the first certificate. */
        KEY_DOES_NOT_MATCH
    }
}
