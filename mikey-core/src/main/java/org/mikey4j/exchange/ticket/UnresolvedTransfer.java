package org.mikey4j.exchange.ticket;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.HashAlgorithm;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.TicketRands;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.TicketState;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.internal.CounterKey;
import org.mikey4j.exchange.internal.Freshness;
import org.mikey4j.exchange.internal.KeyTransport;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PayloadChain;
import org.mikey4j.message.RandrPayload;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.TicketPolicy.Flag;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.message.registry.RandRole;
import org.mikey4j.replay.ReplayCache.Outcome;

/** A TRANSFER_INIT that is acceptable as far as can be told without the keys of its ticket. For one use. */
public final class UnresolvedTransfer {
    private final TransferResponder.Context context;
    private final TicketErrors errors;
    private final TicketMessage received;
    private final TicketTerms terms;
    private final Octets randI;
    private final Optional<IdPayload> initiator;
    private final Optional<IdPayload> responder;
    private final Freshness freshness;
    private final TransferJudge.Verdict.Accept accepted;

    UnresolvedTransfer(
            TransferResponder.Context context,
            TicketErrors errors,
            TicketMessage received,
            TicketTerms terms,
            Octets randI,
            Optional<IdPayload> initiator,
            Optional<IdPayload> responder,
            Freshness freshness,
            TransferJudge.Verdict.Accept accepted) {
        this.context = context;
        this.errors = errors;
        this.received = received;
        this.terms = terms;
        this.randI = randI;
        this.initiator = initiator;
        this.responder = responder;
        this.freshness = freshness;
        this.accepted = accepted;
    }

    /** The ticket to have resolved. */
    public TicketPayload ticket() {
        return received.ticket();
    }

    /** Its policy, which only the party that resolves it can authenticate. */
    public TicketTerms terms() {
        return terms;
    }

    /**
     * Ends the processing where the ticket could not be resolved.
     *
     * @return the refusal, with the error message for the Initiator
     */
    public Rejected unresolvable() {
        return errors.rejected(
                Refusal.because(RejectReason.TICKET_REFUSED, "the ticket could not be resolved"),
                received.message().octets(),
                Optional.empty());
    }

    /**
     * Authenticates the message and answers it.
     *
     * @param ticket the ticket's keys, which stay the caller's: to be wiped, or kept where flag J allows reuse
     * @throws IllegalArgumentException if they are those of another ticket
     */
    public ResponderResult complete(ResolvedTicket ticket) {
        if (!ticket.isOf(received.ticket())) {
            throw new IllegalArgumentException("ticket: not the one in the message");
        }
        Optional<MessageProtection> authentic = Optional.empty();
        try (MessageProtection initial = TicketProtection.initial(
                terms.suite(), ticket.keys().mpkI(), received.csbId(), TicketRands.ofInitiator(randI))) {
            try {
                requireAuthentic(initial, ticket);
                authentic = Optional.of(initial);
                return processAuthentic(initial, ticket);
            } catch (Refusal e) {
                return errors.rejected(e, received.message().octets(), authentic);
            }
        }
    }

    private void requireAuthentic(MessageProtection initial, ResolvedTicket ticket) {
        Octets idI = Idr.data(initiator.or(terms::initiator));
        Octets idR = responder.orElse(context.self().id()).idData();
        if (!TransferMac.isVerified(received, initial, idI, idR)
                && (responder.isPresent() || !TransferMac.isVerified(received, initial, idI, Octets.EMPTY))) {
            throw Refusal.because(RejectReason.AUTHENTICATION_FAILED, "the MAC is wrong");
        }
        boolean sameMac = !terms.has(Flag.I)
                || InitiatorData.read(received.ticket().initiatorData(), terms.suite())
                        .filter(data -> data.vi().verData().equals(received.v().verData()))
                        .isPresent();
        if (!sameMac || terms.has(Flag.I) != ticket.modifier().isPresent()) {
            throw Refusal.because(
                    RejectReason.AUTHENTICATION_FAILED, "the ticket was used for another message (RFC 6043, 4.2.3.6)");
        }
    }

    private ResponderResult processAuthentic(MessageProtection initial, ResolvedTicket ticket) {
        TicketKeys bound = ticket.keys();
        freshness.requireOrder(
                Optional.empty(), CounterKey.of(bound.mpkI(), initiator.or(terms::initiator)), context.counters());
        List<TransportedKey> session = new ArrayList<>();
        try {
            bound.session().forEach(key -> session.add(key.copy()));
            session.addAll(theirKeys(initial));
            List<TransportedKey> own =
                    SessionKeys.draw(accepted.keys(), context.settings().random());
            session.addAll(own);
            TicketKeys.checkSession(session, terms.suite());
            Octets randR = randR(bound, session);
            MikeyMessage message = received.message();
            TransferSessions sessions = sessions(message, session);
            TPayload timestamp = TicketProtection.answerTime(
                    received.timestamp(), context.timestamps().next());
            CsbState state = new CsbState(
                    received.csbId(),
                    terms.suite().prf(),
                    randI,
                    received.timestamp(),
                    initiator.or(terms::initiator),
                    Optional.of(ticket.responder().orElse(context.self().id())),
                    Optional.of(new TicketState(received.ticket().policy(), randR)));
            SecretBytes protectionKey = terms.has(Flag.F) ? bound.mpkR().orElse(bound.mpkI()) : bound.mpkI();
            Optional<MikeyMessage> reply = terms.has(Flag.F)
                    ? Optional.of(answer(state, ticket, sessions, own, protectionKey, timestamp))
                    : Optional.empty();
            requireUnused();
            Optional<ResponderResult.Repeated> repeated = freshness.remember(reply, session);
            if (repeated.isPresent()) {
                return repeated.get();
            }
            return new ResponderResult.Established(
                    new SecurityAssociation(
                            state,
                            protectionKey.copy(),
                            sessions.map(),
                            sessions.policies(),
                            session,
                            message.payloads(GeneralExtensionPayload.class),
                            List.of()),
                    reply);
        } catch (Refusal e) {
            session.forEach(TransportedKey::close);
            throw e;
        }
    }

    private List<TransportedKey> theirKeys(MessageProtection initial) {
        Optional<KemacPayload> kemac = received.kemac();
        return kemac.isEmpty()
                ? List.of()
                : KeyTransport.open(
                                initial,
                                kemac.get(),
                                received.csbId(),
                                received.timestamp(),
                                PayloadType.KEY_DATA,
                                found -> TicketKeys.checkSession(found, terms.suite()))
                        .keys();
    }

    /** Draws RANDRr if the policy wants one; both together are as long as the longest key (RFC 6043, 12.1). */
    private Octets randR(TicketKeys bound, List<TransportedKey> session) {
        int longest = Math.max(bound.longest(), TicketKeys.longestGenerator(session));
        if (!terms.has(Flag.G)) {
            TicketProtection.requireRands(randI.length(), longest);
            return Octets.EMPTY;
        }
        byte[] octets = new byte[TicketProtection.randOctets(longest)];
        context.settings().random().nextBytes(octets);
        return Octets.copyOf(octets);
    }

    private TransferSessions sessions(MikeyMessage message, List<TransportedKey> session) {
        List<SpPayload> policies = message.payloads(SpPayload.class);
        return terms.has(Flag.F)
                ? TransferSessions.complete(message.header().csIdMap(), policies, accepted, session)
                : new TransferSessions(message.header().csIdMap(), policies).requireComplete(session);
    }

    /** HDR, T, [RANDRr], [IDRr], [RANDRkms], {SP}, [KEMAC], V. */
    private MikeyMessage answer(
            CsbState state,
            ResolvedTicket ticket,
            TransferSessions sessions,
            List<TransportedKey> own,
            SecretBytes protectionKey,
            TPayload timestamp) {
        Octets randR = state.ticket().map(TicketState::randR).orElse(Octets.EMPTY);
        CommonHeader header =
                new CommonHeader(DataType.TRANSFER_RESP, false, state.prf().prfFunc(), state.csbId(), sessions.map());
        List<Payload> payloads = new ArrayList<>();
        payloads.add(timestamp);
        if (!randR.isEmpty()) {
            payloads.add(new RandrPayload(RandRole.RANDR_R, randR));
        }
        ticket.modifier()
                .ifPresentOrElse(
                        modifier -> payloads.addAll(ForkedKeys.payloads(modifier)),
                        () -> payloads.add(Idr.of(IdRole.IDR_R, context.self().id())));
        payloads.addAll(sessions.policiesBeyond(received.message().payloads(SpPayload.class)));
        try (MessageProtection protection =
                TicketProtection.response(terms.suite(), protectionKey, state.csbId(), new TicketRands(randI, randR))) {
            if (!own.isEmpty()) {
                payloads.add(protection.sealWithoutMac(KeyTransport.payloads(own), state.csbId(), timestamp));
            }
            return TicketProtection.appendV(header, payloads, protection, received.whole());
        }
    }

    /** A ticket that must not be reused is remembered as long as it is valid, or as the message can be fresh (RFC 6043, 5.3). */
    private void requireUnused() {
        if (terms.has(Flag.J)) {
            return;
        }
        Octets key = HashAlgorithm.SHA_256.digest(
                PayloadChain.encode(List.of(BaseTicket.withoutInitiatorData(received.ticket()))));
        Octets use = HashAlgorithm.SHA_256.digest(received.covered());
        Instant now = context.settings().clock().instant();
        Instant until = terms.end().orElse(now.plus(context.settings().window().multipliedBy(2)));
        Outcome outcome = context.replayCache().putIfAbsent(key, until.plusSeconds(1), use, Octets.EMPTY);
        if (outcome instanceof Outcome.Full) {
            throw Refusal.because(RejectReason.REPLAY_CACHE_FULL, "the replay cache is full");
        }
        if (outcome instanceof Outcome.Seen seen && !seen.context().equals(use)) {
            throw Refusal.because(RejectReason.REPLAYED, "the ticket was used before, and its policy forbids reuse");
        }
    }
}
