package org.mikey4j.cli.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mikey4j.cli.capture.Packets.hex;
import static org.mikey4j.cli.capture.Packets.ip4;
import static org.mikey4j.cli.capture.Packets.join;
import static org.mikey4j.cli.capture.Packets.pcap;
import static org.mikey4j.cli.capture.Packets.tcp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.cli.Cli;

/** MIKEY on port 2269 of TCP: messages in pieces, several in a connection, and pieces out of order. */
class MikeyPortTest {
    private static final int SYN = 2;
    private static final int PUSH = 0x18;
    private static final int FIN = 0x11;

    @TempDir
    Path folder;

    /** What was found: the packet that completed it, and the octets. */
    private record Found(long frame, String octets) {}

    /** HDR, T, RAND, KEMAC with NULL and NULL. */
    private static byte[] message(int csbId) {
        return hex("01000500" + String.format("%08x", csbId) + "010000" + "00112233" + "00000000"
                + "0b00e0a1b2c3d4e5f607" + "0110000102030405060708090a0b0c0d0e0f" + "00000000" + "00");
    }

    /** The same with a general extension of so many octets before the KEMAC. */
    private static byte[] longMessage(int csbId, int octets) {
        byte[] usual = message(csbId);
        usual[19 + 10] = 21;
        return join(
                Arrays.copyOf(usual, usual.length - 5),
                hex("0100" + String.format("%04x", octets)),
                new byte[octets],
                hex("00000000" + "00"));
    }

    private static byte[] segment(int sequence, int flags, byte[] octets) {
        return ip4(6, tcp(40000, 2269, sequence, flags, octets));
    }

    private static List<byte[]> segments(byte[] stream, int size) {
        List<byte[]> packets = new ArrayList<>();
        int sequence = 1;
        for (byte[] part : Packets.parts(stream, size)) {
            packets.add(segment(sequence, PUSH, part));
            sequence += part.length;
        }
        return packets;
    }

    private static List<Found> scan(List<byte[]> packets) throws IOException {
        List<Found> found = new ArrayList<>();
        CaptureScan.read("c", new ByteArrayInputStream(pcap(101, packets)), new CaptureListener() {
            @Override
            public void signal(Signal signal, Supplier<String> text) {
                assertThat(signal.protocol()).isEqualTo("MIKEY");
                assertThat(signal.transport()).isEqualTo("TCP");
                signal.messages()
                        .forEach(carried -> found.add(
                                new Found(signal.frame(), carried.message().toHex())));
            }

            @Override
            public void damaged(long position, String what) {
                throw new AssertionError(what);
            }
        });
        return found;
    }

    private static Found found(long frame, byte[] message) {
        return new Found(frame, HexFormat.of().formatHex(message));
    }

    /** The packet, from 1, that has the last of so many octets. */
    private static long frame(int octets, int size) {
        return (octets + size - 1) / size;
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 18, 19, 20, 51, 52, 53, 100, 5000})
    void messagesThatFollowEachOtherAreToldApart(int size) throws IOException {
        byte[] one = message(1);
        byte[] two = longMessage(2, 300);
        byte[] three = message(3);
        int first = one.length;
        int second = first + two.length;
        int all = second + three.length;

        assertThat(scan(segments(join(one, two, three), size)))
                .containsExactly(
                        found(frame(first, size), one),
                        found(frame(second, size), two),
                        found(frame(all, size), three));
    }

    @Test
    void piecesThatComeOutOfOrderArePutInOrder() throws IOException {
        byte[] stream = join(message(1), longMessage(2, 300), message(3));
        List<byte[]> packets = segments(stream, 40);
        packets.add(2, packets.get(4));
        Collections.swap(packets, 6, 7);
        packets.add(0, segment(0, SYN, new byte[0]));

        assertThat(scan(packets))
                .extracting(Found::octets)
                .containsExactlyElementsOf(
                        scan(segments(stream, 5000)).stream().map(Found::octets).toList());
    }

    /** The beginning of the connection tells where its octets begin, even over the end of the sequence numbers. */
    @Test
    void theFirstPieceMayComeLast() throws IOException {
        byte[] one = message(1);
        byte[] two = message(2);
        byte[] stream = join(one, two);
        List<byte[]> packets = new ArrayList<>();
        packets.add(segment(-11, SYN, new byte[0]));
        packets.add(segment(-10 + 60, PUSH, Arrays.copyOfRange(stream, 60, stream.length)));
        packets.add(segment(-10 + 20, PUSH, Arrays.copyOfRange(stream, 20, 60)));
        packets.add(segment(-10, PUSH, Arrays.copyOf(stream, 20)));

        assertThat(scan(packets)).extracting(Found::octets).containsExactly(hexOf(one), hexOf(two));
    }

    private static String hexOf(byte[] octets) {
        return HexFormat.of().formatHex(octets);
    }

    @Test
    void whatIsMissingCostsTheMessagesThatItBelongsTo() throws IOException {
        byte[] stream = join(message(1), message(2), message(3), message(4));
        int size = message(1).length;
        List<byte[]> packets = segments(stream, size);
        packets.set(1, segment(1 + size, PUSH, Arrays.copyOf(message(2), 30)));

        List<Found> all = scan(packets);
        assertThat(all)
                .extracting(Found::octets)
                .containsExactly(
                        hexOf(message(1)), hexOf(Arrays.copyOf(message(2), 30)), hexOf(message(3)), hexOf(message(4)));
    }

    @Test
    void whatIsCutOffOrNoMessageIsToldAsItIs() throws IOException {
        byte[] one = message(1);
        byte[] cut = Arrays.copyOf(message(2), 25);
        byte[] unknown = message(3);
        unknown[2] = 99;

        assertThat(scan(List.of(
                        segment(1, PUSH, join(one, cut)), segment(1 + one.length + cut.length, FIN, new byte[0]))))
                .containsExactly(found(1, one), found(1, cut));
        assertThat(scan(List.of(segment(1, PUSH, one), segment(1 + one.length, FIN, cut))))
                .containsExactly(found(1, one), found(2, cut));
        assertThat(scan(List.of(segment(1, PUSH, join(unknown, one)), segment(1 + 2 * one.length, PUSH, one))))
                .as("a payload of unknown type, and what follows, has no end")
                .containsExactly(found(1, join(unknown, one)), found(2, one));
        assertThat(scan(List.of(segment(1, PUSH, join(one, new byte[3])))))
                .as("octets behind it that begin no message")
                .containsExactly(found(1, join(one, new byte[3])));
        assertThat(scan(List.of(segment(1, PUSH, hex("7f454c46"))))).isEmpty();
    }

    /** A message in very small pieces is found all the same, at the latest when the connection ends. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aLongMessageInSmallPieces(int size) throws IOException {
        byte[] message = longMessage(9, 40_000);
        List<byte[]> packets = segments(join(message, message(10)), size);
        packets.add(segment(1 + message.length + message(10).length, FIN, new byte[0]));

        assertThat(scan(packets)).extracting(Found::octets).containsExactly(hexOf(message), hexOf(message(10)));
    }

    @Test
    void bothDirectionsMakeAnExchange() throws IOException {
        byte[] offer = message(0x0badcafe);
        byte[] answer = hex("01060c00" + "0badcafe" + "010000" + "00112233" + "00000000" + "00000000");
        byte[] capture = pcap(
                101,
                List.of(
                        segment(1, PUSH, Arrays.copyOf(offer, 20)),
                        segment(21, PUSH, Arrays.copyOfRange(offer, 20, offer.length)),
                        ip4(6, 7, 0, Packets.V4_B, Packets.V4_A, tcp(2269, 40000, 1, PUSH, answer))));
        Path file = Files.write(folder.resolve("tcp.pcap"), capture);

        assertThat(Cli.run("trace", file.toString()).out())
                .contains(
                        "CSB ID 0badcafe",
                        "192.0.2.1:40000 -> 192.0.2.2:2269  MIKEY  frame 2\n              PSK_INIT, 52 octets\n",
                        "192.0.2.2:2269 -> 192.0.2.1:40000  MIKEY  frame 3\n              ERROR, 23 octets\n");
    }
}
