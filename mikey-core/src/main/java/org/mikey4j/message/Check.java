package org.mikey4j.message;

import org.mikey4j.message.registry.Registry;

/** Checks that a value fits the field that is to carry it, and names the field when it does not. */
final class Check {
    private Check() {}

    static int u8(String field, int value) {
        return range(field, value, 0xff);
    }

    static void u16(String field, int value) {
        range(field, value, 0xffff);
    }

    static void u32(String field, long value) {
        if (value < 0 || value > 0xffff_ffffL) {
            throw new IllegalArgumentException(field + ": " + value + " does not fit into 32 bits");
        }
    }

    static int range(String field, int value, int max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException(field + ": " + value + " is not between 0 and " + max);
        }
        return value;
    }

    /** Checks that the octets fit behind a length field that counts up to {@code max}. */
    static void length(String field, Octets octets, int max) {
        if (octets.length() > max) {
            throw new IllegalArgumentException(
                    field + ": " + octets.length() + " octets are more than its length field can say (" + max + ")");
        }
    }

    /** Checks a size that follows from the value of another field, which is named only if the size is wrong. */
    static void exact(String field, Octets octets, int length, String what, Registry registry, int value) {
        if (octets.length() != length) {
            throw new IllegalArgumentException(
                    field + ": " + octets.length() + " octets, but " + what + registry.name(value) + " has " + length);
        }
    }
}
