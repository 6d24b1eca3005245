package org.mikey4j.cli.lint.rule;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mikey4j.cli.lint.InputSubject;
import org.mikey4j.cli.lint.MessageSubject;
import org.mikey4j.cli.lint.Placed;
import org.mikey4j.cli.lint.Profile;
import org.mikey4j.cli.lint.Rule;
import org.mikey4j.message.Severity;
import org.mikey4j.message.SrtpId;
import org.mikey4j.sdp.KeyMgmtHeader;

/** How RTSP messages carry keys (RFC 4567, 4.2; ONVIF Streaming). */
public final class RtspRules {
    private static final String HEADER = "keymgmt:";
    private static final Pattern TRANSPORT_SSRC = Pattern.compile("(?i)^transport:.*;\\s*ssrc=([0-9a-f]{1,8})");
    private static final Pattern REQUEST = Pattern.compile("^[A-Z_]+ \\S+ RTSP/");
    private static final Pattern PARAMETER_REQUEST = Pattern.compile("^[GS]ET_PARAMETER \\S+ RTSP/");
    private static final Pattern BAD_STATUS = Pattern.compile("^RTSP/\\d\\.\\d (4(?!63|01|54|59)\\d\\d)");
    private static final int HEX = 16;

    private RtspRules() {}

    /** The rules. */
    public static List<Rule> all() {
        return List.of(uri(), comma(), several(), spacing(), parameter(), status(), ssrc());
    }

    private static Rule uri() {
        return Rule.note("KEYMGMT_URI_EMPTY", "RFC 4567, 3.2 and 4.2")
                .title("A KeyMgmt header without a URI")
                .why(
                        "The URI says which stream or session the keys are for; some receivers take the URI of the request instead, "
                                + "one refuses the header if the parameter is missing.")
                .remedy("Write the control URI of the stream, or of the session for all of its streams.")
                .known(
                        "the examples of the ONVIF specification",
                        "gortsplib (wants the parameter)",
                        "GStreamer (ignores it)")
                .input((input, report) -> headers(input, (line, header, value) -> {
                    if (header.isMikey() && header.uri().isEmpty()) {
                        report.at(line, "KeyMgmt", "uri is missing or empty");
                    }
                }));
    }

    private static Rule comma() {
        return Rule.warning("KEYMGMT_URI_COMMA", "RFC 4567, 3.2")
                .title("A comma in the URI of a KeyMgmt header")
                .why(
                        "Commas separate several values. One library splits there before it looks for quotation marks, and reads "
                                + "neither half.")
                .remedy("Write %2C.")
                .known("GStreamer")
                .input((input, report) -> headers(input, (line, header, value) -> {
                    if (header.uri().contains(",")) {
                        report.at(line, "KeyMgmt", "the URI has a comma");
                    }
                }));
    }

    private static Rule several() {
        return Rule.note("KEYMGMT_SEVERAL", "RFC 4567, 3.2")
                .title("Several values in one KeyMgmt header")
                .why("The standard allows it, and one library refuses it.")
                .remedy("Send one value.")
                .known("gortsplib")
                .input((input, report) -> {
                    List<String> lines = input.lines();
                    for (int i = 0; i < lines.size(); i++) {
                        String value = value(lines.get(i));
                        if (value != null
                                && KeyMgmtHeader.parse(value).headers().size() > 1) {
                            report.at(i + 1, "KeyMgmt", "more than one value");
                        }
                    }
                });
    }

    private static Rule spacing() {
        return Rule.note("KEYMGMT_SPACING", "RFC 4567, 3.2")
                .title("A KeyMgmt header without spaces behind its semicolons")
                .why(
                        "The grammar leaves it open. At least one device takes the header only with a space behind each semicolon.")
                .remedy("Write KeyMgmt: prot=mikey; uri=\"...\"; data=\"...\".")
                .known("Hanwha (wants spaces)", "live555 (writes them)")
                .onlyIn(Profile.ONVIF)
                .input((input, report) -> headers(input, (line, header, value) -> {
                    if (header.isMikey() && value.matches(".*;(uri|data)\\s*=.*")) {
                        report.at(line, "KeyMgmt", "no space behind a semicolon");
                    }
                }));
    }

    private static Rule parameter() {
        return Rule.warning("PARAMETER_FORM", "ONVIF Streaming")
                .title("A re-key parameter in the form of a header")
                .why(
                        "The body of SET_PARAMETER has a line mikey: with bare base64. One library sends a whole KeyMgmt value, which "
                                + "devices do not understand.")
                .remedy("Send mikey: and the base64. Receivers can take both.")
                .known("GStreamer")
                .in(Profile.ONVIF, Severity.ERROR)
                .input((input, report) -> {
                    boolean request = false;
                    boolean body = false;
                    List<String> lines = input.lines();
                    for (int i = 0; i < lines.size(); i++) {
                        String line = lines.get(i).strip();
                        if (REQUEST.matcher(line).find() || line.startsWith("RTSP/")) {
                            request = PARAMETER_REQUEST.matcher(line).find() || line.startsWith("RTSP/");
                            body = false;
                        } else if (line.isEmpty()) {
                            body = true;
                        } else if (request && body && value(line) != null) {
                            report.at(i + 1, "KeyMgmt", "in a body");
                        }
                    }
                });
    }

    private static Rule status() {
        return Rule.warning("KEYMGMT_FAILURE_NOT_463", "RFC 4567, 4.2")
                .title("A KeyMgmt header was refused with another status than 463")
                .why("463 tells the client that its keys were refused and not something else of the request.")
                .remedy("Answer 463 (Key Management Failure).")
                .known("gortsplib (400)", "GStreamer (200, as if nothing were wrong)")
                .input((input, report) -> {
                    boolean keyed = false;
                    List<String> lines = input.lines();
                    for (int i = 0; i < lines.size(); i++) {
                        Matcher bad = BAD_STATUS.matcher(lines.get(i));
                        if (REQUEST.matcher(lines.get(i)).find()) {
                            keyed = false;
                        } else if (value(lines.get(i)) != null) {
                            keyed = true;
                        } else if (keyed && bad.find()) {
                            report.at(i + 1, "RTSP", "the status is " + bad.group(1));
                        }
                    }
                });
    }

    private static Rule ssrc() {
        return Rule.warning("SSRC_DIFFERS_FROM_TRANSPORT", "RFC 3830, 6.1.1; RFC 2326, 12.39")
                .title("The keys are for another SSRC than the Transport header has")
                .why("Receivers that bind keys to the SSRC of the message never find the stream.")
                .remedy("Use one SSRC in both.")
                .known("lib_xrtxp (ends with an exception)", "live555 (does not compare)")
                .input((input, report) -> {
                    List<String> lines = input.lines();
                    for (int i = 0; i < lines.size(); i++) {
                        Matcher matcher = TRANSPORT_SSRC.matcher(lines.get(i).strip());
                        if (matcher.find() && !isKeyed(input, Long.parseLong(matcher.group(1), HEX))) {
                            report.at(i + 1, "Transport", "no message has its SSRC");
                        }
                    }
                });
    }

    private static boolean isKeyed(InputSubject input, long ssrc) {
        boolean any = false;
        for (MessageSubject message : input.messages()) {
            for (Placed<SrtpId> id : message.srtpIds()) {
                if (id.value().ssrc() == ssrc || id.value().ssrc() == 0) {
                    return true;
                }
                any = true;
            }
        }
        return !any;
    }

    /** What is done with each value of each KeyMgmt header. */
    @FunctionalInterface
    interface HeaderCheck {
        void look(int line, KeyMgmtHeader header, String value);
    }

    static void headers(InputSubject input, HeaderCheck check) {
        List<String> lines = input.lines();
        for (int i = 0; i < lines.size(); i++) {
            String value = value(lines.get(i));
            if (value != null) {
                for (KeyMgmtHeader header : KeyMgmtHeader.parse(value).headers()) {
                    check.look(i + 1, header, value);
                }
            }
        }
    }

    private static @Nullable String value(String line) {
        int at = line.toLowerCase(Locale.ROOT).indexOf(HEADER);
        return at < 0 ? null : line.substring(at + HEADER.length()).strip();
    }
}
