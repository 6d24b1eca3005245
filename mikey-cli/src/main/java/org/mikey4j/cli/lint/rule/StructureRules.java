package org.mikey4j.cli.lint.rule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mikey4j.cli.lint.MessageSubject;
import org.mikey4j.cli.lint.Rule;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.EmptyMap;
import org.mikey4j.message.ErrPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Payload;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.ErrorNo;
import org.mikey4j.message.registry.PayloadType;

/** Which payloads a message has, and in which order (RFC 3830, 3 and 5.2; RFC 4650; RFC 4738; RFC 6509). */
public final class StructureRules {
    /** Those of which a message has one at most. */
    private static final Set<Integer> SINGLE = Set.of(
            PayloadType.KEMAC,
            PayloadType.PKE,
            PayloadType.SIGN,
            PayloadType.T,
            PayloadType.CHASH,
            PayloadType.V,
            PayloadType.RAND,
            PayloadType.SAKKE);

    private StructureRules() {}

    /** The rules. */
    public static List<Rule> all() {
        return List.of(
                missing(),
                repeated(),
                notLast(),
                randMissing(),
                randMissingWithTgk(),
                noSession(),
                emptyWithSessions(),
                flagInAnswer(),
                error());
    }

    private static Rule missing() {
        return Rule.error("PAYLOAD_MISSING", "RFC 3830, 3; RFC 4650, 3; RFC 4738, 3; RFC 6509, 4")
                .title("A payload that this kind of message must have is not there")
                .why("The receiver cannot check or use the message without it.")
                .remedy("Add the payload that is named.")
                .known(
                        "linejs (public-key messages without a signature)",
                        "GStreamer (leaves out T for keys that differ by " + "MKI alone)")
                .message((message, report) -> message.message().ifPresent(m -> {
                    List<String> absent = new ArrayList<>();
                    for (int type : required(m.header().dataType())) {
                        if (m.payloads().stream().noneMatch(payload -> payload.type() == type)) {
                            absent.add(PayloadType.REGISTRY.name(type));
                        }
                    }
                    if (!absent.isEmpty() && message.inspection().isWellFormed()) {
                        report.at(
                                0,
                                "HDR",
                                DataType.REGISTRY.name(m.header().dataType()) + " without "
                                        + String.join(", ", absent));
                    }
                }));
    }

    private static List<Integer> required(int dataType) {
        return switch (dataType) {
            case DataType.PSK_INIT -> List.of(PayloadType.T, PayloadType.KEMAC);
            case DataType.PSK_RESP, DataType.PK_RESP -> List.of(PayloadType.T, PayloadType.V);
            case DataType.PK_INIT -> List.of(PayloadType.T, PayloadType.KEMAC, PayloadType.PKE, PayloadType.SIGN);
            case DataType.DH_INIT, DataType.DH_RESP -> List.of(PayloadType.T, PayloadType.SIGN);
            case DataType.DHHMAC_INIT, DataType.DHHMAC_RESP -> List.of(PayloadType.T, PayloadType.KEMAC);
            case DataType.ERROR -> List.of(PayloadType.T, PayloadType.ERR);
            case DataType.RSA_R_INIT -> List.of(PayloadType.T, PayloadType.SIGN);
            case DataType.RSA_R_RESP -> List.of(PayloadType.T, PayloadType.PKE, PayloadType.KEMAC, PayloadType.SIGN);
            case DataType.SAKKE -> List.of(PayloadType.T, PayloadType.SAKKE, PayloadType.SIGN);
            default -> List.of();
        };
    }

    private static Rule repeated() {
        return Rule.error("PAYLOAD_REPEATED", "RFC 3830, 3")
                .title("A payload that can be there once is there twice")
                .why("Which of them counts differs between receivers, so that one checks what another uses.")
                .remedy("Send it once.")
                .message((message, report) -> message.message().ifPresent(m -> {
                    Set<Integer> seen = new HashSet<>();
                    for (int i = 0; i < m.payloads().size(); i++) {
                        int type = m.payloads().get(i).type();
                        if (SINGLE.contains(type) && !seen.add(type)) {
                            report.at(m.offset(i), PayloadType.REGISTRY.name(type), "a second one");
                        }
                    }
                }));
    }

    private static Rule notLast() {
        return Rule.error("MAC_NOT_LAST", "RFC 3830, 5.2, 6.2 and 6.5")
                .title("What authenticates the message is not at its end")
                .why("A MAC or signature covers what stands before it, so nothing protects what follows.")
                .remedy("Put KEMAC last with a pre-shared key, SIGN last with signatures, V last in answers.")
                .message((message, report) -> message.message().ifPresent(m -> {
                    int last = last(m.header().dataType());
                    for (int i = 0; i < m.payloads().size() - 1; i++) {
                        if (m.payloads().get(i).type() == last) {
                            report.at(m.offset(i), PayloadType.REGISTRY.name(last), "payloads follow it");
                            return;
                        }
                    }
                }));
    }

    private static int last(int dataType) {
        return switch (dataType) {
            case DataType.PSK_INIT, DataType.DHHMAC_INIT, DataType.DHHMAC_RESP -> PayloadType.KEMAC;
            case DataType.PSK_RESP, DataType.PK_RESP -> PayloadType.V;
            case DataType.PK_INIT,
                    DataType.DH_INIT,
                    DataType.DH_RESP,
                    DataType.RSA_R_INIT,
                    DataType.RSA_R_RESP,
                    DataType.SAKKE -> PayloadType.SIGN;
            default -> PayloadType.LAST;
        };
    }

    private static Rule randMissing() {
        return Rule.warning("RAND_MISSING", "RFC 3830, 3.1")
                .title("No random value")
                .why(
                        "The first message of a bundle must have one. A TEK does without; receivers that go by the standard "
                                + "refuse the message all the same.")
                .remedy("Add RAND with 16 octets, unless this is an update of a bundle.")
                .known(
                        "Genetec",
                        "Hanwha",
                        "the examples of the ONVIF specification",
                        "Qt (template)",
                        "GStreamer (for keys that differ by MKI alone)")
                .message((message, report) -> {
                    boolean keyed = !message.keys().isEmpty()
                            && message.keys().stream()
                                    .allMatch(key -> key.value().keyType() >= 2);
                    if (lacksRand(message) && keyed) {
                        report.at(0, "HDR", DataType.REGISTRY.name(message.dataType()) + " without RAND");
                    }
                });
    }

    private static Rule randMissingWithTgk() {
        return Rule.error("RAND_MISSING_WITH_TGK", "RFC 3830, 3.1 and 4.1.1")
                .title("A key to derive from and no random value to derive with")
                .why(
                        "All keys of a bundle are derived with its random value; without one the two ends have no keys. Only an "
                                + "update of a bundle may leave it out.")
                .remedy("Add RAND with 16 octets.")
                .message((message, report) -> {
                    boolean keyed = !message.keys().isEmpty()
                            && message.keys().stream()
                                    .noneMatch(key -> key.value().keyType() < 2);
                    if (lacksRand(message)
                            && !keyed
                            && message.message()
                                    .filter(m -> !m.payloads().isEmpty())
                                    .isPresent()) {
                        report.at(0, "HDR", DataType.REGISTRY.name(message.dataType()) + " without RAND");
                    }
                });
    }

    /** What stands behind damage is not known. */
    private static boolean lacksRand(MessageSubject message) {
        return message.isInitial()
                && !message.has(RandPayload.class)
                && message.inspection().isWellFormed();
    }

    private static Rule noSession() {
        return Rule.warning("NO_CRYPTO_SESSION", "RFC 3830, 6.1")
                .title("Keys for no session")
                .why(
                        "The map is of the kind SRTP-ID and has no entry, so there is nobody to use the keys. It is allowed where "
                                + "an update adds the sessions.")
                .remedy("Add an entry for each stream, or use the empty map.")
                .known("GStreamer (takes the first entry without asking whether there is one)")
                .message((message, report) -> {
                    if (message.isInitial()
                            && message.header()
                                    .filter(h -> h.csIdMap().csCount() == 0
                                            && h.csIdMap().mapType() == 0)
                                    .isPresent()) {
                        report.at(8, "HDR", "#CS is 0");
                    }
                });
    }

    private static Rule emptyWithSessions() {
        return Rule.error("EMPTY_MAP_WITH_SESSIONS", "RFC 4563, 5")
                .title("An empty map that counts sessions")
                .why("The header counts crypto sessions and the map has none of them.")
                .remedy("Write 0, or the entries.")
                .known("linejs")
                .message((message, report) -> {
                    if (message.header().map(CommonHeader::csIdMap).orElse(null) instanceof EmptyMap map
                            && map.csCount() > 0) {
                        report.at(8, "HDR", "#CS is " + map.csCount());
                    }
                });
    }

    private static Rule flagInAnswer() {
        return Rule.note("V_IN_ANSWER", "RFC 3830, 6.1")
                .title("The V flag where it means nothing")
                .why(
                        "It asks for a verification message; answers and Diffie-Hellman messages have none, and receivers ignore "
                                + "the flag there.")
                .remedy("Clear it.")
                .message((message, report) -> {
                    boolean without = message.isOf(
                            DataType.PSK_RESP,
                            DataType.PK_RESP,
                            DataType.DH_INIT,
                            DataType.DH_RESP,
                            DataType.ERROR,
                            DataType.DHHMAC_INIT,
                            DataType.DHHMAC_RESP,
                            DataType.RSA_R_RESP);
                    if (without && message.header().filter(CommonHeader::v).isPresent()) {
                        report.at(3, "HDR", "set in " + DataType.REGISTRY.name(message.dataType()));
                    }
                });
    }

    private static Rule error() {
        return Rule.note("ERROR_MESSAGE", "RFC 3830, 5.1.2 and 6.12")
                .title("The other end refused")
                .why(
                        "The error number says why. Unless the message has a MAC or signature that was checked, anybody could have "
                                + "sent it.")
                .remedy("Look at the message that it answers.")
                .message((message, report) -> message.all(ErrPayload.class)
                        .forEach(error -> report.at(
                                error.offset(),
                                "ERR",
                                ErrorNo.REGISTRY.name(error.value().errorNo()))));
    }

    /** The kinds of payload of a message, in their order. */
    static List<Integer> types(MessageSubject message) {
        return message.message().map(MikeyMessage::payloads).orElse(List.of()).stream()
                .map(Payload::type)
                .toList();
    }
}
