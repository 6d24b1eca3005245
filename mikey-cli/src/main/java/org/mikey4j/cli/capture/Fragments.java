package org.mikey4j.cli.capture;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Puts fragments of datagrams together. What is begun is bounded; the oldest is forgotten. */
final class Fragments {
    private static final int MOST_BEGUN = 256;
    private static final int MOST_OCTETS = 65_535;
    private static final byte[] INCOMPLETE = new byte[0];

    private final Map<Key, Begun> begun = new LinkedHashMap<>();

    private record Key(boolean v6, long sh, long sl, long th, long tl, int protocol, int id) {}

    private static final class Begun {
        private final TreeMap<Integer, byte[]> pieces = new TreeMap<>();
        private int whole = -1;

        private byte[] complete() {
            int reached = 0;
            for (Map.Entry<Integer, byte[]> piece : pieces.entrySet()) {
                if (piece.getKey() > reached) {
                    return INCOMPLETE;
                }
                reached = Math.max(reached, piece.getKey() + piece.getValue().length);
            }
            if (whole < 0 || reached < whole) {
                return INCOMPLETE;
            }
            byte[] all = new byte[whole];
            pieces.forEach((offset, octets) -> {
                int fits = Math.min(octets.length, whole - offset);
                if (fits > 0) {
                    System.arraycopy(octets, 0, all, offset, fits);
                }
            });
            return all;
        }
    }

    /** Takes a fragment; the whole if it was the last one missing, otherwise nothing. */
    byte[] add(Frame frame, int id, int offset, boolean more) {
        int length = frame.end - frame.at;
        if (length <= 0 || offset + length > MOST_OCTETS) {
            return INCOMPLETE;
        }
        Key key = new Key(
                frame.isV6, frame.sourceHigh, frame.sourceLow, frame.targetHigh, frame.targetLow, frame.protocol, id);
        Begun of = begun.computeIfAbsent(key, k -> new Begun());
        byte[] piece = new byte[length];
        System.arraycopy(frame.array, frame.at, piece, 0, length);
        of.pieces.putIfAbsent(offset, piece);
        if (!more) {
            of.whole = offset + length;
        }
        byte[] all = of.complete();
        if (all.length > 0) {
            begun.remove(key);
        } else if (begun.size() > MOST_BEGUN) {
            Iterator<Key> oldest = begun.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return all;
    }
}
