package org.mikey4j.exchange.ticket;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.TicketRands;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.TicketState;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.internal.AnswerReception;
import org.mikey4j.exchange.internal.KeyTransport;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.TicketPolicy.Flag;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.message.registry.RandRole;

/**
 * A TRANSFER_INIT that waits for its answer. Answers can be tried any number of times: a wrong or forged one changes nothing. Where
 * keys are forked and the message reached several ends, each right answer gives an association of its own.
 */
public final class PendingTransfer implements TransferOffer {
    private final AnswerReception reception;
    private final CsbState state;
    private final TicketTerms terms;
    private final TicketKeys keys;
    private final TransferRequest request;
    private final List<TransportedKey> own;
    private final MessageProtection initial;

    PendingTransfer(
            ExchangeSettings settings,
            MikeyMessage message,
            CsbState state,
            TicketTerms terms,
            TicketKeys keys,
            TransferRequest request,
            List<TransportedKey> own,
            MessageProtection initial) {
        this.reception = new AnswerReception(settings, message, DataType.TRANSFER_RESP);
        this.state = state;
        this.terms = terms;
        this.keys = keys;
        this.request = request;
        this.own = own;
        this.initial = initial;
    }

    @Override
    public MikeyMessage message() {
        return reception.offer();
    }

    /**
     * Processes the TRANSFER_RESP, or the error message that came instead.
     *
     * @return the association, which is wiped on its own, or why there is none
     */
    public InitiatorResult receive(Octets answer) {
        return receive(
                answer,
                (authentic, bound, randR, protection) ->
                        new InitiatorResult.Established(associate(authentic, bound, randR, protection)),
                rejected -> rejected);
    }

    /**
     * The key data that the KEMAC of a TRANSFER_RESP encrypts, for who has to show them.
     *
     * @return KEY_DATA payloads, which the caller wipes; empty if the answer is not authentic, or the Responder brings no keys
     *     (flag M)
     */
    public Optional<SecretBytes> keyData(Octets answer) {
        return receive(
                answer,
                (authentic, bound, randR, protection) -> keyData(authentic.kemac(), authentic.timestamp(), protection),
                rejected -> Optional.empty());
    }

    /** The same of the TRANSFER_INIT. */
    Optional<SecretBytes> ownKeyData() {
        return keyData(message().payload(KemacPayload.class), state.timestamp(), initial);
    }

    private Optional<SecretBytes> keyData(
            Optional<KemacPayload> kemac, TPayload timestamp, MessageProtection protection) {
        return kemac.map(found -> SecretBytes.wrap(protection.open(found, state.csbId(), timestamp)));
    }

    /** What is made of an authentic answer with the keys that are bound to the Responder. */
    private interface OnAuthentic<R> {
        R apply(TicketMessage answer, TicketKeys bound, Octets randR, MessageProtection protection);
    }

    private <R> R receive(Octets answer, OnAuthentic<R> onAuthentic, Function<Rejected, R> onRejected) {
        return reception.receive(
                answer,
                message -> answered(message, onAuthentic),
                error -> TicketProtection.isAuthenticError(error, initial),
                onRejected);
    }

    private <R> R answered(MikeyMessage message, OnAuthentic<R> onAuthentic) {
        TicketMessage answer = TicketMessage.of(message);
        if (answer.suite() != terms.suite()) {
            throw Refusal.because(RejectReason.MISMATCH, "the answer changes the PRF");
        }
        Octets randR = randR(answer);
        Optional<ResolvedTicket.Modifier> modifier = modifier(answer);
        try (TicketKeys bound = modifier.map(m -> ForkedKeys.fork(terms.suite(), keys, m))
                        .orElseGet(keys::copy);
                MessageProtection protection = TicketProtection.response(
                        terms.suite(),
                        bound.mpkR().orElse(bound.mpkI()),
                        state.csbId(),
                        new TicketRands(state.rand(), randR))) {
            if (!TicketProtection.isVerified(answer, protection, message().octets())) {
                throw Refusal.because(RejectReason.AUTHENTICATION_FAILED, "the MAC of the answer is wrong");
            }
            modifier.ifPresent(m -> TicketProtection.requireRands(m.randKms().length(), keys.longest()));
            return onAuthentic.apply(answer, bound, randR, protection);
        }
    }

    private Octets randR(TicketMessage answer) {
        if (terms.has(Flag.G)) {
            return answer.requiredRand(RandRole.RANDR_R);
        }
        if (answer.rand(RandRole.RANDR_R).isPresent()) {
            throw Refusal.because(RejectReason.UNEXPECTED_PAYLOAD, "the ticket policy allows no RANDRr (flag G)");
        }
        return Octets.EMPTY;
    }

    private Optional<ResolvedTicket.Modifier> modifier(TicketMessage answer) {
        if (!terms.has(Flag.I)) {
            return Optional.empty();
        }
        IdPayload idR = Idr.in(answer.message(), IdRole.IDR_R)
                .orElseThrow(() -> Refusal.because(
                        RejectReason.MISSING_PAYLOAD, "the answer does not say who answers (RFC 6043, 4.2.2.3)"));
        return Optional.of(new ResolvedTicket.Modifier(idR, answer.requiredRand(RandRole.RANDR_KMS)));
    }

    private SecurityAssociation associate(
            TicketMessage answer, TicketKeys bound, Octets randR, MessageProtection protection) {
        Optional<IdPayload> responder = responder(answer);
        List<TransportedKey> session = new ArrayList<>();
        bound.session().forEach(key -> session.add(key.copy()));
        own.forEach(key -> session.add(key.copy()));
        try {
            session.addAll(theirKeys(answer, protection));
            return associate(answer, bound, session, responder, randR);
        } catch (Refusal e) {
            session.forEach(TransportedKey::close);
            throw e;
        }
    }

    private SecurityAssociation associate(
            TicketMessage answer,
            TicketKeys bound,
            List<TransportedKey> session,
            Optional<IdPayload> responder,
            Octets randR) {
        TicketKeys.checkSession(session, terms.suite());
        TicketProtection.requireRands(state.rand().length() + randR.length(), TicketKeys.longestGenerator(session));
        TransferSessions sessions = TransferSessions.agreed(
                request.csIdMap(),
                request.policies(),
                answer.message().header().csIdMap(),
                answer.message().payloads(SpPayload.class),
                request.acceptsPolicy(),
                session);
        CsbState agreed = new CsbState(
                state.csbId(),
                state.prf(),
                state.rand(),
                state.timestamp(),
                state.initiator(),
                responder,
                state.ticket().map(ticket -> new TicketState(ticket.policy(), randR)));
        SecretBytes updates = bound.mpkR().orElse(bound.mpkI()).copy();
        return new SecurityAssociation(
                agreed, updates, sessions.map(), sessions.policies(), session, request.extensions(), List.of());
    }

    /** Who answers is whom the message is for, or whom the ticket names (RFC 6043, 4.2.2.3). */
    private Optional<IdPayload> responder(TicketMessage answer) {
        Optional<IdPayload> answering = Idr.in(answer.message(), IdRole.IDR_R);
        boolean welcome = answering.isEmpty()
                || answering.equals(request.responder())
                || terms.responders().contains(answering.get())
                || request.acceptsResponder().test(answering.get());
        if (!welcome) {
            throw Refusal.because(RejectReason.IDENTITY_REFUSED, "the answer is from another Responder");
        }
        return answering.or(request::responder);
    }

    private List<TransportedKey> theirKeys(TicketMessage answer, MessageProtection protection) {
        Optional<KemacPayload> kemac = answer.kemac();
        if (kemac.isEmpty()) {
            return List.of();
        }
        if (!terms.has(Flag.M)) {
            throw Refusal.because(
                    RejectReason.UNEXPECTED_PAYLOAD, "the ticket policy allows no keys of the Responder (flag M)");
        }
        return KeyTransport.open(
                        protection,
                        kemac.get(),
                        answer.csbId(),
                        answer.timestamp(),
                        PayloadType.KEY_DATA,
                        found -> TicketKeys.checkSession(found, terms.suite()))
                .keys();
    }

    @Override
    public void close() {
        keys.close();
        own.forEach(TransportedKey::close);
        initial.close();
    }
}
