package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.publickey.Envelope;
import org.mikey4j.exchange.ticket.KmsAccess;
import org.mikey4j.exchange.ticket.KmsPeers;
import org.mikey4j.exchange.ticket.OpenedTicket;
import org.mikey4j.exchange.ticket.PendingRequest;
import org.mikey4j.exchange.ticket.PendingTransfer;
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
import org.mikey4j.exchange.ticket.TransferResponder;
import org.mikey4j.exchange.ticket.TransferSelf;
import org.mikey4j.exchange.ticket.UnusableTicketException;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.Octets;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.TicketPolicy.Flag;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.TicketType;

/** The three parties of MIKEY-TICKET that talk to each other through a service: RFC 6043, 4.1.1, mode 1. */
final class TicketEnds {
    /** By which tickets name the key that protects them. */
    private static final Octets TPK_ID = Octets.ofHex("0001");

    private TicketEnds() {}

    /** The key that protects the tickets of a service, if the setup has it. */
    static Optional<Tpk> tpk(Setup setup) {
        return setup.tpk().map(key -> Tpk.ofKms(key, TPK_ID));
    }

    /** An end with a certificate, or else with a key that it shares with the service. */
    static TicketClient client(Setup setup, Clock clock) {
        KmsAccess access = setup.hasCertificate()
                ? new KmsAccess.Signed(setup.identity(), Envelope.to(setup.peerKey()))
                : new KmsAccess.PreShared(setup.own().orElseThrow(), setup.psk().orElseThrow(), Optional.empty());
        return new TicketClient(setup.settings(clock), access, setup.kms().orElseThrow());
    }

    /** A REQUEST_INIT for a ticket with the flags that the setup names. */
    static PendingRequest request(Setup setup, Clock clock) {
        TicketSuite suite =
                TicketSuite.of(Prf.of(setup.prf()).orElseThrow().prfFunc()).orElseThrow();
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        setup.flags().chars().forEach(letter -> flags.add(Flag.valueOf(Character.toString(letter))));
        return client(setup, clock)
                .request(TicketTerms.builder(suite, setup.peer().orElseThrow())
                        .initiator(setup.own().orElseThrow())
                        .flags(flags)
                        .build());
    }

    /** A TRANSFER_INIT under a ticket that was granted, which asks for an answer. */
    static PendingTransfer transfer(TicketGrant grant, Setup setup, Clock clock) {
        return (PendingTransfer)
                new TransferInitiator(setup.settings(clock)).offer(grant, TicketTransfer.request(setup));
    }

    static TransferResponder responder(Setup setup, Clock clock) {
        return new TransferResponder(
                setup.settings(clock),
                TransferSelf.of(setup.own().orElseThrow()),
                setup.replays(clock),
                TransferJudge.acceptSupported(csId -> setup.ssrc()));
    }

    /** The service, which grants what is asked for, and resolves for whom a ticket names. */
    static TicketKms kms(Setup setup, Clock clock) throws IOException {
        Map<String, SecretBytes> users = setup.users();
        ExchangeSettings settings = setup.settings(clock);
        return new TicketKms(
                settings,
                setup.own().orElseThrow(),
                new KmsPeers(
                        claim -> claim.id()
                                .flatMap(id -> Optional.ofNullable(users.get(id.text()))
                                        .map(psk -> new KmsAccess.PreShared(id, psk, Optional.empty()))),
                        setup.hasCertificate()
                                ? Optional.of(new KmsPeers.Signed(setup.trust(), chash -> Optional.of(setup.opener())))
                                : Optional.empty()),
                setup.replays(clock),
                new Authority(tpk(setup).orElseThrow(), settings));
    }

    private record Authority(Tpk tpk, ExchangeSettings settings) implements TicketAuthority {
        @Override
        public TicketGrant issue(IdPayload initiator, TicketTerms desired) {
            if (desired.ticketType() != TicketType.MIKEY_BASE) {
                throw new UnusableTicketException(RejectReason.TICKET_REFUSED, "base tickets only");
            }
            KeySpec tgk = new KeySpec(
                    KeyDataType.TGK,
                    desired.suite().keyOctets(),
                    0,
                    KeyValidity.NULL,
                    Optional.empty(),
                    Optional.empty());
            return TicketGrant.make(desired, tpk, List.of(tgk), settings);
        }

        @Override
        public Resolution resolve(IdPayload responder, TicketPayload ticket) {
            OpenedTicket opened = OpenedTicket.open(ticket, TpkLookup.of(tpk));
            if (!opened.terms().responders().contains(responder)) {
                throw new UnusableTicketException(RejectReason.IDENTITY_REFUSED, "not for this Responder");
            }
            return new Resolution(opened, responder);
        }
    }
}
