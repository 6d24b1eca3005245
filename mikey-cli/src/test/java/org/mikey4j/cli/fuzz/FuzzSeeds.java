package org.mikey4j.cli.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.mikey4j.cli.capture.FuzzCaptures;

/** Valid inputs for the targets of the command. */
final class FuzzSeeds {
    private static final byte[] MESSAGE = HexFormat.of()
            .parseHex("01000500496ae12201000011223344000000000b00e0a1b2c3d4e5f6070110000102030405060708090a0b0c0d0e0f"
                    + "0000000000");
    private static final String BASE64 = Base64.getEncoder().encodeToString(MESSAGE);
    private static final String SDP = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\nm=audio 4000 RTP/SAVP 0\r\n"
            + "a=key-mgmt:mikey " + BASE64 + "\r\n";

    private FuzzSeeds() {}

    static List<byte[]> texts() {
        return Stream.of(
                        HexFormat.of().formatHex(MESSAGE),
                        BASE64,
                        SDP,
                        "12:00:01 DEBUG a=key-mgmt:mikey " + BASE64,
                        "KeyMgmt: prot=mikey;uri=\"rtsp://a/b\";data=\"" + BASE64 + "\"\r\n",
                        "mikey: " + BASE64 + "\r\n",
                        "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20\r\n",
                        "INVITE sip:b@b SIP/2.0\r\nCall-ID: 1@a\r\nCSeq: 1 INVITE\r\nContent-Type: application/sdp\r\n\r\n"
                                + SDP)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    static List<byte[]> textsAndMessages() {
        List<byte[]> seeds = new ArrayList<>(texts());
        seeds.add(MESSAGE);
        return seeds;
    }

    static byte[] pcapNg() {
        return FuzzCaptures.pcapNg(MESSAGE, SDP);
    }

    static byte[] tcp() {
        return FuzzCaptures.tcp(SDP);
    }
}
