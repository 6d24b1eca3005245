package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.util.Map;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.ticket.KmsResult;
import org.mikey4j.exchange.ticket.PendingRequest;
import org.mikey4j.exchange.ticket.PendingResolve;
import org.mikey4j.exchange.ticket.PendingTransfer;
import org.mikey4j.exchange.ticket.RequestResult;
import org.mikey4j.exchange.ticket.ResolveResult;
import org.mikey4j.exchange.ticket.TicketKms;
import org.mikey4j.exchange.ticket.TransferReception;
import org.mikey4j.exchange.ticket.UnresolvedTransfer;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;

/**
 * Who takes part in an exchange of MIKEY-TICKET with a service, and our own ends of each.
 *
 * @param access how the ends prove who they are
 * @param alice what the Initiator has
 * @param bob what the Responder has
 * @param kms what the service has
 */
record TicketParties(TicketAccess access, Map<String, String> alice, Map<String, String> bob, Map<String, String> kms) {
    TicketParties {
        alice = Map.copyOf(alice);
        bob = Map.copyOf(bob);
        kms = Map.copyOf(kms);
    }

    /** Our REQUEST_INIT. */
    PendingRequest request(TicketKind kind) {
        return TicketEnds.request(kind.in(alice), Dialogue.CLOCK);
    }

    /**
     * Our TRANSFER_INIT.
     *
     * @param granted REQUEST_RESP
     * @throws Wrong if we refuse it
     */
    PendingTransfer transfer(PendingRequest request, TicketKind kind, Octets granted) throws Wrong {
        RequestResult result = request.receive(granted);
        if (result instanceof RequestResult.Refused refused) {
            throw new Wrong(
                    "an Initiator refuses REQUEST_RESP: " + refused.rejected().detail(), granted);
        }
        try (var grant = ((RequestResult.Granted) result).grant()) {
            return TicketEnds.transfer(grant, kind.in(alice), Dialogue.CLOCK);
        }
    }

    /**
     * What our Responder has to have resolved.
     *
     * @throws Wrong if it refuses TRANSFER_INIT
     */
    UnresolvedTransfer received(Octets transfer) throws Wrong {
        TransferReception reception =
                TicketEnds.responder(new Setup(bob), Dialogue.CLOCK).receive(transfer, Octets.EMPTY);
        if (reception instanceof TransferReception.Unresolved unresolved) {
            return unresolved.transfer();
        }
        String why =
                ((TransferReception.Ended) reception).result() instanceof Rejected rejected ? rejected.detail() : "";
        throw new Wrong("a Responder refuses TRANSFER_INIT: " + why, transfer);
    }

    /** Our RESOLVE_INIT. */
    PendingResolve resolve(UnresolvedTransfer transfer) {
        return TicketEnds.client(new Setup(bob), Dialogue.CLOCK).resolve(transfer.ticket());
    }

    /**
     * What our Responder comes to with RESOLVE_RESP.
     *
     * @throws Wrong if it refuses RESOLVE_RESP, or then TRANSFER_INIT
     */
    static ResponderResult.Established answered(UnresolvedTransfer transfer, PendingResolve resolve, Octets resolved)
            throws Wrong {
        ResolveResult result = resolve.receive(resolved);
        if (result instanceof ResolveResult.Refused refused) {
            throw new Wrong(
                    "a Responder refuses RESOLVE_RESP: " + refused.rejected().detail(), resolved);
        }
        try (var ticket = ((ResolveResult.Resolved) result).ticket()) {
            ResponderResult answer = transfer.complete(ticket);
            if (answer instanceof ResponderResult.Established established) {
                return established;
            }
            String why = answer instanceof Rejected rejected ? rejected.detail() : "";
            throw new Wrong("a Responder refuses TRANSFER_INIT with these keys: " + why, resolved);
        }
    }

    /**
     * What our Initiator comes to with TRANSFER_RESP.
     *
     * @throws Wrong if it refuses it
     */
    static SecurityAssociation established(PendingTransfer transfer, Octets answer) throws Wrong {
        InitiatorResult result = transfer.receive(answer);
        if (result instanceof Rejected rejected) {
            throw new Wrong("an Initiator refuses TRANSFER_RESP: " + rejected.detail(), answer);
        }
        return ((InitiatorResult.Established) result).association();
    }

    /** Our service, with no memory of others. */
    Service service() throws IOException {
        return new Service(TicketEnds.kms(new Setup(kms), Dialogue.CLOCK));
    }

    /** A service of ours. */
    record Service(TicketKms kms) {
        /**
         * Its answer.
         *
         * @param about what the message is
         * @throws Wrong if it refuses the message
         */
        MikeyMessage answer(Octets message, String about) throws Wrong {
            KmsResult result = kms.receive(message, Octets.EMPTY);
            if (result instanceof KmsResult.Answered answered) {
                return answered.reply();
            }
            String why = result instanceof KmsResult.Refused refused
                    ? refused.rejected().detail()
                    : "";
            throw new Wrong("a service refuses " + about + ": " + why, message);
        }

        /** Our TRANSFER_INIT under a ticket of this service. */
        PendingTransfer transfer(TicketParties parties, TicketKind kind) throws Wrong {
            PendingRequest request = parties.request(kind);
            Octets granted = answer(request.message().octets(), "REQUEST_INIT").octets();
            return parties.transfer(request, kind, granted);
        }
    }
}
