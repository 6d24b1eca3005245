package org.mikey4j.exchange;

/** What came of a response: {@link Established} or {@link Rejected}. */
public sealed interface InitiatorResult permits InitiatorResult.Established, Rejected {
    /**
     * The exchange is complete and both ends hold the same keys.
     *
     * @param association the keys and policies
     */
    record Established(SecurityAssociation association) implements InitiatorResult {}
}
