package org.mikey4j.cli.capture;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mikey4j.cli.capture.Packets.ethernet;
import static org.mikey4j.cli.capture.Packets.hex;
import static org.mikey4j.cli.capture.Packets.ip4;
import static org.mikey4j.cli.capture.Packets.ip6;
import static org.mikey4j.cli.capture.Packets.join;
import static org.mikey4j.cli.capture.Packets.pcap;
import static org.mikey4j.cli.capture.Packets.pcapNg;
import static org.mikey4j.cli.capture.Packets.tcp;
import static org.mikey4j.cli.capture.Packets.text;
import static org.mikey4j.cli.capture.Packets.udp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * On every packet where tshark finds MIKEY, we find the same, with the CSB ID that it reads there; in captures of every kind, made
 * by hand. It reads what stands at session level only, so the key lines stand there.
 */
class TsharkAgreementTest {
    private static final Path TSHARK = Path.of("/usr/bin/tshark");
    private static final int MORE_FRAGMENTS = 0x2000;

    @TempDir
    Path folder;

    private static byte[] mikey(int csbId) {
        return hex("01000500" + String.format("%08x", csbId) + "010000" + "00112233" + "00000000"
                + "0b00e0a1b2c3d4e5f607" + "0110000102030405060708090a0b0c0d0e0f" + "00000000" + "00");
    }

    private static byte[] sip(String start, int csbId) {
        String sdp = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\na=key-mgmt:mikey "
                + Base64.getEncoder().encodeToString(mikey(csbId)) + "\r\nm=audio 4000 RTP/SAVP 0\r\n";
        return text(start
                + "\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nFrom: <sip:a@x>;tag=1\r\nTo: <sip:b@x>\r\n"
                + "Call-ID: call-" + csbId + "\r\nCSeq: 7 INVITE\r\nContent-Type: application/sdp\r\nContent-Length: "
                + sdp.length() + "\r\n\r\n" + sdp);
    }

    private static byte[] invite(int csbId) {
        return sip("INVITE sip:b@x SIP/2.0", csbId);
    }

    /** A packet among noise of its link, so that not every packet has MIKEY in it. */
    private static List<byte[]> ip(byte[]... packets) {
        List<byte[]> all = new ArrayList<>(List.of(ip4(17, udp(4000, 4002, hex("80000001" + "00".repeat(20))))));
        all.addAll(List.of(packets));
        all.add(ip4(6, tcp(80, 40001, 1, 0x18, text("HTTP/1.1 200 OK\r\n\r\n"))));
        return all;
    }

    private static byte[] segment(int sequence, int flags, byte[] octets) {
        return ip4(6, tcp(40000, 5060, sequence, flags, octets));
    }

    /** Fragments of a datagram, each of at most so many octets, a multiple of 8. */
    private static List<byte[]> fragments4(int id, byte[] datagram, int size) {
        List<byte[]> packets = new ArrayList<>();
        int at = 0;
        for (byte[] part : Packets.parts(datagram, size)) {
            int more = at + part.length < datagram.length ? MORE_FRAGMENTS : 0;
            packets.add(ip4(17, id, more | at / 8, Packets.V4_A, Packets.V4_B, part));
            at += part.length;
        }
        return packets;
    }

    private static List<byte[]> fragments6(int id, byte[] datagram, int size) {
        List<byte[]> packets = new ArrayList<>();
        int at = 0;
        for (byte[] part : Packets.parts(datagram, size)) {
            int more = at + part.length < datagram.length ? 1 : 0;
            packets.add(ip6(44, join(hex(String.format("1100%04x%08x", at | more, id)), part)));
            at += part.length;
        }
        return packets;
    }

    private static List<byte[]> order(List<byte[]> packets, int... order) {
        List<byte[]> ordered = new ArrayList<>();
        for (int index : order) {
            ordered.add(packets.get(index));
        }
        assertThat(ordered).hasSameSizeAs(packets);
        return ordered;
    }

    /** Checksums that nobody filled in are as good as right: tshark does not look at 0 in UDP over IPv4. */
    private static byte[] udp6(byte[] payload) {
        byte[] datagram = udp(5060, 5062, payload);
        long sum = 17 + datagram.length;
        for (byte[] part : List.of(Packets.V6_A, Packets.V6_B, datagram)) {
            for (int i = 0; i < part.length; i++) {
                sum += (part[i] & 0xffL) << (i % 2 == 0 ? 8 : 0);
            }
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        datagram[6] = (byte) (~sum >> 8);
        datagram[7] = (byte) ~sum;
        return datagram;
    }

    static Stream<Arguments> captures() throws IOException {
        List<Arguments> captures = new ArrayList<>();
        byte[] one = ip4(17, udp(5060, 5062, invite(1)));
        byte[] two = ip4(17, udp(5060, 5062, sip("SIP/2.0 200 OK", 2)));
        List<byte[]> both = ip(one, two, ip4(17, udp(40000, 2269, mikey(3))));
        for (ByteOrder order : List.of(LITTLE_ENDIAN, BIG_ENDIAN)) {
            captures.add(Arguments.of("microseconds, " + order, pcap(order, CaptureFormat.PCAP_MICROS, 101, both)));
            captures.add(Arguments.of("nanoseconds, " + order, pcap(order, CaptureFormat.PCAP_NANOS, 101, both)));
            captures.add(Arguments.of(
                    "pcapng with several interfaces, " + order,
                    pcapNg(
                            order,
                            List.of(1, 101, 113, 228),
                            List.of(
                                    ethernet("0800", one),
                                    two,
                                    join(hex("0000000100060200000000010000" + "0800"), ip4(17, udp(1, 2, invite(4)))),
                                    one,
                                    two))));
        }
        captures.add(Arguments.of("gzip of pcap", gzip(pcap(101, both))));
        captures.add(Arguments.of("gzip of pcapng", gzip(pcapNg(BIG_ENDIAN, List.of(101), both))));
        Map<Integer, List<byte[]>> byLink = new TreeMap<>();
        CaptureScanTest.links(invite(5))
                .forEach(link -> byLink.computeIfAbsent((Integer) link.get()[1], l -> new ArrayList<>())
                        .add((byte[]) link.get()[2]));
        byLink.forEach((link, packets) -> captures.add(Arguments.of("link type " + link, pcap(link, packets))));
        List<byte[]> four = fragments4(9, udp(5060, 5062, invite(6)), 160);
        List<byte[]> six = fragments6(9, udp6(invite(7)), 160);
        captures.add(Arguments.of("fragments of IPv4", pcap(101, ip(four.toArray(byte[][]::new)))));
        captures.add(Arguments.of("the same, the last first", pcap(101, order(four, 2, 0, 1))));
        captures.add(Arguments.of("fragments of IPv6", pcap(101, ip(six.toArray(byte[][]::new)))));
        captures.add(Arguments.of("the same, in another order", pcap(101, order(six, 1, 2, 0))));
        captures.add(Arguments.of("SIP over TCP", pcap(101, ip(stream(new int[] {0, 1, 2, 3, 4, 5, 6})))));
        captures.add(Arguments.of("the same, out of order", pcap(101, ip(stream(new int[] {0, 2, 1, 4, 3, 5, 6})))));
        captures.add(Arguments.of("the same, the first late", pcap(101, ip(stream(new int[] {2, 1, 0, 3, 6, 5, 4})))));
        captures.add(Arguments.of("the same, some again", pcap(101, ip(stream(new int[] {0, 1, 1, 2, 4, 3, 4, 5, 6
        })))));
        return captures.stream();
    }

    /** Two messages in seven segments of a connection that begins with SYN. */
    private static byte[][] stream(int[] order) {
        byte[] octets = join(invite(8), sip("SIP/2.0 200 OK", 9));
        List<byte[]> parts = Packets.parts(octets, octets.length / 7 + 1);
        List<byte[]> packets = new ArrayList<>(List.of(segment(99, 2, new byte[0])));
        for (int index : order) {
            packets.add(segment(100 + index * parts.get(0).length, 0x18, parts.get(index)));
        }
        return packets.toArray(byte[][]::new);
    }

    private static byte[] gzip(byte[] octets) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(octets);
        }
        return packed.toByteArray();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("captures")
    void weFindWhatItFinds(String name, byte[] capture) throws IOException {
        Assumptions.assumeTrue(Files.exists(TSHARK), "tshark is not installed");
        Path file = Files.write(folder.resolve("capture"), capture);

        assertThat(ours(file)).isEqualTo(theirs(file)).isNotEmpty();
    }

    /** The number of each packet, and the CSB ID of what is in it. */
    private static List<String> ours(Path file) throws IOException {
        List<String> found = new ArrayList<>();
        try (java.io.InputStream in = Files.newInputStream(file)) {
            CaptureInput input = CaptureInput.of(in);
            assertThat(input.isCapture()).isTrue();
            CaptureScan.read("c", input.stream(), new CaptureListener() {
                @Override
                public void signal(Signal signal, Supplier<String> text) {
                    signal.messages()
                            .forEach(carried -> found.add(signal.frame() + "\t"
                                    + carried.message().toHex().substring(8, 16)));
                }

                @Override
                public void damaged(long position, String what) {
                    throw new AssertionError(what);
                }
            });
        }
        return found;
    }

    private static List<String> theirs(Path file) throws IOException {
        Process tshark = new ProcessBuilder(
                        TSHARK.toString(),
                        "-r",
                        file.toString(),
                        "-o",
                        "tcp.reassemble_out_of_order:TRUE",
                        "-Y",
                        "mikey",
                        "-T",
                        "fields",
                        "-e",
                        "frame.number",
                        "-e",
                        "mikey.csb_id")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replace("\t0x", "\t"))
                .toList();
    }
}
