package org.mikey4j.cli.conformance;

import org.mikey4j.exchange.RejectReason;

/** For which reason we refuse a message of a mode with a fault: by the first check that it fails, which others may make later. */
final class LiveReasons {
    private LiveReasons() {}

    static RejectReason ofOffer(MikeyMode mode, Fault fault) {
        return switch (fault) {
            case FLIPPED_ID ->
                switch (mode) {
                    case PK -> RejectReason.IDENTITY_REFUSED;
                    case DH_SIGN, RSA_R -> RejectReason.CERTIFICATE_REFUSED;
                    default -> RejectReason.AUTHENTICATION_FAILED;
                };
            case FLIPPED_TICKET -> RejectReason.TICKET_REFUSED;
            default -> ofAny(fault);
        };
    }

    static RejectReason ofAnswer(MikeyMode mode, Fault fault) {
        return switch (fault) {
            case FLIPPED_ID ->
                mode == MikeyMode.RSA_R ? RejectReason.CERTIFICATE_REFUSED : RejectReason.IDENTITY_REFUSED;
            case FLIPPED_HEADER -> RejectReason.MISMATCH;
            // Answers under a ticket have a timestamp of their own (RFC 6043, 4.2.2.3).
            case FLIPPED_T -> mode == MikeyMode.TICKET ? RejectReason.AUTHENTICATION_FAILED : RejectReason.MISMATCH;
            default -> ofAny(fault);
        };
    }

    private static RejectReason ofAny(Fault fault) {
        return switch (fault) {
            case SHORT, LONG, VERSION -> RejectReason.MALFORMED;
            case OTHER_MODE -> RejectReason.WRONG_DATA_TYPE;
            case NO_PAYLOADS -> RejectReason.MISSING_PAYLOAD;
            case FLIPPED_CERT -> RejectReason.CERTIFICATE_REFUSED;
            default -> RejectReason.AUTHENTICATION_FAILED;
        };
    }
}
