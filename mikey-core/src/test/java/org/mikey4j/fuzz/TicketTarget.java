package org.mikey4j.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mikey4j.testing.Peers.ALICE;
import static org.mikey4j.testing.Peers.BOB;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.exchange.publickey.Envelope;
import org.mikey4j.exchange.ticket.KmsAccess;
import org.mikey4j.exchange.ticket.KmsPeers;
import org.mikey4j.exchange.ticket.KmsResult;
import org.mikey4j.exchange.ticket.OpenedTicket;
import org.mikey4j.exchange.ticket.PendingRequest;
import org.mikey4j.exchange.ticket.PendingResolve;
import org.mikey4j.exchange.ticket.PendingTransfer;
import org.mikey4j.exchange.ticket.RequestResult;
import org.mikey4j.exchange.ticket.ResolveResult;
import org.mikey4j.exchange.ticket.ResolvedTicket;
import org.mikey4j.exchange.ticket.RightTicketMac;
import org.mikey4j.exchange.ticket.TicketClient;
import org.mikey4j.exchange.ticket.TicketGrant;
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
import org.mikey4j.kmc.TicketKeyRing;
import org.mikey4j.kmc.TicketRules;
import org.mikey4j.kmc.TicketService;
import org.mikey4j.message.GenericId;
import org.mikey4j.message.GenericIdMap;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PayloadChain;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.TicketPolicy.Flag;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.message.registry.ProtType;
import org.mikey4j.testing.Peers;

/**
 * Every end of MIKEY-TICKET, and the reader of tickets. Signatures and certificates are all taken for right, and MACs are put right
 * in every other way.
 */
final class TicketTarget implements Consumer<byte[]> {
    private static final IdPayload KMS = IdPayload.uri("sip:kms@example.org");
    private static final TicketSuite SUITE = TicketSuite.BITS_128;
    private static final SecretBytes PSK_A = SecretBytes.copyOf(Octets.ofHex("a1".repeat(16)));
    private static final SecretBytes PSK_B = SecretBytes.copyOf(Octets.ofHex("b0".repeat(16)));
    private static final Map<IdPayload, SecretBytes> PSKS = Map.of(ALICE, PSK_A, BOB, PSK_B);

    /** What Alice, Bob and the KMS share in this target, so that each can open tickets. */
    private static final Tpk TPK = Tpk.ofKms(SecretBytes.copyOf(Octets.ofHex("99".repeat(16))), Octets.ofHex("0001"));

    private static final TpkLookup SHARED = named -> Optional.of(TPK);

    private final TicketService service = new TicketService(
            MachineTargets.SETTINGS,
            KMS,
            new KmsPeers(
                    claim -> claim.id().flatMap(TicketTarget::access),
                    Optional.of(new KmsPeers.Signed(
                            MachineTargets.blindTrust("alice"), chash -> Optional.of(MachineTargets.opener("bob"))))),
            MachineTargets.REPLAYS,
            new TicketKeyRing(Peers.CLOCK, MachineTargets.RANDOM, Duration.ofHours(1), Duration.ofHours(1)),
            TicketRules.members(user -> List.of()),
            SHARED);

    private final TicketClient alice =
            new TicketClient(MachineTargets.SETTINGS, access(ALICE).orElseThrow(), KMS);
    private final TicketClient bob =
            new TicketClient(MachineTargets.SETTINGS, access(BOB).orElseThrow(), KMS);
    private final PendingRequest request =
            alice.request(TicketTerms.builder(SUITE, BOB).build());
    private final PendingTransfer transfer = transfer(Flag.D, Flag.F, Flag.G, Flag.H, Flag.L, Flag.M, Flag.N, Flag.O);
    private final PendingTransfer forked =
            transfer(Flag.D, Flag.E, Flag.F, Flag.G, Flag.H, Flag.I, Flag.L, Flag.M, Flag.N, Flag.O);
    private final PendingResolve resolve = bob.resolve(ticket(transfer));
    private final PendingResolve resolveForked = bob.resolve(ticket(forked));
    private final TransferResponder responder = new TransferResponder(
            MachineTargets.SETTINGS,
            TransferSelf.of(BOB),
            MachineTargets.REPLAYS,
            TransferJudge.acceptSupported(csId -> 0xb0b00000L + csId));

    private final Machine machine = new Machine(List.of(
            this::kms,
            octets -> kms(RightTicketMac.toKms(octets, PSK_A)),
            octets -> kms(RightTicketMac.toKms(octets, PSK_B)),
            this::granted,
            octets -> granted(RightTicketMac.ofKms(octets, request.message(), PSK_A)),
            this::transferred,
            octets -> transferred(RightTicketMac.transfer(octets, SHARED)),
            octets -> resolved(resolve, octets),
            octets -> resolved(resolve, RightTicketMac.ofKms(octets, resolve.message(), PSK_B)),
            octets -> resolved(resolveForked, RightTicketMac.ofKms(octets, resolveForked.message(), PSK_B)),
            transfer::receive,
            octets -> transfer.receive(RightTicketMac.ofResponder(octets, transfer.message(), SHARED)),
            forked::receive,
            TicketTarget::opened));

    private static Optional<KmsAccess.PreShared> access(IdPayload user) {
        return Optional.ofNullable(PSKS.get(user)).map(psk -> new KmsAccess.PreShared(user, psk, Optional.empty()));
    }

    private static PendingTransfer transfer(Flag... flags) {
        TicketTerms.Builder terms = TicketTerms.builder(SUITE, BOB)
                .flags(Set.of(flags))
                .initiator(ALICE)
                .kms(KMS);
        KeySpec key = new KeySpec(
                KeyDataType.TGK, SUITE.keyOctets(), 0, KeyValidity.NULL, Optional.empty(), Optional.empty());
        TicketGrant grant = TicketGrant.make(terms.build(), TPK, List.of(key), MachineTargets.SETTINGS);
        GenericIdMap map = new GenericIdMap(List.of(
                new GenericId(1, ProtType.SRTP, false, Octets.ofHex("03"), Octets.ofHex("a11ce001"), Octets.EMPTY),
                new GenericId(2, ProtType.SRTP, false, Octets.ofHex("03"), Octets.EMPTY, Octets.EMPTY)));
        return (PendingTransfer) new TransferInitiator(MachineTargets.SETTINGS)
                .offer(
                        grant,
                        TransferRequest.of(
                                ALICE,
                                BOB,
                                map,
                                SrtpPolicy.named("AES_CM_128_HMAC_SHA1_80", 3).orElseThrow()));
    }

    private static TicketPayload ticket(PendingTransfer transfer) {
        return transfer.message().payload(TicketPayload.class).orElseThrow();
    }

    @Override
    public void accept(byte[] input) {
        machine.accept(input);
    }

    private Object kms(Octets octets) {
        KmsResult result = service.receive(octets, Octets.EMPTY);
        return result instanceof KmsResult.Answered answered
                ? Optional.of(answered.reply())
                : ((KmsResult.Refused) result).rejected();
    }

    private Object granted(Octets octets) {
        RequestResult result = request.receive(octets);
        if (result instanceof RequestResult.Granted granted) {
            try (TicketGrant grant = granted.grant()) {
                assertThat(grant.toString()).doesNotContain("key=");
            }
            return Optional.of(request.message());
        }
        return ((RequestResult.Refused) result).rejected();
    }

    private static Object resolved(PendingResolve pending, Octets octets) {
        ResolveResult result = pending.receive(octets);
        if (result instanceof ResolveResult.Resolved resolved) {
            resolved.ticket().close();
            return Optional.of(pending.message());
        }
        return ((ResolveResult.Refused) result).rejected();
    }

    private ResponderResult transferred(Octets octets) {
        TransferReception reception = responder.receive(octets, Octets.EMPTY);
        if (reception instanceof TransferReception.Ended ended) {
            return ended.result();
        }
        UnresolvedTransfer unresolved = ((TransferReception.Unresolved) reception).transfer();
        try (ResolvedTicket ticket = ResolvedTicket.open(unresolved.ticket(), SHARED)) {
            return unresolved.complete(ticket);
        } catch (UnusableTicketException e) {
            assertThat(e.getMessage()).isNotBlank();
            return unresolved.unresolvable();
        }
    }

    /** A TICKET payload alone, with the right MAC in its data. */
    private static Object opened(Octets octets) {
        try {
            for (Payload payload : PayloadChain.decode(octets, PayloadType.TICKET)) {
                if (payload instanceof TicketPayload ticket) {
                    OpenedTicket.open(RightTicketMac.ticket(ticket, TPK), SHARED)
                            .close();
                }
            }
        } catch (UnusableTicketException | MalformedMessageException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        return Optional.empty();
    }

    static List<byte[]> seeds() {
        return new TicketTarget().validMessages();
    }

    private List<byte[]> validMessages() {
        List<byte[]> seeds = new ArrayList<>();
        seeds.addAll(Machine.seeds(request.message().octets(), 0, 1));
        seeds.addAll(Machine.seeds(signed(), 0));
        seeds.addAll(Machine.seeds(answer(request.message().octets()), 3, 4));
        for (PendingTransfer each : List.of(transfer, forked)) {
            seeds.addAll(Machine.seeds(each.message().octets(), 5, 6));
        }
        seeds.addAll(Machine.seeds(resolve.message().octets(), 0, 2));
        seeds.addAll(Machine.seeds(resolveForked.message().octets(), 0, 2));
        seeds.addAll(Machine.seeds(answer(resolve.message().octets()), 7, 8));
        seeds.addAll(Machine.seeds(answer(resolveForked.message().octets()), 9));
        seeds.addAll(Machine.seeds(
                Peers.answered(transferred(transfer.message().octets()))
                        .reply()
                        .orElseThrow()
                        .octets(),
                10,
                11,
                12));
        seeds.addAll(Machine.seeds(PayloadChain.encode(List.of(ticket(transfer))), 13));
        return List.copyOf(seeds);
    }

    private Octets answer(Octets asked) {
        KmsResult result = service.receive(asked, Octets.EMPTY);
        assertThat(result).isInstanceOf(KmsResult.Answered.class);
        return ((KmsResult.Answered) result).reply().octets();
    }

    private static Octets signed() {
        TicketClient client = new TicketClient(
                MachineTargets.SETTINGS,
                new KmsAccess.Signed(MachineTargets.local("alice"), Envelope.to(MachineTargets.publicKeyOf("bob"))),
                KMS);
        return client.request(TicketTerms.builder(SUITE, BOB).build()).message().octets();
    }
}
