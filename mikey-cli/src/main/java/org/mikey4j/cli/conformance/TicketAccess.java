package org.mikey4j.cli.conformance;

/** How ends prove to a key management service who they are (RFC 6043, 4.2.1 and 4.2.3), and the actions in which they do. */
enum TicketAccess {
    /** With a MAC under a key that they share with it. */
    SHARED("ticket", "R6043-4.2.1.2-01", "R6043-4.2.3.2-01"),
    /** With a signature, and a key in an envelope to it. */
    SIGNED("ticket-pk", "R6043-4.2.1.3-01", "R6043-4.2.3.3-01");

    private final String label;
    private final String requestRule;
    private final String resolveRule;

    TicketAccess(String label, String requestRule, String resolveRule) {
        this.label = label;
        this.requestRule = requestRule;
        this.resolveRule = resolveRule;
    }

    /** Begins actions and ids. */
    String label() {
        return label;
    }

    /** The requirement on how REQUEST_INIT is protected. */
    String requestRule() {
        return requestRule;
    }

    /** The requirement on how RESOLVE_INIT is protected. */
    String resolveRule() {
        return resolveRule;
    }

    /** The service's action. */
    String kms() {
        return label + "-kms";
    }

    /** Asks for a ticket. */
    String request() {
        return label + "-request-initiate";
    }

    /** Takes REQUEST_RESP and TRANSFER_RESP. */
    String granted() {
        return label + "-request-answer";
    }

    /** Takes TRANSFER_INIT and has its ticket resolved. */
    String resolve() {
        return label + "-resolve-initiate";
    }

    /** Takes RESOLVE_RESP. */
    String resolved() {
        return label + "-resolve-answer";
    }
}
