package org.mikey4j.judges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.media.GStreamerCaps;
import org.mikey4j.media.LibsrtpPolicy;
import org.mikey4j.media.LibsrtpPolicy.CryptoPolicy;
import org.mikey4j.media.LibsrtpPolicy.SsrcType;
import org.mikey4j.media.NotExpressibleException;
import org.mikey4j.media.SrtpKeys;
import org.mikey4j.media.SrtpMasterKey;
import org.mikey4j.media.Streams;
import org.mikey4j.message.KeyValidity;

/**
 * libsrtp protects packets with the policy and the keys that we export, and unprotects ours; GStreamer unprotects them with
 * the caps that we write. What we derive for the packets on our side is thereby judged too.
 */
class MediaJudgeTest {
    private static final HexFormat HEX = HexFormat.of();
    /** Sequence number fffe, SSRC deadbeef, and text. */
    private static final byte[] RTP = HEX.parseHex("8000fffe00000a00deadbeef" + "47616c6c696120657374206f6d6e6973");
    /** A receiver report of SSRC deadbeef about one source. */
    private static final byte[] RTCP =
            HEX.parseHex("81c90007deadbeef" + "0102030400000000000010000000010000000000" + "00000000");
    /** libsrtp counts SRTCP packets from 1. */
    private static final int FIRST_SRTCP_INDEX = 1;

    /** {@code srtp_err_status_bad_mki}. */
    private static final String BAD_MKI = "error 25";

    private record Job(String name, SrtpKeys keys) {}

    /** What libsrtp has no way to say. */
    private static final Map<String, String> LACKS = Map.of(
            "F8_128_HMAC_SHA1_80", "libsrtp cannot express the cipher AES-F8 with a key of 16 octets",
            "MCX_GROUP", "libsrtp cannot express rollover counters in the packets (RCCm3, RFC 4771)");

    private static boolean isAes192(String name) {
        return name.startsWith("AES_192_");
    }

    private static List<Job> jobs() {
        List<Job> jobs = new ArrayList<>();
        for (String name : SrtpPolicy.names()) {
            SrtpPolicy policy = Streams.named(name);
            if (!LACKS.containsKey(name) && !isAes192(name)) {
                jobs.add(new Job(name, Streams.stream(policy, 0, KeyValidity.NULL)));
                jobs.add(new Job(name + " with ROC", Streams.stream(policy, 0x01020304L, KeyValidity.NULL)));
                jobs.add(new Job(name + " with MKI", Streams.stream(policy, 0, Streams.mki("0000002f"))));
                jobs.add(new Job(
                        name + " with MKIs", Streams.stream(policy, 0, Streams.mki("a1b2"), Streams.mki("a1b3"))));
            }
        }
        for (String parameters : List.of("7=00", "8=00", "10=00", "11=04", "11=08 19=0c", "0=00 1=00", "0=06 8=00")) {
            jobs.add(new Job(parameters, Streams.stream(Streams.policy(parameters), 0, KeyValidity.NULL)));
        }
        return jobs;
    }

    @Test
    void libsrtpMakesThePacketsThatWeMakeAndReadsThem(@TempDir Path folder, TestReporter reporter) throws Exception {
        Questions questions = new Questions();
        for (Job job : jobs()) {
            SrtpPackets packets = new SrtpPackets(job.keys());
            questions.ask(job, "protect rtp", RTP, packets.protectRtp(RTP));
            questions.ask(job, "unprotect rtp", packets.protectRtp(RTP), RTP);
            byte[] srtcp = packets.protectRtcp(RTCP, FIRST_SRTCP_INDEX);
            questions.ask(job, "protect rtcp", RTCP, srtcp);
            if (findsMki(job.keys())) {
                questions.ask(job, "unprotect rtcp", srtcp, RTCP);
            } else {
                questions.ask(job, "unprotect rtcp", srtcp, BAD_MKI);
            }
        }

        assertThat(questions.answeredBy(libsrtp(folder), folder)).isGreaterThan(100);
        for (String name : SrtpPolicy.names()) {
            if (!LACKS.containsKey(name) && !isAes192(name)) {
                report(reporter, name, "works");
            }
        }
        report(reporter, "NULL cipher with HMAC-SHA-1", "works");
        reporter.publishEntry(
                "interop",
                "libsrtp | SRTCP with an MKI, tags of 32 bits for SRTP | we protect and it opens | "
                        + "fails: it looks for the MKI before a tag of SRTP's length, against RFC 3711, 3.4");
    }

    private static void report(TestReporter reporter, String suite, String result) {
        reporter.publishEntry(
                "interop",
                "libsrtp | SRTP and SRTCP, " + suite + " | it protects and we open, and the reverse | " + result);
    }

    private static Path libsrtp(Path folder) throws Exception {
        Peer.require("gcc", "gcc", "--version");
        Path source = Path.of(Objects.requireNonNull(MediaJudgeTest.class.getResource("/judges/libsrtp-judge.c"))
                .toURI());
        Path judge = folder.resolve("libsrtp-judge");
        Peer.require("libsrtp's development package", "gcc", "-o", judge.toString(), source.toString(), "-lsrtp2");
        return judge;
    }

    @Test
    void whatLibsrtpHasNotIsRefusedByName(TestReporter reporter) {
        LACKS.forEach((name, reason) -> {
            assertThatThrownBy(() -> LibsrtpPolicy.of(
                            Streams.stream(Streams.named(name), 0, KeyValidity.NULL), SsrcType.SPECIFIC))
                    .isInstanceOf(NotExpressibleException.class)
                    .hasMessage(reason);
            report(reporter, name, "not possible: " + reason);
        });
    }

    /**
     * libsrtp 2.5 derives the keys of AES-192 with AES-256, whose key is the master key and what follows it in memory: the
     * first 8 octets of the salt; the rest of the salt is filled up with zeros (its issue 763). RFC 6188, 3 has AES-192, and
     * vectors for it. Its packets are just what that reading makes.
     */
    @Test
    void libsrtpDerivesTheKeysOfAes192WithAes256(@TempDir Path folder, TestReporter reporter) throws Exception {
        Questions questions = new Questions();
        for (String name :
                SrtpPolicy.names().stream().filter(MediaJudgeTest::isAes192).toList()) {
            SrtpKeys keys = Streams.stream(Streams.named(name), 0, KeyValidity.NULL);
            SrtpMasterKey master = keys.masters().get(0);
            byte[] inMemory = Arrays.copyOf(master.keyAndSalt(), 32 + 14);
            SrtpMasterKey misread = new SrtpMasterKey(
                    SecretBytes.wrap(Arrays.copyOf(inMemory, 32)),
                    SecretBytes.wrap(Arrays.copyOfRange(inMemory, 32, inMemory.length)),
                    master.saltOrigin(),
                    master.kv());
            SrtpPackets theirs = new SrtpPackets(keys, misread);
            assertThat(theirs.protectRtp(RTP)).isNotEqualTo(new SrtpPackets(keys).protectRtp(RTP));
            Job job = new Job(name, keys);
            questions.ask(job, "protect rtp", RTP, theirs.protectRtp(RTP));
            questions.ask(job, "protect rtcp", RTCP, theirs.protectRtcp(RTCP, FIRST_SRTCP_INDEX));
        }

        assertThat(questions.answeredBy(libsrtp(folder), folder)).isEqualTo(4);
        SrtpPolicy.names().stream()
                .filter(MediaJudgeTest::isAes192)
                .forEach(name -> report(
                        reporter,
                        name,
                        "fails: it derives session keys with AES-256 (its issue 763), against RFC 6188, 3"));
    }

    /** libsrtp 2.5 looks for the MKI of an SRTCP packet before a tag of SRTP's length. */
    private static boolean findsMki(SrtpKeys keys) {
        return keys.masters().get(0).mki().isEmpty()
                || keys.policy().srtp().tagLength() == keys.policy().srtcp().tagLength();
    }

    /** Jobs for libsrtp, and what it has to say. */
    private static final class Questions {
        private final List<String> names = new ArrayList<>();
        private final List<String> input = new ArrayList<>();
        private final List<String> expected = new ArrayList<>();

        void ask(Job job, String what, byte[] packet, byte[] answer) {
            ask(job, what, packet, HEX.formatHex(answer));
        }

        void ask(Job job, String what, byte[] packet, String answer) {
            names.add(job.name() + ", " + what);
            expected.add(answer);
            try (LibsrtpPolicy policy = LibsrtpPolicy.of(job.keys(), SsrcType.SPECIFIC)) {
                List<String> fields = new ArrayList<>(List.of(what));
                fields.add(policy.ssrcType().value() + " " + policy.ssrc() + " " + policy.roc());
                Stream.of(policy.rtp(), policy.rtcp())
                        .map(MediaJudgeTest::numbers)
                        .forEach(fields::add);
                fields.add(Integer.toString(policy.keys().size()));
                for (LibsrtpPolicy.MasterKey key : policy.keys()) {
                    fields.add(HEX.formatHex(key.key().toByteArray()));
                    fields.add(key.mkiId().isEmpty() ? "-" : key.mkiId().toHex());
                }
                fields.add(HEX.formatHex(packet));
                input.add(String.join(" ", fields));
            }
        }

        /** How many answers there are, all of them as they have to be. */
        int answeredBy(Path judge, Path folder) throws Exception {
            Peer.Result result = Peer.run(Files.write(folder.resolve("jobs.txt"), input), judge.toString());
            assertThat(result.code()).as(result.out()).isZero();
            List<String> answers = result.out().lines().toList();
            assertThat(answers).hasSameSizeAs(expected);
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i)).as(names.get(i)).isEqualTo(expected.get(i));
            }
            return answers.size();
        }
    }

    private static String numbers(CryptoPolicy policy) {
        return String.join(
                " ",
                List.of(
                                policy.cipherType(),
                                policy.cipherKeyLen(),
                                policy.authType(),
                                policy.authKeyLen(),
                                policy.authTagLen(),
                                policy.secServ())
                        .stream()
                        .map(String::valueOf)
                        .toList());
    }

    @Test
    void gstreamerReadsOurPacketsWithOurCaps(@TempDir Path folder, TestReporter reporter) throws Exception {
        Peer.wish("GStreamer's srtpdec", "gst-inspect-1.0", "srtpdec");
        for (SrtpKeys keys : List.of(
                Streams.stream(Streams.named("AES_CM_128_HMAC_SHA1_80"), 0, KeyValidity.NULL),
                Streams.stream(Streams.named("AES_CM_128_HMAC_SHA1_32"), 0x0102, Streams.mki("0000002f")),
                Streams.stream(Streams.named("AES_256_CM_HMAC_SHA1_80"), 0, Streams.mki("a1b2"), Streams.mki("a1b3")),
                Streams.stream(Streams.named("AEAD_AES_128_GCM"), 0, KeyValidity.NULL),
                Streams.stream(Streams.named("AEAD_AES_256_GCM"), 7, KeyValidity.NULL))) {
            Path in = Files.write(folder.resolve("packet.srtp"), new SrtpPackets(keys).protectRtp(RTP));
            Path out = folder.resolve("packet.rtp");
            Files.deleteIfExists(out);

            Peer.Result result = Peer.run(
                    "gst-launch-1.0",
                    "-q",
                    "filesrc",
                    "location=" + in,
                    "!",
                    "capsfilter",
                    "caps=" + GStreamerCaps.of(keys),
                    "!",
                    "srtpdec",
                    "!",
                    "filesink",
                    "location=" + out);

            assertThat(result.code()).as(result.out()).isZero();
            assertThat(Files.readAllBytes(out)).as("%s", keys.policy()).isEqualTo(RTP);
            reporter.publishEntry(
                    "interop",
                    "GStreamer | SRTP, " + keys.policy().name().orElseThrow()
                            + " | its srtpdec opens what we protect, by our caps | works");
        }
    }
}
