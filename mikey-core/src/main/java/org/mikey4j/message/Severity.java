package org.mikey4j.message;

/** How much a {@link Diagnostic} matters. */
public enum Severity {
    /** The standard is broken, or the message cannot be used. */
    ERROR,
    /** Usable, but not as the standard wants it, or known to fail with some implementations. */
    WARNING,
    /** Worth knowing. */
    INFO
}
