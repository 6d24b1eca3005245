package org.mikey4j.cli.lint.rule;

import java.util.List;
import org.mikey4j.cli.lint.MessageSubject;
import org.mikey4j.cli.lint.Profile;
import org.mikey4j.cli.lint.Rule;
import org.mikey4j.cli.lint.Transport;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.KeyDataPayload;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Severity;
import org.mikey4j.message.VPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.EncrAlg;
import org.mikey4j.message.registry.MacAlg;

/** How a message itself is protected (RFC 3830, 4.2 and 9). */
public final class ProtectionRules {
    private ProtectionRules() {}

    /** The rules. */
    public static List<Rule> all() {
        return List.of(
                nullKnownClear(),
                nullUnknown(),
                macNull(),
                encrNull(),
                keyWrapNull(),
                zeroMac(),
                clearData(),
                verificationWithoutMac(),
                verificationNull());
    }

    private static Rule nullKnownClear() {
        return Rule.error("NULL_IN_THE_CLEAR", "RFC 3830, 4.2.3 and 4.2.4")
                .title("A key in the clear on an open path")
                .why(
                        "Neither the message nor what carried it hides the key: whoever saw it can decrypt the media, and whoever "
                                + "can change it can put in a key of his own.")
                .remedy("Use RTSPS or SIP over TLS, or protect the message with a pre-shared key.")
                .known("gortsplib's server (the only one known to refuse it)")
                .message((message, report) -> {
                    if (message.transport() == Transport.CLEAR) {
                        protection(
                                message,
                                EncrAlg.NULL,
                                MacAlg.NULL,
                                kemac -> report.at(
                                        kemac,
                                        "KEMAC",
                                        "NULL encryption and NULL MAC, and the transport is not protected"));
                    }
                });
    }

    private static Rule nullUnknown() {
        return Rule.warning("NULL_WITHOUT_TLS", "RFC 3830, 4.2.3 and 4.2.4")
                .title("Only the transport can protect this message")
                .why(
                        "NULL encryption and NULL MAC are allowed where what carries the message protects it. Whether it does "
                                + "cannot be seen from here.")
                .remedy("Make sure that RTSPS or SIP over TLS carries it end to end; say --transport tls if it does.")
                .known("all RTSP implementations")
                .in(Profile.ONVIF, Severity.INFO)
                .message((message, report) -> {
                    if (message.transport() == Transport.UNKNOWN) {
                        protection(
                                message,
                                EncrAlg.NULL,
                                MacAlg.NULL,
                                kemac -> report.at(kemac, "KEMAC", "NULL encryption and NULL MAC"));
                    }
                });
    }

    private static Rule macNull() {
        return Rule.error("MAC_NULL_WITH_ENCRYPTION", "RFC 3830, 4.2.4")
                .title("Encrypted keys that nothing authenticates")
                .why(
                        "Without a MAC whoever is on the path changes single bits of the keys, the policy or the sessions. Some "
                                + "receivers take NULL for a MAC that is right, in any mode.")
                .remedy("Use HMAC-SHA-1-160 or HMAC-SHA-256-256; refuse NULL unless encryption is NULL, too.")
                .known("minisip libmikey (accepts it)")
                .message((message, report) -> {
                    if (message.isOf(DataType.PSK_INIT, DataType.DHHMAC_INIT)) {
                        for (int encrAlg : List.of(EncrAlg.AES_CM_128, EncrAlg.AES_CM_256)) {
                            protection(
                                    message,
                                    encrAlg,
                                    MacAlg.NULL,
                                    kemac -> report.at(
                                            kemac, "KEMAC", EncrAlg.REGISTRY.name(encrAlg) + " with a NULL MAC"));
                        }
                    }
                });
    }

    private static Rule encrNull() {
        return Rule.warning("ENCR_NULL_WITH_MAC", "RFC 3830, 4.2.3")
                .title("Authentic keys that nothing hides")
                .why("The MAC proves who sent the key, and everybody on the path can read it.")
                .remedy("Encrypt with AES-CM, unless the transport is confidential.")
                .message((message, report) -> {
                    if (message.transport() != Transport.CONFIDENTIAL
                            && !message.keys().isEmpty()) {
                        protection(
                                message,
                                EncrAlg.NULL,
                                MacAlg.HMAC_SHA_1_160,
                                kemac -> report.at(kemac, "KEMAC", "NULL encryption"));
                        protection(
                                message,
                                EncrAlg.NULL,
                                MacAlg.HMAC_SHA_256_256,
                                kemac -> report.at(kemac, "KEMAC", "NULL encryption"));
                    }
                });
    }

    private static Rule keyWrapNull() {
        return Rule.warning("KEY_WRAP_WITHOUT_MAC", "RFC 3830, 4.2.3")
                .title("Key wrap without a MAC")
                .why("Key wrap proves that the keys are intact, but nothing does so for the rest of the message.")
                .remedy("With a pre-shared key use a MAC, too.")
                .message((message, report) -> {
                    if (message.isOf(DataType.PSK_INIT)) {
                        protection(
                                message,
                                EncrAlg.AES_KW_128,
                                MacAlg.NULL,
                                kemac -> report.at(kemac, "KEMAC", "AES-KW-128 with a NULL MAC"));
                    }
                });
    }

    private static Rule zeroMac() {
        return Rule.error("MAC_ALL_ZERO", "RFC 3830, 5.2")
                .title("The MAC was never computed")
                .why(
                        "All its octets are 0: the sender made room for it and left it at that. Such a sender does not encrypt "
                                + "either, whatever the message says.")
                .remedy("Compute the MAC, or send NULL over a protected transport.")
                .known("GStreamer (neither computes nor checks MACs, neither encrypts nor decrypts)")
                .message((message, report) -> {
                    message.first(KemacPayload.class)
                            .filter(kemac -> isZero(kemac.value().mac()))
                            .ifPresent(kemac -> report.at(kemac.offset(), "KEMAC", "the MAC is 0"));
                    message.first(VPayload.class)
                            .filter(v -> isZero(v.value().verData()))
                            .ifPresent(v -> report.at(v.offset(), "V", "the MAC is 0"));
                });
    }

    private static Rule clearData() {
        return Rule.error("KEMAC_IS_CLEAR", "RFC 3830, 4.2.3 and 6.2")
                .title("What is said to be encrypted is not")
                .why(
                        "The data of the KEMAC reads as keys as it is: the sender wrote a cipher into the message and used none. "
                                + "Everybody on the way has the keys.")
                .remedy("Encrypt them, or say NULL over a protected transport.")
                .known("GStreamer (does not encrypt)")
                .message((message, report) -> message.first(KemacPayload.class)
                        .filter(kemac -> kemac.value().encrAlg() != EncrAlg.NULL && isKeys(kemac.value(), message))
                        .ifPresent(kemac -> report.at(kemac.offset(), "KEMAC", "the data is a chain of key data")));
    }

    /** Cipher text would have to have the right types and lengths by chance. */
    private static boolean isKeys(KemacPayload kemac, MessageSubject message) {
        KemacPayload plain = new KemacPayload(EncrAlg.NULL, kemac.encrData(), kemac.macAlg(), kemac.mac());
        try {
            return plain.clearSubPayloads(message.dataType()).stream().anyMatch(KeyDataPayload.class::isInstance);
        } catch (MalformedMessageException e) {
            return false;
        }
    }

    private static Rule verificationWithoutMac() {
        return Rule.warning("V_OF_NULL_MESSAGE", "RFC 3830, 5.2")
                .title("A proof is asked for that cannot be given")
                .why(
                        "The verification message proves that its sender has the key that protects the exchange; a message with a "
                                + "NULL MAC has none.")
                .remedy("Clear the V flag.")
                .message((message, report) -> {
                    if (message.header().filter(h -> h.v()).isPresent() && message.isUnprotected()) {
                        report.at(3, "HDR", "V is set, and the MAC is NULL");
                    }
                });
    }

    private static Rule verificationNull() {
        return Rule.warning("V_IS_NULL", "RFC 3830, 6.9")
                .title("A verification message that proves nothing")
                .why("Its MAC is NULL, so anybody could have sent it.")
                .remedy("Use the MAC algorithm of the exchange.")
                .message((message, report) -> message.all(VPayload.class).stream()
                        .filter(v -> v.value().authAlg() == MacAlg.NULL)
                        .forEach(v -> report.at(v.offset(), "V", "the algorithm is NULL")));
    }

    private static boolean isZero(Octets octets) {
        for (int i = 0; i < octets.length(); i++) {
            if (octets.at(i) != 0) {
                return false;
            }
        }
        return !octets.isEmpty();
    }

    private interface Found {
        void at(int offset);
    }

    private static void protection(MessageSubject message, int encrAlg, int macAlg, Found found) {
        message.first(KemacPayload.class)
                .filter(kemac -> kemac.value().encrAlg() == encrAlg
                        && kemac.value().macAlg() == macAlg
                        && !kemac.value().encrData().isEmpty())
                .ifPresent(kemac -> found.at(kemac.offset()));
    }
}
