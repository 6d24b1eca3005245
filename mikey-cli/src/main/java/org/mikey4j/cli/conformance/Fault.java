package org.mikey4j.cli.conformance;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mikey4j.message.GenericIdMap;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.SignPayload;
import org.mikey4j.message.VPayload;
import org.mikey4j.message.registry.PayloadType;

/** What can be wrong with a message although all of it was made by an honest end; each must be refused. */
@SuppressWarnings("ImmutableEnumChecker") // What changes messages are lambdas without state.
enum Fault {
    FLIPPED_HEADER("the CSB ID has a bit flipped", "R3830-5.2-03", message -> flipped(message, 7)),
    FLIPPED_FLAG("the V flag is flipped", "R3830-5.2-03", message -> xored(message, 3, 0x80)),
    FLIPPED_MAP(
            "the crypto session map has a bit flipped", "R3830-5.2-03", message -> flipped(message, inMap(message))),
    FLIPPED_T("the timestamp has a bit flipped", "R3830-5.2-03", message -> flippedIn(message, PayloadType.T)),
    FLIPPED_RAND("RAND has a bit flipped", "R3830-5.2-03", message -> flippedIn(message, PayloadType.RAND)),
    FLIPPED_ID("an identity has a bit flipped", "R3830-5.2-03", message -> flippedIn(message, PayloadType.ID)),
    FLIPPED_IDR("an identity has a bit flipped", "R3830-5.2-03", message -> flippedIn(message, PayloadType.IDR)),
    FLIPPED_RANDR("RANDR has a bit flipped", "R3830-5.2-03", message -> flippedIn(message, PayloadType.RANDR)),
    FLIPPED_TICKET(
            "the ticket has a bit flipped before its Initiator data",
            "R3830-5.2-03",
            message -> flippedBefore(message, PayloadType.TICKET, 2)),
    FLIPPED_TP("the ticket policy has a bit flipped", "R3830-5.2-03", message -> flippedIn(message, PayloadType.TP)),
    FLIPPED_KEMAC("the encrypted keys have a bit flipped", "R3830-5.2-03", Fault::flippedKeys),
    FLIPPED_SAKKE(
            "the encapsulated key has a bit flipped", "R3830-5.2-03", message -> flippedIn(message, PayloadType.SAKKE)),
    FLIPPED_IBAKE(
            "the encrypted data have a bit flipped",
            "R6267-4.2.2.2-01",
            message -> flippedIn(message, PayloadType.IBAKE)),
    FLIPPED_DH(
            "a Diffie-Hellman value has a bit flipped",
            "R3830-5.2-03",
            message -> flippedBefore(message, PayloadType.DH, 1)),
    FLIPPED_CERT(
            "the certificate has a bit flipped", "R3830-4.3.2-03", message -> flippedIn(message, PayloadType.CERT)),
    FLIPPED_PKE("the envelope has a bit flipped", "R3830-5.2-03", message -> flippedIn(message, PayloadType.PKE)),
    FLIPPED_LAST(
            "the last octet, of a MAC or a signature, has a bit flipped",
            "R3830-5.3-05",
            message -> Optional.of(xor(message.octets(), message.octets().length() - 1, 1))),
    FLIPPED_FIRST_OF_LAST(
            "the first octet of the MAC or the signature has its top bit flipped",
            "R3830-5.3-05",
            message -> Optional.of(xor(
                    message.octets(),
                    message.octets().length()
                            - macOctets(
                                    message.payloads().get(message.payloads().size() - 1)),
                    0x80))),
    SHORT(
            "the last octet is missing",
            "R3830-6.9-01",
            message -> Optional.of(message.octets().slice(0, message.octets().length() - 1))),
    LONG("there is an octet too many", "R3830-6.1-03", message -> {
        byte[] octets = message.octets().toByteArray();
        return Optional.of(Octets.copyOf(Arrays.copyOf(octets, octets.length + 1)));
    }),
    VERSION("the version is 2", "R3830-6.1-02", message -> Optional.of(xor(message.octets(), 0, 3))),
    OTHER_MODE(
            "the data type is one of another exchange",
            "R3830-5.4-07",
            message -> Optional.of(set(message.octets(), 1, message.header().dataType() == 5 ? 3 : 5))),
    NO_PAYLOADS(
            "there is a header and nothing else",
            "R3830-5.2-01",
            message -> Optional.of(set(message.octets().slice(0, message.offset(0)), 2, 0)));

    private final String about;
    private final String requirement;
    private final Change change;

    Fault(String about, String requirement, Change change) {
        this.about = about;
        this.requirement = requirement;
        this.change = change;
    }

    private interface Change {
        Optional<Octets> of(MikeyMessage message);
    }

    /** The name in the ids of scenarios. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String about() {
        return about;
    }

    List<String> requirements() {
        return List.of(requirement);
    }

    /** The faults that messages like this one can have. */
    static List<Fault> possibleIn(MikeyMessage message) {
        return Arrays.stream(values())
                .filter(fault -> fault.in(message).isPresent())
                .toList();
    }

    /** The message with the fault; empty if it has nothing that could have it. */
    Optional<Octets> in(MikeyMessage message) {
        return change.of(message);
    }

    private static int macOctets(Payload last) {
        return switch (last.type()) {
            case PayloadType.KEMAC -> ((KemacPayload) last).mac().length();
            case PayloadType.V -> ((VPayload) last).verData().length();
            default -> ((SignPayload) last).signature().length();
        };
    }

    private static Optional<Octets> flipped(MikeyMessage message, int at) {
        return at < message.offset(0) ? xored(message, at, 1) : Optional.empty();
    }

    /** An octet of the first crypto session whose value nothing else hangs on: of its SSRC, in session data where they have it. */
    private static int inMap(MikeyMessage message) {
        return message.header().csIdMap() instanceof GenericIdMap ? 17 : 14;
    }

    private static Optional<Octets> flippedIn(MikeyMessage message, int type) {
        return flippedBefore(message, type, 0);
    }

    /** The last octet of the first payload of a type, but for so many at its end. */
    private static Optional<Octets> flippedBefore(MikeyMessage message, int type, int atEnd) {
        for (int i = 0; i < message.payloads().size(); i++) {
            if (message.payloads().get(i).type() == type) {
                return xored(message, message.end(i) - 1 - atEnd, 1);
            }
        }
        return Optional.empty();
    }

    /** The last octet of the encrypted keys, before the number of a MAC algorithm and the MAC. */
    private static Optional<Octets> flippedKeys(MikeyMessage message) {
        return message.payload(KemacPayload.class)
                .filter(kemac -> !kemac.encrData().isEmpty())
                .flatMap(kemac -> flippedBefore(
                        message, PayloadType.KEMAC, 1 + kemac.mac().length()));
    }

    private static Optional<Octets> xored(MikeyMessage message, int at, int bits) {
        return Optional.of(xor(message.octets(), at, bits));
    }

    private static Octets xor(Octets octets, int at, int bits) {
        return set(octets, at, octets.at(at) ^ bits);
    }

    private static Octets set(Octets octets, int at, int value) {
        byte[] changed = octets.toByteArray();
        changed[at] = (byte) value;
        return Octets.copyOf(changed);
    }
}
