package org.mikey4j.cli.lint.rule;

import static org.mikey4j.cli.lint.MessageSubject.number;

import java.util.List;
import org.mikey4j.cli.lint.Placed;
import org.mikey4j.cli.lint.Profile;
import org.mikey4j.cli.lint.Rule;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.registry.SrtpAuthAlg;
import org.mikey4j.message.registry.SrtpEncrAlg;
import org.mikey4j.message.registry.SrtpParam;

/** Policies that protect media less than one may think (RFC 3711, 9). */
public final class WeakMediaRules {
    private static final int SHORT_TAG = 10;

    private WeakMediaRules() {}

    /** The rules. */
    public static List<Rule> all() {
        return List.of(noCipher(), notEncrypted(), notAuthenticated(), shortTag(), shortControlTag());
    }

    private static Rule noCipher() {
        return Rule.warning("SRTP_NULL_CIPHER", "RFC 3711, 9")
                .title("Media without a cipher")
                .why("Everybody on the path can listen.")
                .remedy("Use AES-CM or AES-GCM.")
                .message((message, report) -> PolicyRules.each(message, sp -> {
                    if (is(sp, SrtpParam.ENCRYPTION_ALGORITHM, SrtpEncrAlg.NULL)) {
                        PolicyRules.at(sp, SrtpParam.ENCRYPTION_ALGORITHM, report, "the cipher is NULL");
                    }
                }));
    }

    private static Rule notEncrypted() {
        return Rule.warning("SRTP_ENCRYPTION_OFF", "RFC 3711, 9")
                .title("Encryption is switched off")
                .why("The policy has a cipher and says not to use it, for media or for its control packets.")
                .remedy("Leave parameters 7 and 8 out, or set them to 1.")
                .message((message, report) -> PolicyRules.each(message, sp -> {
                    for (int type : List.of(SrtpParam.SRTP_ENCRYPTION, SrtpParam.SRTCP_ENCRYPTION)) {
                        if (is(sp, type, 0)) {
                            PolicyRules.at(sp, type, report, SrtpParam.REGISTRY.name(type) + " is off");
                        }
                    }
                }));
    }

    private static Rule notAuthenticated() {
        return Rule.warning("SRTP_AUTHENTICATION_OFF", "RFC 3711, 9.5")
                .title("Media packets are not authenticated")
                .why(
                        "With a counter mode, who changes a bit of the packet changes the same bit of the media, and nobody "
                                + "notices.")
                .remedy("Authenticate with HMAC-SHA-1, or use AES-GCM.")
                .message((message, report) -> PolicyRules.each(message, sp -> {
                    if (is(sp, SrtpParam.SRTP_AUTHENTICATION, 0)) {
                        PolicyRules.at(sp, SrtpParam.SRTP_AUTHENTICATION, report, "srtpAuthentication is off");
                    } else if (is(sp, SrtpParam.AUTHENTICATION_ALGORITHM, SrtpAuthAlg.NULL)
                            && !is(sp, SrtpParam.ENCRYPTION_ALGORITHM, SrtpEncrAlg.AES_GCM)) {
                        PolicyRules.at(sp, SrtpParam.AUTHENTICATION_ALGORITHM, report, "the algorithm is NULL");
                    }
                }));
    }

    private static Rule shortTag() {
        return Rule.note("SRTP_SHORT_TAG", "RFC 3711, 9.5.1")
                .title("A tag of fewer than 80 bits")
                .why("One forged packet in 2^32 passes with 32 bits. For voice that is accepted; for data it is not.")
                .remedy("Use a tag of 10 octets, or AES-GCM.")
                .notIn(Profile.TS33180)
                .message((message, report) -> PolicyRules.each(message, sp -> {
                    int tag = number(sp.value(), SrtpParam.SRTP_AUTH_TAG_LENGTH)
                            .orElse(number(sp.value(), SrtpParam.AUTHENTICATION_TAG_LENGTH)
                                    .orElse(SHORT_TAG));
                    if (tag < SHORT_TAG) {
                        PolicyRules.at(sp, SrtpParam.AUTHENTICATION_TAG_LENGTH, report, 8 * tag + " bits");
                    }
                }));
    }

    private static Rule shortControlTag() {
        return Rule.warning("SRTCP_SHORT_TAG", "RFC 3711, 5.2; RFC 4568, 6.2.2")
                .title("Control packets with a short tag")
                .why(
                        "Parameter 11 holds for media and for control packets. A forged control packet can end a stream, so that a "
                                + "short tag is meant for media alone; SDES suites with 32 bits have 80 for control.")
                .remedy("Add parameter 19 with 10 octets.")
                .notIn(Profile.TS33180)
                .message((message, report) -> PolicyRules.each(message, sp -> {
                    int tag = number(sp.value(), SrtpParam.SRTCP_AUTH_TAG_LENGTH)
                            .orElse(number(sp.value(), SrtpParam.AUTHENTICATION_TAG_LENGTH)
                                    .orElse(SHORT_TAG));
                    if (tag < SHORT_TAG && !is(sp, SrtpParam.ENCRYPTION_ALGORITHM, SrtpEncrAlg.AES_GCM)) {
                        PolicyRules.at(sp, SrtpParam.AUTHENTICATION_TAG_LENGTH, report, 8 * tag + " bits");
                    }
                }));
    }

    private static boolean is(Placed<SpPayload> policy, int type, int value) {
        return number(policy.value(), type).orElse(-1) == value;
    }
}
