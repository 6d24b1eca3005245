package org.mikey4j.cli.call;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.List;
import org.mikey4j.message.Octets;

/**
 * Writes datagrams as a capture in the classic pcap format, each in a UDP and an IPv4 header made up for it (RFC 768, RFC
 * 791): all elements of a call live on the loopback address, where nothing but the ports tells them apart.
 */
final class CaptureFile {
    private static final int MAGIC_MICROSECONDS = 0xa1b2c3d4;
    private static final int LINKTYPE_IPV4 = 228;
    private static final int SNAP_LENGTH = 0x40000;
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int IP_HEADER = 20;
    private static final int UDP_HEADER = 8;
    private static final int LOOPBACK = 0x7f000001;

    private CaptureFile() {}

    /** The file with the datagrams of these events; those without a datagram are left out. */
    static byte[] of(List<CallTrace.Event> events) {
        List<CallTrace.Event> sent =
                events.stream().filter(event -> event.fromPort() != 0).toList();
        int length = FILE_HEADER
                + sent.stream()
                        .mapToInt(e -> RECORD_HEADER
                                + IP_HEADER
                                + UDP_HEADER
                                + e.octets().length())
                        .sum();
        ByteBuffer file = ByteBuffer.allocate(length).order(ByteOrder.BIG_ENDIAN);
        file.putInt(MAGIC_MICROSECONDS)
                .putShort((short) 2)
                .putShort((short) 4)
                .putInt(0)
                .putInt(0);
        file.putInt(SNAP_LENGTH).putInt(LINKTYPE_IPV4);
        for (int i = 0; i < sent.size(); i++) {
            record(file, sent.get(i), i);
        }
        return file.array();
    }

    private static void record(ByteBuffer file, CallTrace.Event event, int number) {
        Octets payload = event.octets();
        int length = IP_HEADER + UDP_HEADER + payload.length();
        Instant at = event.at();
        file.putInt((int) at.getEpochSecond())
                .putInt(at.getNano() / 1000)
                .putInt(length)
                .putInt(length);
        int start = file.position();
        file.putShort((short) 0x4500)
                .putShort((short) length)
                .putShort((short) number)
                .putShort((short) 0x4000);
        file.put((byte) 64).put((byte) 17).putShort((short) 0).putInt(LOOPBACK).putInt(LOOPBACK);
        file.putShort(start + 10, checksum(file, start));
        file.putShort((short) event.fromPort()).putShort((short) event.toPort());
        // No UDP checksum, as IPv4 allows.
        file.putShort((short) (UDP_HEADER + payload.length())).putShort((short) 0);
        file.put(payload.toByteArray());
    }

    private static short checksum(ByteBuffer file, int start) {
        int sum = 0;
        for (int i = 0; i < IP_HEADER; i += 2) {
            sum += file.getShort(start + i) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return (short) ~(sum + (sum >>> 16));
    }
}
