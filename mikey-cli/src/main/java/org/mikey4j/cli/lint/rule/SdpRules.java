package org.mikey4j.cli.lint.rule;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mikey4j.cli.lint.InputSubject;
import org.mikey4j.cli.lint.MessageSubject;
import org.mikey4j.cli.lint.Profile;
import org.mikey4j.cli.lint.Report;
import org.mikey4j.cli.lint.Rule;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.Severity;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.sdp.KeyMgmtAttribute;
import org.mikey4j.sdp.KeyMgmtRule;
import org.mikey4j.sdp.Sdp;
import org.mikey4j.sdp.SdpSection;

/** How an SDP as a whole offers keys (RFC 4567). */
public final class SdpRules {
    private static final String LINE = "a=key-mgmt";
    private static final Pattern MULTICAST = Pattern.compile("(?m)^c=IN (IP4 2(2[4-9]|3[0-9])\\.|IP6 [fF][fF])");
    private static final Pattern CRYPTO = Pattern.compile("(?m)^a=crypto:");
    private static final Pattern OTHER_KEYS = Pattern.compile("(?m)^a=(crypto|fingerprint|zrtp-hash):");

    private SdpRules() {}

    /** The rules. */
    public static List<Rule> all() {
        return List.of(
                sessionLevel(),
                mediaLevel(),
                profileWithoutSrtp(),
                srtpWithoutKeys(),
                mixed(),
                badName(),
                foreign(),
                repeated(),
                oneWay());
    }

    private static Rule sessionLevel() {
        return Rule.note("SESSION_LEVEL_KEYS", "RFC 4567, 3.1")
                .title("Keys at session level, where one library does not find them")
                .why("It hands session-level lines on only if it could not read them, so that media has no keys.")
                .remedy("Repeat the line at media level towards RTSP peers.")
                .known("GStreamer", "live555 (reads the media level alone)")
                .in(Profile.ONVIF, Severity.WARNING)
                .input((input, report) ->
                        input.sdps().forEach(sdp -> keyed(sdp.session(), report, "the line belongs to the session")));
    }

    private static Rule mediaLevel() {
        return Rule.note("MEDIA_LEVEL_KEYS", "RFC 4567, 3.1")
                .title("Keys at media level, where one library does not look")
                .why("Old SIP programs read the session level alone and take the call for one without keys.")
                .remedy("Put the line at session level towards such programs.")
                .known("minisip libmikey")
                .notIn(Profile.ONVIF)
                .input((input, report) -> media(input)
                        .forEach(section -> keyed(section, report, "the line belongs to media " + section.media())));
    }

    private static Rule profileWithoutSrtp() {
        return Rule.warning("KEYS_WITHOUT_SRTP", "RFC 4567, 5.2")
                .title("Keys for media that is said not to be SRTP")
                .why(
                        "The media description has keys and an RTP/AVP profile. Some receivers go by the keys and others by the "
                                + "profile.")
                .remedy("Write RTP/SAVP or RTP/SAVPF.")
                .known("UniFi Protect (with SDES)")
                .input((input, report) -> media(input)
                        .filter(section -> !section.isSecure())
                        .forEach(section -> keyed(section, report, "the profile is " + section.profile())));
    }

    private static Rule srtpWithoutKeys() {
        return Rule.warning("SRTP_WITHOUT_KEYS", "RFC 4567, 5.2")
                .title("SRTP media without keys")
                .why(
                        "The profile says SRTP, other media of the description has keys, and this has none at its own or at session "
                                + "level.")
                .remedy("Add keys, or say RTP/AVP.")
                .input((input, report) -> {
                    for (Sdp sdp : input.sdps()) {
                        for (SdpSection media : sdp.media()) {
                            String own = sdp.text().substring(media.start(), media.end());
                            if (media.isSecure()
                                    && media.port() != 0
                                    && sdp.effective(media.media()).isEmpty()
                                    && !sdp.keyed().isEmpty()
                                    && !OTHER_KEYS.matcher(own).find()) {
                                report.at(line(sdp, media.start()), "m=", "media " + media.media());
                            }
                        }
                    }
                });
    }

    private static Stream<SdpSection> media(InputSubject input) {
        return input.sdps().stream().flatMap(sdp -> sdp.media().stream());
    }

    private static Stream<KeyMgmtAttribute> attributes(InputSubject input) {
        return input.sdps().stream().flatMap(sdp -> sdp.attributes().stream());
    }

    private static Rule mixed() {
        return Rule.warning("MIXED_KEYING", "RFC 4567, 7; RFC 4568")
                .title("MIKEY and SDES in one description")
                .why(
                        "Who can change the description takes out the stronger of the two, and the other end cannot tell. Receivers "
                                + "that know one of them leave media without keys.")
                .remedy("Offer one kind of keys, or list all in the SDP IDs extension.")
                .known("lib_xrtxp")
                .input((input, report) -> {
                    if (input.messages().isEmpty()) {
                        return;
                    }
                    List<String> lines = input.lines();
                    for (int i = 0; i < lines.size(); i++) {
                        if (CRYPTO.matcher(lines.get(i)).find()) {
                            report.at(i + 1, "a=crypto", "beside a=key-mgmt");
                            return;
                        }
                    }
                });
    }

    private static Rule badName() {
        return Rule.error(KeyMgmtRule.PROTOCOL_ID.name(), KeyMgmtRule.PROTOCOL_ID.section())
                .title("The protocol is not named by letters and digits")
                .why(
                        "Only letters and digits can stand there, so receivers take the line for another attribute or refuse it.")
                .remedy("Write mikey.")
                .input((input, report) -> attributes(input)
                        .filter(SdpRules::isMisnamed)
                        .forEach(attribute -> report.at(attribute.line(), LINE, "a name with other characters")));
    }

    private static boolean isMisnamed(KeyMgmtAttribute attribute) {
        return attribute.diagnostics().stream()
                .anyMatch(diagnostic -> diagnostic.rule().equals(KeyMgmtRule.PROTOCOL_ID.name()));
    }

    private static Rule foreign() {
        return Rule.note("FOREIGN_PROTOCOL", "RFC 4567, 3")
                .title("Keys of another protocol than MIKEY")
                .why("The line or header is for another key management protocol, which this program does not know.")
                .remedy("Nothing, if the other end has it.")
                .known("a camera that sends prot=GET-M-KEY")
                .input((input, report) -> {
                    for (KeyMgmtAttribute attribute : attributes(input).toList()) {
                        if (!attribute.isMikey() && !isMisnamed(attribute)) {
                            report.at(attribute.line(), LINE, "another protocol");
                        }
                    }
                    RtspRules.headers(input, (line, header, value) -> {
                        if (!header.isMikey()) {
                            report.at(line, "KeyMgmt", "another protocol");
                        }
                    });
                });
    }

    private static Rule repeated() {
        return Rule.error("PROTOCOL_REPEATED", "RFC 4567, 4.1.2")
                .title("Two MIKEY messages at one level")
                .why(
                        "Lines at one level are alternatives of different protocols. Of two of one protocol it is not known which "
                                + "counts.")
                .remedy("Send one message with several crypto sessions, or one for each media description.")
                .known("GStreamer (reads the first alone)")
                .input((input, report) -> {
                    for (SdpSection section : input.sdps().stream()
                            .flatMap(sdp -> sdp.keyed().stream())
                            .toList()) {
                        Set<String> seen = new HashSet<>();
                        for (KeyMgmtAttribute attribute : section.attributes()) {
                            if (!seen.add(attribute.prtclId().toLowerCase(Locale.ROOT))) {
                                report.at(attribute.line(), LINE, "a second line of the protocol");
                            }
                        }
                    }
                });
    }

    private static Rule oneWay() {
        return Rule.warning("ANNOUNCEMENT_WANTS_ANSWER", "RFC 4567, 4.1.3")
                .title("An announcement that wants an answer")
                .why(
                        "The description is for a multicast address, where nobody answers: a Diffie-Hellman exchange cannot end "
                                + "there, and a verification message never comes.")
                .remedy("Use a pre-shared key or public keys without the V flag.")
                .known("mykey (Diffie-Hellman in SAP)")
                .input((input, report) -> {
                    if (!MULTICAST.matcher(input.text()).find()) {
                        return;
                    }
                    for (MessageSubject message : input.messages()) {
                        boolean asks = message.header().filter(CommonHeader::v).isPresent()
                                || message.isOf(DataType.DH_INIT, DataType.DHHMAC_INIT, DataType.RSA_R_INIT);
                        if (asks) {
                            report.at(
                                    Report.NOWHERE,
                                    "c=",
                                    DataType.REGISTRY.name(message.dataType()) + " for a multicast address");
                        }
                    }
                });
    }

    private static void keyed(SdpSection section, Report report, String text) {
        section.attributes().stream()
                .filter(KeyMgmtAttribute::isMikey)
                .findFirst()
                .ifPresent(attribute -> report.at(attribute.line(), LINE, text));
    }

    private static int line(Sdp sdp, int offset) {
        return 1
                + (int) sdp.text()
                        .substring(0, offset)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }
}
