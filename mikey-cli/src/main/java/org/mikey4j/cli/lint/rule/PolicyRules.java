package org.mikey4j.cli.lint.rule;

import static org.mikey4j.cli.lint.MessageSubject.number;
import static org.mikey4j.cli.lint.MessageSubject.parameters;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.mikey4j.cli.lint.MessageSubject;
import org.mikey4j.cli.lint.Placed;
import org.mikey4j.cli.lint.Profile;
import org.mikey4j.cli.lint.Report;
import org.mikey4j.cli.lint.Rule;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.exchange.UnusablePolicyException;
import org.mikey4j.message.PolicyParameter;
import org.mikey4j.message.Severity;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.registry.SrtpEncrAlg;
import org.mikey4j.message.registry.SrtpParam;

/** Security policies for SRTP (RFC 3830, 6.10). */
public final class PolicyRules {
    private static final String SECTION = "RFC 3830, 6.10.1";
    private static final int USUAL_TAG = 10;
    private static final int SHORT_TAG = 4;
    private static final int USUAL_AUTH_KEY = 20;
    private static final int USUAL_SALT = 14;
    private static final int LAST_OF_RFC_3830 = 12;
    private static final int ONE_OCTET = 0xff;

    private PolicyRules() {}

    /** The rules. */
    public static List<Rule> all() {
        return List.of(
                unusable(),
                tagAsKeyLength(),
                disagreeing(),
                onvifLengths(),
                ignored(),
                repeated(),
                afterTwelve(),
                longList(),
                numbers(),
                f8());
    }

    private static Rule unusable() {
        return Rule.error("POLICY_UNUSABLE", SECTION)
                .title("A policy that nobody can follow")
                .why(
                        "A parameter is ill-formed or unknown, or does not go with another; no SRTP stream can be set up by it.")
                .remedy("Correct the parameter that is named, or leave it out for its default.")
                .message((message, report) -> each(message, sp -> {
                    try {
                        SrtpPolicy.read(
                                sp.value(), sp.offset(), EnumSet.of(Compatibility.AUTH_KEY_LENGTH_IS_TAG_LENGTH));
                    } catch (UnusablePolicyException e) {
                        report.at(sp.offset(), "SP", String.valueOf(e.getMessage()));
                    }
                }));
    }

    private static Rule tagAsKeyLength() {
        return Rule.warning("AUTH_KEY_LENGTH_IS_TAG_LENGTH", SECTION)
                .title("The length of the tag stands as that of the key")
                .why(
                        "Parameter 3 is the length of the session authentication key, which for HMAC-SHA-1 is 20 octets. 10 or 4 "
                                + "is the length of the tag, which belongs in parameter 11. Read by the letter, the two ends "
                                + "authenticate with different keys, and no packet passes.")
                .remedy(
                        "Send 20 in parameter 3 and the tag in parameter 11. Receivers can take 10 and 4 for a key of 20 octets "
                                + "with that tag.")
                .known(
                        "GStreamer",
                        "gortsplib before it copied ONVIF",
                        "live555 (refuses anything but 20)",
                        "lib_xrtxp (takes 10 or 20)")
                .in(Profile.ONVIF, Severity.ERROR)
                .message((message, report) -> each(message, sp -> {
                    OptionalInt key = number(sp.value(), SrtpParam.SESSION_AUTH_KEY_LENGTH);
                    if (key.isPresent() && (key.getAsInt() == USUAL_TAG || key.getAsInt() == SHORT_TAG)) {
                        at(
                                sp,
                                SrtpParam.SESSION_AUTH_KEY_LENGTH,
                                report,
                                "a key of " + key.getAsInt() + " octets: a tag of " + 8 * key.getAsInt()
                                        + " bits is meant");
                    }
                }));
    }

    private static Rule disagreeing() {
        return Rule.warning("AUTH_KEY_AND_TAG_LENGTH_DISAGREE", SECTION)
                .title("Two different tag lengths")
                .why(
                        "Parameter 3 has the value of one usual tag and parameter 11 that of another. Implementations that look at "
                                + "one of them use another tag than those that look at the other.")
                .remedy("Parameter 11 says the tag; send 20 in parameter 3.")
                .known("GStreamer (looks at 3 alone)", "gortsplib (looks at neither)")
                .message((message, report) -> each(message, sp -> {
                    int key = number(sp.value(), SrtpParam.SESSION_AUTH_KEY_LENGTH)
                            .orElse(USUAL_AUTH_KEY);
                    OptionalInt tag = number(sp.value(), SrtpParam.AUTHENTICATION_TAG_LENGTH);
                    if ((key == USUAL_TAG || key == SHORT_TAG) && tag.isPresent() && tag.getAsInt() != key) {
                        at(
                                sp,
                                SrtpParam.AUTHENTICATION_TAG_LENGTH,
                                report,
                                "parameter 3 has " + key + " and parameter 11 has " + tag.getAsInt());
                    }
                }));
    }

    private static Rule onvifLengths() {
        return Rule.error("ONVIF_LENGTHS", "ONVIF Streaming")
                .title("Lengths that ONVIF wants are missing")
                .why(
                        "The profile wants the authentication key and the tag said, 20 and 10 octets, where the cipher does not "
                                + "authenticate by itself.")
                .remedy("Send parameter 3 with 20 and parameter 11 with 10.")
                .known("GStreamer (sends no tag length)")
                .onlyIn(Profile.ONVIF)
                .message((message, report) -> each(message, sp -> {
                    boolean gcm =
                            number(sp.value(), SrtpParam.ENCRYPTION_ALGORITHM).orElse(SrtpEncrAlg.AES_CM)
                                    == SrtpEncrAlg.AES_GCM;
                    boolean said = sp.value()
                                    .parameter(SrtpParam.SESSION_AUTH_KEY_LENGTH)
                                    .isPresent()
                            && number(sp.value(), SrtpParam.AUTHENTICATION_TAG_LENGTH)
                                            .orElse(0)
                                    == USUAL_TAG;
                    if (!gcm && !said) {
                        report.at(sp.offset(), "SP", "a tag of 10 octets in parameter 11 is not there");
                    }
                }));
    }

    private static Rule ignored() {
        return Rule.warning("PARAMETER_IGNORED_BY_PEERS", SECTION)
                .title("A parameter that known receivers do not look at")
                .why(
                        "They accept the policy and then protect packets by the default, so that the call is set up and has no "
                                + "media.")
                .remedy("Use the defaults towards such receivers: tag 10, no key derivation rate, salt 14, no prefix.")
                .known("gortsplib", "GStreamer (no key derivation rate, salt or prefix)")
                .notIn(Profile.TS33180)
                .message((message, report) -> each(message, sp -> {
                    boolean gcm =
                            number(sp.value(), SrtpParam.ENCRYPTION_ALGORITHM).orElse(SrtpEncrAlg.AES_CM)
                                    == SrtpEncrAlg.AES_GCM;
                    unusual(sp, SrtpParam.AUTHENTICATION_TAG_LENGTH, USUAL_TAG, report);
                    unusual(sp, SrtpParam.KEY_DERIVATION_RATE, 0, report);
                    unusual(sp, SrtpParam.FEC_ORDER, 0, report);
                    unusual(sp, SrtpParam.SESSION_SALT_KEY_LENGTH, gcm ? USUAL_SALT - 2 : USUAL_SALT, report);
                    unusual(sp, SrtpParam.SRTP_PREFIX_LENGTH, 0, report);
                }));
    }

    private static void unusual(Placed<SpPayload> sp, int type, int usual, Report report) {
        OptionalInt value = number(sp.value(), type);
        if (value.isPresent() && value.getAsInt() != usual) {
            at(sp, type, report, SrtpParam.REGISTRY.name(type) + " is " + value.getAsInt() + ", usual is " + usual);
        }
    }

    private static Rule repeated() {
        return Rule.warning("POLICY_PARAMETER_REPEATED", SECTION)
                .title("A parameter stands twice in one policy")
                .why("The standard does not say which counts; receivers take the first, the last, or stop.")
                .remedy("Send each parameter once.")
                .known("minisip libmikey (an assertion ends the program)")
                .message((message, report) -> each(message, sp -> {
                    Set<Integer> seen = new HashSet<>();
                    for (Placed<PolicyParameter> parameter : parameters(sp)) {
                        if (!seen.add(parameter.value().type())) {
                            report.at(
                                    parameter.offset(),
                                    "SP",
                                    "a second parameter " + parameter.value().type());
                        }
                    }
                }));
    }

    private static Rule afterTwelve() {
        return Rule.note("POLICY_PARAMETER_AFTER_12", "RFC 4771; RFC 7714, 14")
                .title("A parameter that came after RFC 3830")
                .why(
                        "Types 13 to 20 are legal. One implementation stops at them and loses its place in the message; others do "
                                + "not look at them.")
                .remedy("Leave them out towards such receivers, where their defaults will do.")
                .known("mykey (loses its place)")
                .notIn(Profile.TS33180)
                .message((message, report) -> each(
                        message,
                        sp -> parameters(sp).stream()
                                .filter(p -> p.value().type() > LAST_OF_RFC_3830)
                                .findFirst()
                                .ifPresent(p -> report.at(
                                        p.offset(),
                                        "SP",
                                        "parameter " + p.value().type()))));
    }

    private static Rule longList() {
        return Rule.note("POLICY_LONG", "RFC 3830, 6.10")
                .title("A policy of more than 255 octets")
                .why("The length field has 16 bits; one implementation drops the upper eight.")
                .remedy("Send only what is not the default.")
                .known("EG")
                .message((message, report) -> message.all(SpPayload.class).stream()
                        .filter(sp -> sp.value().policyParam().length() > ONE_OCTET)
                        .forEach(sp -> report.at(
                                sp.offset(), "SP", sp.value().policyParam().length() + " octets of parameters")));
    }

    private static Rule numbers() {
        return Rule.warning("POLICY_NUMBERS_NOT_IN_ORDER", "RFC 3830, 6.10")
                .title("Policies are not numbered from 0 in their order")
                .why(
                        "The number is a label, but one library takes it for the place of the policy in the message and then finds "
                                + "another policy or none.")
                .remedy("Number the policies 0, 1, 2 ... in the order in which they stand.")
                .known("GStreamer (takes it for the place)", "live555 and gortsplib (ignore it)", "Alea (sends 1)")
                .message((message, report) -> {
                    List<Placed<SpPayload>> policies = message.all(SpPayload.class);
                    for (int i = 0; i < policies.size(); i++) {
                        if (policies.get(i).value().policyNo() != i) {
                            report.at(
                                    policies.get(i).offset(),
                                    "SP",
                                    "the numbers are "
                                            + policies.stream()
                                                    .map(sp -> Integer.toString(
                                                            sp.value().policyNo()))
                                                    .collect(Collectors.joining(", ")));
                            return;
                        }
                    }
                });
    }

    private static Rule f8() {
        return Rule.warning("AES_F8", SECTION)
                .title("AES-F8 is read as AES-CM by one library")
                .why(
                        "Number 2 is AES-F8 for SRTP and AES-KW for the KEMAC; one library uses one table for both and takes 2 for "
                                + "AES-CM. Otherwise hardly anybody has F8.")
                .remedy("Use AES-CM or AES-GCM.")
                .known("GStreamer")
                .message((message, report) -> each(message, sp -> {
                    if (number(sp.value(), SrtpParam.ENCRYPTION_ALGORITHM).orElse(1) == SrtpEncrAlg.AES_F8) {
                        at(sp, SrtpParam.ENCRYPTION_ALGORITHM, report, "the cipher is AES-F8");
                    }
                }));
    }

    /** What is done with each policy. */
    @FunctionalInterface
    interface PolicyCheck {
        void look(Placed<SpPayload> policy);
    }

    static void each(MessageSubject message, PolicyCheck check) {
        message.srtpPolicies().forEach(check::look);
    }

    static void at(Placed<SpPayload> policy, int type, Report report, String text) {
        int offset = parameters(policy).stream()
                .filter(parameter -> parameter.value().type() == type)
                .mapToInt(Placed::offset)
                .findFirst()
                .orElse(policy.offset());
        report.at(offset, "SP", text);
    }
}
