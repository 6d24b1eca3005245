package org.mikey4j.cli.lint.rule;

import java.util.List;
import org.mikey4j.cli.lint.Profile;
import org.mikey4j.cli.lint.Rule;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.Severity;
import org.mikey4j.message.registry.EncrAlg;
import org.mikey4j.message.registry.KeyDataType;

/** For which packets keys are, and whose derivation they trip (RFC 3830, 6.14). */
public final class KeyUseRules {
    private static final String WHERE = "Key data";
    private static final int MKI_OCTETS = 4;
    private static final int PRF_BLOCK = 32;
    private static final int LIVE555_KEY = 30;

    /** What a key of minisip's default size makes of a KEMAC: 192 octets behind 4 of header. */
    private static final int MINISIP_DATA = 196;

    private KeyUseRules() {}

    /** The rules. */
    public static List<Rule> all() {
        return List.of(mki(), mkiLength(), axis(), interval(), salt(), prfBlock(), thirty());
    }

    private static Rule mki() {
        return Rule.note("MKI_MISSING", "RFC 3830, 6.14; ONVIF Streaming")
                .title("The key has no MKI")
                .why(
                        "Without it packets do not tell which key they are under, so that a change of keys loses packets. ONVIF "
                                + "devices and one library refuse keys without one.")
                .remedy("Send a validity of the kind SPI with 4 octets.")
                .known(
                        "ONVIF devices and live555 (refuse it)",
                        "GStreamer (sends none unless it is told to)",
                        "GStreamer's RTSP server (throws it away)")
                .in(Profile.ONVIF, Severity.ERROR)
                .notIn(Profile.TS33180)
                .message((message, report) -> {
                    if (message.isUnprotected() && !message.hasMki()) {
                        message.keys().stream()
                                .findFirst()
                                .ifPresent(key -> report.at(key.offset(), WHERE, "no validity of the kind SPI"));
                    }
                });
    }

    private static Rule mkiLength() {
        return Rule.note("MKI_NOT_4_OCTETS", "ONVIF Streaming")
                .title("An MKI that does not have 4 octets")
                .why(
                        "The standard allows any length; cameras and their clients use 4 octets, and some take nothing else.")
                .remedy("Send 4 octets.")
                .known("live555 (refuses other lengths)", "ONVIF devices")
                .in(Profile.ONVIF, Severity.WARNING)
                .notIn(Profile.TS33180)
                .message((message, report) -> message.keys().forEach(key -> {
                    if (key.value().kv() instanceof KeyValidity.Spi spi
                            && spi.spi().length() != MKI_OCTETS) {
                        report.at(key.offset(), WHERE, spi.spi().length() + " octets");
                    }
                }));
    }

    private static Rule axis() {
        return Rule.note("SERVER_KEY_WITHOUT_MKI", "ONVIF Streaming; RFC 4567, 4.2")
                .title("A key in an RTSP description that may not be the key")
                .why(
                        "Some cameras describe a key without MKI and then want the client to bring the key for both directions; "
                                + "with the described key SETUP ends in 463.")
                .remedy("If SETUP ends in 463, send a message of your own with an MKI in its KeyMgmt header.")
                .known(
                        "Axis",
                        "GStreamer (client-managed-mikey)",
                        "gortsplib (tries again with its own key)",
                        "live555 (never takes the described key)")
                .message((message, report) -> {
                    if (message.carried().carrier().startsWith("a=key-mgmt")
                            && message.isUnprotected()
                            && !message.hasMki()) {
                        message.keys().stream()
                                .findFirst()
                                .ifPresent(key -> report.at(key.offset(), WHERE, "described by a line of an SDP"));
                    }
                });
    }

    private static Rule interval() {
        return Rule.note("KEY_INTERVAL", "RFC 3830, 6.14")
                .title("A key that is valid for an interval of packets")
                .why(
                        "No SRTP library takes intervals, and SDES has no word for them; one library reads them one octet off.")
                .remedy("Use an MKI.")
                .known("minisip libmikey (reads VT with the length of VF)")
                .message((message, report) -> message.keys().stream()
                        .filter(key -> key.value().kv() instanceof KeyValidity.Interval)
                        .forEach(key -> report.at(key.offset(), WHERE, "the validity is INTERVAL")));
    }

    private static Rule salt() {
        return Rule.note("SALT_MISREAD_BY_PEERS", "RFC 3830, 6.13")
                .title("A key with a salt, which one implementation reads in the wrong place")
                .why(
                        "It takes the length of the salt from inside the key, two octets early, and cannot read its own messages of "
                                + "this kind either.")
                .remedy("Towards such programs send a TGK without a salt.")
                .known("minisip libmikey", "Streamwide's copy of it")
                .notIn(Profile.ONVIF)
                .message((message, report) -> message.keys().stream()
                        .filter(key -> !key.value().salt().isEmpty())
                        .forEach(key -> report.at(
                                key.offset(),
                                WHERE,
                                "a salt of " + key.value().salt().length() + " octets")));
    }

    private static Rule prfBlock() {
        return Rule.note("PRF_BLOCK_TRAP", "RFC 3830, 4.1.2")
                .title("A key of a multiple of 32 octets, which one implementation derives wrongly")
                .why(
                        "It appends an empty block to such keys before it derives. Its default key has 192 octets, and so has the "
                                + "outcome of a Diffie-Hellman exchange with group OAKLEY-5: its keys then differ from everybody "
                                + "else's.")
                .remedy(
                        "Use keys of 16 octets with it; mikey verify --compat prf-empty-last-block tells its derivation.")
                .known("minisip libmikey", "Streamwide before it was mended")
                .notIn(Profile.ONVIF)
                .notIn(Profile.TS33180)
                .message((message, report) -> {
                    message.keys().stream()
                            .filter(key -> !KeyRules.isTek(key.value())
                                    && key.value().key().length() % PRF_BLOCK == 0)
                            .forEach(key -> report.at(
                                    key.offset(), WHERE, key.value().key().length() + " octets"));
                    message.first(KemacPayload.class)
                            .filter(kemac -> kemac.value().encrAlg() != EncrAlg.NULL
                                    && kemac.value().encrData().length() == MINISIP_DATA)
                            .ifPresent(kemac -> report.at(
                                    kemac.offset(),
                                    "KEMAC",
                                    "encrypted data of " + MINISIP_DATA + " octets, as with a TGK of 192"));
                });
    }

    private static Rule thirty() {
        return Rule.note("KEY_NOT_30_OCTETS", "RFC 3830, 6.13")
                .title("A key that does not have 30 octets")
                .why("Some clients of cameras take nothing but 16 octets of key with 14 of salt behind them.")
                .remedy("Use AES-CM with 128 bits towards such clients.")
                .known("live555", "gortsplib")
                .onlyIn(Profile.ONVIF)
                .message((message, report) -> message.keys().stream()
                        .filter(key -> key.value().keyType() == KeyDataType.TEK
                                && key.value().key().length() != LIVE555_KEY)
                        .forEach(key ->
                                report.at(key.offset(), WHERE, key.value().key().length() + " octets")));
    }
}
