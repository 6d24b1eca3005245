package org.mikey4j.cli.lint.rule;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mikey4j.cli.lint.MessageSubject;
import org.mikey4j.cli.lint.Profile;
import org.mikey4j.cli.lint.Rule;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.exchange.UnusablePolicyException;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.KeyDataPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.KeyDataType;

/** Keys in the clear, and what shows of those that are not (RFC 3830, 6.13). */
public final class KeyRules {
    private static final String SECTION = "RFC 3830, 6.13";
    private static final String WHERE = "Key data";
    private static final int SHORT_KEY = 16;

    private static final int FEW = 3;
    private static final int LEAST_PATTERN = 8;

    private KeyRules() {}

    /** The rules. */
    public static List<Rule> all() {
        return List.of(
                empty(), saltInTek(), unfit(), onvifGcm(), separateSalt(), collapsing(), shortKey(), patterned());
    }

    private static Rule empty() {
        return Rule.error("KEMAC_WITHOUT_KEY", "RFC 3830, 6.2")
                .title("A KEMAC without a key")
                .why(
                        "Only an update of a bundle may come without a key. One server looks at the first key without asking whether "
                                + "there is one, and ends.")
                .remedy("Send a key; in an update that carries none, no known RTSP server understands it.")
                .known("GStreamer's RTSP server (null pointer)")
                .message((message, report) -> {
                    if (message.isOf(DataType.PSK_INIT)) {
                        message.first(KemacPayload.class)
                                .filter(kemac -> kemac.value().encrData().isEmpty())
                                .ifPresent(kemac -> report.at(kemac.offset(), "KEMAC", "there is nothing in it"));
                    }
                });
    }

    private static Rule saltInTek() {
        return Rule.warning("TEK_HOLDS_SALT", SECTION)
                .title("The salt is run on behind the TEK")
                .why(
                        "The kind TEK means a key without a salt; here key and salt stand in one field. Every RTSP implementation "
                                + "does so, and one that goes by the standard refuses the key for its length.")
                .remedy("To cameras and their clients send it so; elsewhere send TEK+SALT.")
                .known("Axis", "GStreamer", "live555", "gortsplib", "the ONVIF specification (for AES-CM)")
                .notIn(Profile.ONVIF)
                .message((message, report) -> message.keys()
                        .forEach(key -> policy(message).ifPresent(policy -> {
                            if (holdsSalt(key.value(), policy)) {
                                report.at(
                                        key.offset(),
                                        WHERE,
                                        "TEK of " + key.value().key().length() + " octets: a key of "
                                                + policy.masterKeyOctets() + " and a salt of "
                                                + policy.masterSaltOctets());
                            }
                        })));
    }

    private static Rule unfit() {
        return Rule.error("TEK_DOES_NOT_FIT", "RFC 3830, 6.10.1")
                .title("The key does not have the length that the policy wants")
                .why("SRTP takes a master key of exactly the length in the policy, alone or with the salt behind it.")
                .remedy("Send a key of that length, or correct parameter 1 of the policy.")
                .message((message, report) -> message.keys()
                        .forEach(key -> policy(message).ifPresent(policy -> {
                            if (isTek(key.value())
                                    && key.value().key().length() != policy.masterKeyOctets()
                                    && !holdsSalt(key.value(), policy)) {
                                report.at(
                                        key.offset(),
                                        WHERE,
                                        "a TEK of " + key.value().key().length() + " octets, and "
                                                + policy.masterKeyOctets() + " are wanted");
                            }
                        })));
    }

    private static Rule onvifGcm() {
        return Rule.error("ONVIF_GCM_SALT_IN_TEK", "ONVIF Streaming")
                .title("With AES-GCM the salt has a field of its own")
                .why("ONVIF has the salt behind the TEK for AES-CM alone; for AES-GCM it wants TEK+SALT.")
                .remedy("Send the kind TEK+SALT with 12 octets of salt.")
                .onlyIn(Profile.ONVIF)
                .message((message, report) -> message.keys()
                        .forEach(key -> policy(message).ifPresent(policy -> {
                            if (policy.isAead() && key.value().keyType() == KeyDataType.TEK) {
                                report.at(key.offset(), WHERE, "the kind is TEK");
                            }
                        })));
    }

    private static Rule separateSalt() {
        return Rule.note("TEK_SALT_REFUSED_BY_PEERS", SECTION)
                .title("TEK+SALT is right, and refused by RTSP implementations")
                .why(
                        "They know the kind TEK alone. One parses the salt and its server then drops it, so that the two ends have "
                                + "different salts and nothing can be decrypted.")
                .remedy("To such peers send a TEK with the salt behind it.")
                .known(
                        "gortsplib, live555, lib_xrtxp (refuse it)",
                        "GStreamer's RTSP server (drops the salt)",
                        "minisip libmikey (reads the salt two octets early)")
                .notIn(Profile.TS33180)
                .message((message, report) -> message.keys().stream()
                        .filter(key -> KeyDataPayload.hasSalt(key.value().keyType()))
                        .forEach(key -> report.at(
                                key.offset(),
                                WHERE,
                                "the kind is "
                                        + KeyDataType.REGISTRY.name(key.value().keyType()))));
    }

    private static Rule collapsing() {
        return Rule.warning("KEY_TYPE_MISREAD_BY_PEERS", "RFC 6043, 6.7")
                .title("A kind of key that one library takes for another")
                .why("It looks at single bits of the kind: the group keys 4 and 5 become a TGK, and 6 a TEK.")
                .remedy("Use the kinds of RFC 3830 towards such receivers.")
                .known("GStreamer")
                .message((message, report) -> message.keys().stream()
                        .filter(key -> key.value().keyType() >= KeyDataType.GTGK)
                        .forEach(key -> report.at(
                                key.offset(),
                                WHERE,
                                "the kind is "
                                        + KeyDataType.REGISTRY.name(key.value().keyType()))));
    }

    private static Rule shortKey() {
        return Rule.warning("SHORT_KEY", "RFC 3830, 9.1")
                .title("A key of fewer than 128 bits")
                .why("It can be found by trying, now or soon; what was recorded can then be read.")
                .remedy("Use 16 octets or more.")
                .message((message, report) -> message.keys().stream()
                        .filter(key -> key.value().key().length() < SHORT_KEY)
                        .forEach(key -> report.at(
                                key.offset(), WHERE, 8 * key.value().key().length() + " bits")));
    }

    private static Rule patterned() {
        return Rule.warning("KEY_IS_NOT_RANDOM", "RFC 3830, 4.2.2")
                .title("A key that was not drawn at random")
                .why(
                        "It is text, counts up, or has hardly any different octets. Such keys stand in examples and in devices "
                                + "whose generator failed.")
                .remedy("Draw keys from the random generator of the operating system.")
                .known("examples", "live555 (keys from a generator that is not made for keys)")
                .message((message, report) -> message.keys().stream()
                        .filter(key -> isPattern(key.value().key()))
                        .forEach(key -> report.at(key.offset(), WHERE, "the octets follow a pattern")));
    }

    /** The one policy that counts: the first, or the defaults if there is none. */
    private static Optional<SrtpPolicy> policy(MessageSubject message) {
        try {
            return Optional.of(message.srtpPolicies().stream()
                    .findFirst()
                    .map(sp -> SrtpPolicy.read(
                                    sp.value(), sp.offset(), Set.of(Compatibility.AUTH_KEY_LENGTH_IS_TAG_LENGTH))
                            .policy())
                    .orElseGet(SrtpPolicy::defaults));
        } catch (UnusablePolicyException e) {
            // A rule of its own tells it.
            return Optional.empty();
        }
    }

    static boolean isTek(KeyDataPayload key) {
        return key.keyType() == KeyDataType.TEK || key.keyType() == KeyDataType.TEK_SALT;
    }

    private static boolean holdsSalt(KeyDataPayload key, SrtpPolicy policy) {
        return key.keyType() == KeyDataType.TEK
                && policy.masterSaltOctets() > 0
                && key.key().length() == policy.masterKeyOctets() + policy.masterSaltOctets();
    }

    static boolean isPattern(Octets octets) {
        Set<Integer> different = new HashSet<>();
        Set<Integer> steps = new HashSet<>();
        boolean text = true;
        for (int i = 0; i < octets.length(); i++) {
            different.add(octets.at(i));
            text &= isText(octets.at(i));
            if (i > 0) {
                steps.add(octets.at(i) - octets.at(i - 1) & 0xff);
            }
        }
        return octets.length() >= LEAST_PATTERN && (text || different.size() <= FEW || steps.size() <= FEW);
    }

    static boolean isText(int octet) {
        return octet >= ' ' && octet < 0x7f;
    }
}
