package org.mikey4j.exchange.ticket;

import java.util.Optional;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.TicketPolicy.Flag;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.RandRole;

/** A RESOLVE_INIT that waits for its answer. Answers can be tried any number of times: a wrong or forged one changes nothing. */
public final class PendingResolve implements AutoCloseable {
    private final PendingAnswer pending;
    private final TicketPayload ticket;

    PendingResolve(PendingAnswer pending, TicketPayload ticket) {
        this.pending = pending;
        this.ticket = ticket;
    }

    /** The RESOLVE_INIT. */
    public MikeyMessage message() {
        return pending.message();
    }

    /** Processes the RESOLVE_RESP, or the error message that came instead. */
    public ResolveResult receive(Octets answer) {
        return pending.receive(answer, this::resolved, ResolveResult.Refused::new);
    }

    private ResolveResult resolved(TicketMessage answer) {
        boolean forked = ticket.policy().has(Flag.I);
        Optional<ResolvedTicket.Modifier> modifier = forked ? Optional.of(modifier(answer)) : Optional.empty();
        TicketKeys keys = pending.keys(answer, forked ? 2 : 1);
        try {
            modifier.ifPresent(m -> TicketProtection.requireRands(m.randKms().length(), keys.longest()));
            return new ResolveResult.Resolved(new ResolvedTicket(ticket, keys, modifier));
        } catch (Refusal e) {
            keys.close();
            throw e;
        }
    }

    private static ResolvedTicket.Modifier modifier(TicketMessage answer) {
        IdPayload id = Idr.in(answer.message(), IdRole.IDR_R)
                .orElseThrow(() -> Refusal.because(
                        RejectReason.MISSING_PAYLOAD, "the answer does not say who answers (RFC 6043, 4.2.3.5)"));
        return new ResolvedTicket.Modifier(id, answer.requiredRand(RandRole.RANDR_KMS));
    }

    /**
     * The key data that the KEMAC of a RESOLVE_RESP encrypts, for who has to show them.
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
