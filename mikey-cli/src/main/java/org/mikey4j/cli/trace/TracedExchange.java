package org.mikey4j.cli.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.cli.capture.Signal;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.TicketPolicy.Flag;
import org.mikey4j.message.VPayload;
import org.mikey4j.message.registry.DataType;

/** A message that begins an exchange, and what came of it. */
public final class TracedExchange {
    private final int number;
    private final int update;
    private final TracedMessage offer;
    private final List<TracedMessage> answers = new ArrayList<>();
    private final List<String> transactions = new ArrayList<>();
    private Optional<Signal> failure = Optional.empty();

    /** What each end should hold, as far as the messages tell. */
    public enum State {
        /** No answer was asked for: the Initiator holds keys, the Responder too if it accepted the message. */
        ONE_WAY("no answer was asked for; the Responder has the keys if it took the message"),
        /** An answer was seen: both ends hold keys if they accepted each other's messages. */
        ANSWERED("answered; both ends have the keys if each took the other's message"),
        /** Several answers that differ: each of the ends that answered has keys of its own. */
        FORKED("answered by several ends; with each of them the Initiator has an association of its own"),
        /** No answer was seen: the Initiator waits, and has no keys that it may use. */
        UNANSWERED("no answer was seen; the Initiator may not use its keys"),
        /** It takes more messages than were seen. */
        INCOMPLETE("its last message was not seen; the ends may not have the keys yet"),
        /** The Responder said no in MIKEY. */
        REFUSED("the Responder refused it with an error message; nobody has keys"),
        /** The signalling ended before an answer. */
        FAILED("the signalling failed; nobody has keys");

        private final String text;

        State(String text) {
            this.text = text;
        }

        /** In a few words. */
        public String text() {
            return text;
        }
    }

    /**
     * An exchange that begins.
     *
     * @param number counts exchanges from 1
     * @param update 0 for the first of a bundle, and from then on the number of the re-keying
     */
    TracedExchange(int number, int update, TracedMessage offer) {
        this.number = number;
        this.update = update;
        this.offer = offer;
    }

    void answered(TracedMessage answer) {
        answers.add(answer);
    }

    void failed(Signal signal) {
        if (failure.isEmpty()) {
            failure = Optional.of(signal);
        }
    }

    /** Where it was seen; the tracer's own. */
    List<String> transactions() {
        return transactions;
    }

    /** Counts exchanges from 1. */
    public int number() {
        return number;
    }

    /** 0 for the first exchange of a bundle, and from then on the number of the re-keying. */
    public int update() {
        return update;
    }

    /** The message that began it. */
    public TracedMessage offer() {
        return offer;
    }

    /** What was answered, in the order in which it was seen; each once. */
    public List<TracedMessage> answers() {
        return List.copyOf(answers);
    }

    /** The response of the signalling that ended it, if it failed. */
    public Optional<Signal> failure() {
        return failure;
    }

    /** The crypto session bundle ID. */
    public long csbId() {
        return offer.csbId();
    }

    /** What each end should hold. */
    public State state() {
        List<TracedMessage> real = realAnswers();
        long kinds = real.stream().map(TracedMessage::dataType).distinct().count();
        if (real.size() > kinds) {
            return State.FORKED;
        }
        if (real.stream().anyMatch(this::completes)) {
            return State.ANSWERED;
        }
        if (answers.size() > real.size()) {
            return State.REFUSED;
        }
        if (failure.isPresent()) {
            return State.FAILED;
        }
        if (!real.isEmpty()) {
            return State.INCOMPLETE;
        }
        return asksForAnswer(offer.message()) ? State.UNANSWERED : State.ONE_WAY;
    }

    /** The answers that are no error messages. An exchange of more than two messages has several, of different kinds. */
    public List<TracedMessage> realAnswers() {
        return answers.stream().filter(answer -> !isError(answer)).toList();
    }

    /** Whether keys should be there at both ends. */
    public boolean isFine() {
        return switch (state()) {
            case ONE_WAY, ANSWERED, FORKED -> true;
            case UNANSWERED, INCOMPLETE, REFUSED, FAILED -> false;
        };
    }

    static boolean isError(TracedMessage message) {
        return message.dataType() == DataType.ERROR;
    }

    /** Whether nothing follows an answer. IBAKE takes two round trips, or one in updates, whose answer has a MAC (RFC 6267, 5.3). */
    private boolean completes(TracedMessage answer) {
        return offer.dataType() != DataType.I_MESSAGE_1
                || answer.dataType() == DataType.R_MESSAGE_2
                || answer.message().payload(VPayload.class).isPresent();
    }

    /** In most modes an answer is always sent; where keys are transported it is asked for. */
    private static boolean asksForAnswer(MikeyMessage message) {
        return switch (message.header().dataType()) {
            case DataType.PSK_INIT, DataType.PK_INIT -> message.header().v();
            case DataType.SAKKE -> false;
            // The flag in the header is for updates, which have no ticket (RFC 6043, 6.1).
            case DataType.TRANSFER_INIT ->
                message.payload(TicketPayload.class)
                        .map(ticket -> ticket.policy().has(Flag.F))
                        .orElseGet(() -> message.header().v());
            default -> true;
        };
    }
}
