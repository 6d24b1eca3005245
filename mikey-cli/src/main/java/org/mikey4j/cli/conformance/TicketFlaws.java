package org.mikey4j.cli.conformance;

import static org.mikey4j.exchange.RejectReason.AUTHENTICATION_FAILED;
import static org.mikey4j.exchange.RejectReason.CERTIFICATE_REFUSED;
import static org.mikey4j.exchange.RejectReason.MALFORMED;
import static org.mikey4j.exchange.RejectReason.MISMATCH;
import static org.mikey4j.exchange.RejectReason.MISSING_PAYLOAD;
import static org.mikey4j.exchange.RejectReason.WRONG_DATA_TYPE;

import java.util.List;
import java.util.stream.Stream;

/** What can be wrong with each message to and from a key management service of MIKEY-TICKET; a MAC or a signature covers all of each. */
final class TicketFlaws {
    private static final String ANSWER = "R6043-5.5-01";

    private TicketFlaws() {}

    /** Of REQUEST_INIT. */
    static List<Flaw> ofRequest(TicketAccess access) {
        return ofInitial(
                access,
                access.requestRule(),
                "R6043-4.2.1.1-01",
                new Flaw(Fault.FLIPPED_TP, access.requestRule(), AUTHENTICATION_FAILED));
    }

    /** Of RESOLVE_INIT. */
    static List<Flaw> ofResolve(TicketAccess access) {
        return ofInitial(
                access,
                access.resolveRule(),
                access.resolveRule(),
                new Flaw(Fault.FLIPPED_TICKET, access.resolveRule(), AUTHENTICATION_FAILED));
    }

    private static List<Flaw> ofInitial(TicketAccess access, String rule, String payloads, Flaw ofSubject) {
        List<Flaw> all = and(
                authenticated(rule, payloads),
                ofSubject,
                new Flaw(Fault.FLIPPED_HEADER, rule, AUTHENTICATION_FAILED),
                new Flaw(Fault.FLIPPED_RANDR, rule, AUTHENTICATION_FAILED));
        return access == TicketAccess.SHARED
                ? and(all, new Flaw(Fault.FLIPPED_IDR, rule, AUTHENTICATION_FAILED))
                : and(
                        all,
                        new Flaw(Fault.FLIPPED_IDR, rule, CERTIFICATE_REFUSED),
                        new Flaw(Fault.FLIPPED_PKE, rule, AUTHENTICATION_FAILED),
                        new Flaw(Fault.FLIPPED_CERT, rule, CERTIFICATE_REFUSED));
    }

    /** Of REQUEST_RESP. */
    static List<Flaw> ofGrant() {
        return and(
                authenticated(ANSWER, "R6043-4.2.1.5-03"),
                new Flaw(Fault.FLIPPED_HEADER, "R6043-4.2.1.5-01", MISMATCH),
                new Flaw(Fault.FLIPPED_IDR, ANSWER, AUTHENTICATION_FAILED),
                new Flaw(Fault.FLIPPED_TICKET, ANSWER, AUTHENTICATION_FAILED),
                new Flaw(Fault.FLIPPED_KEMAC, ANSWER, AUTHENTICATION_FAILED));
    }

    /** Of RESOLVE_RESP. */
    static List<Flaw> ofResolution() {
        return and(
                authenticated(ANSWER, "R6043-4.2.3.5-01"),
                new Flaw(Fault.FLIPPED_HEADER, "R6043-4.2.1.5-01", MISMATCH),
                new Flaw(Fault.FLIPPED_IDR, ANSWER, AUTHENTICATION_FAILED),
                new Flaw(Fault.FLIPPED_RANDR, ANSWER, AUTHENTICATION_FAILED),
                new Flaw(Fault.FLIPPED_KEMAC, ANSWER, AUTHENTICATION_FAILED));
    }

    /**
     * What none of them can have.
     *
     * @param mac the rule about the MAC
     * @param payloads the rule about the payloads that have to be there
     */
    private static List<Flaw> authenticated(String mac, String payloads) {
        return List.of(
                new Flaw(Fault.SHORT, "R6043-5.4-02", MALFORMED),
                new Flaw(Fault.LONG, "R6043-5.4-02", MALFORMED),
                new Flaw(Fault.VERSION, "R6043-5.4-02", MALFORMED),
                new Flaw(Fault.OTHER_MODE, "R3830-5.4-07", WRONG_DATA_TYPE),
                new Flaw(Fault.NO_PAYLOADS, payloads, MISSING_PAYLOAD),
                new Flaw(Fault.FLIPPED_FLAG, mac, AUTHENTICATION_FAILED),
                new Flaw(Fault.FLIPPED_T, mac, AUTHENTICATION_FAILED),
                new Flaw(Fault.FLIPPED_LAST, mac, AUTHENTICATION_FAILED),
                new Flaw(Fault.FLIPPED_FIRST_OF_LAST, mac, AUTHENTICATION_FAILED));
    }

    private static List<Flaw> and(List<Flaw> all, Flaw... more) {
        return Stream.concat(all.stream(), Stream.of(more)).toList();
    }
}
