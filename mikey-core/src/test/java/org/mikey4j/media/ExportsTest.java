package org.mikey4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.media.LibsrtpPolicy.CryptoPolicy;
import org.mikey4j.media.LibsrtpPolicy.SsrcType;
import org.mikey4j.message.KeyValidity;

class ExportsTest {
    private static final String KEY_16 = "000102030405060708090a0b0c0d0e0f";
    private static final String SALT_14 = "a0a1a2a3a4a5a6a7a8a9aaabacad";
    private static final SrtpPolicy CM = SrtpPolicy.defaults();

    @Test
    void writesCapsForGStreamer() {
        assertThat(GStreamerCaps.of(Streams.stream(CM, 5, KeyValidity.NULL)))
                .isEqualTo("application/x-srtp, ssrc=(uint)3735928559, roc=(uint)5, srtp-key=(buffer)" + KEY_16
                        + SALT_14 + ", srtp-cipher=(string)aes-128-icm, srtp-auth=(string)hmac-sha1-80, "
                        + "srtcp-cipher=(string)aes-128-icm, srtcp-auth=(string)hmac-sha1-80");
        assertThat(GStreamerCaps.of(Streams.stream(
                        Streams.named("AES_256_CM_HMAC_SHA1_32"), 0, Streams.mki("0001"), Streams.mki("0002"))))
                .contains("srtp-key=(buffer)" + KEY_16)
                .contains(", mki=(buffer)0001, srtp-key2=(buffer)" + KEY_16)
                .contains(", mki2=(buffer)0002, srtp-cipher=(string)aes-256-icm, srtp-auth=(string)hmac-sha1-32, "
                        + "srtcp-cipher=(string)aes-256-icm, srtcp-auth=(string)hmac-sha1-80");
        assertThat(GStreamerCaps.of(Streams.stream(Streams.named("AEAD_AES_256_GCM"))))
                .endsWith(", srtp-cipher=(string)aes-256-gcm, srtp-auth=(string)null, "
                        + "srtcp-cipher=(string)aes-256-gcm, srtcp-auth=(string)null");
        assertThat(GStreamerCaps.of(Streams.stream(Streams.policy("8=00 10=00"))))
                .endsWith(", srtp-cipher=(string)aes-128-icm, srtp-auth=(string)null, "
                        + "srtcp-cipher=(string)null, srtcp-auth=(string)hmac-sha1-80");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0=01 1=18 | the cipher AES-CM with a key of 24 octets",
                "0=02 | the cipher AES-F8 with a key of 16 octets",
                "0=08 | the cipher ARIA-GCM with a key of 16 octets",
                "6=10 | a key derivation rate of 16 (SRTP parameter 6)",
                "7=00 8=00 | a stream of which nothing is encrypted",
                "0=00 | a stream of which nothing is encrypted",
                "0=06 8=00 | AES-GCM that authenticates and does not encrypt",
                "11=08 | for SRTP packets a tag of 8 octets",
                "11=0a 19=08 | for SRTCP packets a tag of 8 octets",
                "14=02 | rollover counters in the packets (RCCm1, RFC 4771)",
            })
    void gstreamerRefuses(String parameters, String what) {
        refuses("GStreamer", what, () -> GStreamerCaps.of(Streams.stream(Streams.policy(parameters))));
    }

    @Test
    void gstreamerRefusesAStreamWithoutSsrc() {
        refuses("GStreamer", "keys for a stream whose SSRC is not known yet", () -> GStreamerCaps.of(withoutSsrc(0)));
    }

    @Test
    void givesTheValuesOfLibsrtp() {
        try (LibsrtpPolicy policy =
                LibsrtpPolicy.of(Streams.stream(CM, 7, Streams.mki("0000002f")), SsrcType.ANY_INBOUND)) {
            assertThat(policy.ssrcType()).isEqualTo(SsrcType.SPECIFIC);
            assertThat(policy.ssrc()).isEqualTo(Streams.SSRC);
            assertThat(policy.roc()).isEqualTo(7);
            assertThat(policy.rtp()).isEqualTo(new CryptoPolicy(1, 30, 3, 20, 10, 3));
            assertThat(policy.rtcp()).isEqualTo(policy.rtp());
            assertThat(policy.keys()).singleElement().satisfies(key -> {
                assertThat(Streams.hex(key.key())).isEqualTo(KEY_16 + SALT_14);
                assertThat(key.mkiId().toHex()).isEqualTo("0000002f");
            });
        }
        LibsrtpPolicy parts =
                LibsrtpPolicy.of(Streams.stream(Streams.policy("1=18 7=00 8=01 10=00 11=04 19=0a")), SsrcType.SPECIFIC);
        assertThat(parts.rtp()).isEqualTo(new CryptoPolicy(4, 38, 0, 0, 0, 0));
        assertThat(parts.rtcp()).isEqualTo(new CryptoPolicy(4, 38, 3, 20, 10, 3));
        LibsrtpPolicy gcm = LibsrtpPolicy.of(Streams.stream(Streams.policy("0=06 1=20 8=00")), SsrcType.SPECIFIC);
        assertThat(gcm.rtp()).isEqualTo(new CryptoPolicy(7, 44, 0, 0, 16, 3));
        assertThat(gcm.rtcp()).isEqualTo(new CryptoPolicy(7, 44, 0, 0, 16, 2));
        LibsrtpPolicy none = LibsrtpPolicy.of(Streams.stream(Streams.policy("0=00 1=00")), SsrcType.SPECIFIC);
        assertThat(none.rtp()).isEqualTo(new CryptoPolicy(1, 30, 3, 20, 10, 2));
        assertThat(LibsrtpPolicy.of(withoutSsrc(0), SsrcType.ANY_OUTBOUND).ssrcType())
                .isEqualTo(SsrcType.ANY_OUTBOUND);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0=02 | the cipher AES-F8 with a key of 16 octets",
                "0=05 | the cipher SEED-GCM with a key of 16 octets",
                "6=10 | a key derivation rate of 16 (SRTP parameter 6)",
                "3=14 11=11 | for SRTP packets a tag of 17 octets",
                "3=0a | a session authentication key of 10 octets (SRTP parameter 3)",
            })
    void libsrtpRefuses(String parameters, String what) {
        refuses("libsrtp", what, () -> LibsrtpPolicy.of(Streams.stream(Streams.policy(parameters)), SsrcType.SPECIFIC));
    }

    @Test
    void libsrtpRefusesKeysThatItCannotHave() {
        refuses(
                "libsrtp",
                "a key that is valid for an interval of packets",
                () -> LibsrtpPolicy.of(Streams.stream(CM, 0, Streams.interval()), SsrcType.SPECIFIC));
        refuses(
                "libsrtp",
                "an MKI of 129 octets",
                () -> LibsrtpPolicy.of(Streams.stream(CM, 0, Streams.mki("01".repeat(129))), SsrcType.SPECIFIC));
        refuses(
                "libsrtp",
                "a rollover counter of a stream whose SSRC is not known yet",
                () -> LibsrtpPolicy.of(withoutSsrc(1), SsrcType.ANY_INBOUND));
        KeyValidity[] many = new KeyValidity[17];
        for (int i = 0; i < many.length; i++) {
            many[i] = Streams.mki(String.format("%02x", i));
        }
        refuses("libsrtp", "17 keys", () -> LibsrtpPolicy.of(Streams.stream(CM, 0, many), SsrcType.SPECIFIC));
        assertThatThrownBy(() -> LibsrtpPolicy.of(withoutSsrc(0), SsrcType.SPECIFIC))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the SSRC is not known");
    }

    @Test
    void writesOptionsForFfmpeg() {
        assertThat(FfmpegOptions.input(Streams.stream(CM)))
                .containsExactly(
                        "-srtp_in_suite",
                        "AES_CM_128_HMAC_SHA1_80",
                        "-srtp_in_params",
                        "AAECAwQFBgcICQoLDA0OD6ChoqOkpaanqKmqq6yt");
        assertThat(FfmpegOptions.output(Streams.stream(Streams.named("AES_CM_128_HMAC_SHA1_32"))))
                .startsWith("-srtp_out_suite", "AES_CM_128_HMAC_SHA1_32", "-srtp_out_params");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0=06 | the cipher AES-GCM with a key of 16 octets",
                "1=20 | the cipher AES-CM with a key of 32 octets",
                "6=10 | a key derivation rate of 16 (SRTP parameter 6)",
                "7=00 | packets that are not encrypted",
                "10=00 | SRTP packets that are not authenticated",
                "11=04 | for SRTCP packets a tag of 4 octets",
                "11=08 19=0a | for SRTP packets a tag of 8 octets",
            })
    void ffmpegRefuses(String parameters, String what) {
        refuses("ffmpeg", what, () -> FfmpegOptions.input(Streams.stream(Streams.policy(parameters))));
    }

    @Test
    void ffmpegRefusesKeysThatItCannotHave() {
        refuses("ffmpeg", "an MKI", () -> FfmpegOptions.input(Streams.stream(CM, 0, Streams.mki("01"))));
        refuses(
                "ffmpeg",
                "a rollover counter that does not begin at 0: it is 2",
                () -> FfmpegOptions.input(Streams.stream(CM, 2, KeyValidity.NULL)));
    }

    @Test
    void writesAKeyLog() {
        assertThat(SrtpKeyLog.lines(0x1234L, Streams.stream(CM, 9, Streams.mki("0a"), Streams.mki("0b"))))
                .containsExactly(
                        "SRTP_MASTER_KEY 00001234 01 deadbeef 00000009 AES_CM_128_HMAC_SHA1_80 " + KEY_16 + " "
                                + SALT_14 + " 0a",
                        "SRTP_MASTER_KEY 00001234 01 deadbeef 00000009 AES_CM_128_HMAC_SHA1_80 " + KEY_16 + " "
                                + SALT_14 + " 0b");
        assertThat(SrtpKeyLog.lines(1, Streams.stream(Streams.policy("4=00 11=08"))))
                .containsExactly("SRTP_MASTER_KEY 00000001 01 deadbeef 00000000 "
                        + "0001010101100201010301140b0108040100 " + KEY_16 + " - -");
    }

    private static SrtpKeys withoutSsrc(long roc) {
        return new SrtpKeys(1, 0, roc, CM, List.of(Streams.master(CM, KeyValidity.NULL)), List.of());
    }

    private static void refuses(String target, String what, ThrowingCallable export) {
        assertThatThrownBy(export)
                .isInstanceOf(NotExpressibleException.class)
                .hasMessage(target + " cannot express " + what)
                .extracting(e -> ((NotExpressibleException) e).target())
                .isEqualTo(target);
    }
}
