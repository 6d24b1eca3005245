package org.mikey4j.cli.lint.rule;

import java.util.List;
import org.mikey4j.cli.lint.Profile;
import org.mikey4j.cli.lint.Report;
import org.mikey4j.cli.lint.Rule;
import org.mikey4j.message.ChashPayload;
import org.mikey4j.message.DhPayload;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.Severity;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.GeneralExtensionType;
import org.mikey4j.message.registry.IdType;
import org.mikey4j.message.registry.MacAlg;

/** What is right by the standard and trips known programs. */
public final class PeerRules {
    private PeerRules() {}

    /** The rules. */
    public static List<Rule> all() {
        return List.of(json(), extension(), chash(), shortMac(), identity(), wireshark(), otherMode());
    }

    private static Rule json() {
        return Rule.error("MESSAGE_IS_JSON", "RFC 3830, 6")
                .title("JSON instead of a message")
                .why("The sender has its own notation for the fields of MIKEY, which no other implementation reads.")
                .remedy("Send the octets of the standard.")
                .known("maisieed")
                .message((message, report) -> {
                    int length = message.octets().length();
                    if (length > 1
                            && message.octets().at(0) == '{'
                            && message.octets().at(length - 1) == '}') {
                        report.at(0, "message", "it begins and ends with braces");
                    }
                });
    }

    private static Rule extension() {
        return Rule.note("GENERAL_EXTENSION_BREAKS_PEERS", "RFC 3830, 6.15")
                .title("A general extension, which breaks one library")
                .why(
                        "It writes four octets beyond the memory that it took for the extension. Another one expects 15 octets, "
                                + "whatever the length says.")
                .remedy("Send no general extension to it, not even the SDP IDs.")
                .known("minisip libmikey (memory overrun)", "EG (takes 15 octets)")
                .notIn(Profile.TS33180)
                .message((message, report) -> message.first(GeneralExtensionPayload.class)
                        .ifPresent(extension -> report.at(
                                extension.offset(),
                                "GENERAL_EXT",
                                GeneralExtensionType.REGISTRY.name(
                                        extension.value().extensionType()))));
    }

    private static Rule chash() {
        return Rule.note("CHASH_BREAKS_PEERS", "RFC 3830, 6.8")
                .title("A certificate hash, which known programs cannot read")
                .why("One library loses its place in the message, and Wireshark does not decode the payload.")
                .remedy("Send the certificate, or nothing if the other end has one alone.")
                .known("minisip libmikey", "Wireshark")
                .message((message, report) -> message.first(ChashPayload.class)
                        .ifPresent(hash -> report.at(hash.offset(), "CHASH", "it is there")));
    }

    private static Rule shortMac() {
        return Rule.note("MAC_MISREAD_BY_PEERS", "RFC 3830, 6.2")
                .title("A MAC in an RTSP message")
                .why(
                        "RTSP implementations know the NULL MAC. One reads 10 octets of an HMAC-SHA-1-160 and takes the rest for "
                                + "trailing octets; others skip the MAC without checking it.")
                .remedy("Over RTSPS send NULL encryption and NULL MAC, which is what they check.")
                .known("lib_xrtxp (reads 10 octets)", "GStreamer, live555 and gortsplib (do not check it)")
                .in(Profile.ONVIF, Severity.WARNING)
                .message((message, report) -> {
                    if (message.isRtsp()) {
                        message.first(KemacPayload.class)
                                .filter(kemac -> kemac.value().macAlg() != MacAlg.NULL)
                                .ifPresent(kemac -> report.at(
                                        kemac.offset(),
                                        "KEMAC",
                                        MacAlg.REGISTRY.name(kemac.value().macAlg())));
                    }
                });
    }

    private static Rule identity() {
        return Rule.note("RESPONDER_NOT_NAMED", "RFC 3830, 9.5")
                .title("The message does not say for whom it is")
                .why(
                        "Without the identity of the responder, a message for one can be sent to another who has the same key or "
                                + "certificate.")
                .remedy("Add the identities of both.")
                .message((message, report) -> {
                    boolean named = message.isOf(DataType.PSK_INIT, DataType.PK_INIT, DataType.DH_INIT)
                            && !message.isUnprotected();
                    long identities = message.all(IdPayload.class).stream()
                            .filter(id -> id.value().idType() == IdType.URI
                                    || id.value().idType() == IdType.NAI)
                            .count();
                    if (named && identities < 2) {
                        report.at(0, "HDR", identities == 0 ? "no identity" : "one identity");
                    }
                });
    }

    private static Rule wireshark() {
        return Rule.note("WIRESHARK_IS_BLIND", "RFC 4567, 3; RFC 6509")
                .title("Wireshark does not decode this")
                .why(
                        "It decodes messages on port 2269 and in session-level lines of an SDP, and of those not everything: that "
                                + "it shows nothing does not mean that anything is wrong.")
                .remedy("Use mikey inspect.")
                .known("Wireshark 4.0")
                .message((message, report) -> {
                    if (message.isOf(DataType.SAKKE)) {
                        report.at(1, "HDR", "MIKEY-SAKKE");
                    } else if (message.all(DhPayload.class).stream()
                            .anyMatch(dh -> !(dh.value().kv() instanceof KeyValidity.Null))) {
                        report.at(0, "DH", "a Diffie-Hellman value with a validity");
                    } else if (message.isRtsp() || message.carried().carrier().startsWith("a=key-mgmt, media")) {
                        report.at(Report.NOWHERE, "carrier", message.carried().carrier());
                    }
                });
    }

    private static Rule otherMode() {
        return Rule.error("NOT_A_CAMERA_MODE", "ONVIF Streaming")
                .title("A kind of exchange that cameras do not have")
                .why(
                        "The profile has pre-shared key messages with NULL encryption and NULL MAC inside TLS, and nothing else.")
                .remedy("Send such a message.")
                .onlyIn(Profile.ONVIF)
                .message((message, report) -> {
                    if (message.message().isPresent() && !message.isOf(DataType.PSK_INIT)) {
                        report.at(1, "HDR", DataType.REGISTRY.name(message.dataType()));
                    }
                });
    }
}
