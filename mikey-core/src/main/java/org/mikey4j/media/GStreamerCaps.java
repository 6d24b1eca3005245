package org.mikey4j.media;

import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.exchange.SrtpPolicy.Authentication;
import org.mikey4j.message.registry.SrtpAuthAlg;
import org.mikey4j.message.registry.SrtpEncrAlg;

/** The caps of a stream in front of GStreamer's {@code srtpdec}, which takes the keys from them. */
public final class GStreamerCaps {
    private static final String TARGET = "GStreamer";

    private GStreamerCaps() {}

    /**
     * The caps as text, for example for {@code gst-launch-1.0}. They show the keys.
     *
     * @throws NotExpressibleException if GStreamer has no way to say something that the keys need; it has AES-CM with 128 and
     *     256 bits, AES-GCM, HMAC-SHA-1 with tags of 80 and 32 bits, and binds keys to an SSRC
     */
    public static String of(SrtpKeys keys) {
        ExportCheck check = new ExportCheck(TARGET, keys);
        check.requireCommon();
        check.requireNoRate();
        check.require(keys.ssrc() != 0, "keys for a stream whose SSRC is not known yet");
        SrtpPolicy policy = keys.policy();
        String cipher = cipher(check);
        boolean encrypts = policy.encrAlg() != SrtpEncrAlg.NULL;
        boolean srtp = encrypts && policy.srtpEncryption();
        boolean srtcp = encrypts && policy.srtcpEncryption();
        check.require(srtp || srtcp, "a stream of which nothing is encrypted");
        check.require(!policy.isAead() || (srtp && srtcp), "AES-GCM that authenticates and does not encrypt");
        StringBuilder caps = new StringBuilder("application/x-srtp, ssrc=(uint)")
                .append(keys.ssrc())
                .append(", roc=(uint)")
                .append(keys.roc());
        for (int i = 0; i < keys.masters().size(); i++) {
            SrtpMasterKey master = keys.masters().get(i);
            String number = i == 0 ? "" : Integer.toString(i + 1);
            caps.append(", srtp-key").append(number).append("=(buffer)").append(SecretText.hex(master));
            if (!master.mki().isEmpty()) {
                caps.append(", mki")
                        .append(number)
                        .append("=(buffer)")
                        .append(master.mki().toHex());
            }
        }
        return caps.append(", srtp-cipher=(string)")
                .append(srtp ? cipher : "null")
                .append(", srtp-auth=(string)")
                .append(auth(check, "SRTP", policy.srtp(), policy.srtpAuthentication()))
                .append(", srtcp-cipher=(string)")
                .append(srtcp ? cipher : "null")
                .append(", srtcp-auth=(string)")
                .append(auth(check, "SRTCP", policy.srtcp(), true))
                .toString();
    }

    private static String cipher(ExportCheck check) {
        SrtpPolicy policy = check.keys().policy();
        int octets = policy.masterKeyOctets();
        boolean known = policy.encrAlg() == SrtpEncrAlg.AES_CM
                || policy.encrAlg() == SrtpEncrAlg.AES_GCM
                || policy.encrAlg() == SrtpEncrAlg.NULL;
        if (!known || octets == 24) {
            throw check.cipher();
        }
        return "aes-" + Byte.SIZE * octets + (policy.isAead() ? "-gcm" : "-icm");
    }

    private static String auth(ExportCheck check, String protocol, Authentication authentication, boolean on) {
        if (!on || authentication.alg() == SrtpAuthAlg.NULL) {
            return "null";
        }
        return switch (authentication.tagLength()) {
            case 10 -> "hmac-sha1-80";
            case 4 -> "hmac-sha1-32";
            default -> throw check.tag(protocol, authentication);
        };
    }
}
