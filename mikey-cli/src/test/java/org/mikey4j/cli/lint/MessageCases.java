package org.mikey4j.cli.lint;

import static org.mikey4j.cli.lint.Sample.CAMERA;
import static org.mikey4j.cli.lint.Sample.NOW;
import static org.mikey4j.cli.lint.Sample.answer;
import static org.mikey4j.cli.lint.Sample.camera;
import static org.mikey4j.cli.lint.Sample.kemac;
import static org.mikey4j.cli.lint.Sample.key;
import static org.mikey4j.cli.lint.Sample.psk;
import static org.mikey4j.cli.lint.Sample.random;
import static org.mikey4j.cli.lint.Sample.sp;
import static org.mikey4j.cli.lint.Sample.t;
import static org.mikey4j.cli.lint.Sample.text;

import java.time.Duration;
import java.util.List;
import org.mikey4j.message.ChashPayload;
import org.mikey4j.message.DhPayload;
import org.mikey4j.message.EmptyMap;
import org.mikey4j.message.ErrPayload;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.GenericId;
import org.mikey4j.message.GenericIdMap;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.KeyDataPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.Octets;
import org.mikey4j.message.PayloadChain;
import org.mikey4j.message.PkePayload;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.SignPayload;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.VPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.EncrAlg;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.MacAlg;
import org.mikey4j.message.registry.TsType;

/** Cases of the rules about single messages. */
final class MessageCases {
    private static final KeyValidity MKI = new KeyValidity.Spi(Octets.ofHex("0000002f"));
    private static final Octets MAC = random(20, 3);

    private MessageCases() {}

    static List<RuleCase> structure() {
        Sample pk = psk().type(DataType.PK_INIT)
                .plus(new PkePayload(0, random(256, 1)))
                .last(new SignPayload(0, random(256, 2)));
        return List.of(
                RuleCase.of("PAYLOAD_MISSING", psk().without(KemacPayload.class), psk()),
                RuleCase.of("PAYLOAD_REPEATED", psk().plus(t(NOW)), psk()),
                RuleCase.of("MAC_NOT_LAST", psk().last(IdPayload.uri("sip:x")), psk()),
                RuleCase.of("RAND_MISSING", camera().without(RandPayload.class), camera()),
                RuleCase.of(
                        "RAND_MISSING_WITH_TGK", psk().without(RandPayload.class), camera().without(RandPayload.class)),
                RuleCase.of("NO_CRYPTO_SESSION", psk().sessions(), psk()),
                RuleCase.of("EMPTY_MAP_WITH_SESSIONS", psk().map(new EmptyMap(1, 1)), psk().map(new EmptyMap(1, 0))),
                RuleCase.of("V_IN_ANSWER", answer().v(), answer()),
                RuleCase.of("ERROR_MESSAGE", answer().type(DataType.ERROR).with(new ErrPayload(0)), answer()),
                RuleCase.of("RESPONDER_NOT_NAMED", psk().without(IdPayload.class), psk()),
                RuleCase.of("GENERAL_EXTENSION_BREAKS_PEERS", psk().plus(vendor()), psk()),
                RuleCase.of("CHASH_BREAKS_PEERS", psk().plus(new ChashPayload(0, random(20, 1))), psk()),
                RuleCase.of(
                        "CHASH_MD5",
                        psk().plus(new ChashPayload(1, random(16, 1))),
                        psk().plus(new ChashPayload(0, random(20, 1)))),
                RuleCase.of("MAC_MISREAD_BY_PEERS", psk().header(), camera().header()),
                RuleCase.of("WIRESHARK_IS_BLIND", camera().header(), camera().hex()),
                new RuleCase("NOT_A_CAMERA_MODE", Profile.ONVIF, answer().hex(), camera().hex()),
                RuleCase.of(
                        "SHORT_RSA_SIGNATURE",
                        pk.with(new SignPayload(0, random(128, 2))).hex(),
                        psk().hex()),
                RuleCase.of(
                        "SHORT_RSA_ENVELOPE",
                        psk().type(DataType.PK_INIT).plus(new PkePayload(0, random(128, 1))),
                        psk().type(DataType.PK_INIT).plus(new PkePayload(0, random(256, 1)))),
                RuleCase.of(
                        "PKE_LENGTH_IS_TRUE",
                        psk().type(DataType.PK_INIT).plus(new PkePayload(0, random(1, 1))),
                        psk().type(DataType.PK_INIT).plus(new PkePayload(0, random(256, 1)))));
    }

    private static GeneralExtensionPayload vendor() {
        return new GeneralExtensionPayload(0, text("example"));
    }

    static List<RuleCase> sessions() {
        SrtpId one = new SrtpId(0, 0x11111111L, 0);
        return List.of(
                RuleCase.of("SSRC_PLACEHOLDER", psk().sessions(new SrtpId(0, 0, 0)), psk()),
                RuleCase.of("SSRC_REPEATED", psk().sessions(one, one), psk().sessions(one, new SrtpId(0, 2, 0))),
                RuleCase.of("SESSION_WITHOUT_POLICY", psk().sessions(new SrtpId(3, 1, 0)), psk()),
                RuleCase.of("POLICY_WITHOUT_SESSION", psk().plus(sp(1, CAMERA)), psk()),
                RuleCase.of(
                        "ROC_ABOVE_16_BITS",
                        psk().sessions(new SrtpId(0, 1, 0x10000)),
                        psk().sessions(new SrtpId(0, 1, 0xffff))),
                RuleCase.of(
                        "LATER_ROC_IGNORED_BY_PEERS",
                        psk().sessions(one, new SrtpId(0, 2, 7)),
                        psk().sessions(new SrtpId(0, 2, 7), one)),
                RuleCase.of("SEVERAL_SESSIONS", camera().sessions(one, new SrtpId(0, 2, 0)), camera())
                        .in(Profile.ONVIF),
                RuleCase.of("CS_ID_ZERO", psk().map(generic(0)), psk().map(generic(1))));
    }

    private static GenericIdMap generic(int csId) {
        return new GenericIdMap(
                List.of(new GenericId(csId, 0, false, Octets.ofHex("00"), Octets.EMPTY, Octets.ofHex("01020304"))));
    }

    static List<RuleCase> time() {
        return List.of(
                RuleCase.of("T_FILETIME", at(0x01d38e19cef95c3dL), psk()),
                RuleCase.of("T_LOW_WORD", at(t(NOW).tsValue() >>> 32), psk()),
                RuleCase.of("T_LITTLE_ENDIAN", at(Long.reverseBytes(t(NOW).tsValue())), psk()),
                RuleCase.of("T_STALE", psk().with(t(NOW.minus(Duration.ofDays(3)))), psk()),
                RuleCase.of("T_FUTURE", psk().with(t(NOW.plus(Duration.ofDays(3)))), psk()),
                RuleCase.of(
                        "T_ZONE",
                        psk().with(t(NOW.plus(Duration.ofHours(2)))),
                        psk().with(t(NOW.plus(Duration.ofMinutes(127))))),
                RuleCase.of("T_WHOLE_SECONDS", at(t(NOW).tsValue() >>> 32 << 32), psk()),
                RuleCase.of("T_COUNTER", psk().with(new TPayload(TsType.COUNTER, 9)), psk()),
                RuleCase.of(
                        "T_COUNTER_IS_CSB_ID",
                        psk().with(new TPayload(TsType.COUNTER, 0x2a3b4c5dL)),
                        psk().with(new TPayload(TsType.COUNTER, 9))));
    }

    private static Sample at(long value) {
        return psk().with(new TPayload(TsType.NTP_UTC, value));
    }

    static List<RuleCase> protection() {
        String clear = "SETUP rtsp://camera.example.org/1 RTSP/1.0\n";
        String tls = "SETUP rtsps://camera.example.org/1 RTSP/1.0\n";
        Octets data = camera().octets();
        KemacPayload plain = kemac(key(KeyDataType.TGK, 16, 0, KeyValidity.NULL));
        return List.of(
                RuleCase.of("NULL_IN_THE_CLEAR", clear + camera().header(), tls + camera().header()),
                RuleCase.of("NULL_WITHOUT_TLS", camera().header().replace("rtsps:", ""), camera().header()),
                RuleCase.of(
                        "MAC_NULL_WITH_ENCRYPTION",
                        psk().with(new KemacPayload(EncrAlg.AES_CM_128, data, MacAlg.NULL, Octets.EMPTY)),
                        psk()),
                RuleCase.of(
                        "ENCR_NULL_WITH_MAC",
                        psk().with(new KemacPayload(EncrAlg.NULL, plain.encrData(), MacAlg.HMAC_SHA_1_160, MAC)),
                        psk()),
                RuleCase.of(
                        "KEY_WRAP_WITHOUT_MAC",
                        psk().with(new KemacPayload(EncrAlg.AES_KW_128, data, MacAlg.NULL, Octets.EMPTY)),
                        psk().with(new KemacPayload(EncrAlg.AES_KW_128, data, MacAlg.HMAC_SHA_1_160, MAC))),
                RuleCase.of(
                        "MAC_ALL_ZERO",
                        psk().with(new KemacPayload(
                                EncrAlg.AES_CM_128, data, MacAlg.HMAC_SHA_1_160, Octets.ofHex("00".repeat(20)))),
                        psk()),
                RuleCase.of("V_OF_NULL_MESSAGE", camera().v(), psk().v()),
                RuleCase.of("V_IS_NULL", answer().with(new VPayload(MacAlg.NULL, Octets.EMPTY)), answer()),
                RuleCase.of("LEGACY_DH_GROUP", dh(2, 128), dh(0, 192)),
                RuleCase.of("RAND_IS_TEXT", psk().with(new RandPayload(text("1ed3bfc9330e16ce"))), psk()),
                RuleCase.of(
                        "RAND_IS_NOT_RANDOM",
                        psk().with(new RandPayload(Octets.ofHex("000102030405060708090a0b0c0d0e0f"))),
                        psk()),
                RuleCase.of(
                        "RAND_BEGINS_WITH_CSB_ID",
                        psk().with(new RandPayload(
                                Octets.ofHex("2a3b4c5d" + random(12, 1).toHex()))),
                        psk()),
                RuleCase.of("PRF_SHA_1", psk().prf(0), psk()));
    }

    private static Sample dh(int group, int octets) {
        return psk().type(DataType.DH_INIT)
                .without(KemacPayload.class)
                .plus(new DhPayload(group, random(octets, 1), KeyValidity.NULL));
    }

    static List<RuleCase> policies() {
        return List.of(
                RuleCase.of("POLICY_UNUSABLE", policy("0=63"), psk()),
                RuleCase.of("AUTH_KEY_LENGTH_IS_TAG_LENGTH", policy("0=01,2=01,3=0a"), policy(CAMERA)),
                RuleCase.of("AUTH_KEY_AND_TAG_LENGTH_DISAGREE", policy("2=01,3=0a,11=04"), policy("2=01,3=0a,11=0a")),
                RuleCase.of("ONVIF_LENGTHS", policy("0=01,2=01,3=14"), policy(CAMERA))
                        .in(Profile.ONVIF),
                RuleCase.of("PARAMETER_IGNORED_BY_PEERS", policy("6=0400"), policy(CAMERA)),
                RuleCase.of("POLICY_PARAMETER_REPEATED", policy("0=01,0=01"), policy("0=01")),
                RuleCase.of("POLICY_PARAMETER_AFTER_12", policy("0=01,19=0a"), policy("0=01,11=0a")),
                RuleCase.of("POLICY_LONG", policy(CAMERA + ",250=" + "00".repeat(250)), policy(CAMERA)),
                RuleCase.of("POLICY_NUMBERS_NOT_IN_ORDER", psk().with(sp(1, CAMERA)), psk()),
                RuleCase.of("AES_F8", policy("0=02"), policy("0=01")),
                RuleCase.of("SRTP_NULL_CIPHER", policy("0=00"), policy("0=01")),
                RuleCase.of("SRTP_ENCRYPTION_OFF", policy("8=00"), policy("8=01")),
                RuleCase.of("SRTP_AUTHENTICATION_OFF", policy("10=00"), policy("10=01")),
                RuleCase.of("SRTP_SHORT_TAG", policy("11=04"), policy("11=0a")),
                RuleCase.of("SRTCP_SHORT_TAG", policy("11=04"), policy("11=04,19=0a")));
    }

    private static Sample policy(String parameters) {
        return psk().with(sp(0, parameters));
    }

    static List<RuleCase> keys() {
        Sample gcm = camera().with(sp(0, "0=06,1=10,20=10"));
        String mkiless = keyed(KeyDataType.TEK, 30, 0, KeyValidity.NULL).attribute();
        return List.of(
                RuleCase.of(
                        "KEMAC_WITHOUT_KEY",
                        camera().with(new KemacPayload(0, Octets.EMPTY, 0, Octets.EMPTY)),
                        camera()),
                RuleCase.of("TEK_HOLDS_SALT", camera(), keyed(KeyDataType.TEK_SALT, 16, 14, MKI)),
                RuleCase.of("TEK_DOES_NOT_FIT", keyed(KeyDataType.TEK, 20, 0, MKI), camera()),
                RuleCase.of(
                                "ONVIF_GCM_SALT_IN_TEK",
                                gcm.with(kemac(key(KeyDataType.TEK, 28, 0, MKI)))
                                        .hex(),
                                gcm.with(kemac(key(KeyDataType.TEK_SALT, 16, 12, MKI)))
                                        .hex())
                        .in(Profile.ONVIF),
                RuleCase.of("TEK_SALT_REFUSED_BY_PEERS", keyed(KeyDataType.TEK_SALT, 16, 14, MKI), camera()),
                RuleCase.of("KEY_TYPE_MISREAD_BY_PEERS", keyed(KeyDataType.GTGK, 16, 0, MKI), camera()),
                RuleCase.of("SHORT_KEY", keyed(KeyDataType.TGK, 8, 0, MKI), camera()),
                RuleCase.of(
                        "KEY_IS_NOT_RANDOM",
                        camera().with(kemac(new KeyDataPayload(
                                KeyDataType.TEK, text("0123456789abcdef0123456789abcd"), Octets.EMPTY, MKI))),
                        camera()),
                RuleCase.of("MKI_MISSING", keyed(KeyDataType.TEK, 30, 0, KeyValidity.NULL), camera()),
                RuleCase.of(
                        "MKI_NOT_4_OCTETS",
                        keyed(KeyDataType.TEK, 30, 0, new KeyValidity.Spi(Octets.ofHex("01"))),
                        camera()),
                RuleCase.of("SERVER_KEY_WITHOUT_MKI", mkiless, camera().attribute()),
                RuleCase.of(
                        "KEY_INTERVAL",
                        keyed(
                                KeyDataType.TEK,
                                30,
                                0,
                                new KeyValidity.Interval(Octets.ofHex("000000000001"), Octets.ofHex("00000000ffff"))),
                        camera()),
                RuleCase.of(
                        "PRF_BLOCK_TRAP",
                        psk().with(new KemacPayload(1, random(196, 1), 1, MAC)),
                        psk().with(new KemacPayload(1, random(20, 1), 1, MAC))),
                RuleCase.of("KEY_NOT_30_OCTETS", keyed(KeyDataType.TEK, 16, 0, MKI), camera())
                        .in(Profile.ONVIF));
    }

    private static Sample keyed(int type, int keyOctets, int saltOctets, KeyValidity kv) {
        return camera().with(kemac(key(type, keyOctets, saltOctets, kv)));
    }

    /** Habits of single implementations. */
    static List<RuleCase> more() {
        long unix = NOW.getEpochSecond();
        return List.of(
                RuleCase.of("T_UNIX", psk().with(new TPayload(TsType.NTP_UTC, unix << 32)), psk()),
                RuleCase.of("T_UNIX", psk().with(new TPayload(TsType.NTP_UTC, unix)), psk()),
                RuleCase.of(
                        "KEMAC_IS_CLEAR",
                        psk().with(new KemacPayload(
                                EncrAlg.AES_CM_128,
                                PayloadChain.encode(List.of(key())),
                                MacAlg.HMAC_SHA_1_160,
                                random(20, 3))),
                        psk()),
                RuleCase.of(
                        "SALT_MISREAD_BY_PEERS",
                        camera().with(kemac(key(KeyDataType.TEK_SALT, 16, 14, KeyValidity.NULL))),
                        camera()),
                RuleCase.of("MESSAGE_IS_JSON", "a=key-mgmt:mikey eyJ0eXBlIjoyNn0=", psk().attribute()));
    }
}
