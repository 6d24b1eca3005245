package org.mikey4j.cli.sip;

/** Something of SIP could not be done: an address is taken, a peer is away, a message cannot be built. */
public final class SipFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what could not be done */
    public SipFailure(String message) {
        super(message);
    }

    /**
     * @param message what could not be done
     * @param cause why
     */
    public SipFailure(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
