package org.mikey4j.crypto;

/** Comparisons and choices without a branch, for what nobody may learn by a clock. */
final class Steady {
    private Steady() {}

    /** 1 if the value is 0, otherwise 0. */
    static int isZero(int value) {
        return 1 - isNotZero(value);
    }

    /** 0 if the value is 0, otherwise 1. */
    static int isNotZero(int value) {
        return (value | -value) >>> 31;
    }

    /** 1 if {@code a} is less than {@code b}, otherwise 0; both from 0 to 2^31 - 1. */
    static int isLess(int a, int b) {
        return (a - b) >>> 31;
    }

    /** {@code a} if {@code choice} is 1, {@code b} if it is 0. */
    static int select(int choice, int a, int b) {
        return (-choice & a) | (choice - 1 & b);
    }
}
