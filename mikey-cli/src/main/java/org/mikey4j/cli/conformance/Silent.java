package org.mikey4j.cli.conformance;

/** There is no answer, and why. */
public final class Silent extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean hung;

    Silent(boolean hung, String message) {
        super(message);
        this.hung = hung;
    }

    /** Whether it may still be at work; it ended otherwise. */
    boolean hung() {
        return hung;
    }
}
