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
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Severity;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.EncrAlg;
import org.mikey4j.message.registry.KeyDataType;

/** Keys in the clear, and what shows of those that are not (RFC 3830, 6.13). */
public final class KeyRules {
    private static final String SECTION = "RFC 3830, 6.13";
    private static final String WHERE = "Key data";
    private static final int MKI_OCTETS = 4;
    private static final int SHORT_KEY = 16;
    private static final int PRF_BLOCK = 32;
    private static final int LIVE555_KEY = 30;

    /** What a key of minisip's default size makes of a KEMAC: 192 octets behind 4 of header. */
    private static final int MINISIP_DATA = 196;

    private static final int FEW = 3;
    private static final int LEAST_PATTERN = 8;

    private KeyRules() {}

    /** The rules. */
    public static List<Rule> all() {
        return List.of(
                empty(),
                saltInTek(),
                unfit(),
                onvifGcm(),
                separateSalt(),
                collapsing(),
                shortKey(),
                patterned(),
                mki(),
                mkiLength(),
                axis(),
                interval(),
                prfBlock(),
                thirty());
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

    private static Rule mki() {
        return Rule.note("MKI_MISSING", "RFC 3830, 6.14; ONVIF Streaming")
                .title("The key has no MKI")
                .why(
                        "Without it packets do not tell which key they are under, so that a change of keys loses packets. ONVIF "
                                + "devices and one library refuse keys without one.")
                .remedy("Send a validity of the kind SPI with 4 octets.")
                .known(
                        "ONVIF devices and live555 (refuse it)",
                        "GStreamer (sends none unless it is told to)",
                        "GStreamer's RTSP server (throws it away)")
                .in(Profile.ONVIF, Severity.ERROR)
                .notIn(Profile.TS33180)
                .message((message, report) -> {
                    if (message.isUnprotected() && !message.hasMki()) {
                        message.keys().stream()
                                .findFirst()
                                .ifPresent(key -> report.at(key.offset(), WHERE, "no validity of the kind SPI"));
                    }
                });
    }

    private static Rule mkiLength() {
        return Rule.note("MKI_NOT_4_OCTETS", "ONVIF Streaming")
                .title("An MKI that does not have 4 octets")
                .why(
                        "The standard allows any length; cameras and their clients use 4 octets, and some take nothing else.")
                .remedy("Send 4 octets.")
                .known("live555 (refuses other lengths)", "ONVIF devices")
                .in(Profile.ONVIF, Severity.WARNING)
                .notIn(Profile.TS33180)
                .message((message, report) -> message.keys().forEach(key -> {
                    if (key.value().kv() instanceof KeyValidity.Spi spi
                            && spi.spi().length() != MKI_OCTETS) {
                        report.at(key.offset(), WHERE, spi.spi().length() + " octets");
                    }
                }));
    }

    private static Rule axis() {
        return Rule.note("SERVER_KEY_WITHOUT_MKI", "ONVIF Streaming; RFC 4567, 4.2")
                .title("A key in an RTSP description that may not be the key")
                .why(
                        "Some cameras describe a key without MKI and then want the client to bring the key for both directions; "
                                + "with the described key SETUP ends in 463.")
                .remedy("If SETUP ends in 463, send a message of your own with an MKI in its KeyMgmt header.")
                .known(
                        "Axis",
                        "GStreamer (client-managed-mikey)",
                        "gortsplib (tries again with its own key)",
                        "live555 (never takes the described key)")
                .message((message, report) -> {
                    if (message.carried().carrier().startsWith("a=key-mgmt")
                            && message.isUnprotected()
                            && !message.hasMki()) {
                        message.keys().stream()
                                .findFirst()
                                .ifPresent(key -> report.at(key.offset(), WHERE, "described by a line of an SDP"));
                    }
                });
    }

    private static Rule interval() {
        return Rule.note("KEY_INTERVAL", "RFC 3830, 6.14")
                .title("A key that is valid for an interval of packets")
                .why(
                        "No SRTP library takes intervals, and SDES has no word for them; one library reads them one octet off.")
                .remedy("Use an MKI.")
                .known("minisip libmikey (reads VT with the length of VF)")
                .message((message, report) -> message.keys().stream()
                        .filter(key -> key.value().kv() instanceof KeyValidity.Interval)
                        .forEach(key -> report.at(key.offset(), WHERE, "the validity is INTERVAL")));
    }

    private static Rule prfBlock() {
        return Rule.note("PRF_BLOCK_TRAP", "RFC 3830, 4.1.2")
                .title("A key of a multiple of 32 octets, which one implementation derives wrongly")
                .why(
                        "It appends an empty block to such keys before it derives. Its default key has 192 octets, and so has the "
                                + "outcome of a Diffie-Hellman exchange with group OAKLEY-5: its keys then differ from everybody "
                                + "else's.")
                .remedy(
                        "Use keys of 16 octets with it; mikey verify --compat prf-empty-last-block tells its derivation.")
                .known("minisip libmikey", "Streamwide before it was mended")
                .notIn(Profile.ONVIF)
                .notIn(Profile.TS33180)
                .message((message, report) -> {
                    message.keys().stream()
                            .filter(key ->
                                    !isTek(key.value()) && key.value().key().length() % PRF_BLOCK == 0)
                            .forEach(key -> report.at(
                                    key.offset(), WHERE, key.value().key().length() + " octets"));
                    message.first(KemacPayload.class)
                            .filter(kemac -> kemac.value().encrAlg() != EncrAlg.NULL
                                    && kemac.value().encrData().length() == MINISIP_DATA)
                            .ifPresent(kemac -> report.at(
                                    kemac.offset(),
                                    "KEMAC",
                                    "encrypted data of " + MINISIP_DATA + " octets, as with a TGK of 192"));
                });
    }

    private static Rule thirty() {
        return Rule.note("KEY_NOT_30_OCTETS", "RFC 3830, 6.13")
                .title("A key that does not have 30 octets")
                .why("Some clients of cameras take nothing but 16 octets of key with 14 of salt behind them.")
                .remedy("Use AES-CM with 128 bits towards such clients.")
                .known("live555", "gortsplib")
                .onlyIn(Profile.ONVIF)
                .message((message, report) -> message.keys().stream()
                        .filter(key -> key.value().keyType() == KeyDataType.TEK
                                && key.value().key().length() != LIVE555_KEY)
                        .forEach(key ->
                                report.at(key.offset(), WHERE, key.value().key().length() + " octets")));
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

    private static boolean isTek(KeyDataPayload key) {
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
