package org.mikey4j.cli.lint.rule;

import java.util.List;
import java.util.regex.Pattern;
import org.mikey4j.cli.lint.InputSubject;
import org.mikey4j.cli.lint.MessageSubject;
import org.mikey4j.cli.lint.Rule;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.Severity;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.sdp.KeyMgmtAttribute;
import org.mikey4j.sdp.Sdp;
import org.mikey4j.sdp.SdpSection;

/** What becomes of keys between an offer and its answer, a request and its response. */
public final class NegotiationRules {
    private static final String ATTRIBUTE = "a=key-mgmt";
    private static final Pattern REQUEST = Pattern.compile("^[A-Z_]+ \\S+ RTSP/");
    private static final Pattern ACCEPTED = Pattern.compile("^RTSP/\\d\\.\\d 200\\b");

    private NegotiationRules() {}

    /** The rules. */
    public static List<Rule> all() {
        return List.of(notFirst(), answerWithoutKeys(), badButAccepted());
    }

    private static Rule notFirst() {
        return Rule.note("MIKEY_LINE_NOT_FIRST", "RFC 4567, 3.1 and 4.1.2")
                .title("Another protocol stands before MIKEY")
                .why(
                        "The order tells which is preferred. One library reads the first line of a level alone, and so has no keys.")
                .remedy("Put MIKEY first towards such programs.")
                .known("GStreamer")
                .input((input, report) -> input.sdps().stream()
                        .flatMap(sdp -> sdp.keyed().stream())
                        .map(SdpSection::attributes)
                        .filter(lines -> !lines.get(0).isMikey())
                        .forEach(lines -> lines.stream()
                                .filter(KeyMgmtAttribute::isMikey)
                                .findFirst()
                                .ifPresent(line -> report.at(
                                        line.line(),
                                        ATTRIBUTE,
                                        "behind " + lines.get(0).prtclId()))));
    }

    private static Rule answerWithoutKeys() {
        return Rule.error("ANSWER_WITHOUT_KEYS", "RFC 4567, 4.1.2 and 4.1.3")
                .title("The answer leaves out the MIKEY message that the offer asked for")
                .why(
                        "Without it the Initiator may not use its keys, and there is no media, or media in the clear. The other end "
                                + "does not know MIKEY, or something on the way took the line out.")
                .remedy("Find out by captures on both sides of each proxy where the line is lost.")
                .input((input, report) -> {
                    List<Sdp> sdps = input.sdps().stream()
                            .filter(sdp ->
                                    sdp.text().startsWith("v=", sdp.session().start()))
                            .toList();
                    if (sdps.size() == 2
                            && !sdps.get(0).keyed().isEmpty()
                            && sdps.get(1).keyed().isEmpty()
                            && input.messages().stream().anyMatch(NegotiationRules::wantsAnswer)) {
                        String before =
                                input.text().substring(0, sdps.get(1).session().start());
                        report.at((int) before.lines().count() + 1, "v=", "no line of it has keys");
                    }
                });
    }

    private static boolean wantsAnswer(MessageSubject message) {
        return message.isOf(DataType.DH_INIT, DataType.DHHMAC_INIT, DataType.RSA_R_INIT)
                || (message.isOf(DataType.PSK_INIT, DataType.PK_INIT)
                        && message.header().filter(CommonHeader::v).isPresent());
    }

    private static Rule badButAccepted() {
        return Rule.warning("KEYMGMT_BAD_BUT_ACCEPTED", "RFC 4567, 4.2")
                .title("A request with keys that cannot be read was accepted")
                .why(
                        "The server answered as if nothing were wrong, and has no keys of the client: what the client sends, or "
                                + "expects, under them is lost.")
                .remedy("Answer 463 (Key Management Failure); mend the message.")
                .known("GStreamer's RTSP server")
                .input((input, report) -> {
                    boolean bad = false;
                    List<String> lines = input.lines();
                    for (int i = 0; i < lines.size(); i++) {
                        String line = lines.get(i);
                        if (REQUEST.matcher(line).find()) {
                            bad = false;
                        } else if (isBad(input, i + 1)) {
                            bad = true;
                        } else if (bad && ACCEPTED.matcher(line).find()) {
                            report.at(i + 1, "RTSP", "the status is 200");
                            bad = false;
                        }
                    }
                });
    }

    /** Whether a message in this line cannot be read. */
    private static boolean isBad(InputSubject input, int line) {
        return input.messages().stream()
                .filter(MessageSubject::isRtsp)
                .filter(message -> message.carried().source().endsWith(":" + line))
                .anyMatch(message -> !message.carried().isReadable()
                        || message.inspection().diagnostics().stream()
                                .anyMatch(diagnostic -> diagnostic.severity() == Severity.ERROR));
    }
}
