package org.mikey4j.cli.conformance;

import static org.mikey4j.exchange.RejectReason.AUTHENTICATION_FAILED;
import static org.mikey4j.exchange.RejectReason.IDENTITY_REFUSED;
import static org.mikey4j.exchange.RejectReason.KEYS_UNUSABLE;
import static org.mikey4j.exchange.RejectReason.MALFORMED;
import static org.mikey4j.exchange.RejectReason.MISMATCH;
import static org.mikey4j.exchange.RejectReason.MISSING_PAYLOAD;
import static org.mikey4j.exchange.RejectReason.WRONG_DATA_TYPE;

import java.util.List;
import java.util.stream.Stream;

/**
 * What can be wrong with each message of MIKEY-IBAKE so that its receiver can tell. Of the exchange only the last message has a MAC; a bit of the first two
 * that is neither encrypted nor compared shows later, in that MAC (RFC 6267, 5.4).
 */
final class IbakeFlaws {
    private IbakeFlaws() {}

    /** Of I_MESSAGE_1. */
    static List<Flaw> ofFirst() {
        return and(
                formal("R6267-4.2.2.2-04", "R6267-4.2.2.1-01"),
                new Flaw(Fault.FLIPPED_IDR, "R6267-7.2-01", IDENTITY_REFUSED),
                new Flaw(Fault.FLIPPED_IBAKE, "R6267-4.2.2.2-01", KEYS_UNUSABLE));
    }

    /** Of R_MESSAGE_1. */
    static List<Flaw> ofFirstAnswer() {
        return and(
                formal("R6267-4.2.2.4-03", "R6267-4.2.2.3-03"),
                new Flaw(Fault.FLIPPED_HEADER, "R6267-4.2.2.3-01", MISMATCH),
                new Flaw(Fault.FLIPPED_T, "R6267-4.2.2.3-03", MISMATCH),
                new Flaw(Fault.FLIPPED_IDR, "R6267-4.2.2.3-04", IDENTITY_REFUSED),
                new Flaw(Fault.FLIPPED_IBAKE, "R6267-4.2.2.4-01", KEYS_UNUSABLE));
    }

    /** Of I_MESSAGE_2. */
    static List<Flaw> ofSecond() {
        return and(
                formal("R6267-4.2.2.6-03", "R6267-4.2.2.5-01"),
                new Flaw(Fault.FLIPPED_HEADER, "R6267-4.2.2.5-02", MISMATCH),
                new Flaw(Fault.FLIPPED_MAP, "R6267-4.2.2.5-02", MISMATCH),
                new Flaw(Fault.FLIPPED_RAND, "R6267-4.2.2.5-01", MISMATCH),
                new Flaw(Fault.FLIPPED_IDR, "R6267-7.2-01", IDENTITY_REFUSED),
                new Flaw(Fault.FLIPPED_IBAKE, "R6267-4.2.2.6-01", KEYS_UNUSABLE));
    }

    /** Of R_MESSAGE_2. */
    static List<Flaw> ofSecondAnswer() {
        return and(
                formal("R6267-4.2.2.8-02", "R6267-4.2.2.7-05"),
                new Flaw(Fault.FLIPPED_HEADER, "R6267-4.2.2.7-01", MISMATCH),
                new Flaw(Fault.FLIPPED_FLAG, "R6267-5.4-02", AUTHENTICATION_FAILED),
                new Flaw(Fault.FLIPPED_MAP, "R6267-4.2.2.7-01", MISMATCH),
                new Flaw(Fault.FLIPPED_T, "R6267-4.2.2.7-02", MISMATCH),
                new Flaw(Fault.FLIPPED_IDR, "R6267-4.2.2.7-03", IDENTITY_REFUSED),
                new Flaw(Fault.FLIPPED_LAST, "R6267-4.2.2.7-05", AUTHENTICATION_FAILED),
                new Flaw(Fault.FLIPPED_FIRST_OF_LAST, "R6267-4.2.2.7-05", AUTHENTICATION_FAILED));
    }

    /** Of REQUEST_KEY_INIT. */
    static List<Flaw> ofKeyRequest() {
        String mac = "R6267-4.2.1.1.1-02";
        return and(
                formal("R3830-5.3-07", "R6267-4.2.1.1-01"),
                new Flaw(Fault.FLIPPED_HEADER, mac, AUTHENTICATION_FAILED),
                new Flaw(Fault.FLIPPED_FLAG, mac, AUTHENTICATION_FAILED),
                new Flaw(Fault.FLIPPED_T, mac, AUTHENTICATION_FAILED),
                new Flaw(Fault.FLIPPED_RAND, mac, AUTHENTICATION_FAILED),
                new Flaw(Fault.FLIPPED_IDR, mac, AUTHENTICATION_FAILED),
                new Flaw(Fault.FLIPPED_LAST, mac, AUTHENTICATION_FAILED),
                new Flaw(Fault.FLIPPED_FIRST_OF_LAST, mac, AUTHENTICATION_FAILED));
    }

    /** Of REQUEST_KEY_RESP, whose V flag its receiver ignores. */
    static List<Flaw> ofKeyAnswer() {
        String mac = "R6267-4.2.1.3-05";
        return and(
                formal("R6267-4.2.1.4-02", "R6267-4.2.1.3-03"),
                new Flaw(Fault.FLIPPED_HEADER, "R6267-4.2.1.3-01", MISMATCH),
                new Flaw(Fault.FLIPPED_T, "R6267-4.2.1.3-03", MISMATCH),
                new Flaw(Fault.FLIPPED_IDR, mac, AUTHENTICATION_FAILED),
                new Flaw(Fault.FLIPPED_KEMAC, mac, AUTHENTICATION_FAILED),
                new Flaw(Fault.FLIPPED_LAST, mac, AUTHENTICATION_FAILED),
                new Flaw(Fault.FLIPPED_FIRST_OF_LAST, mac, AUTHENTICATION_FAILED));
    }

    /**
     * What no message can have.
     *
     * @param parsing the rule about messages that cannot be parsed
     * @param payloads the rule about the payloads that have to be there
     */
    private static List<Flaw> formal(String parsing, String payloads) {
        return List.of(
                new Flaw(Fault.SHORT, parsing, MALFORMED),
                new Flaw(Fault.LONG, parsing, MALFORMED),
                new Flaw(Fault.VERSION, parsing, MALFORMED),
                new Flaw(Fault.OTHER_MODE, "R6267-4.2.2-01", WRONG_DATA_TYPE),
                new Flaw(Fault.NO_PAYLOADS, payloads, MISSING_PAYLOAD));
    }

    private static List<Flaw> and(List<Flaw> formal, Flaw... more) {
        return Stream.concat(formal.stream(), Stream.of(more)).toList();
    }
}
