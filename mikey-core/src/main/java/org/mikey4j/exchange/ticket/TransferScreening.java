package org.mikey4j.exchange.ticket;

import java.util.List;
import java.util.Optional;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.internal.Freshness;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.TicketPolicy.Flag;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.RandRole;

/** What is checked of a TRANSFER_INIT before its ticket is resolved (RFC 6043, 4.2.2.2). */
final class TransferScreening {
    private final TransferResponder.Context context;
    private final ExchangeSettings settings;
    private final Octets dialog;
    private final TicketErrors errors;

    TransferScreening(TransferResponder.Context context, Octets dialog) {
        this.context = context;
        this.settings = context.settings();
        this.dialog = dialog;
        this.errors = new TicketErrors(settings, context.timestamps());
    }

    TransferReception process(Octets octets) {
        try {
            return process(MikeyMessage.decode(octets, settings.decodeOptions()));
        } catch (MalformedMessageException e) {
            return new TransferReception.Ended(errors.rejected(Refusal.of(e), octets, Optional.empty()));
        } catch (UnusableTicketException e) {
            Refusal refusal = Refusal.because(e.reason(), String.valueOf(e.getMessage()));
            return new TransferReception.Ended(errors.rejected(refusal, octets, Optional.empty()));
        } catch (Refusal e) {
            return new TransferReception.Ended(errors.rejected(e, octets, Optional.empty()));
        }
    }

    private TransferReception process(MikeyMessage message) {
        int dataType = message.header().dataType();
        if (dataType != DataType.TRANSFER_INIT) {
            throw Refusal.because(
                    RejectReason.WRONG_DATA_TYPE, DataType.REGISTRY.name(dataType) + " is not TRANSFER_INIT");
        }
        TicketMessage received = TicketMessage.of(message);
        Octets randI = received.requiredRand(RandRole.RANDR_I);
        TicketPayload ticket = received.ticket();
        Freshness freshness = Freshness.of(received.offer(), received.tail(), dialog, settings, context.replayCache());
        Optional<ResponderResult.Repeated> repeated = freshness.before();
        if (repeated.isPresent()) {
            return new TransferReception.Ended(repeated.get());
        }
        TicketTerms terms = TicketTerms.of(ticket.policy());
        requireUsable(received, ticket, terms);
        Optional<IdPayload> initiator = Idr.in(message, IdRole.IDR_I);
        Optional<IdPayload> responder = Idr.in(message, IdRole.IDR_R);
        requireForSelf(terms, initiator, responder);
        List<SpPayload> policies = message.payloads(SpPayload.class);
        TransferSessions.requireOffer(message.header().csIdMap(), policies);
        TransferJudge.Verdict verdict = context.judge()
                .judge(new TransferJudge.Claim(
                        initiator,
                        responder,
                        terms,
                        message.header().csIdMap(),
                        policies,
                        message.payloads(GeneralExtensionPayload.class)));
        if (verdict instanceof TransferJudge.Verdict.Refuse refuse) {
            throw Refusal.of(refuse.refusal());
        }
        TransferJudge.Verdict.Accept accepted = (TransferJudge.Verdict.Accept) verdict;
        if (!accepted.keys().isEmpty() && !terms.has(Flag.M)) {
            throw policyRefused("the ticket policy allows no keys of the Responder (flag M)");
        }
        return new TransferReception.Unresolved(new UnresolvedTransfer(
                context, errors, received, terms, randI, initiator, responder, freshness, accepted));
    }

    private void requireUsable(TicketMessage received, TicketPayload ticket, TicketTerms terms) {
        if (!terms.has(Flag.O)) {
            throw Refusal.because(
                    RejectReason.TICKET_REFUSED, "the ticket needs more of a Responder than RFC 6043 (flag O)");
        }
        if (terms.suite() != received.suite()) {
            throw policyRefused("the ticket is for other algorithms than the message (RFC 6043, 12.1)");
        }
        if (terms.has(Flag.I) == ticket.initiatorData().isEmpty()) {
            throw policyRefused("Initiator data go with forked keys only (flag I)");
        }
        if (!terms.keys().isEmpty()) {
            throw policyRefused("a granted ticket policy asks for no keys (RFC 6043, 6.10)");
        }
        if (received.kemac().isPresent() && !terms.has(Flag.L)) {
            throw Refusal.because(
                    RejectReason.UNEXPECTED_PAYLOAD, "the ticket policy allows no keys of the Initiator (flag L)");
        }
        received.v();
        terms.requireValidAt(settings.clock().instant());
    }

    private void requireForSelf(TicketTerms terms, Optional<IdPayload> initiator, Optional<IdPayload> responder) {
        TransferSelf self = context.self();
        if (terms.responders().stream().noneMatch(self::is)) {
            throw policyRefused("the ticket is not for this Responder");
        }
        if (responder.filter(id -> !self.is(id)).isPresent()) {
            throw Refusal.because(RejectReason.IDENTITY_REFUSED, "the message is for another Responder");
        }
        if (!terms.applications().isEmpty()
                && self.application().filter(terms.applications()::contains).isEmpty()) {
            throw policyRefused("the ticket is for another application");
        }
        boolean requesterOnly = terms.has(Flag.I) && terms.initiator().isPresent();
        if (requesterOnly && initiator.isPresent() && !initiator.equals(terms.initiator())) {
            throw Refusal.because(
                    RejectReason.IDENTITY_REFUSED, "the message is not from who asked for the ticket (RFC 6043, 5.3)");
        }
    }

    private static Refusal policyRefused(String detail) {
        return Refusal.because(RejectReason.TICKET_POLICY_REFUSED, detail);
    }
}
