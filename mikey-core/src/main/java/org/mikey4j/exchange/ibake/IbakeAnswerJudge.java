package org.mikey4j.exchange.ibake;

import org.mikey4j.message.IdPayload;

/** The Initiator's policy on who answers: a call may be forked, redirected, or end in a mailbox (RFC 6267, 4.2.2.3 and 7.3 to 7.5). */
@FunctionalInterface
public interface IbakeAnswerJudge {
    /** Whether to go on with whoever answered. What it claims is proved only by its R_MESSAGE_2. */
    boolean accepts(Answer answer);

    /**
     * Who answers.
     *
     * @param asked IDRr of I_MESSAGE_1
     * @param answered IDRr of R_MESSAGE_1
     * @param deferred whether it could not open I_MESSAGE_1, as a mailbox cannot
     */
    record Answer(IdPayload asked, IdPayload answered, boolean deferred) {}

    /** Only whom the Initiator asked, and not its mailbox. */
    static IbakeAnswerJudge onlyAsked() {
        return answer -> answer.answered().equals(answer.asked()) && !answer.deferred();
    }

    /** Whoever answers; the association says who it was. */
    static IbakeAnswerJudge anybody() {
        return answer -> true;
    }
}
