package org.mikey4j.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.KeySpec;
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
import org.mikey4j.message.Octets;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.TicketPolicy.Flag;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.ProtType;
import org.mikey4j.replay.InMemoryReplayCache;
import org.mikey4j.testing.Peers;

/**
 * The transfer of tickets. Every other one forks keys, and Bob has the service resolve it; he opens the others himself. Alice has her
 * tickets from before, and what Bob and the service say to each other arrives.
 */
final class TicketEnds implements Ends {
    private static final TicketSuite SUITE = TicketSuite.BITS_128;
    private static final IdPayload KMS = IdPayload.uri("sip:kms@example.org");
    private static final Set<Flag> FORKED = Set.of(Flag.D, Flag.E, Flag.F, Flag.G, Flag.H, Flag.I, Flag.N, Flag.O);
    private static final Set<Flag> PLAIN = Set.of(Flag.D, Flag.F, Flag.G, Flag.H, Flag.N, Flag.O);
    private static final Tpk TPK = Tpk.ofKms(SecretBytes.copyOf(Octets.ofHex("99".repeat(16))), Octets.ofHex("0001"));
    private static final KmsAccess.PreShared BOB_AND_KMS =
            new KmsAccess.PreShared(Peers.BOB, SecretBytes.copyOf(Octets.ofHex("b0".repeat(16))), Optional.empty());

    private final Setup setup;
    private final TransferInitiator alice;
    private final TransferResponder bob;
    private final TicketClient client;
    private final TicketKms kms;

    TicketEnds(Setup setup) {
        this.setup = setup;
        ExchangeSettings bobs = setup.bob();
        alice = new TransferInitiator(setup.alice());
        bob = new TransferResponder(
                bobs,
                TransferSelf.of(Peers.BOB),
                setup.replays(),
                TransferJudge.acceptSupported(csId -> 0xb0b00000L + csId));
        client = new TicketClient(bobs, BOB_AND_KMS, KMS);
        kms = new TicketKms(
                bobs,
                KMS,
                KmsPeers.sharing(claim -> Optional.of(BOB_AND_KMS)),
                InMemoryReplayCache.builder(setup.bobClock(), setup.random(), 256)
                        .trackedSince(Instant.MIN)
                        .build(),
                new Resolving());
    }

    @Override
    public Begun begin() {
        TicketTerms terms = TicketTerms.builder(SUITE, Peers.BOB)
                .flags(setup.choices().nextBoolean() ? FORKED : PLAIN)
                .initiator(Peers.ALICE)
                .kms(KMS)
                .build();
        KeySpec tgk = new KeySpec(
                KeyDataType.TGK, SUITE.keyOctets(), 0, KeyValidity.NULL, Optional.empty(), Optional.empty());
        try (TicketGrant grant = TicketGrant.make(terms, TPK, List.of(tgk), setup.alice())) {
            PendingTransfer offer = (PendingTransfer) alice.offer(
                    grant,
                    TransferRequest.of(
                            Peers.ALICE,
                            Peers.BOB,
                            map(),
                            SrtpPolicy.named("AES_CM_128_HMAC_SHA1_80", 3).orElseThrow()));
            return new Begun(offer.message().octets(), Optional.empty(), Optional.of(offer::receive), offer);
        }
    }

    private static GenericIdMap map() {
        return new GenericIdMap(List.of(
                new GenericId(1, ProtType.SRTP, false, Octets.ofHex("03"), Octets.ofHex("a11ce001"), Octets.EMPTY),
                new GenericId(2, ProtType.SRTP, false, Octets.ofHex("03"), Octets.EMPTY, Octets.EMPTY)));
    }

    @Override
    public ResponderResult receive(Octets message, Octets context) {
        TransferReception reception = bob.receive(message, context);
        if (reception instanceof TransferReception.Ended ended) {
            return ended.result();
        }
        UnresolvedTransfer transfer = ((TransferReception.Unresolved) reception).transfer();
        Optional<ResolvedTicket> resolved = resolved(transfer.ticket());
        if (resolved.isEmpty()) {
            return transfer.unresolvable();
        }
        try (ResolvedTicket ticket = resolved.get()) {
            return transfer.complete(ticket);
        }
    }

    private Optional<ResolvedTicket> resolved(TicketPayload ticket) {
        try {
            if (!ticket.policy().has(Flag.E)) {
                return Optional.of(ResolvedTicket.open(ticket, TpkLookup.of(TPK)));
            }
            try (PendingResolve resolve = client.resolve(ticket)) {
                KmsResult answer = kms.receive(resolve.message().octets(), Octets.EMPTY);
                return answer instanceof KmsResult.Answered answered
                                && resolve.receive(answered.reply().octets()) instanceof ResolveResult.Resolved r
                        ? Optional.of(r.ticket())
                        : Optional.empty();
            }
        } catch (UnusableTicketException e) {
            return Optional.empty();
        }
    }

    private static final class Resolving implements TicketAuthority {
        @Override
        public TicketGrant issue(IdPayload initiator, TicketTerms desired) {
            throw new UnsupportedOperationException("nobody asks for tickets here");
        }

        @Override
        public Resolution resolve(IdPayload responder, TicketPayload ticket) {
            return new Resolution(OpenedTicket.open(ticket, TpkLookup.of(TPK)), responder);
        }
    }
}
