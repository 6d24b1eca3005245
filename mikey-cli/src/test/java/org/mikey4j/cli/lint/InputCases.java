package org.mikey4j.cli.lint;

import static org.mikey4j.cli.lint.Sample.NOW;
import static org.mikey4j.cli.lint.Sample.answer;
import static org.mikey4j.cli.lint.Sample.camera;
import static org.mikey4j.cli.lint.Sample.kemac;
import static org.mikey4j.cli.lint.Sample.key;
import static org.mikey4j.cli.lint.Sample.psk;
import static org.mikey4j.cli.lint.Sample.random;
import static org.mikey4j.cli.lint.Sample.t;
import static org.mikey4j.cli.lint.Sample.text;

import java.time.Duration;
import java.util.List;
import org.mikey4j.message.DhPayload;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.Octets;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.VPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.KeyDataType;

/** Cases of the rules about inputs as a whole, and about messages with their answers. */
final class InputCases {
    private static final String SESSION = "v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nc=IN IP4 192.0.2.1\nt=0 0\n";
    private static final String SECURE = "m=audio 5004 RTP/SAVP 0\n";
    private static final String SDES =
            "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WnD7c1ksDGs+dIefCEo8omPg4uO8DYIinNGL5yxQ\n";

    private InputCases() {}

    static List<RuleCase> sdp() {
        String mikey = psk().attribute() + "\n";
        String two = SESSION + mikey + "a=key-mgmt:keyp1 AAAA\n" + SECURE;
        String listed = psk().plus(ids("mikey;keyp1")).attribute() + "\na=key-mgmt:keyp1 AAAA\n" + SECURE;
        String multicast = SESSION.replace("192.0.2.1\nt", "233.252.0.1/127\nt");
        return List.of(
                RuleCase.of("SESSION_LEVEL_KEYS", SESSION + mikey + SECURE, SESSION + SECURE + mikey),
                RuleCase.of("MEDIA_LEVEL_KEYS", SESSION + SECURE + mikey, SESSION + mikey + SECURE),
                RuleCase.of(
                        "KEYS_WITHOUT_SRTP", SESSION + "m=audio 5004 RTP/AVP 0\n" + mikey, SESSION + SECURE + mikey),
                RuleCase.of("SRTP_WITHOUT_KEYS", SESSION + SECURE + mikey + SECURE, SESSION + mikey + SECURE + SECURE),
                RuleCase.of("MIXED_KEYING", SESSION + SECURE + mikey + SECURE + SDES, SESSION + SECURE + mikey),
                RuleCase.of(
                        "SDP_IDS_MISSING",
                        SESSION + mikey + SECURE,
                        SESSION + psk().plus(ids("mikey")).attribute() + "\n" + SECURE),
                RuleCase.of("SDP_IDS_MISSING_AMONG_SEVERAL", two, SESSION + listed),
                RuleCase.of(
                        "SDP_IDS_MISMATCH",
                        SESSION + psk().plus(ids("keyp1;mikey")).attribute() + "\n" + SECURE,
                        SESSION + psk().plus(ids("mikey")).attribute() + "\n" + SECURE),
                RuleCase.of("FOREIGN_PROTOCOL", two, SESSION + mikey + SECURE),
                RuleCase.of("PROTOCOL_REPEATED", SESSION + mikey + mikey + SECURE, SESSION + mikey + SECURE),
                RuleCase.of(
                        "ANNOUNCEMENT_WANTS_ANSWER",
                        multicast + psk().v().attribute() + "\n" + SECURE,
                        multicast + mikey + SECURE));
    }

    private static GeneralExtensionPayload ids(String list) {
        return new GeneralExtensionPayload(1, text(list));
    }

    static List<RuleCase> negotiations() {
        String mikey = psk().attribute() + "\n";
        String asking = SESSION + psk().v().attribute() + "\n" + SECURE;
        String other = "a=key-mgmt:keyp1 AAAA\n";
        String request = "SETUP rtsps://camera.example.org/1 RTSP/1.0\nCSeq: 2\n";
        String cut = camera().header().replaceAll("data=\"(.{40}).*\"", "data=\"$1\"");
        return List.of(
                RuleCase.of("MIKEY_LINE_NOT_FIRST", SESSION + other + mikey + SECURE, SESSION + mikey + other + SECURE),
                RuleCase.of(
                        "ANSWER_WITHOUT_KEYS",
                        asking + SESSION + "m=audio 5006 RTP/AVP 0\n",
                        asking + SESSION + answer().attribute() + "\n" + SECURE),
                RuleCase.of(
                        "ANSWER_WITHOUT_KEYS", asking + SESSION + SECURE, SESSION + mikey + SECURE + SESSION + SECURE),
                RuleCase.of(
                        "KEYMGMT_BAD_BUT_ACCEPTED",
                        request + cut + "\n\nRTSP/1.0 200 OK\n",
                        request + camera().header() + "\n\nRTSP/1.0 200 OK\n"),
                RuleCase.of(
                        "KEYMGMT_BAD_BUT_ACCEPTED",
                        request + cut + "\n\nRTSP/1.0 200 OK\n",
                        request + cut + "\n\nRTSP/1.0 463 Key Management Failure\n"));
    }

    static List<RuleCase> rtsp() {
        String header = camera().header();
        String request = "SETUP rtsps://camera.example.org/1 RTSP/1.0\nCSeq: 2\n";
        String parameter = "SET_PARAMETER rtsps://camera.example.org/ RTSP/1.0\nCSeq: 5\n\n";
        return List.of(
                RuleCase.of("KEYMGMT_URI_EMPTY", header.replace("rtsps://camera.example.org/1", ""), header),
                RuleCase.of("KEYMGMT_URI_COMMA", header.replace("/1\"", "/1,2\""), header),
                RuleCase.of("KEYMGMT_SEVERAL", header + ", prot=other; uri=\"\"; data=\"AAAA\"", header),
                RuleCase.of("KEYMGMT_SPACING", header.replace("; ", ";"), header)
                        .in(Profile.ONVIF),
                RuleCase.of("PARAMETER_FORM", parameter + header, parameter + "mikey: " + camera().base64()),
                RuleCase.of(
                        "KEYMGMT_FAILURE_NOT_463",
                        request + header + "\n\nRTSP/1.0 400 Bad Request\n",
                        request + header + "\n\nRTSP/1.0 463 Key Management Failure\n"),
                RuleCase.of(
                        "SSRC_DIFFERS_FROM_TRANSPORT",
                        request + "Transport: RTP/SAVP;unicast;ssrc=00000007\n" + header,
                        request + "Transport: RTP/SAVP;unicast;ssrc=1A2B3C4D\n" + header));
    }

    static List<RuleCase> sets() {
        String one = psk().attribute() + "\n";
        Sample later = psk().with(t(NOW.plus(Duration.ofSeconds(1)))).with(new RandPayload(random(16, 77)));
        Sample laterCamera = camera().with(t(NOW.plus(Duration.ofSeconds(1)))).with(new RandPayload(random(16, 77)));
        String other = later.attribute();
        return List.of(
                RuleCase.of("MESSAGE_REPEATED", one + one, one + other),
                RuleCase.of(
                        "KEY_REPEATED",
                        camera().attribute() + "\n" + laterCamera.attribute(),
                        camera().attribute() + "\n"
                                + laterCamera
                                        .with(kemac(key(KeyDataType.TEK, 46, 0, KeyValidity.NULL)))
                                        .attribute()),
                RuleCase.of(
                        "RAND_REPEATED",
                        one + psk().with(t(NOW.plus(Duration.ofSeconds(1)))).attribute(),
                        one + other),
                RuleCase.of(
                        "T_REPEATED",
                        one + psk().with(new RandPayload(random(16, 77))).attribute(),
                        one + other),
                RuleCase.of("HEX_ODD", "9bf9d37" + "06dbc5e2", psk().hex()));
    }

    static List<RuleCase> exchanges() {
        SrtpId a = new SrtpId(0, 0x11111111L, 0);
        SrtpId open = new SrtpId(0, 0, 0);
        Sample asking = psk().v();
        Sample dh = psk().type(DataType.DHHMAC_INIT)
                .without(KemacPayload.class)
                .plus(value(1))
                .last(proof());
        return List.of(
                exchange("ANSWER_OF_OTHER_MODE", asking, answer().type(DataType.PK_RESP), answer()),
                exchange("ANSWER_CSB_ID", asking, answer().csbId(7), answer()),
                exchange("ANSWER_WITH_NEW_TIMESTAMP", asking, answer().with(t(NOW.plusSeconds(1))), answer()),
                RuleCase.of("ANSWER_NOT_ASKED_FOR", pair(psk(), answer()), pair(asking, answer())),
                exchange("ANSWER_MAC_ALG", asking, answer().with(new VPayload(2, random(32, 1))), answer()),
                exchange("ANSWER_WITHOUT_DH_ECHO", dh, dhAnswer(2, 3), dhAnswer(2, 1)),
                exchange("ANSWER_DH_ORDER", dh, dhAnswer(1, 2), dhAnswer(2, 1)),
                RuleCase.of(
                        "ANSWER_SESSIONS",
                        pair(psk().v().sessions(a, open), answer().sessions(a)),
                        pair(psk().v().sessions(a, open), answer().sessions(a, a))),
                RuleCase.of(
                        "ANSWER_LEAVES_SSRC_OPEN",
                        pair(psk().v().sessions(a, open), answer().sessions(a, open)),
                        pair(psk().v().sessions(a, open), answer().sessions(a, new SrtpId(0, 9, 0)))));
    }

    private static Sample dhAnswer(int first, int second) {
        return answer().type(DataType.DHHMAC_RESP)
                .without(VPayload.class)
                .last(value(first))
                .last(value(second))
                .last(proof());
    }

    private static DhPayload value(int seed) {
        return new DhPayload(0, random(192, seed), KeyValidity.NULL);
    }

    private static KemacPayload proof() {
        return new KemacPayload(0, Octets.EMPTY, 1, random(20, 3));
    }

    private static RuleCase exchange(String rule, Sample initial, Sample found, Sample clean) {
        return RuleCase.of(rule, pair(initial, found), pair(initial, clean));
    }

    private static String pair(Sample initial, Sample answer) {
        return initial.attribute() + "\n" + answer.attribute();
    }
}
