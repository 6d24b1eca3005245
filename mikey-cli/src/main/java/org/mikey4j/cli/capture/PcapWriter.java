package org.mikey4j.cli.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;

/** Writes datagrams as a capture of IP packets, with nanoseconds. */
public final class PcapWriter {
    private static final int SNAP_LENGTH = 262_144;
    private static final int V4_HEADER = 20;
    private static final int V6_HEADER = 40;
    private static final int UDP_HEADER = 8;
    private static final int UDP = 17;

    private final OutputStream out;
    private int packets;

    /** Begins a file. */
    public PcapWriter(OutputStream out) throws IOException {
        this.out = out;
        out.write(ByteBuffer.allocate(24)
                .putInt(CaptureFormat.PCAP_NANOS)
                .putShort((short) 2)
                .putShort((short) 4)
                .putInt(0)
                .putInt(0)
                .putInt(SNAP_LENGTH)
                .putInt(LinkType.RAW)
                .array());
    }

    /** Adds a datagram. */
    public void write(Datagram datagram) throws IOException {
        int udp = UDP_HEADER + datagram.payload().length();
        ByteBuffer packet = ByteBuffer.allocate((datagram.isV6() ? V6_HEADER : V4_HEADER) + udp);
        if (datagram.isV6()) {
            packet.putInt(0x60000000).putShort((short) udp).put((byte) UDP).put((byte) 64);
            packet.put(datagram.source().toByteArray()).put(datagram.target().toByteArray());
        } else {
            packet.putShort((short) 0x4500).putShort((short) (V4_HEADER + udp)).putShort((short) packets);
            packet.putShort((short) 0x4000).put((byte) 64).put((byte) UDP).putShort((short) 0);
            packet.put(datagram.source().toByteArray()).put(datagram.target().toByteArray());
            packet.putShort(10, (short) ~folded(sum(packet, 0, V4_HEADER)));
        }
        int header = packet.position();
        packet.putShort((short) datagram.sourcePort()).putShort((short) datagram.targetPort());
        packet.putShort((short) udp).putShort((short) 0).put(datagram.payload().toByteArray());
        int addresses = datagram.isV6() ? sum(packet, 8, V6_HEADER) : sum(packet, 12, V4_HEADER);
        int checksum = ~folded(addresses + sum(packet, header, packet.limit()) + udp + UDP) & 0xffff;
        packet.putShort(header + 6, (short) (checksum == 0 ? 0xffff : checksum));
        Instant at = datagram.at();
        out.write(ByteBuffer.allocate(16)
                .putInt((int) at.getEpochSecond())
                .putInt(at.getNano())
                .putInt(packet.limit())
                .putInt(packet.limit())
                .array());
        out.write(packet.array());
        packets++;
    }

    private static int sum(ByteBuffer packet, int from, int to) {
        int sum = 0;
        for (int i = from; i < to; i += 2) {
            int low = i + 1 < to ? packet.get(i + 1) & 0xff : 0;
            sum += ((packet.get(i) & 0xff) << 8) | low;
        }
        return sum;
    }

    private static int folded(int sum) {
        int once = (sum & 0xffff) + (sum >>> 16);
        return (once & 0xffff) + (once >>> 16);
    }
}
