package org.mikey4j.cli.lint.rule;

import java.util.List;
import org.mikey4j.cli.lint.Profile;
import org.mikey4j.cli.lint.Rule;
import org.mikey4j.message.ChashPayload;
import org.mikey4j.message.DhPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.message.PkePayload;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.SignPayload;
import org.mikey4j.message.registry.DhGroupId;
import org.mikey4j.message.registry.HashFunc;
import org.mikey4j.message.registry.PrfFunc;
import org.mikey4j.message.registry.SType;

/** How strong the parts of a message are: groups, keys, hashes, random values (RFC 3830, 4.2 and 9). */
public final class StrengthRules {
    private static final int RSA_2048 = 256;

    private StrengthRules() {}

    /** The rules. */
    public static List<Rule> all() {
        return List.of(
                group(),
                shortSignature(),
                shortEnvelope(),
                pkeLength(),
                md5(),
                randText(),
                randConstant(),
                randCsb(),
                prf());
    }

    private static Rule group() {
        return Rule.warning("LEGACY_DH_GROUP", "RFC 3830, 4.2.7 and 9.1")
                .title("A Diffie-Hellman group that is too small")
                .why("Groups of 768 and 1024 bits have been broken or can be by those who can afford it, and what was "
                        + "recorded can be read then. The group of 1536 bits is the largest that MIKEY has.")
                .remedy("Use OAKLEY-5; where that is not enough, a mode with elliptic curves or a pre-shared key.")
                .message((message, report) -> message.all(DhPayload.class).stream()
                        .filter(dh -> dh.value().dhGroup() != DhGroupId.OAKLEY_5)
                        .forEach(dh -> report.at(
                                dh.offset(),
                                "DH",
                                DhGroupId.REGISTRY.name(dh.value().dhGroup()))));
    }

    private static Rule shortSignature() {
        return Rule.warning("SHORT_RSA_SIGNATURE", "RFC 3830, 9.1")
                .title("A signature by a short RSA key")
                .why("A signature is as long as its key. Keys below 2048 bits are no longer good for signatures.")
                .remedy("Use a certificate with 2048 bits or more.")
                .known("minisip libmikey (expects 128 octets at first)")
                .message((message, report) -> message.all(SignPayload.class).stream()
                        .filter(sign -> sign.value().sType() == SType.RSA_PKCS1_V1_5
                                || sign.value().sType() == SType.RSA_PSS)
                        .filter(sign -> sign.value().signature().length() < RSA_2048)
                        .forEach(sign -> report.at(
                                sign.offset(),
                                "SIGN",
                                8 * sign.value().signature().length() + " bits")));
    }

    private static Rule shortEnvelope() {
        return Rule.warning("SHORT_RSA_ENVELOPE", "RFC 3830, 9.1")
                .title("An envelope for a short RSA key")
                .why(
                        "The envelope is as long as the receiver's key; who breaks that key reads all keys that were sent to it.")
                .remedy("Use a certificate with 2048 bits or more.")
                .message((message, report) -> message.all(PkePayload.class).stream()
                        .filter(pke -> pke.value().data().length() < RSA_2048
                                && pke.value().data().length() > 1)
                        .forEach(pke -> report.at(
                                pke.offset(), "PKE", 8 * pke.value().data().length() + " bits")));
    }

    private static Rule pkeLength() {
        return Rule.error("PKE_LENGTH_IS_TRUE", "RFC 3830, 6.3")
                .title("The length of the envelope is the value of a condition")
                .why(
                        "The length field holds 1: the sender combined flag and length by a logical instead of a bitwise or.")
                .remedy("Mend the sender; the message cannot be read.")
                .known("GStreamer")
                .message((message, report) -> message.all(PkePayload.class).stream()
                        .filter(pke -> pke.value().data().length() == 1)
                        .forEach(pke -> report.at(pke.offset(), "PKE", "an envelope of one octet")));
    }

    private static Rule md5() {
        return Rule.warning("CHASH_MD5", "RFC 3830, 6.8")
                .title("A certificate is named by its MD5")
                .why("Two certificates with one MD5 can be made.")
                .remedy("Name it by its SHA-256.")
                .message((message, report) -> message.all(ChashPayload.class).stream()
                        .filter(hash -> hash.value().hashFunc() == HashFunc.MD5)
                        .forEach(hash -> report.at(hash.offset(), "CHASH", "MD5")));
    }

    private static Rule randText() {
        return Rule.warning("RAND_IS_TEXT", "RFC 3830, 6.11")
                .title("The random value is text")
                .why("Hexadecimal digits have half as many random bits as there are, words hardly any.")
                .remedy("Send the octets of the random generator themselves.")
                .known("Softil (16 hexadecimal digits)")
                .message((message, report) -> message.all(RandPayload.class).stream()
                        .filter(rand -> isText(rand.value().rand()))
                        .forEach(rand -> report.at(rand.offset(), "RAND", "all octets are printable")));
    }

    private static Rule randConstant() {
        return Rule.warning("RAND_IS_NOT_RANDOM", "RFC 3830, 6.11")
                .title("A random value that was not drawn at random")
                .why(
                        "It counts up or has hardly any different octets, so that bundles under one TGK get the same keys.")
                .remedy("Draw it anew for each bundle.")
                .message((message, report) -> message.all(RandPayload.class).stream()
                        .filter(rand -> !isText(rand.value().rand())
                                && KeyRules.isPattern(rand.value().rand()))
                        .forEach(rand -> report.at(rand.offset(), "RAND", "the octets follow a pattern")));
    }

    private static Rule randCsb() {
        return Rule.note("RAND_BEGINS_WITH_CSB_ID", "RFC 3830, 6.11")
                .title("The random value begins with the CSB ID")
                .why("Both were taken from one draw, so four octets of it are known and add nothing.")
                .remedy("Draw 16 octets for the random value alone.")
                .known("an example of the ONVIF specification")
                .message((message, report) -> message.all(RandPayload.class).stream()
                        .filter(rand -> rand.value().rand().length() >= 4
                                && message.header()
                                        .filter(h ->
                                                h.csbId() == rand.value().rand().u32(0))
                                        .isPresent())
                        .forEach(rand -> report.at(rand.offset(), "RAND", "its first 4 octets are the CSB ID")));
    }

    private static Rule prf() {
        return Rule.note("PRF_SHA_1", "RFC 3830, 4.1.2")
                .title("Keys are derived with SHA-1")
                .why(
                        "MIKEY-1 is the one function that all implementations have, and HMAC with SHA-1 is not broken; policies "
                                + "that rule out SHA-1 altogether want PRF-HMAC-SHA-256.")
                .remedy("Use PRF-HMAC-SHA-256 where both ends have it.")
                .notIn(Profile.ONVIF)
                .notIn(Profile.TS33180)
                .message((message, report) -> {
                    if (message.isInitial()
                            && !message.isUnprotected()
                            && message.header()
                                    .filter(h -> h.prfFunc() == PrfFunc.MIKEY_1)
                                    .isPresent()) {
                        report.at(3, "HDR", "the function is MIKEY-1");
                    }
                });
    }

    private static boolean isText(Octets octets) {
        for (int i = 0; i < octets.length(); i++) {
            if (!KeyRules.isText(octets.at(i))) {
                return false;
            }
        }
        return true;
    }
}
