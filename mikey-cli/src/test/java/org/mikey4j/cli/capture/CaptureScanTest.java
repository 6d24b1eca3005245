package org.mikey4j.cli.capture;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mikey4j.cli.capture.Packets.ethernet;
import static org.mikey4j.cli.capture.Packets.hex;
import static org.mikey4j.cli.capture.Packets.ip4;
import static org.mikey4j.cli.capture.Packets.ip6;
import static org.mikey4j.cli.capture.Packets.join;
import static org.mikey4j.cli.capture.Packets.pcap;
import static org.mikey4j.cli.capture.Packets.tcp;
import static org.mikey4j.cli.capture.Packets.text;
import static org.mikey4j.cli.capture.Packets.udp;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.cli.Cli;

/** Captures of every kind, made by hand, and what is found in them. */
class CaptureScanTest {
    /** HDR, T, RAND, KEMAC with NULL and NULL: what cameras send. */
    private static final byte[] MIKEY = hex("0100" + "0500" + "496ae122" + "01" + "00" + "00" + "00112233" + "00000000"
            + "0b00" + "e0a1b2c3d4e5f607" + "0110" + "000102030405060708090a0b0c0d0e0f" + "0000" + "0000" + "00");

    private static final String BASE64 = Base64.getEncoder().encodeToString(MIKEY);
    private static final String SDP = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\nm=audio 4000 RTP/SAVP 0\r\n"
            + "a=key-mgmt:mikey " + BASE64 + "\r\n";

    @TempDir
    Path folder;

    private final List<String> damage = new ArrayList<>();

    private static byte[] sip(String startLine, String contentType, String body) {
        return text(startLine
                + "\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nf: <sip:a@x>;tag=1\r\nt: <sip:b@x>\r\n"
                + "i: call-1\r\nCSeq: 7 INVITE\r\nc: " + contentType + "\r\nl: " + body.length() + "\r\n\r\n" + body);
    }

    private static final byte[] INVITE = sip("INVITE sip:b@x SIP/2.0", "application/sdp", SDP);

    private List<Signal> scan(byte[] capture) throws IOException {
        List<Signal> found = new ArrayList<>();
        damage.clear();
        CaptureScan.read("c", new ByteArrayInputStream(capture), new CaptureListener() {
            @Override
            public void signal(Signal signal, Supplier<String> text) {
                found.add(signal);
            }

            @Override
            public void damaged(long position, String what) {
                damage.add(position + " " + what);
            }
        });
        return found;
    }

    private static void assertFound(List<Signal> signals, long frame) {
        assertThat(signals).hasSize(1);
        Signal signal = signals.get(0);
        assertThat(signal.frame()).isEqualTo(frame);
        assertThat(signal.messages()).hasSize(1);
        assertThat(signal.messages().get(0).message().toByteArray()).isEqualTo(MIKEY);
    }

    static Stream<Arguments> links() {
        return links(INVITE);
    }

    /** A message of SIP in a packet of each kind of link: what it is, the type of the link, and the packet. */
    static Stream<Arguments> links(byte[] invite) {
        byte[] v4 = ip4(17, udp(5060, 5062, invite));
        byte[] v6 = ip6(17, udp(5060, 5062, invite));
        return Stream.of(
                Arguments.of("Ethernet", 1, ethernet("0800", v4)),
                Arguments.of("Ethernet, IPv6", 1, ethernet("86dd", v6)),
                Arguments.of("with a padded frame", 1, join(ethernet("0800", v4), new byte[6])),
                Arguments.of("VLAN", 1, ethernet("81000007" + "0800", v4)),
                Arguments.of("VLAN in VLAN", 1, ethernet("88a80007" + "81000008" + "86dd", v6)),
                Arguments.of(
                        "PPPoE", 1, ethernet("8864" + "11000001" + String.format("%04x", v4.length + 2) + "0021", v4)),
                Arguments.of("Linux cooked", 113, join(hex("0000000100060200000000010000" + "0800"), v4)),
                Arguments.of(
                        "Linux cooked 2",
                        276,
                        join(hex("86dd" + "0000" + "00000001" + "0001" + "00" + "06" + "0200000000010000"), v6)),
                Arguments.of("loopback of BSD", 0, join(hex("02000000"), v4)),
                Arguments.of("loopback of BSD, other order, IPv6", 0, join(hex("0000001e"), v6)),
                Arguments.of("loopback of OpenBSD", 108, join(hex("00000002"), v4)),
                Arguments.of("raw", 101, v4),
                Arguments.of("raw, IPv6", 101, v6),
                Arguments.of("IPv4", 228, v4),
                Arguments.of("IPv6", 229, v6),
                Arguments.of(
                        "IPv6 with hop-by-hop, routing and destination options",
                        229,
                        ip6(
                                0,
                                join(
                                        hex("2b00" + "010400000000"),
                                        hex("3c00" + "000000000000"),
                                        hex("1100" + "010400000000"),
                                        udp(5060, 5062, invite)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("links")
    void everyLinkIsUnderstood(String name, int linkType, byte[] packet) throws IOException {
        assertFound(scan(pcap(linkType, List.of(packet))), 1);
        assertThat(damage).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"BIG_ENDIAN, a1b2c3d4", "LITTLE_ENDIAN, a1b2c3d4", "BIG_ENDIAN, a1b23c4d", "LITTLE_ENDIAN, a1b23c4d"})
    void bothByteOrdersAndResolutionsOfTcpdump(String order, String magic) throws IOException {
        ByteOrder byteOrder = order.equals("BIG_ENDIAN") ? BIG_ENDIAN : LITTLE_ENDIAN;
        int number = Integer.parseUnsignedInt(magic, 16);

        List<Signal> found = scan(pcap(
                byteOrder, number, 101, List.of(ip4(17, udp(1, 2, text("x"))), ip4(17, udp(5060, 5062, INVITE)))));

        assertFound(found, 2);
        long nanos = magic.equals("a1b23c4d") ? 500 : 500_000;
        assertThat(found.get(0).at()).isEqualTo(Instant.ofEpochSecond(1_700_000_001L, nanos));
        assertThat(found.get(0).source()).isEqualTo("192.0.2.1:5060");
        assertThat(found.get(0).label()).isEqualTo("INVITE");
        assertThat(found.get(0).dialog()).isEqualTo("call-1");
        assertThat(found.get(0).fromTag()).isEqualTo("1");
        assertThat(found.get(0).transaction()).isEqualTo("7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BIG_ENDIAN", "LITTLE_ENDIAN"})
    void severalInterfacesOfWireshark(String order) throws IOException {
        ByteOrder byteOrder = order.equals("BIG_ENDIAN") ? BIG_ENDIAN : LITTLE_ENDIAN;
        byte[] packet = ip4(17, udp(5060, 5062, INVITE));
        byte[] capture = Packets.pcapNg(byteOrder, List.of(1, 101), List.of(ethernet("0800", packet), packet));

        List<Signal> found = scan(capture);

        assertThat(found).extracting(Signal::frame).containsExactly(1L, 2L);
        assertThat(found.get(0).at()).isEqualTo(Instant.ofEpochSecond(1_700_000_000L, 500_000));
        assertThat(found.get(1).at()).isEqualTo(Instant.ofEpochSecond(1_700_000_001L, 500));
        assertThat(scan(join(capture, capture))).as("two sections").hasSize(4);
        assertThat(damage).isEmpty();
    }

    @Test
    void fragmentsArePutTogetherInAnyOrder() throws IOException {
        List<byte[]> parts = Packets.parts(udp(5060, 5062, INVITE), 64);
        List<byte[]> packets = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            int more = i < parts.size() - 1 ? 0x2000 : 0;
            packets.add(ip4(17, 9, more | i * 8, Packets.V4_A, Packets.V4_B, parts.get(i)));
        }
        packets.add(ip4(17, 10, 0x2000, Packets.V4_A, Packets.V4_B, parts.get(0)));
        Collections.shuffle(packets, new Random(1));
        assertThat(scan(pcap(101, packets))).hasSize(1).first().satisfies(s -> assertFound(List.of(s), s.frame()));

        byte[] first = join(hex("11000001" + "00000009"), parts.get(0));
        byte[] rest =
                join(hex("11000040" + "00000009"), Arrays.copyOfRange(udp(5060, 5062, INVITE), 64, 8 + INVITE.length));
        assertFound(scan(pcap(229, List.of(ip6(44, rest), ip6(44, first)))), 2);
    }

    @Test
    void connectionsArePutInOrder() throws IOException {
        byte[] response = sip("SIP/2.0 200 OK", "application/sdp", SDP);
        byte[] both = join(INVITE, text("\r\n\r\n"), response);
        List<byte[]> parts = Packets.parts(both, 100);
        List<byte[]> packets = new ArrayList<>();
        int sequence = -150; // goes over the end of the sequence numbers
        packets.add(ip4(6, tcp(5060, 40000, sequence, 2, new byte[0])));
        for (int i = 0; i < parts.size(); i++) {
            packets.add(ip4(6, tcp(5060, 40000, sequence + 1 + 100 * i, 0x10, parts.get(i))));
        }
        Collections.swap(packets, 3, 5);
        packets.add(4, packets.get(2)); // again
        List<Signal> found = scan(pcap(101, packets));

        assertThat(found).extracting(Signal::label).containsExactly("INVITE", "200 INVITE");
        assertThat(found).allSatisfy(s -> assertFound(List.of(s), s.frame()));
        assertThat(found).extracting(Signal::transport).containsOnly("TCP");
    }

    @Test
    void whatIsMissingOfAConnectionCostsOneMessageAndNoMore() throws IOException {
        List<byte[]> packets = new ArrayList<>();
        int sequence = 1;
        for (int i = 0; i < 400; i++) {
            for (byte[] part : Packets.parts(INVITE, 300)) {
                packets.add(ip4(6, tcp(5060, 40000, sequence, 0x10, part)));
                sequence += part.length;
            }
        }
        packets.remove(3);

        assertThat(scan(pcap(101, packets)).size()).isBetween(1, 400);
        assertThat(scan(pcap(101, packets))).last().satisfies(s -> assertFound(List.of(s), packets.size()));
    }

    /** SIP has no chunks and RTSP 1.0 got them from HTTP; some send them all the same. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100, 5000})
    void bodiesInChunks(int segment) throws IOException {
        String half = SDP.substring(0, 60);
        String rest = SDP.substring(60);
        String head = "INVITE sip:b@x SIP/2.0\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\nContent-Type: application/sdp\r\n"
                + "Transfer-Encoding: Chunked\r\n\r\n";
        byte[] chunked = text(head + "3c;name=value\r\n" + half + "\r\n" + Integer.toHexString(rest.length()) + "\r\n"
                + rest + "\r\n0\r\nTrailer: x\r\n\r\n");
        byte[] broken = text(head + "xyz\r\n");

        List<Signal> found = scan(pcap(101, segments(join(chunked, INVITE, chunked), segment)));
        List<Signal> behind = scan(pcap(101, segments(join(chunked, broken, INVITE), 1)));
        List<Signal> cut = scan(pcap(101, segments(Arrays.copyOf(chunked, chunked.length - 3), segment)));

        assertThat(found).hasSize(3).allSatisfy(s -> assertFound(List.of(s), s.frame()));
        assertThat(behind).as("after what cannot be read").hasSizeGreaterThanOrEqualTo(1);
        assertThat(cut).isEmpty();
    }

    private static List<byte[]> segments(byte[] stream, int size) {
        List<byte[]> packets = new ArrayList<>();
        int at = 1;
        for (byte[] part : Packets.parts(stream, size)) {
            packets.add(ip4(6, tcp(5060, 40000, at, 0x10, part)));
            at += part.length;
        }
        return packets;
    }

    @Test
    void rtspWithInterleavedMediaAndParameters() throws IOException {
        String setup = "SETUP rtsp://h/1 RTSP/1.0\r\nCSeq: 3\r\nKeyMgmt: prot=mikey;uri=\"rtsp://h/1\";data=\"" + BASE64
                + "\"\r\nTransport: RTP/SAVP/TCP;interleaved=0-1\r\n\r\n";
        String parameter = "mikey: " + BASE64 + "\r\n";
        String set = "SET_PARAMETER rtsp://h/1 RTSP/1.0\r\nCSeq: 4\r\nContent-Type: text/parameters\r\nContent-Length: "
                + parameter.length() + "\r\n\r\n" + parameter;
        byte[] media = new byte[400];
        Arrays.fill(media, (byte) 'A');
        media[0] = '$';
        media[2] = 396 >> 8;
        media[3] = (byte) 396;
        byte[] stream = join(text(setup), media, media, text(set), media);

        List<Signal> found = scan(pcap(101, segments(stream, 333)));

        assertThat(found).extracting(Signal::label).containsExactly("SETUP", "SET_PARAMETER");
        assertThat(found)
                .extracting(s -> s.messages().get(0).carrier())
                .containsExactly("KeyMgmt header", "mikey parameter");
        assertThat(found).allSatisfy(s -> assertFound(List.of(s), s.frame()));
    }

    @Test
    void bodiesOfSeveralPartsAndOctetsAsTheyAre() throws IOException {
        String octets = new String(MIKEY, StandardCharsets.ISO_8859_1);
        String body = "--b\r\nContent-Type: application/sdp\r\n\r\n" + SDP
                + "\r\n--b\r\nContent-Type: application/mikey\r\nContent-Disposition: session\r\n\r\n" + octets
                + "\r\n--b--\r\n";
        byte[] multipart = sip("INVITE sip:b@x SIP/2.0", "multipart/mixed;boundary=\"b\"", body);
        byte[] ack = sip("ACK sip:b@x SIP/2.0", "application/mikey", octets);

        List<Signal> found =
                scan(pcap(101, List.of(ip4(17, udp(5060, 5062, multipart)), ip4(17, udp(5060, 5062, ack)))));

        assertThat(found).hasSize(2);
        assertThat(found.get(0).messages())
                .extracting(c -> c.carrier() + " " + Arrays.equals(c.message().toByteArray(), MIKEY))
                .containsExactlyInAnyOrder("application/mikey true", "a=key-mgmt, media 0 (RTP/SAVP) true");
        assertFound(List.of(found.get(1)), 2);
    }

    @Test
    void announcementsAndThePortOfMikey() throws IOException {
        byte[] sap = join(hex("2000" + "0001" + "c0000201"), text("application/sdp\0" + SDP));
        byte[] bare = join(hex("2001" + "0001" + "c0000201" + "00000000"), text(SDP));
        Deflater deflater = new Deflater();
        deflater.setInput(text("application/sdp\0" + SDP));
        deflater.finish();
        byte[] small = new byte[2000];
        byte[] compressed = join(hex("2100" + "0001" + "c0000201"), Arrays.copyOf(small, deflater.deflate(small)));
        List<Signal> found = scan(pcap(
                101,
                List.of(
                        ip4(17, udp(9875, 9875, sap)),
                        ip4(17, udp(9875, 9875, bare)),
                        ip4(17, udp(9875, 9875, compressed)),
                        ip4(17, udp(40000, 2269, MIKEY)),
                        ip4(6, tcp(2269, 40000, 5, 0x18, MIKEY)))));

        assertThat(found).extracting(Signal::protocol).containsExactly("SAP", "SAP", "SAP", "MIKEY", "MIKEY");
        assertThat(found.subList(0, 2)).allSatisfy(s -> assertFound(List.of(s), s.frame()));
        assertThat(found.subList(3, 5)).allSatisfy(s -> assertFound(List.of(s), s.frame()));
    }

    static Stream<Arguments> damages() {
        byte[] packet = ip4(17, udp(5060, 5062, INVITE));
        byte[] whole = pcap(101, List.of(packet, packet));
        byte[] long2 = whole.clone();
        long2[24 + 16 + packet.length + 11] = 0x7f;
        byte[] ng = Packets.pcapNg(LITTLE_ENDIAN, List.of(101), List.of(packet, packet));
        return Stream.of(
                Arguments.of(Arrays.copyOf(whole, whole.length - 1), 1, "the file ends within packet 2"),
                Arguments.of(
                        Arrays.copyOf(whole, 24 + 16 + packet.length + 7),
                        1,
                        "the file ends within the header of packet 2"),
                Arguments.of(
                        long2,
                        1,
                        "packet 2 has a length of " + (0x7f000000L + packet.length)
                                + " octets; what follows cannot be read"),
                Arguments.of(Arrays.copyOf(ng, ng.length - 1), 1, "the file ends within a block"),
                Arguments.of(pcap(147, List.of(packet)), 0, "link type 147 is not known; its packets are passed over"));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void whatIsDamagedIsToldAndTheRestIsRead(byte[] capture, int found, String told) throws IOException {
        assertThat(scan(capture)).hasSize(found);
        assertThat(damage).hasSize(1);
        assertThat(damage.get(0)).endsWith(" " + told);
    }

    /** Whatever stands in a capture: no exception, and nothing that takes long. */
    @Test
    void anyOctetsCanBeACapture() throws IOException {
        Random random = new Random(3);
        byte[] good = Packets.pcapNg(
                BIG_ENDIAN,
                List.of(1, 101),
                List.of(ethernet("0800", ip4(17, udp(5060, 5062, INVITE))), ip4(6, tcp(5060, 1, 1, 0x10, INVITE))));
        byte[] tcpdump =
                pcap(1, List.of(ethernet("86dd", ip6(44, join(hex("11000000" + "00000009"), udp(1, 2, INVITE))))));
        for (int i = 0; i < 4000; i++) {
            byte[] capture = (i % 2 == 0 ? good : tcpdump).clone();
            for (int n = random.nextInt(6); n >= 0; n--) {
                capture[4 + random.nextInt(Math.min(capture.length - 4, 260))] = (byte) random.nextInt();
            }
            scan(Arrays.copyOf(capture, 24 + random.nextInt(capture.length - 23)));
        }
        assertThatThrownBy(() -> scan(new byte[3])).hasMessage("too short for a capture");
    }

    @Test
    void theCommandsReadCapturesCompressedOrNot() throws IOException {
        byte[] packet = ip4(17, udp(5060, 5062, INVITE));
        byte[] noise = new byte[5000];
        new Random(1).nextBytes(noise);
        byte[] capture = pcap(101, List.of(packet, ip4(17, udp(1, 2, noise))));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(capture);
        }
        Path file = Files.write(folder.resolve("c.pcap.gz"), packed.toByteArray());
        Path half = Files.write(folder.resolve("half.gz"), Arrays.copyOf(packed.toByteArray(), packed.size() - 2000));

        Cli.Result inspect = Cli.run("inspect", file.toString());

        assertThat(inspect.out())
                .contains(
                        file + " frame 1:15: " + MIKEY.length
                                + " octets, from a=key-mgmt, media 0 (RTP/SAVP), SIP INVITE over UDP, 192.0.2.1:5060 to 192.0.2.2:5062")
                .contains("496ae122");
        assertThat(Cli.run("lint", "--profile", "onvif", file.toString()).out()).contains(file + " frame 1:15");
        assertThat(Cli.run("inspect", half.toString()).exitCode())
                .as("what stands before")
                .isZero();
        assertThat(Cli.run("inspect", half.toString()).err())
                .contains("the compressed file is damaged or cut off here; what follows cannot be read");
        Path none = Files.write(folder.resolve("none.pcap"), pcap(101, List.of(ip4(17, udp(1, 2, text("x"))))));
        assertThat(Cli.run("inspect", none.toString()).exitCode()).isEqualTo(3);
        assertThat(Cli.run("inspect", none.toString()).err()).contains("no MIKEY message in it");
        Path cut = Files.write(
                folder.resolve("cut.pcap"), Arrays.copyOf(pcap(101, List.of(packet)), 40 + packet.length - 1));
        assertThat(Cli.run("inspect", cut.toString()).err())
                .contains("warning: " + cut + ": octet 40: the file ends within packet 1");
    }
}
