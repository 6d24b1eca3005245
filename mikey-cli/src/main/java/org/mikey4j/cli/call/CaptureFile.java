package org.mikey4j.cli.call;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.mikey4j.cli.capture.Datagram;
import org.mikey4j.cli.capture.PcapWriter;
import org.mikey4j.message.Octets;

/** What passed in a call as a capture, for tcpdump and Wireshark. */
final class CaptureFile {
    private static final Octets LOOPBACK = Octets.ofHex("7f000001");

    private CaptureFile() {}

    /** The file with the datagrams of these events; those without a datagram are left out. */
    static byte[] of(List<CallTrace.Event> events) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            PcapWriter file = new PcapWriter(out);
            for (CallTrace.Event event : events) {
                if (event.fromPort() != 0) {
                    file.write(new Datagram(
                            event.at(), LOOPBACK, event.fromPort(), LOOPBACK, event.toPort(), event.octets()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
