package org.mikey4j.crypto.internal;

import java.util.Arrays;

/** Reading a table at a secret index. */
public final class Selection {
    private Selection() {}

    /**
     * Copies part of the {@code entry}th of {@code entries} equal runs of {@code table} to {@code target}, reading all.
     *
     * @param stride limbs of one run
     * @param offset where in the run the wanted limbs start
     */
    public static void select(long[] target, long[] table, int stride, int offset, int entry, int entries) {
        Arrays.fill(target, 0);
        for (int i = 0; i < entries; i++) {
            long difference = i ^ entry;
            long mask = (difference - 1) >> (Long.SIZE - 1);
            int start = i * stride + offset;
            for (int j = 0; j < target.length; j++) {
                target[j] |= table[start + j] & mask;
            }
        }
    }
}
