package org.mikey4j.crypto.internal;

import java.util.Arrays;

/** Reading a table at a secret index. */
public final class Selection {
    private Selection() {}

    /**
     * Copies the {@code entry}th of {@code entries} equal runs of {@code table} to {@code target}, reading all of them.
     *
     * @param target as long as a run
     */
    public static void select(long[] target, long[] table, int entry, int entries) {
        Arrays.fill(target, 0);
        int start = 0;
        for (int i = 0; i < entries; i++) {
            long difference = i ^ entry;
            long mask = (difference - 1) >> (Long.SIZE - 1);
            for (int j = 0; j < target.length; j++) {
                target[j] |= table[start + j] & mask;
            }
            start += target.length;
        }
    }
}
