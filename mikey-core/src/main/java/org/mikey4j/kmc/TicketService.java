package org.mikey4j.kmc;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.ticket.KmsPeers;
import org.mikey4j.exchange.ticket.KmsResult;
import org.mikey4j.exchange.ticket.OpenedTicket;
import org.mikey4j.exchange.ticket.TicketAuthority;
import org.mikey4j.exchange.ticket.TicketGrant;
import org.mikey4j.exchange.ticket.TicketKms;
import org.mikey4j.exchange.ticket.TicketTerms;
import org.mikey4j.exchange.ticket.Tpk;
import org.mikey4j.exchange.ticket.TpkLookup;
import org.mikey4j.exchange.ticket.UnusableTicketException;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.Octets;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.TicketPolicy.Flag;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.TicketType;
import org.mikey4j.replay.ReplayCache;

/**
 * A key management centre that issues MIKEY base tickets and resolves them (RFC 6043). It keeps nothing of a ticket: all that
 * resolves it is inside, sealed under a key that changes. Safe under threads.
 *
 * <pre>{@code
 * TicketService service = new TicketService(settings, id, peers, replayCache, ring, TicketRules.members(directory));
 * KmsResult result = service.receive(Octets.copyOf(body), Octets.EMPTY);
 * }</pre>
 */
public final class TicketService {
    /** The most keys of one ticket. */
    private static final int MOST_KEYS = 16;

    private final TicketKms kms;

    /**
     * @param settings local policy
     * @param id who the centre is
     * @param peers its users
     * @param replayCache what was accepted before
     * @param ring the keys that seal tickets; no ticket is valid for longer than they open
     * @param rules who may have which tickets
     */
    public TicketService(
            ExchangeSettings settings,
            IdPayload id,
            KmsPeers peers,
            ReplayCache replayCache,
            TicketKeyRing ring,
            TicketRules rules) {
        this(settings, id, peers, replayCache, ring, rules, named -> Optional.empty());
    }

    /**
     * As above, for users that make tickets themselves (RFC 6043, 4.1.1, mode 3).
     *
     * @param makers the ticket protection keys that such users share with the centre, each with its maker
     */
    public TicketService(
            ExchangeSettings settings,
            IdPayload id,
            KmsPeers peers,
            ReplayCache replayCache,
            TicketKeyRing ring,
            TicketRules rules,
            TpkLookup makers) {
        this.kms = new TicketKms(settings, id, peers, replayCache, new Authority(settings, id, ring, rules, makers));
    }

    /**
     * Processes a REQUEST_INIT or a RESOLVE_INIT.
     *
     * @param message the octets as received
     * @param connection as in {@link TicketKms#receive}
     */
    public KmsResult receive(Octets message, Octets connection) {
        return kms.receive(message, connection);
    }

    private record Authority(
            ExchangeSettings settings, IdPayload id, TicketKeyRing ring, TicketRules rules, TpkLookup makers)
            implements TicketAuthority {
        @Override
        public TicketGrant issue(IdPayload initiator, TicketTerms desired) {
            requireBase(desired);
            if (!rules.mayRequest(initiator, desired)) {
                throw new UnusableTicketException(
                        RejectReason.TICKET_POLICY_REFUSED, "no ticket for these responders or applications");
            }
            List<KeySpec> keys = desired.keys().isEmpty() ? List.of(tgk(desired)) : desired.keys();
            if (keys.size() > MOST_KEYS) {
                throw new UnusableTicketException(
                        RejectReason.TICKET_POLICY_REFUSED, keys.size() + " keys, at most " + MOST_KEYS);
            }
            try {
                return TicketGrant.make(granted(initiator, desired), ring.current(), keys, settings);
            } catch (IllegalArgumentException e) {
                throw new UnusableTicketException(RejectReason.TICKET_POLICY_REFUSED, String.valueOf(e.getMessage()));
            }
        }

        private static void requireBase(TicketTerms desired) {
            if (desired.ticketType() != TicketType.MIKEY_BASE || desired.subtype() != 1 || desired.version() != 1) {
                throw new UnusableTicketException(
                        RejectReason.TICKET_REFUSED,
                        TicketType.REGISTRY.name(desired.ticketType()) + " tickets are not issued here");
            }
        }

        private static KeySpec tgk(TicketTerms desired) {
            return new KeySpec(
                    KeyDataType.TGK,
                    desired.suite().keyOctets(),
                    0,
                    KeyValidity.NULL,
                    Optional.empty(),
                    Optional.empty());
        }

        /** A ticket is not valid for longer than it can be opened. */
        private TicketTerms granted(IdPayload initiator, TicketTerms desired) {
            TicketTerms.Builder granted =
                    desired.toBuilder().initiator(initiator).kms(id).keys();
            Instant latest = settings.clock().instant().plus(opening()).truncatedTo(ChronoUnit.SECONDS);
            if (desired.end().filter(end -> !end.isAfter(latest)).isEmpty()) {
                granted.end(latest).with(Flag.K);
            }
            return granted.build();
        }

        private Duration opening() {
            return ring.opening();
        }

        @Override
        public Resolution resolve(IdPayload responder, TicketPayload ticket) {
            OpenedTicket opened = OpenedTicket.open(ticket, this::find);
            Optional<IdPayload> answering = rules.answersAs(responder, opened.terms());
            if (answering.isEmpty()) {
                opened.close();
                throw new UnusableTicketException(
                        RejectReason.IDENTITY_REFUSED, "the ticket is not for this Responder");
            }
            return new Resolution(opened, answering.get());
        }

        private Optional<Tpk> find(Optional<Octets> named) {
            return ring.find(named).or(() -> makers.find(named));
        }
    }
}
