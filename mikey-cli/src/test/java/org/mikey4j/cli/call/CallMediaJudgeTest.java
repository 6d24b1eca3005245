package org.mikey4j.cli.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.cli.Cli;

/** libsrtp opens the media of a call, from the capture and the key log that the command writes. */
class CallMediaJudgeTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final Path JUDGE = Path.of("../mikey-core/src/test/resources/judges/libsrtp-judge.c");
    private static final int FRAMES = 25;
    private static final int PCAP_HEADER = 24;
    private static final int PACKET_HEADER = 16;
    private static final int IP_AND_UDP = 28;
    private static final int MKI = 4;
    /** srtp_crypto_policy_t of AES-CM with 128 bits (1, 30) and HMAC-SHA-1 (3, 20), tags of 80 bits, both services (3). */
    private static final String AES_CM_128_HMAC_SHA1_80 = "1 30 3 20 10 3";

    @TempDir
    private Path folder;

    /** @param mki in hexadecimal, or a hyphen for none */
    private record Stream(String ssrc, String policy, String keyAndSalt, String mki) {}

    private static Stream stream(String line) {
        String[] fields = line.split(" ");
        assertThat(fields[0]).isEqualTo("SRTP_MASTER_KEY");
        assertThat(fields[4]).as("rollover counter").isEqualTo("00000000");
        return new Stream(fields[3], fields[5], fields[6] + fields[7], fields.length > 8 ? fields[8] : "-");
    }

    /** The UDP payloads of a capture of ours that are RTP: version 2, payload type 0, of a frame's size with tag and perhaps MKI. */
    private static List<byte[]> srtp(byte[] pcap) {
        List<byte[]> packets = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(pcap).position(PCAP_HEADER);
        while (in.hasRemaining()) {
            in.position(in.position() + PACKET_HEADER / 2);
            int length = in.getInt();
            in.getInt();
            byte[] packet = new byte[length];
            in.get(packet);
            int beyondMedia = length - (IP_AND_UDP + 12 + 160 + 10);
            boolean rtp = (beyondMedia == 0 || beyondMedia == MKI) && packet[IP_AND_UDP] == (byte) 0x80;
            if (rtp) {
                packets.add(java.util.Arrays.copyOfRange(packet, IP_AND_UDP, length));
            }
        }
        return packets;
    }

    /** What a telephone says in a frame. */
    private static byte[] said(char voice, int number, String ssrc) {
        ByteBuffer rtp = ByteBuffer.allocate(12 + 160);
        rtp.put((byte) 0x80)
                .put((byte) 0)
                .putShort((short) number)
                .putInt(number * 160)
                .put(HEX.parseHex(ssrc));
        for (int i = 0; i < 160; i++) {
            rtp.put((byte) (voice + number * 31 + i));
        }
        return rtp.array();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "2",
                "3",
                "4",
                "5 --mode dh-sign",
                "5 --mode pk",
                "5 --mode rsa-r",
                "ticket",
                "sakke",
                "ibake"
            })
    void libsrtpOpensTheMediaOfEveryScheme(String scheme) throws Exception {
        Path capture = folder.resolve("call.pcap");
        Path keys = folder.resolve("call.keys");
        List<String> arguments = new ArrayList<>(List.of("call", "--scheme"));
        arguments.addAll(List.of(scheme.split(" ")));
        arguments.addAll(List.of("--pcap", capture.toString(), "--keys-out", keys.toString()));
        Cli.Result result = Cli.run(arguments.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
                .isEqualTo("rw-------");

        Map<String, Stream> streams = Files.readAllLines(keys).stream()
                .map(CallMediaJudgeTest::stream)
                .collect(Collectors.toMap(Stream::ssrc, Function.identity()));
        List<byte[]> packets = srtp(Files.readAllBytes(capture));
        assertThat(streams).hasSize(2);
        assertThat(packets).hasSize(2 * FRAMES);
        List<String> jobs = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < packets.size(); i++) {
            String ssrc = HEX.formatHex(packets.get(i), 8, 12);
            Stream stream = streams.get(ssrc);
            assertThat(stream.policy()).isEqualTo("AES_CM_128_HMAC_SHA1_80");
            // 1 is ssrc_specific.
            jobs.add(String.join(
                    " ",
                    "unprotect rtp 1",
                    Long.toString(Long.parseLong(ssrc, 16)),
                    "0",
                    AES_CM_128_HMAC_SHA1_80,
                    AES_CM_128_HMAC_SHA1_80,
                    "1",
                    stream.keyAndSalt(),
                    stream.mki(),
                    HEX.formatHex(packets.get(i))));
            expected.add(HEX.formatHex(said(i < FRAMES ? 'a' : 'b', i % FRAMES + 1, ssrc)));
        }

        assertThat(libsrtp(jobs)).isEqualTo(expected);
    }

    private List<String> libsrtp(List<String> jobs) throws Exception {
        Path judge = folder.resolve("judge");
        Process compiler = new ProcessBuilder("gcc", "-o", judge.toString(), JUDGE.toString(), "-lsrtp2")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        boolean compiled = compiler.waitFor() == 0;
        if (System.getenv("MIKEY_REQUIRE_PEERS") != null) {
            assertThat(compiled).as("libsrtp and gcc are installed").isTrue();
        }
        Assumptions.assumeTrue(compiled, "libsrtp or gcc is not installed");
        Path input = Files.write(folder.resolve("jobs.txt"), jobs);
        Process process = new ProcessBuilder(judge.toString())
                .redirectInput(input.toFile())
                .start();
        List<String> answers = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                .lines()
                .toList();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return answers;
    }
}
