package org.mikey4j.judges;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.mikey4j.message.Octets;

/** A capture of raw IP packets, each with one message to UDP port 2269, where Wireshark takes it for MIKEY. */
final class UdpCapture {
    /** Octets before a message. */
    static final int HEADERS = 28;

    private static final int RAW_IP = 101;
    private static final int SNAP_LENGTH = 262144;
    private static final int MIKEY = 2269;

    private UdpCapture() {}

    static void write(Path file, List<Octets> messages) throws IOException {
        try (DataOutputStream out =
                new DataOutputStream(new java.io.BufferedOutputStream(Files.newOutputStream(file)))) {
            ints(out, 0xa1b2c3d4, 2 << 16 | 4, 0, 0, SNAP_LENGTH, RAW_IP);
            for (Octets message : messages) {
                int length = HEADERS + message.length();
                ints(out, 0, 0, length, length);
                ints(out, 0x4500 << 16 | length, 0, 64 << 24 | 17 << 16, 0x7f000001, 0x7f000001);
                ints(out, 40000 << 16 | MIKEY, (length - 20) << 16);
                out.write(message.toByteArray());
            }
        }
    }

    private static void ints(DataOutputStream out, int... values) throws IOException {
        for (int value : values) {
            out.writeInt(value);
        }
    }
}
