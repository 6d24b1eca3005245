package org.mikey4j.media;

import java.util.List;
import org.mikey4j.exchange.SrtpPolicy;

/** The options of {@code ffmpeg} for {@code srtp://} inputs and outputs. */
public final class FfmpegOptions {
    private static final String TARGET = "ffmpeg";
    /** The suites that libavformat knows, which are SDES's names for them. */
    private static final List<String> SUITES = List.of("AES_CM_128_HMAC_SHA1_80", "AES_CM_128_HMAC_SHA1_32");

    private FfmpegOptions() {}

    /**
     * The options with which {@code ffmpeg} receives the stream. They show the key.
     *
     * @throws NotExpressibleException if ffmpeg has no way to say something that the keys need; it has AES-CM with 128 bits
     *     and HMAC-SHA-1, and one key without MKI
     */
    public static List<String> input(SrtpKeys keys) {
        return options("in", keys);
    }

    /**
     * The options with which {@code ffmpeg} sends the stream. They show the key.
     *
     * @throws NotExpressibleException as {@link #input}
     */
    public static List<String> output(SrtpKeys keys) {
        return options("out", keys);
    }

    private static List<String> options(String direction, SrtpKeys keys) {
        ExportCheck check = new ExportCheck(TARGET, keys);
        check.requireCommon();
        check.requireNoRate();
        check.requireNoMki();
        check.requireRocZero();
        SrtpPolicy policy = keys.policy();
        check.require(policy.srtpEncryption() && policy.srtcpEncryption(), "packets that are not encrypted");
        check.require(policy.srtpAuthentication(), "SRTP packets that are not authenticated");
        String suite = policy.name().filter(SUITES::contains).orElseThrow(() -> unknown(check));
        return List.of(
                "-srtp_" + direction + "_suite",
                suite,
                "-srtp_" + direction + "_params",
                SecretText.base64(keys.masters().get(0)));
    }

    private static NotExpressibleException unknown(ExportCheck check) {
        SrtpPolicy policy = check.keys().policy();
        SrtpPolicy usual = SrtpPolicy.defaults();
        if (policy.encrAlg() != usual.encrAlg() || policy.encrKeyLength() != usual.encrKeyLength()) {
            return check.cipher();
        }
        return policy.srtcp().equals(usual.srtcp())
                ? check.tag("SRTP", policy.srtp())
                : check.tag("SRTCP", policy.srtcp());
    }
}
