package org.mikey4j.cli.call;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.exchange.ticket.PendingRequest;
import org.mikey4j.exchange.ticket.PendingResolve;
import org.mikey4j.exchange.ticket.PendingTransfer;
import org.mikey4j.exchange.ticket.RequestResult;
import org.mikey4j.exchange.ticket.ResolveResult;
import org.mikey4j.exchange.ticket.TicketClient;
import org.mikey4j.exchange.ticket.TicketGrant;
import org.mikey4j.exchange.ticket.TicketSuite;
import org.mikey4j.exchange.ticket.TicketTerms;
import org.mikey4j.exchange.ticket.TransferInitiator;
import org.mikey4j.exchange.ticket.TransferJudge;
import org.mikey4j.exchange.ticket.TransferReception;
import org.mikey4j.exchange.ticket.TransferRequest;
import org.mikey4j.exchange.ticket.TransferResponder;
import org.mikey4j.exchange.ticket.TransferSelf;
import org.mikey4j.exchange.ticket.UnresolvedTransfer;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.GenericId;
import org.mikey4j.message.GenericIdMap;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.ProtType;
import org.mikey4j.replay.ReplayCache;
import org.mikey4j.sdp.KeyMgmtLevel;
import org.mikey4j.sdp.OfferedMessage;
import org.mikey4j.sdp.SdpAnswerer;
import org.mikey4j.sdp.SdpOffer;
import org.mikey4j.sdp.SdpUse;

/** The two telephones of a call under a ticket. */
final class TicketRun implements CallScheme.Run {
    private static final int POLICY = 0;

    private final ExchangeSettings settings;
    private final TicketClient alice;
    private final TicketClient bob;
    private final KmsPost post;
    private final ReplayCache calleeReplays;
    private final Streams streams;
    private final CallTrace trace;
    private final Octets session;
    private final CallKeys keys = new CallKeys();
    private Optional<SdpOffer> offer = Optional.empty();

    TicketRun(
            ExchangeSettings settings,
            TicketClient alice,
            TicketClient bob,
            KmsPost post,
            ReplayCache calleeReplays,
            Streams streams,
            CallTrace trace,
            String session) {
        this.settings = settings;
        this.alice = alice;
        this.bob = bob;
        this.post = post;
        this.calleeReplays = calleeReplays;
        this.streams = streams;
        this.trace = trace;
        this.session = Octets.of(session, StandardCharsets.UTF_8);
    }

    private Octets ask(String telephone, String question, String answer, Octets message) {
        trace.between(telephone, "KMC_A", question);
        Octets answered = post.post(message);
        trace.between("KMC_A", telephone, answer);
        return answered;
    }

    @Override
    public String offer(String sdp) {
        try (TicketGrant grant = grant()) {
            trace.knows("UE_A", "has the ticket, and the TGK before it is forked");
            SdpOffer made = SdpOffer.builder(sdp)
                    .mikey(KeyedSdp.AUDIO, level -> {
                        PendingTransfer transfer =
                                (PendingTransfer) new TransferInitiator(settings).offer(grant, request(level));
                        keys.atTheEnd(transfer::close);
                        return OfferedMessage.awaiting(transfer.message(), transfer::receive);
                    })
                    .build(SdpUse.OFFER);
            offer = Optional.of(made);
            return made.text();
        }
    }

    private TicketGrant grant() {
        TicketTerms terms =
                TicketTerms.builder(TicketSuite.BITS_128, Parties.BOB).build();
        try (PendingRequest request = alice.request(terms)) {
            Octets answer = ask(
                    "UE_A", "REQUEST_INIT", "REQUEST_RESP", request.message().octets());
            RequestResult result = request.receive(answer);
            if (result instanceof RequestResult.Granted granted) {
                return granted.grant();
            }
            throw refused(((RequestResult.Refused) result).rejected());
        }
    }

    private TransferRequest request(KeyMgmtLevel level) {
        return TransferRequest.of(
                        Parties.ALICE, Parties.BOB, map(), SrtpPolicy.defaults().toPayload(POLICY))
                .withExtensions(level.sdpIds());
    }

    private CsIdMap map() {
        return new GenericIdMap(List.of(session(1, ssrc(streams.callerSsrc())), session(2, Octets.EMPTY)));
    }

    private static GenericId session(int csId, Octets data) {
        return new GenericId(csId, ProtType.SRTP, false, Octets.copyOf(new byte[] {POLICY}), data, Octets.EMPTY);
    }

    private static Octets ssrc(long ssrc) {
        return Octets.copyOf(
                ByteBuffer.allocate(Integer.BYTES).putInt((int) ssrc).array());
    }

    @Override
    public String answer(String received, String plain) {
        SdpAnswerer.Outcome.Accepted accepted =
                KeyedSdp.accepted(SdpAnswerer.receive(SdpUse.OFFER, received, this::receive));
        keys.calleeHas(KeyedSdp.audioKeys(accepted));
        trace.knows("UE_B", "has the TGK, forked for it");
        return accepted.answer(plain);
    }

    private ResponderResult receive(Octets message, KeyMgmtLevel level) {
        TransferResponder responder = new TransferResponder(
                settings,
                TransferSelf.of(Parties.BOB),
                calleeReplays,
                TransferJudge.of(KeyedSdp.judge(level, streams.calleeSsrc())));
        TransferReception reception = responder.receive(message, session);
        return reception instanceof TransferReception.Unresolved unresolved
                ? resolve(unresolved.transfer())
                : ((TransferReception.Ended) reception).result();
    }

    private ResponderResult resolve(UnresolvedTransfer transfer) {
        try (PendingResolve resolve = bob.resolve(transfer.ticket())) {
            Octets answer = ask(
                    "UE_B", "RESOLVE_INIT", "RESOLVE_RESP", resolve.message().octets());
            ResolveResult result = resolve.receive(answer);
            if (result instanceof ResolveResult.Resolved resolved) {
                try (var ticket = resolved.ticket()) {
                    return transfer.complete(ticket);
                }
            }
            return transfer.unresolvable();
        }
    }

    private static CallRefused refused(Rejected rejected) {
        return new CallRefused(rejected.reason() + ": " + rejected.detail());
    }

    @Override
    public Optional<Octets> answered(String answer) {
        keys.callerHas(KeyedSdp.established(offer.orElseThrow().receive(answer)));
        trace.knows("UE_A", "forks the TGK for who answered, and has the same");
        return Optional.empty();
    }

    @Override
    public CallKeys keys() {
        return keys;
    }
}
