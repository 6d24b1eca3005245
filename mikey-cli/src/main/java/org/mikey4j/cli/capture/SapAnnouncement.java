package org.mikey4j.cli.capture;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Announcements of sessions (RFC 2974, 3). */
final class SapAnnouncement {
    static final int PORT = 9875;
    private static final int MOST_OCTETS = 64 << 10;

    private SapAnnouncement() {}

    /** The description in an announcement; nothing if it has none that can be read. */
    static Optional<String> description(byte[] array, int from, int to) {
        if (to - from < 8 || (array[from] & 0xe0) != 0x20 || (array[from] & 0x02) != 0) {
            return Optional.empty(); // another version, or encrypted
        }
        boolean v6 = (array[from] & 0x10) != 0;
        int at = from + 4 + (v6 ? 16 : 4) + 4 * (array[from + 1] & 0xff);
        if (at >= to) {
            return Optional.empty();
        }
        byte[] payload = Arrays.copyOfRange(array, at, to);
        if ((array[from] & 0x01) != 0) {
            payload = inflate(payload);
        }
        String text = new String(payload, StandardCharsets.ISO_8859_1);
        int sdp = text.startsWith("v=0") ? 0 : text.indexOf('\0') + 1;
        return text.startsWith("v=0", sdp) ? Optional.of(text.substring(sdp)) : Optional.empty();
    }

    private static byte[] inflate(byte[] payload) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(payload);
            byte[] out = new byte[MOST_OCTETS];
            int size = inflater.inflate(out);
            return Arrays.copyOf(out, size);
        } catch (DataFormatException e) {
            return new byte[0];
        } finally {
            inflater.end();
        }
    }
}
