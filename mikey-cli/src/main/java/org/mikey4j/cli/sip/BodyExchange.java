package org.mikey4j.cli.sip;

import java.util.Optional;

/**
 * What a back-to-back user agent does with the descriptions of sessions that cross it. May wait; called by several threads at
 * once, for a call by one at a time.
 */
@FunctionalInterface
public interface BodyExchange {
    /**
     * A description crosses.
     *
     * @param crossing which, and where
     * @return the description that goes on, or a refusal
     */
    Passage cross(Crossing crossing);

    /**
     * A description on its way.
     *
     * @param call tells calls apart
     * @param session what other networks know the call by
     * @param stage the user part of the Route that brought the call here: which of its parties this server serves
     * @param from the identity of the caller
     * @param to the identity of the callee
     * @param fromCaller whether it comes from the caller's side
     * @param offer whether it is an offer
     * @param renewal whether it changes a session that is there, rather than setting it up
     * @param branch tells the answers of forks apart; empty for what the caller sends
     * @param sdp the description, one character for each octet
     */
    record Crossing(
            String call,
            String session,
            String stage,
            String from,
            String to,
            boolean fromCaller,
            boolean offer,
            boolean renewal,
            String branch,
            String sdp) {}

    /** What becomes of it. */
    sealed interface Passage {
        /** This goes on; it may be what came. */
        record On(String sdp) implements Passage {}

        /**
         * The call is refused: an offer is answered with this, after an answer the call is taken down.
         *
         * @param status the status of the response
         * @param warning what a Warning says, if there is one
         */
        record Refused(int status, String warning) implements Passage {}
    }

    /**
     * A user asks for what it needs before it can make an offer.
     *
     * @param session what the networks will know the call by
     * @param stage as in {@link Crossing}
     * @param from the identity of who will call
     * @param to the identity of who will be called
     */
    record Inquiry(String session, String stage, String from, String to) {}

    /** The MIKEY message for a user who asks, if there is one. */
    default Optional<byte[]> asked(Inquiry inquiry) {
        return Optional.empty();
    }

    /** The call is over, and what is known of it can go. */
    default void ended(String call) {}

    /** Lets everything pass. */
    static BodyExchange passing() {
        return crossing -> new Passage.On(crossing.sdp());
    }
}
