package org.mikey4j.kmc;

/** The two sides of a call. */
public enum Side {
    /** A, who calls. */
    CALLER(1),
    /** B, who is called. */
    CALLEE(2);

    private final int number;

    Side(int number) {
        this.number = number;
    }

    /** The number in a {@link KmcExtension}. */
    int number() {
        return number;
    }

    /** The other side. */
    public Side other() {
        return this == CALLER ? CALLEE : CALLER;
    }
}
