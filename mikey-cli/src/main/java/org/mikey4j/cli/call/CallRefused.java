package org.mikey4j.cli.call;

/** An end or a centre refuses the keys of a call. */
final class CallRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CallRefused(String message) {
        super(message, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
