package org.mikey4j.cli.lint.rule;

import java.util.List;
import org.mikey4j.cli.lint.MessageSubject;
import org.mikey4j.cli.lint.Profile;
import org.mikey4j.cli.lint.Rule;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.sdp.SdpIds;

/** Rules about the list of offered protocols that a message carries under its MAC (RFC 4567, 4.1.4). */
public final class SdpIdsRules {
    private SdpIdsRules() {}

    /** The rules. */
    public static List<Rule> all() {
        return List.of(idsMissing(), idsMissingAmongSeveral(), idsMismatch());
    }

    private static Rule idsMissing() {
        return Rule.note("SDP_IDS_MISSING", "RFC 4567, 4.1.4")
                .title("The message does not list the protocols of the offer")
                .why(
                        "The standard wants the list inside what the MAC covers in every offer. Nobody is known to send it.")
                .remedy("Add the SDP IDs extension; mikey generate psk --sdp-ids does.")
                .known("every known sender")
                .notIn(Profile.ONVIF)
                .message((message, report) -> {
                    if (isProtectedOffer(message)
                            && message.carried().prtclIds().size() == 1
                            && ids(message) == SdpIds.Verdict.ABSENT) {
                        report.at(0, "HDR", "no SDP IDs extension");
                    }
                });
    }

    private static Rule idsMissingAmongSeveral() {
        return Rule.warning("SDP_IDS_MISSING_AMONG_SEVERAL", "RFC 4567, 4.1.4 and 7")
                .title("Several protocols are offered and nothing protects the choice")
                .why(
                        "Who is on the path takes the stronger ones out, and the answerer cannot see that they were there.")
                .remedy("Add the SDP IDs extension to each message, or offer one protocol.")
                .known("every known sender")
                .message((message, report) -> {
                    if (message.message().isPresent()
                            && message.carried().prtclIds().stream().distinct().count() > 1
                            && ids(message) == SdpIds.Verdict.ABSENT) {
                        report.at(
                                0,
                                "HDR",
                                "offered are "
                                        + String.join(", ", message.carried().prtclIds()));
                    }
                });
    }

    private static Rule idsMismatch() {
        return Rule.error("SDP_IDS_MISMATCH", "RFC 4567, 4.1.4")
                .title("The message lists other protocols than the description")
                .why(
                        "Either somebody on the path changed the offer, or the sender lists what it did not offer. An answerer has "
                                + "to refuse.")
                .remedy("List the protocols of the same level in their order.")
                .message((message, report) -> {
                    if (!message.carried().prtclIds().isEmpty() && ids(message) == SdpIds.Verdict.MISMATCH) {
                        int at = message.first(GeneralExtensionPayload.class)
                                .map(extension -> extension.offset())
                                .orElse(0);
                        report.at(
                                at,
                                "GENERAL_EXT",
                                "offered are "
                                        + String.join(", ", message.carried().prtclIds()));
                    }
                });
    }

    private static SdpIds.Verdict ids(MessageSubject message) {
        return SdpIds.check(
                message.all(GeneralExtensionPayload.class).stream()
                        .map(extension -> extension.value())
                        .toList(),
                message.carried().prtclIds());
    }

    private static boolean isProtectedOffer(MessageSubject message) {
        return message.isInitial() && !message.isUnprotected() && !message.isOf(DataType.SAKKE);
    }
}
