package org.mikey4j.cli.lint.rule;

import java.util.ArrayList;
import java.util.List;
import org.mikey4j.cli.lint.Rule;
import org.mikey4j.message.DecodeRule;
import org.mikey4j.message.Severity;

/** What the decoder refuses or remarks: the names are those of {@link DecodeRule}. */
public final class WireRules {
    private static final String RESEND = "Mend the sender; a receiver refuses such a message.";

    private WireRules() {}

    /** The rules. */
    public static List<Rule> all() {
        List<Rule> rules = new ArrayList<>();
        for (DecodeRule rule : DecodeRule.values()) {
            rules.add(of(rule));
        }
        return rules;
    }

    private static Rule of(DecodeRule rule) {
        return switch (rule) {
            case TRUNCATED ->
                with(
                        rule,
                        "The octets end inside a field",
                        "Part of the message is missing: a buffer was cut, a line was "
                                + "wrapped and not joined again, or a length was computed wrongly.",
                        "Compare the length with what " + "the sender made; look for a copy that was cut.",
                        "LINE clients (PK messages)",
                        "rvoip");
            case LENGTH_OVERRUN ->
                with(
                        rule,
                        "A length says more than there is",
                        "A length field reaches beyond the end of what contains it. "
                                + "Decoders that trust it read foreign memory.",
                        RESEND,
                        "EG (drops the high octet of lengths)");
            case ZERO_LENGTH ->
                with(
                        rule,
                        "Something that cannot be empty is empty",
                        "A key, a salt, an identity or a random value of no "
                                + "octets says nothing, and whatever is derived from it protects nothing.",
                        RESEND);
            case TOO_LARGE ->
                with(
                        rule,
                        "The message is longer than any can be",
                        "No exchange needs 64 KiB; the input is something else, "
                                + "or an attack on the receiver's memory.",
                        "Check what was captured.");
            case UNSUPPORTED_VERSION ->
                with(
                        rule,
                        "The version is not 1",
                        "There is one version of the protocol. Another number means that the "
                                + "octets are not MIKEY or do not begin at its first octet.",
                        "Check where the message begins.",
                        "rvoip (payload numbers of its own)",
                        "live555 (does not look at the version)");
            case UNKNOWN_CS_ID_MAP_TYPE ->
                with(
                        rule,
                        "The kind of crypto session map is not known",
                        "Entries of an unknown kind have an unknown length, " + "so everything behind them is lost.",
                        "Use SRTP-ID, EMPTY or GENERIC-ID.",
                        "minisip libmikey (its IPSEC4 map is type 7)");
            case CS_COUNT_MISMATCH ->
                with(
                        rule,
                        "The header promises more crypto sessions than it has",
                        "The number of crypto sessions and the map "
                                + "disagree, so what follows is read from the wrong place.",
                        "Write one map entry for each session.",
                        "linejs (#CS 1 without an entry)",
                        "minisip libmikey (tests for 9 octets where its own map has 13)");
            case UNKNOWN_PAYLOAD_TYPE ->
                with(
                        rule,
                        "A payload of a type that nobody assigned",
                        "Payloads have no common length field, so an unknown " + "one hides everything behind it.",
                        "Leave it out, or put the data in a general extension.",
                        "mykey up to 1.0.0 (ends messages with type 255)",
                        "every peer (takes unknown payloads as fatal)");
            case MISPLACED_PAYLOAD ->
                with(
                        rule,
                        "A payload stands where it does not belong",
                        "Key data and the like belong inside the KEMAC; in the "
                                + "outer chain they would travel without encryption.",
                        "Put it where the standard has it.");
            case CHAIN_RUNS_ON ->
                with(
                        rule,
                        "The last payload announces another",
                        "The last next payload field must be 0, or the receiver goes " + "on reading where nothing is.",
                        "Set the field to 0 (LAST).",
                        "mykey up to 1.0.0");
            case TRAILING_OCTETS ->
                with(
                        rule,
                        "Octets follow the last payload",
                        "Nothing says what they are, and no MAC covers them. 12 octets "
                                + "behind an HMAC-SHA-1 MAC mean that the sender wrote 32 octets of MAC.",
                        "Send the message alone.",
                        "gortsplib (lets any number pass if the first is 0)",
                        "mykey",
                        "GStreamer and live555 (ignore them)");
            case TRAILING_ZERO_OCTET ->
                with(
                        rule,
                        "One zero octet follows the last payload",
                        "A known product pads its messages. Some receivers "
                                + "ignore the octet, others refuse the message.",
                        "Receivers can accept exactly this; senders should " + "send the message alone.",
                        "Milestone XProtect (sends it)",
                        "minisip libmikey, Streamwide and " + "lib_xrtxp (refuse it)");
            case UNKNOWN_MAC_ALG ->
                with(
                        rule,
                        "The MAC algorithm is not known",
                        "The length of the MAC follows from its algorithm.",
                        "Use HMAC-SHA-1-160 or HMAC-SHA-256-256.");
            case UNKNOWN_DH_GROUP ->
                with(
                        rule,
                        "The Diffie-Hellman group is not known",
                        "The length of the value follows from its group. MIKEY's "
                                + "numbers are not those of IKE: 0, 1 and 2 stand for groups 5, 1 and 2.",
                        "Use group 0 (OAKLEY-5).");
            case UNKNOWN_TS_TYPE ->
                with(
                        rule,
                        "The kind of timestamp is not known",
                        "The length of the timestamp follows from its kind.",
                        "Use NTP-UTC.",
                        "rvoip (seconds since 1970)");
            case UNKNOWN_HASH_FUNC ->
                with(
                        rule,
                        "The hash function is not known",
                        "The length of the hash follows from its function.",
                        "Use SHA-1, the one that everybody has.");
            case UNKNOWN_ECC_CURVE ->
                with(
                        rule,
                        "The curve is not known",
                        "The length of the point follows from its curve.",
                        "Use a curve of RFC 6267.");
            case UNKNOWN_KEY_DATA_TYPE ->
                with(
                        rule,
                        "The kind of key is not known",
                        "Whether a salt follows the key depends on its kind.",
                        "Use TGK, TGK+SALT, TEK or TEK+SALT.",
                        "GStreamer (takes the kind for a bit mask)");
            case UNKNOWN_KV_TYPE ->
                with(
                        rule,
                        "The kind of key validity is not known",
                        "What follows the key depends on the kind of validity.",
                        "Use NULL, SPI or INTERVAL.");
            case SP_PARAM_OVERRUN ->
                with(
                        rule,
                        "A policy parameter overruns its list",
                        "The lengths of the parameters do not add up to the length "
                                + "of the list. A receiver that does not check takes the next payload for parameters.",
                        RESEND,
                        "Hanwha (a script by hand)",
                        "GStreamer (reads over the end)",
                        "minisip libmikey (no check)");
            case DUPLICATE_POLICY_NO ->
                with(
                        rule,
                        "Two policies have one number",
                        "Crypto sessions refer to policies by number, so it is not known " + "which is meant.",
                        "Give each policy a number of its own.");
            case SP_WITH_EMPTY_MAP ->
                with(
                        rule,
                        "A policy beside an empty map",
                        "An empty map says that sessions and policies are told elsewhere; "
                                + "the policy here has nobody who refers to it.",
                        "Use GENERIC-ID, or leave the policy out.",
                        "Alea (group keys)",
                        "Streamwide (private calls)");
            case RESERVED_NOT_ZERO ->
                with(
                        rule,
                        "Reserved bits are not zero",
                        "Receivers ignore the bits, but a MAC covers them as they came: one "
                                + "that rebuilds the message before it checks the MAC fails.",
                        "Send zeros.");
            case SHORT_RAND ->
                with(
                        rule,
                        "The random value is short",
                        "Keys of all bundles under one TGK differ by this value alone; with "
                                + "fewer than 16 octets two of them can be the same.",
                        "Send 16 octets or more.");
            case UNASSIGNED_VALUE ->
                with(
                        rule,
                        "A value that the registry does not have",
                        "Its length is known, so the rest can be read, but no " + "receiver knows what it asks for.",
                        "Use a registered value.");
        };
    }

    private static Rule with(DecodeRule rule, String title, String why, String remedy, String... known) {
        return builder(rule.severity(), rule.name(), rule.section())
                .title(title)
                .why(why)
                .remedy(remedy)
                .known(known)
                .message((message, report) -> message.inspection().diagnostics().stream()
                        .filter(diagnostic -> message.carried().isReadable()
                                && diagnostic.rule().equals(rule.name()))
                        .forEach(d -> report.at(d.offset(), d.payload(), d.message())));
    }

    static Rule.Builder builder(Severity severity, String id, String section) {
        return switch (severity) {
            case ERROR -> Rule.error(id, section);
            case WARNING -> Rule.warning(id, section);
            case INFO -> Rule.note(id, section);
        };
    }
}
