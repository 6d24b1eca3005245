package org.mikey4j.kmc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.mikey4j.crypto.HashAlgorithm;
import org.mikey4j.kmc.KmcRefusal.Reason;
import org.mikey4j.message.Octets;

/**
 * A line of the record of lawful access. Each carries the hash of the one before, so that none can be changed, taken out or put
 * in without all that follow showing it.
 *
 * @param number counts from 1
 * @param at when it was written
 * @param kind what happened
 * @param warrant the reference of what allowed it
 * @param call the digest of the call, 32 octets; see {@link CallBinding#digest}
 * @param detail for people: who released, and why; nothing secret
 * @param sealed the combined key under a key of this entry; empty for a release
 * @param shares that key in two parts, each for one custodian; empty for a release
 * @param previous the hash of the entry before; 32 zeros for the first
 * @param hash SHA-256 over all of the above
 */
public record AccessEntry(
        long number,
        Instant at,
        Kind kind,
        String warrant,
        Octets call,
        String detail,
        Octets sealed,
        List<Octets> shares,
        Octets previous,
        Octets hash) {
    private static final Octets BEGINNING = Octets.copyOf(new byte[32]);

    /** What happened. */
    public enum Kind {
        /** A key was put down, sealed. */
        KEPT,
        /** A key was given out. */
        RELEASED
    }

    public AccessEntry {
        shares = List.copyOf(shares);
    }

    /** The hash that an entry with these contents has. */
    Octets computed() {
        List<Octets> parts = new ArrayList<>();
        parts.add(number(number));
        parts.add(number(at.getEpochSecond()));
        parts.add(number(at.getNano()));
        add(parts, text(kind.name()));
        add(parts, text(warrant));
        add(parts, call);
        add(parts, text(detail));
        add(parts, sealed);
        shares.forEach(share -> add(parts, share));
        add(parts, previous);
        return HashAlgorithm.SHA_256.digest(parts.toArray(Octets[]::new));
    }

    private static Octets text(String text) {
        return Octets.of(text, StandardCharsets.UTF_8);
    }

    private static Octets number(long value) {
        return Octets.copyOf(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }

    private static void add(List<Octets> parts, Octets part) {
        parts.add(number(part.length()));
        parts.add(part);
    }

    /** The hash that the entry after this one carries; without one before, that of the beginning. */
    static Octets previous(java.util.Optional<AccessEntry> before) {
        return before.map(AccessEntry::hash).orElse(BEGINNING);
    }

    /**
     * Checks a whole record.
     *
     * @param entries from the first on
     * @throws KmcRefusal with {@link Reason#RECORD_DAMAGED}, naming the entry from which on it cannot be relied on
     */
    public static void verify(List<AccessEntry> entries) {
        java.util.Optional<AccessEntry> before = java.util.Optional.empty();
        for (AccessEntry entry : entries) {
            long expected = before.map(e -> e.number + 1).orElse(1L);
            if (entry.number != expected
                    || !entry.previous.equals(previous(before))
                    || !entry.hash.equals(entry.computed())) {
                throw new KmcRefusal(
                        Reason.RECORD_DAMAGED, "the record was changed at entry " + expected + ", or one is missing");
            }
            before = java.util.Optional.of(entry);
        }
    }
}
