package org.mikey4j.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mikey4j.MikeyException;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.media.MalformedSdesException;
import org.mikey4j.media.SdesAttribute;
import org.mikey4j.message.Octets;
import org.mikey4j.sdp.Base64Data;
import org.mikey4j.sdp.CsNumbering;
import org.mikey4j.sdp.KeyMgmtAttribute;
import org.mikey4j.sdp.KeyMgmtHeader;
import org.mikey4j.sdp.RtspParameters;
import org.mikey4j.sdp.Sdp;
import org.mikey4j.sdp.SdpAnswerer;
import org.mikey4j.sdp.SdpSection;
import org.mikey4j.sdp.SdpUse;

/** The readers of what carries messages: SDP, RTSP headers and parameters, SDES. */
final class CarriageTargets {
    private static final String MESSAGE = "AQAFAM0XflABAAAAAAAAAAAAAAsA";
    private static final Rejected REFUSED =
            new Rejected(RejectReason.MALFORMED, 12, "refused", Optional.empty(), false, List.of());

    private CarriageTargets() {}

    private static String text(byte[] input) {
        return new String(input, StandardCharsets.UTF_8);
    }

    static void sdp(byte[] input) {
        String text = text(input);
        Sdp sdp = Sdp.parse(text);
        for (KeyMgmtAttribute attribute : sdp.attributes()) {
            assertThat(attribute.offset()).isBetween(0, text.length());
        }
        for (SdpSection section : sdp.keyed()) {
            CsNumbering.of(sdp, section.media());
        }
        for (SdpUse use : SdpUse.values()) {
            SdpAnswerer.receive(use, text, (message, level) -> REFUSED);
        }
        for (SdpSection section : sdp.media()) {
            String changed = sdp.withAttribute(section.media(), "mikey", Octets.ofHex("0102"));
            assertThat(Sdp.parse(changed).attributes()).hasSize(sdp.attributes().size() + 1);
        }
    }

    static List<byte[]> sdpSeeds() {
        String session = "v=0\r\no=a 1 1 IN IP4 10.0.0.1\r\ns=-\r\nc=IN IP4 10.0.0.1\r\nt=0 0\r\n";
        String media = "m=audio 4000 RTP/SAVP 0\r\na=rtpmap:0 PCMU/8000\r\n";
        String attribute = "a=key-mgmt:mikey " + MESSAGE + "\r\n";
        return seeds(
                session + attribute + media,
                session + media + attribute + "m=video 4002 RTP/SAVPF 31\r\n" + attribute,
                session + "a=key-mgmt:other abc=\r\n" + attribute + media + "a=inactive\r\n",
                session + media + "m=audio 0 RTP/AVP 0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:AAAA\r\n",
                (session + media + attribute).replace("\r\n", "\n"));
    }

    static void rtsp(byte[] input) {
        String text = text(input);
        KeyMgmtHeader.parse(text);
        KeyMgmtHeader.find(text);
        RtspParameters.isRequest(text);
        RtspParameters.parse(text);
        Base64Data data = Base64Data.decode(text, 0, "data");
        if (data.isReadable() && data.diagnostics().isEmpty()) {
            assertThat(Base64Data.encode(data.octets()).replace("=", ""))
                    .isEqualTo(text.strip().replace("=", ""));
        }
    }

    static List<byte[]> rtspSeeds() {
        String value = "prot=mikey;uri=\"rtsp://a.example/b\";data=\"" + MESSAGE + "\"";
        return seeds(
                value,
                value + ", " + value,
                "RTSP/1.0 200 OK\r\nCSeq: 1\r\nKeyMgmt: " + value + "\r\n\r\n",
                "SETUP rtsp://a.example/b RTSP/1.0\r\nKeyMgmt: " + value + ",\r\n  prot=x;data=\"AA==\"\r\n\r\n",
                "mikey: " + MESSAGE + "\r\n",
                "mikey\r\n",
                MESSAGE);
    }

    static void sdes(byte[] input) {
        String line = text(input);
        try {
            SdesAttribute attribute = SdesAttribute.parse(line);
            assertThat(attribute.toString()).doesNotContain("inline:");
        } catch (MalformedSdesException e) {
            assertThat(e.getMessage()).isNotBlank();
        } catch (MikeyException e) {
            throw new AssertionError("not what the documentation says", e);
        }
    }

    static List<byte[]> sdesSeeds() {
        String key = "WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz";
        return seeds(
                "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + key + "|2^20|1:4 FEC_ORDER=FEC_SRTP",
                "crypto:2 AES_CM_128_HMAC_SHA1_32 inline:" + key + "|1:1;inline:" + key + "|2^31|2:1 KDR=12 WSH=64",
                "a=crypto:3 AEAD_AES_128_GCM inline:" + key.substring(0, 37) + "A== UNENCRYPTED_SRTCP",
                "a=crypto:1 F8_128_HMAC_SHA1_80 inline:" + key + "|2^20|1:4 FEC_KEY=inline:" + key + "|2^20|1:4");
    }

    private static List<byte[]> seeds(String... texts) {
        return Stream.of(texts)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
