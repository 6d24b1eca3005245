package org.mikey4j.exchange.ticket;

import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.TicketPolicy.Flag;

/** A REQUEST_INIT that waits for its answer. Answers can be tried any number of times: a wrong or forged one changes nothing. */
public final class PendingRequest implements AutoCloseable {
    private final PendingAnswer pending;
    private final TicketTerms desired;
    private final Clock clock;

    PendingRequest(PendingAnswer pending, TicketTerms desired, Clock clock) {
        this.pending = pending;
        this.desired = desired;
        this.clock = clock;
    }

    /** The REQUEST_INIT. */
    public MikeyMessage message() {
        return pending.message();
    }

    /** As {@link #receive(Octets, Predicate)}, accepting other validity periods and keys than were asked for, and nothing else. */
    public RequestResult receive(Octets answer) {
        return receive(answer, granted -> sameUse(granted) && sameFlags(granted, Flag.D, Flag.K, Flag.J));
    }

    /**
     * Processes the REQUEST_RESP, or the error message that came instead.
     *
     * @param acceptable decides on a policy that the KMS says it changed (flag K); one that it says is unchanged must be
     */
    public RequestResult receive(Octets answer, Predicate<TicketTerms> acceptable) {
        return pending.receive(answer, message -> granted(message, acceptable), RequestResult.Refused::new);
    }

    private RequestResult granted(TicketMessage answer, Predicate<TicketTerms> acceptable) {
        TicketPayload ticket = answer.ticket();
        TicketTerms terms = terms(ticket);
        requireUsable(ticket, terms);
        TicketKeys keys = pending.keys(answer, terms.has(Flag.I) ? 2 : 1);
        try {
            if (BaseTicket.needsAnswer(terms, keys.session()) && !terms.has(Flag.F)) {
                throw refused("a TGK that is forked needs F (RFC 6043, 6.10)");
            }
            boolean accepted =
                    terms.has(Flag.K) ? acceptable.test(terms) : isAsDesired(terms) && isAsDesired(keys.session());
            if (!accepted) {
                throw refused(
                        terms.has(Flag.K)
                                ? "the policy that the KMS grants is not acceptable"
                                : "the KMS grants another policy or other keys and does not say so (RFC 6043, 6.10)");
            }
            return new RequestResult.Granted(new TicketGrant(ticket, terms, keys));
        } catch (Refusal e) {
            keys.close();
            throw e;
        }
    }

    private static TicketTerms terms(TicketPayload ticket) {
        try {
            return TicketTerms.of(ticket.policy());
        } catch (UnusableTicketException e) {
            throw Refusal.because(e.reason(), String.valueOf(e.getMessage()));
        }
    }

    private void requireUsable(TicketPayload ticket, TicketTerms terms) {
        if (!terms.has(Flag.N)) {
            throw Refusal.because(
                    RejectReason.TICKET_REFUSED, "the ticket needs more of an Initiator than RFC 6043 (flag N)");
        }
        if (!terms.has(Flag.D)
                || !terms.keys().isEmpty()
                || !ticket.initiatorData().isEmpty()) {
            throw refused("the ticket is not one that a KMS grants (RFC 6043, 6.10)");
        }
        if (terms.suite() != desired.suite()) {
            throw refused("the ticket is for other algorithms (RFC 6043, 12.1)");
        }
        if (terms.initiator().isPresent() && !terms.initiator().equals(desired.initiator())) {
            throw refused("the ticket is another Initiator's");
        }
        try {
            terms.requireValidAt(clock.instant());
        } catch (UnusableTicketException e) {
            throw Refusal.because(e.reason(), String.valueOf(e.getMessage()));
        }
    }

    private boolean isAsDesired(TicketTerms terms) {
        return sameUse(terms)
                && sameFlags(terms, Flag.D, Flag.K)
                && terms.start().equals(desired.start())
                && terms.end().equals(desired.end())
                && terms.rekeying().equals(desired.rekeying());
    }

    private boolean sameUse(TicketTerms terms) {
        return terms.ticketType() == desired.ticketType()
                && terms.subtype() == desired.subtype()
                && terms.version() == desired.version()
                && terms.responders().equals(desired.responders())
                && terms.applications().equals(desired.applications());
    }

    private boolean sameFlags(TicketTerms terms, Flag... except) {
        Set<Flag> theirs = EnumSet.copyOf(terms.flags());
        Set<Flag> ours = EnumSet.noneOf(Flag.class);
        ours.addAll(desired.flags());
        theirs.removeAll(List.of(except));
        ours.removeAll(List.of(except));
        return theirs.equals(ours);
    }

    /** Where none are asked for, the KMS chooses. */
    private boolean isAsDesired(List<TransportedKey> keys) {
        if (desired.keys().isEmpty()) {
            return true;
        }
        if (keys.size() != desired.keys().size()) {
            return false;
        }
        for (int i = 0; i < keys.size(); i++) {
            KeySpec wanted = desired.keys().get(i);
            if (keys.get(i).keyType() != wanted.keyType()
                    || keys.get(i).key().length() != wanted.keyOctets()
                    || keys.get(i).salt().length() != wanted.saltOctets()) {
                return false;
            }
        }
        return true;
    }

    private static Refusal refused(String detail) {
        return Refusal.because(RejectReason.TICKET_POLICY_REFUSED, detail);
    }

    /**
     * The key data that the KEMAC of a REQUEST_RESP encrypts, for who has to show them.
     *
     * @return KEY_DATA payloads, which the caller wipes; nothing if the answer is not authentic, or has none
     */
    public Optional<SecretBytes> keyData(Octets answer) {
        return pending.keyData(answer);
    }

    /** Wipes what protects the exchange. */
    @Override
    public void close() {
        pending.close();
    }
}
