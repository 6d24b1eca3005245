package org.mikey4j.cli.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Makes packets and captures octet by octet. */
final class Packets {
    static final byte[] V4_A = {(byte) 192, 0, 2, 1};
    static final byte[] V4_B = {(byte) 192, 0, 2, 2};
    static final byte[] V6_A = HexFormat.of().parseHex("20010db8000000000000000000000001");
    static final byte[] V6_B = HexFormat.of().parseHex("20010db8000000000000000000000002");

    private Packets() {}

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] udp(int from, int to, byte[] payload) {
        return join(
                ByteBuffer.allocate(8)
                        .putShort((short) from)
                        .putShort((short) to)
                        .putShort((short) (8 + payload.length))
                        .putShort((short) 0)
                        .array(),
                payload);
    }

    static byte[] tcp(int from, int to, int sequence, int flags, byte[] payload) {
        return join(
                ByteBuffer.allocate(20)
                        .putShort((short) from)
                        .putShort((short) to)
                        .putInt(sequence)
                        .putInt(1)
                        .put((byte) 0x50)
                        .put((byte) flags)
                        .putShort((short) 0x2000)
                        .putInt(0)
                        .array(),
                payload);
    }

    static byte[] ip4(int protocol, byte[] payload) {
        return ip4(protocol, 7, 0, V4_A, V4_B, payload);
    }

    static byte[] ip4(int protocol, int id, int fragment, byte[] source, byte[] target, byte[] payload) {
        byte[] header = join(
                ByteBuffer.allocate(12)
                        .put((byte) 0x45)
                        .put((byte) 0)
                        .putShort((short) (20 + payload.length))
                        .putShort((short) id)
                        .putShort((short) fragment)
                        .put((byte) 64)
                        .put((byte) protocol)
                        .putShort((short) 0)
                        .array(),
                source,
                target);
        int sum = 0;
        for (int i = 0; i < 20; i += 2) {
            sum += (header[i] & 0xff) << 8 | header[i + 1] & 0xff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        sum = ~(sum + (sum >>> 16));
        header[10] = (byte) (sum >> 8);
        header[11] = (byte) sum;
        return join(header, payload);
    }

    /** @param next the type of the first thing in the payload */
    static byte[] ip6(int next, byte[] payload) {
        return join(
                ByteBuffer.allocate(8)
                        .putInt(0x60000000)
                        .putShort((short) payload.length)
                        .put((byte) next)
                        .put((byte) 64)
                        .array(),
                V6_A,
                V6_B,
                payload);
    }

    static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    static byte[] ethernet(String type, byte[] payload) {
        return join(hex("020000000002" + "020000000001" + type), payload);
    }

    /** A capture of tcpdump. */
    static byte[] pcap(ByteOrder order, int magic, int linkType, List<byte[]> packets) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(24)
                .order(order)
                .putInt(magic)
                .putShort((short) 2)
                .putShort((short) 4)
                .putInt(0)
                .putInt(0)
                .putInt(65535)
                .putInt(linkType)
                .array());
        int second = 1_700_000_000;
        for (byte[] packet : packets) {
            out.writeBytes(ByteBuffer.allocate(16)
                    .order(order)
                    .putInt(second++)
                    .putInt(500)
                    .putInt(packet.length)
                    .putInt(packet.length)
                    .array());
            out.writeBytes(packet);
        }
        return out.toByteArray();
    }

    static byte[] pcap(int linkType, List<byte[]> packets) {
        return pcap(ByteOrder.LITTLE_ENDIAN, CaptureFormat.PCAP_MICROS, linkType, packets);
    }

    /** A capture of Wireshark with an interface for each packet, the second of them in nanoseconds. */
    static byte[] pcapNg(ByteOrder order, List<Integer> linkTypes, List<byte[]> packets) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(block(
                order,
                0x0a0d0d0a,
                ByteBuffer.allocate(16)
                        .order(order)
                        .putInt(0x1a2b3c4d)
                        .putShort((short) 1)
                        .putShort((short) 0)
                        .putLong(-1)
                        .array()));
        for (int i = 0; i < linkTypes.size(); i++) {
            ByteBuffer body = ByteBuffer.allocate(i == 1 ? 20 : 8).order(order);
            body.putShort(linkTypes.get(i).shortValue()).putShort((short) 0).putInt(0);
            if (i == 1) {
                body.putShort((short) 9)
                        .putShort((short) 1)
                        .put((byte) 9)
                        .put(new byte[3])
                        .putInt(0);
            }
            out.writeBytes(block(order, 1, body.array()));
        }
        // Statistics, which no reader needs.
        out.writeBytes(block(order, 5, new byte[12]));
        for (int i = 0; i < packets.size(); i++) {
            byte[] packet = packets.get(i);
            int padded = (packet.length + 3) / 4 * 4;
            long time = i == 1 ? 1_700_000_001_000_000_500L : (1_700_000_000L + i) * 1_000_000 + 500;
            out.writeBytes(block(
                    order,
                    6,
                    ByteBuffer.allocate(20 + padded)
                            .order(order)
                            .putInt(Math.min(i, linkTypes.size() - 1))
                            .putInt((int) (time >>> 32))
                            .putInt((int) time)
                            .putInt(packet.length)
                            .putInt(packet.length)
                            .put(packet)
                            .array()));
        }
        return out.toByteArray();
    }

    private static byte[] block(ByteOrder order, int type, byte[] body) {
        int size = body.length + 12;
        return ByteBuffer.allocate(size)
                .order(order)
                .putInt(type)
                .putInt(size)
                .put(body)
                .putInt(size)
                .array();
    }

    /** Parts of octets, each of at most {@code size}. */
    static List<byte[]> parts(byte[] octets, int size) {
        List<byte[]> parts = new ArrayList<>();
        for (int at = 0; at < octets.length; at += size) {
            parts.add(java.util.Arrays.copyOfRange(octets, at, Math.min(octets.length, at + size)));
        }
        return parts;
    }
}
