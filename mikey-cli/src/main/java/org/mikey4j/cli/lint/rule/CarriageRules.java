package org.mikey4j.cli.lint.rule;

import java.util.ArrayList;
import java.util.List;
import org.mikey4j.cli.lint.Report;
import org.mikey4j.cli.lint.Rule;
import org.mikey4j.sdp.KeyMgmtRule;

/** How a message stands in text: the names are those of {@link KeyMgmtRule}. */
public final class CarriageRules {
    /** What no single message shows: rules of their own about whole inputs find it, or whoever processes an offer. */
    private static final List<KeyMgmtRule> OF_NEGOTIATION = List.of(
            KeyMgmtRule.PROTOCOL_ID,
            KeyMgmtRule.PROTOCOL_REPEATED,
            KeyMgmtRule.SEVERAL_PROTOCOLS,
            KeyMgmtRule.URI_UNKNOWN,
            KeyMgmtRule.URI_MISSING,
            KeyMgmtRule.PARAMETER_FORM);

    private CarriageRules() {}

    /** The rules. */
    public static List<Rule> all() {
        List<Rule> rules = new ArrayList<>();
        for (KeyMgmtRule rule : KeyMgmtRule.values()) {
            if (!OF_NEGOTIATION.contains(rule)) {
                rules.add(of(rule));
            }
        }
        return rules;
    }

    private static Rule of(KeyMgmtRule rule) {
        return switch (rule) {
            case DATA_MISSING ->
                with(
                        rule,
                        "No message where one belongs",
                        "The line or header names MIKEY and carries nothing.",
                        "Put the base64 of the message behind the protocol's name.");
            case BASE64_CHARACTER ->
                with(
                        rule,
                        "A character that base64 does not have",
                        "The message cannot be read; lax decoders skip the " + "character and read something else.",
                        "Encode the message anew.",
                        "test data that was redacted by hand");
            case BASE64_URL_ALPHABET ->
                with(
                        rule,
                        "The base64 of URLs",
                        "- and _ stand for + and / in URLs, not in SDP; strict receivers refuse " + "them.",
                        "Encode with + and /.",
                        "linejs (accepts them)",
                        "rvoip (sample)");
            case BASE64_LENGTH ->
                with(
                        rule,
                        "Base64 that cannot be as long as it is",
                        "The last group stands for no whole octets: something was " + "cut or joined.",
                        "Encode the message anew; look for a line that was cut.",
                        "examples that were shortened");
            case DOCUMENTATION_PLACEHOLDER ->
                with(
                        rule,
                        "An example from a document",
                        "The data has an ellipsis. Such values stand in RFC 4567, RFC 5939 "
                                + "and the ONVIF specification and were copied into the tests of several projects.",
                        "Use a real message, for example the one in RFC 4567, 5.1.",
                        "belle-sip, resiprocate, rvoip and others (test data)");
            case BASE64_PADDING ->
                with(
                        rule,
                        "The padding is missing",
                        "The standard wants =. Many decoders do without, some refuse.",
                        "Encode with padding.");
            case BASE64_WHITE_SPACE ->
                with(
                        rule,
                        "White space inside the base64",
                        "The data has to be on one line. Documents print it folded, and "
                                + "folded it comes into configurations.",
                        "Join the lines.",
                        "ONVIF (printed examples)");
            case BASE64_SPARE_BITS ->
                with(
                        rule,
                        "Bits behind the last octet are not zero",
                        "The encoder is at fault, or a character was changed; " + "strict decoders refuse.",
                        "Encode the message anew.");
            case NAME_CASE ->
                with(
                        rule,
                        "The attribute's name in the wrong case",
                        "SDP tells upper from lower case.",
                        "Write a=key-mgmt:mikey.",
                        "minisip libmikey, gortsplib and Streamwide (compare with regard to " + "case)");
            case STRAY_WHITE_SPACE ->
                with(
                        rule,
                        "White space where the grammar has none",
                        "Several receivers compare the beginning of the line " + "with one exact text.",
                        "Write a=key-mgmt:mikey, one space, the data.",
                        "minisip libmikey, gortsplib and Streamwide (want exactly one space)");
            case HEADER_SYNTAX ->
                with(
                        rule,
                        "A KeyMgmt header that does not follow the grammar",
                        "A server may answer 463, 400, or 200 as if " + "nothing had been sent.",
                        "Write KeyMgmt: prot=mikey; uri=\"...\"; data=\"...\".",
                        "GStreamer (answers 200 to headers it cannot read)",
                        "gortsplib (400)");
            case PROTOCOL_ID, PROTOCOL_REPEATED, SEVERAL_PROTOCOLS, URI_UNKNOWN, URI_MISSING, PARAMETER_FORM ->
                throw new IllegalArgumentException(rule.name());
        };
    }

    private static Rule with(KeyMgmtRule rule, String title, String why, String remedy, String... known) {
        return WireRules.builder(rule.severity(), rule.name(), rule.section())
                .title(title)
                .why(why)
                .remedy(remedy)
                .known(known)
                .message((message, report) -> message.carried().diagnostics().stream()
                        .filter(diagnostic -> diagnostic.rule().equals(rule.name()))
                        .forEach(
                                d -> report.at(Report.NOWHERE, message.carried().carrier(), d.message())));
    }
}
