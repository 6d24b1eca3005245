package org.mikey4j.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.media.GStreamerCaps;
import org.mikey4j.media.LibsrtpPolicy;
import org.mikey4j.media.LibsrtpPolicy.CryptoPolicy;
import org.mikey4j.media.LibsrtpPolicy.SsrcType;
import org.mikey4j.media.SrtpKeys;
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

    private record Job(String name, SrtpKeys keys) {}

    private static List<Job> jobs() {
        List<Job> jobs = new ArrayList<>();
        for (String name : SrtpPolicy.names()) {
            SrtpPolicy policy = Streams.named(name);
            // libsrtp 2.5 derives the keys of AES-192 as if they were of AES-256 (its issue 763); RFC 6188 has vectors.
            if (!name.startsWith("F8_") && !name.startsWith("MCX_") && !name.startsWith("AES_192_")) {
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
    void libsrtpMakesThePacketsThatWeMakeAndReadsThem(@TempDir Path folder) throws Exception {
        Peer.require("gcc", "gcc", "--version");
        Path source = Path.of(Objects.requireNonNull(getClass().getResource("/judges/libsrtp-judge.c"))
                .toURI());
        Path judge = folder.resolve("libsrtp-judge");
        Peer.require("libsrtp's development package", "gcc", "-o", judge.toString(), source.toString(), "-lsrtp2");
        List<String> names = new ArrayList<>();
        List<String> input = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (Job job : jobs()) {
            SrtpPackets packets = new SrtpPackets(job.keys());
            ask(job, "protect rtp", RTP, packets.protectRtp(RTP), names, input, expected);
            ask(job, "unprotect rtp", packets.protectRtp(RTP), RTP, names, input, expected);
            byte[] srtcp = packets.protectRtcp(RTCP, FIRST_SRTCP_INDEX);
            ask(job, "protect rtcp", RTCP, srtcp, names, input, expected);
            if (findsMki(job.keys())) {
                ask(job, "unprotect rtcp", srtcp, RTCP, names, input, expected);
            }
        }
        Path lines = Files.write(folder.resolve("jobs.txt"), input);

        Peer.Result result = Peer.run(lines, judge.toString());

        assertThat(result.code()).as(result.out()).isZero();
        List<String> answers = result.out().lines().toList();
        assertThat(answers).hasSize(expected.size()).hasSizeGreaterThan(100);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(answers.get(i)).as(names.get(i)).isEqualTo(expected.get(i));
        }
    }

    /** libsrtp 2.5 looks for the MKI of an SRTCP packet before a tag of SRTP's length. */
    private static boolean findsMki(SrtpKeys keys) {
        return keys.masters().get(0).mki().isEmpty()
                || keys.policy().srtp().tagLength() == keys.policy().srtcp().tagLength();
    }

    private static void ask(
            Job job,
            String what,
            byte[] packet,
            byte[] answer,
            List<String> names,
            List<String> input,
            List<String> expected) {
        names.add(job.name() + ", " + what);
        expected.add(HEX.formatHex(answer));
        try (LibsrtpPolicy policy = LibsrtpPolicy.of(job.keys(), SsrcType.SPECIFIC)) {
            List<String> fields = new ArrayList<>(List.of(what));
            fields.add(policy.ssrcType().value() + " " + policy.ssrc() + " " + policy.roc());
            Stream.of(policy.rtp(), policy.rtcp()).map(MediaJudgeTest::numbers).forEach(fields::add);
            fields.add(Integer.toString(policy.keys().size()));
            for (LibsrtpPolicy.MasterKey key : policy.keys()) {
                fields.add(HEX.formatHex(key.key().toByteArray()));
                fields.add(key.mkiId().isEmpty() ? "-" : key.mkiId().toHex());
            }
            fields.add(HEX.formatHex(packet));
            input.add(String.join(" ", fields));
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
    void gstreamerReadsOurPacketsWithOurCaps(@TempDir Path folder) throws Exception {
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
        }
    }
}
