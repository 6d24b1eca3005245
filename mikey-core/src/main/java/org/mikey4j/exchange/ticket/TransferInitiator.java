package org.mikey4j.exchange.ticket;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.mikey4j.MikeyException;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.TicketRands;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.TicketState;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.internal.KeyTransport;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.exchange.internal.TimestampSource;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.RandrPayload;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.TicketPolicy.Flag;
import org.mikey4j.message.VPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.message.registry.RandRole;

/**
 * Makes TRANSFER_INITs (RFC 6043, 4.2.2). Immutable but for the last timestamp it gave out; safe under threads.
 *
 * <pre>{@code
 * try (TransferOffer offer = new TransferInitiator(settings).offer(grant, request)) {
 *     send(offer.message().octets().toByteArray());
 *     if (offer instanceof PendingTransfer pending) { pending.receive(answer); }
 * }
 * }</pre>
 */
public final class TransferInitiator {
    private final ExchangeSettings settings;
    private final TimestampSource timestamps;

    public TransferInitiator(ExchangeSettings settings) {
        this.settings = settings;
        this.timestamps = new TimestampSource(settings.clock());
    }

    /**
     * Makes a TRANSFER_INIT.
     *
     * @param grant the ticket and its keys, which stay the caller's
     * @param request what else it contains
     * @return a {@link PendingTransfer} if the policy wants an answer (flag F), otherwise a {@link OneWayTransfer}
     * @throws IllegalArgumentException if the request is against the ticket policy or cannot be encoded; without an answer
     *     every crypto session must be complete
     * @throws IllegalStateException if the ticket was used and may not be reused
     * @throws UnusableTicketException if the ticket is not valid now
     */
    public TransferOffer offer(TicketGrant grant, TransferRequest request) {
        TicketTerms terms = grant.terms();
        terms.requireValidAt(settings.clock().instant());
        if (!request.keys().isEmpty() && !terms.has(Flag.L)) {
            throw new IllegalArgumentException("KEMAC: the ticket policy allows no keys of the Initiator (flag L)");
        }
        List<TransportedKey> own = SessionKeys.draw(request.keys(), settings.random());
        try {
            TransferSessions.requireOffer(request.csIdMap(), request.policies());
            List<TransportedKey> all = new ArrayList<>(grant.keys().session());
            all.addAll(own);
            TicketKeys.checkSession(all, terms.suite());
            grant.use();
            return draft(grant, request, own);
        } catch (Refusal e) {
            own.forEach(TransportedKey::close);
            throw new IllegalArgumentException("transfer: " + e.getMessage(), e);
        }
    }

    /**
     * Takes up a TRANSFER_INIT that was made before and waits for its answer, for an end that kept nothing but the message and
     * the ticket.
     *
     * @param acceptsResponder as in {@link TransferRequest}
     * @param acceptsPolicy as in {@link TransferRequest}
     * @throws MikeyException if the message was not made with this ticket, or asks for no answer
     */
    public PendingTransfer resume(
            TicketGrant grant,
            MikeyMessage message,
            Predicate<IdPayload> acceptsResponder,
            Predicate<SpPayload> acceptsPolicy) {
        if (!grant.terms().has(Flag.F)) {
            throw new MikeyException("the message is no TRANSFER_INIT that is answered");
        }
        return takenUp(grant, message, acceptsResponder, acceptsPolicy);
    }

    /**
     * The key data that the KEMAC of a TRANSFER_INIT encrypts, for who has to show them.
     *
     * @return KEY_DATA payloads, which the caller wipes; empty if the Initiator brings no keys (flag L)
     * @throws MikeyException if the message was not made with this ticket
     */
    public Optional<SecretBytes> keyData(TicketGrant grant, MikeyMessage message) {
        try (PendingTransfer transfer = takenUp(grant, message, id -> true, policy -> true)) {
            return transfer.ownKeyData();
        }
    }

    private PendingTransfer takenUp(
            TicketGrant grant,
            MikeyMessage message,
            Predicate<IdPayload> acceptsResponder,
            Predicate<SpPayload> acceptsPolicy) {
        try {
            return takenUp(grant, TicketMessage.of(message), acceptsResponder, acceptsPolicy);
        } catch (Refusal e) {
            throw new MikeyException(String.valueOf(e.getMessage()), e);
        }
    }

    private PendingTransfer takenUp(
            TicketGrant grant,
            TicketMessage own,
            Predicate<IdPayload> acceptsResponder,
            Predicate<SpPayload> acceptsPolicy) {
        TicketTerms terms = grant.terms();
        MikeyMessage message = own.message();
        if (message.header().dataType() != DataType.TRANSFER_INIT || own.suite() != terms.suite()) {
            throw Refusal.because(RejectReason.WRONG_DATA_TYPE, "the message is no TRANSFER_INIT for this ticket");
        }
        Octets randI = own.requiredRand(RandRole.RANDR_I);
        TransferRequest request = new TransferRequest(
                Idr.in(message, IdRole.IDR_I),
                Idr.in(message, IdRole.IDR_R),
                message.header().csIdMap(),
                message.payloads(SpPayload.class),
                List.of(),
                message.payloads(GeneralExtensionPayload.class),
                acceptsResponder,
                acceptsPolicy);
        CsbState state = new CsbState(
                own.csbId(),
                terms.suite().prf(),
                randI,
                own.timestamp(),
                request.initiator().or(terms::initiator),
                request.responder(),
                Optional.of(new TicketState(grant.ticket().policy(), Octets.EMPTY)));
        MessageProtection protection = TicketProtection.initial(
                terms.suite(), grant.keys().mpkI(), own.csbId(), TicketRands.ofInitiator(randI));
        if (!TransferMac.isVerified(own, protection, Idr.data(state.initiator()), Idr.data(request.responder()))) {
            protection.close();
            throw Refusal.because(RejectReason.AUTHENTICATION_FAILED, "the message was not made with this ticket");
        }
        List<TransportedKey> keys = own.kemac()
                .map(kemac -> KeyTransport.open(
                                protection,
                                kemac,
                                own.csbId(),
                                own.timestamp(),
                                PayloadType.KEY_DATA,
                                found -> TicketKeys.checkSession(found, terms.suite()))
                        .keys())
                .orElse(List.of());
        return new PendingTransfer(settings, message, state, terms, grant.keys().copy(), request, keys, protection);
    }

    private TransferOffer draft(TicketGrant grant, TransferRequest request, List<TransportedKey> own) {
        TicketTerms terms = grant.terms();
        TicketKeys keys = grant.keys();
        byte[] octets =
                new byte[TicketProtection.randOctets(Math.max(keys.longest(), TicketKeys.longestGenerator(own)))];
        settings.random().nextBytes(octets);
        Octets randI = Octets.copyOf(octets);
        CsbState state = new CsbState(
                settings.newCsbId(),
                terms.suite().prf(),
                randI,
                timestamps.next(),
                request.initiator().or(terms::initiator),
                request.responder(),
                Optional.of(new TicketState(grant.ticket().policy(), Octets.EMPTY)));
        MessageProtection protection =
                TicketProtection.initial(terms.suite(), keys.mpkI(), state.csbId(), TicketRands.ofInitiator(randI));
        MikeyMessage message = encode(grant, request, own, state, protection);
        if (terms.has(Flag.F)) {
            return new PendingTransfer(settings, message, state, terms, keys.copy(), request, own, protection);
        }
        protection.close();
        List<TransportedKey> session = new ArrayList<>(keys.session());
        session.addAll(own);
        TransferSessions sessions =
                new TransferSessions(request.csIdMap(), request.policies()).requireComplete(session);
        session.subList(0, keys.session().size()).replaceAll(TransportedKey::copy);
        return new OneWayTransfer(
                message,
                new SecurityAssociation(
                        state,
                        keys.mpkI().copy(),
                        sessions.map(),
                        sessions.policies(),
                        session,
                        request.extensions(),
                        List.of()));
    }

    /** HDR, T, RANDRi, [IDRi], [IDRr], {SP}, TICKET, [KEMAC], V. */
    private static MikeyMessage encode(
            TicketGrant grant,
            TransferRequest request,
            List<TransportedKey> own,
            CsbState state,
            MessageProtection protection) {
        TicketTerms terms = grant.terms();
        CommonHeader header = new CommonHeader(
                DataType.TRANSFER_INIT, terms.has(Flag.F), state.prf().prfFunc(), state.csbId(), request.csIdMap());
        List<Payload> payloads = new ArrayList<>();
        payloads.add(state.timestamp());
        payloads.add(new RandrPayload(RandRole.RANDR_I, state.rand()));
        request.initiator().ifPresent(id -> payloads.add(Idr.of(IdRole.IDR_I, id)));
        request.responder().ifPresent(id -> payloads.add(Idr.of(IdRole.IDR_R, id)));
        payloads.addAll(request.policies());
        int ticketAt = payloads.size();
        payloads.add(grant.ticket());
        payloads.addAll(request.extensions());
        if (!own.isEmpty()) {
            payloads.add(protection.sealWithoutMac(KeyTransport.payloads(own), state.csbId(), state.timestamp()));
        }
        MikeyMessage message = TransferMac.append(
                header, payloads, protection, Idr.data(state.initiator()), Idr.data(request.responder()));
        if (!terms.has(Flag.I)) {
            return message;
        }
        VPayload v = (VPayload) message.payloads().get(message.payloads().size() - 1);
        TicketPayload ticket = grant.ticket();
        List<Payload> proven = new ArrayList<>(message.payloads());
        proven.set(
                ticketAt,
                new TicketPayload(
                        ticket.policy(),
                        ticket.ticketData(),
                        InitiatorData.make(v, grant.keys().mpkR().orElseThrow(), terms.suite())));
        return MikeyMessage.encode(header, proven);
    }
}
