package org.mikey4j.cli.conformance;

import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.exchange.ticket.KmsAccess;
import org.mikey4j.exchange.ticket.KmsPeers;
import org.mikey4j.exchange.ticket.KmsResult;
import org.mikey4j.exchange.ticket.OpenedTicket;
import org.mikey4j.exchange.ticket.PendingResolve;
import org.mikey4j.exchange.ticket.PendingTransfer;
import org.mikey4j.exchange.ticket.ResolveResult;
import org.mikey4j.exchange.ticket.ResolvedTicket;
import org.mikey4j.exchange.ticket.TicketAuthority;
import org.mikey4j.exchange.ticket.TicketClient;
import org.mikey4j.exchange.ticket.TicketGrant;
import org.mikey4j.exchange.ticket.TicketKms;
import org.mikey4j.exchange.ticket.TicketSuite;
import org.mikey4j.exchange.ticket.TicketTerms;
import org.mikey4j.exchange.ticket.Tpk;
import org.mikey4j.exchange.ticket.TpkLookup;
import org.mikey4j.exchange.ticket.TransferInitiator;
import org.mikey4j.exchange.ticket.TransferJudge;
import org.mikey4j.exchange.ticket.TransferReception;
import org.mikey4j.exchange.ticket.TransferRequest;
import org.mikey4j.exchange.ticket.TransferResponder;
import org.mikey4j.exchange.ticket.TransferSelf;
import org.mikey4j.exchange.ticket.UnresolvedTransfer;
import org.mikey4j.exchange.ticket.UnusableTicketException;
import org.mikey4j.message.GenericId;
import org.mikey4j.message.GenericIdMap;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.TicketPolicy.Flag;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.ProtType;

/**
 * Both ends of a transfer in which no service takes part (RFC 6043, 4.1.1): under a base ticket that the Initiator made with a key it
 * shares with the Responder, or under one that is stated, and protected by a key that both have.
 */
final class TicketTransfer {
    private static final IdPayload NO_SERVICE = IdPayload.uri("invalid:");
    private static final int ACCESS_OCTETS = 32;

    private final Setup setup;
    private final ExchangeSettings settings;

    TicketTransfer(Setup setup, Clock clock) {
        this.setup = setup;
        this.settings = setup.settings(clock);
    }

    /** Of tickets that the Initiator makes. */
    private Tpk own() {
        return new Tpk(setup.psk().orElseThrow(), Optional.empty(), Optional.empty());
    }

    MikeyMode.Initiator initiator() {
        Optional<MikeyMessage> made = setup.offer();
        return made.isPresent() ? takenUp(made.orElseThrow()) : offering();
    }

    private MikeyMode.Initiator takenUp(MikeyMessage made) {
        TicketPayload ticket = made.payload(TicketPayload.class).orElseThrow();
        try (TicketGrant grant =
                TicketGrant.open(ticket, TpkLookup.of(TicketEnds.tpk(setup).orElseThrow()))) {
            PendingTransfer offer =
                    new TransferInitiator(settings).resume(grant, made, responder -> false, policy -> false);
            return MikeyMode.Initiator.awaiting(made, offer::receive);
        }
    }

    private MikeyMode.Initiator offering() {
        TicketSuite suite =
                TicketSuite.of(Prf.of(setup.prf()).orElseThrow().prfFunc()).orElseThrow();
        IdPayload peer = setup.peer().orElseThrow();
        IdPayload own = setup.own().orElseThrow();
        TicketTerms terms = TicketTerms.builder(suite, peer)
                .initiator(own)
                .flags(EnumSet.of(Flag.F, Flag.G, Flag.H, Flag.L, Flag.N, Flag.O))
                .build();
        KeySpec tgk = new KeySpec(
                KeyDataType.TGK, suite.keyOctets(), 0, KeyValidity.NULL, Optional.empty(), Optional.empty());
        try (TicketGrant grant = TicketGrant.make(terms, own(), List.of(tgk), settings)) {
            PendingTransfer offer = (PendingTransfer) new TransferInitiator(settings).offer(grant, request(setup));
            return MikeyMode.Initiator.awaiting(offer.message(), offer::receive);
        }
    }

    /** One crypto session for each direction. */
    static TransferRequest request(Setup setup) {
        return TransferRequest.of(
                setup.own().orElseThrow(),
                setup.peer().orElseThrow(),
                map(),
                SrtpPolicy.defaults().toPayload(0));
    }

    private static GenericIdMap map() {
        return new GenericIdMap(List.of(session(1, Octets.ofHex("1a2b3c4d")), session(2, Octets.EMPTY)));
    }

    private static GenericId session(int csId, Octets ssrc) {
        return new GenericId(csId, ProtType.SRTP, false, Octets.ofHex("00"), ssrc, Octets.EMPTY);
    }

    MikeyMode.Reception responder(Clock clock) {
        TransferResponder end = new TransferResponder(
                settings,
                TransferSelf.of(setup.own().orElseThrow()),
                setup.replays(clock),
                TransferJudge.acceptSupported(csId -> setup.ssrc()));
        return (message, context) -> {
            TransferReception reception = end.receive(message, context);
            return reception instanceof TransferReception.Unresolved unresolved
                    ? resolved(unresolved.transfer(), clock)
                    : ((TransferReception.Ended) reception).result();
        };
    }

    private ResponderResult resolved(UnresolvedTransfer transfer, Clock clock) {
        Optional<Tpk> stated = TicketEnds.tpk(setup);
        return stated.isPresent() ? opened(transfer, stated.orElseThrow()) : served(transfer, clock);
    }

    private static ResponderResult opened(UnresolvedTransfer transfer, Tpk tpk) {
        try (ResolvedTicket ticket = ResolvedTicket.open(transfer.ticket(), TpkLookup.of(tpk))) {
            return transfer.complete(ticket);
        } catch (UnusableTicketException e) {
            return transfer.unresolvable();
        }
    }

    /** Who can open the ticket can also say what a service would: the exchange with it is made here. */
    private ResponderResult served(UnresolvedTransfer transfer, Clock clock) {
        try (SecretBytes key = SecretBytes.random(settings.random(), ACCESS_OCTETS)) {
            KmsAccess.PreShared access = new KmsAccess.PreShared(setup.own().orElseThrow(), key, Optional.empty());
            TicketKms service = new TicketKms(
                    settings,
                    NO_SERVICE,
                    KmsPeers.sharing(claim -> Optional.of(access)),
                    setup.replays(clock),
                    new Opening(own()));
            try (PendingResolve pending = new TicketClient(settings, access, NO_SERVICE).resolve(transfer.ticket())) {
                KmsResult result = service.receive(pending.message().octets(), Octets.EMPTY);
                if (!(result instanceof KmsResult.Answered answered)) {
                    return transfer.unresolvable();
                }
                ResolveResult.Resolved opened = (ResolveResult.Resolved)
                        pending.receive(answered.reply().octets());
                try (var ticket = opened.ticket()) {
                    return transfer.complete(ticket);
                }
            }
        }
    }

    private record Opening(Tpk tpk) implements TicketAuthority {
        @Override
        public TicketGrant issue(IdPayload initiator, TicketTerms desired) {
            throw new UnusableTicketException(RejectReason.TICKET_REFUSED, "nobody issues tickets here");
        }

        @Override
        public Resolution resolve(IdPayload responder, TicketPayload ticket) {
            Tpk shared = new Tpk(
                    tpk.key(), Optional.empty(), TicketTerms.of(ticket.policy()).initiator());
            return new Resolution(OpenedTicket.open(ticket, TpkLookup.of(shared)), responder);
        }
    }
}
