package org.mikey4j.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.TransportedKey;
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
import org.mikey4j.exchange.ticket.TicketAuthority;
import org.mikey4j.exchange.ticket.TicketClient;
import org.mikey4j.exchange.ticket.TicketGrant;
import org.mikey4j.exchange.ticket.TicketKms;
import org.mikey4j.exchange.ticket.TicketTerms;
import org.mikey4j.exchange.ticket.Tpk;
import org.mikey4j.exchange.ticket.TpkLookup;
import org.mikey4j.exchange.ticket.TransferInitiator;
import org.mikey4j.exchange.ticket.TransferJudge;
import org.mikey4j.exchange.ticket.TransferReception;
import org.mikey4j.exchange.ticket.TransferResponder;
import org.mikey4j.exchange.ticket.TransferSelf;
import org.mikey4j.exchange.ticket.UnresolvedTransfer;
import org.mikey4j.exchange.ticket.UnusableTicketException;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.replay.ReplayCache;
import org.mikey4j.testing.Peers;
import org.mikey4j.testing.Proves;
import org.mikey4j.testing.SetClock;

/** What a second implementation says that the three parties of MIKEY-TICKET accept, answer and refuse. */
class TicketVectorsTest {
    private static final String RESPONDER = "exchanges/ticket-responder.json";
    private static final String INITIATOR = "exchanges/ticket-initiator.json";
    private static final String KMS_FILE = "exchanges/ticket-kms.json";
    private static final IdPayload KMS = IdPayload.uri("sip:kms@example.org");
    private static final Octets TPK_ID = Octets.ofHex("0001");

    static Stream<ExchangeVector> responder() {
        return ExchangeVector.of(RESPONDER);
    }

    static Stream<ExchangeVector> initiator() {
        return ExchangeVector.of(INITIATOR);
    }

    static Stream<ExchangeVector> kms() {
        return ExchangeVector.of(KMS_FILE);
    }

    @Test
    void theFilesFollowTheirSchema() {
        for (String file : List.of(RESPONDER, INITIATOR, KMS_FILE)) {
            VectorFile.assertFollows("exchanges/exchange-vectors.schema.json", file);
            VectorFile.assertCounted(file);
        }
    }

    private static Octets given(ExchangeVector vector, String name) {
        return Octets.ofHex(vector.setup().path("ticket").path(name).asText());
    }

    private static boolean has(ExchangeVector vector, String name) {
        return vector.setup().path("ticket").has(name);
    }

    private static TpkLookup tpk(ExchangeVector vector) {
        Tpk tpk = Tpk.ofKms(SecretBytes.copyOf(given(vector, "tpk")), TPK_ID);
        return TpkLookup.of(tpk);
    }

    private static TicketClient client(ExchangeVector vector, IdPayload user, Clock clock) {
        return new TicketClient(
                vector.settings(clock),
                new KmsAccess.PreShared(user, SecretBytes.copyOf(given(vector, "psk")), Optional.empty()),
                KMS);
    }

    private static SetClock clock(ExchangeVector vector) {
        return new SetClock(ResponderSteps.at(vector.steps().get(0)));
    }

    private static Octets message(JsonNode step) {
        return Octets.ofHex(step.get("message").asText());
    }

    private static Optional<MikeyMessage> offer(ExchangeVector vector) {
        return Optional.ofNullable(vector.setup().get("offer"))
                .map(hex -> MikeyMessage.decode(Octets.ofHex(hex.asText()).toByteArray()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("responder")
    @Proves({"R6043-4.2.1.4-02", "R6043-5.1.2-01", "R6043-5.5-02"})
    void theResponderDoesAsStated(ExchangeVector vector) {
        SetClock clock = clock(vector);
        Optional<MikeyMessage> offer = offer(vector);
        if (offer.isPresent()) {
            resolving(vector, clock, offer.get());
            return;
        }
        ResponderSteps.run(vector, clock, new TransferEnd(vector, clock));
    }

    /** Bob, who draws the same RANDRr for every message. */
    private record TransferEnd(ExchangeVector vector, SetClock clock, ReplayCache replays)
            implements ResponderSteps.Responder {
        TransferEnd(ExchangeVector vector, SetClock clock) {
            this(vector, clock, ExchangeVector.replays(clock));
        }

        @Override
        public ResponderResult receive(Octets message, Octets context) {
            long fill = Long.parseLong(vector.setup().get("fill").asText(), 16);
            TransferReception reception = new TransferResponder(
                            ExchangeSettings.builder(clock, new FeedRandom(given(vector, "randR")))
                                    .build(),
                            TransferSelf.of(Peers.BOB),
                            replays,
                            TransferJudge.acceptSupported(csId -> fill))
                    .receive(message, context);
            return reception instanceof TransferReception.Unresolved unresolved
                    ? complete(unresolved.transfer())
                    : ((TransferReception.Ended) reception).result();
        }

        private ResponderResult complete(UnresolvedTransfer transfer) {
            Optional<ResolvedTicket> ticket = resolved(transfer.ticket());
            return ticket.isPresent() ? transfer.complete(ticket.get()) : transfer.unresolvable();
        }

        private Optional<ResolvedTicket> resolved(TicketPayload ticket) {
            if (has(vector, "tpk")) {
                try {
                    return Optional.of(ResolvedTicket.open(ticket, tpk(vector)));
                } catch (UnusableTicketException e) {
                    return Optional.empty();
                }
            }
            MikeyMessage asked =
                    MikeyMessage.decode(given(vector, "resolveInit").toByteArray());
            ResolveResult result =
                    client(vector, Peers.BOB, clock).resumeResolve(asked).receive(given(vector, "resolveResp"));
            return Optional.of(((ResolveResult.Resolved) result).ticket()).filter(found -> found.isOf(ticket));
        }

        @Override
        public ResponderResult receiveUpdate(SecurityAssociation current, Octets message, Octets context) {
            throw new UnsupportedOperationException();
        }
    }

    private static void resolving(ExchangeVector vector, Clock clock, MikeyMessage asked) {
        try (PendingResolve pending = client(vector, Peers.BOB, clock).resumeResolve(asked)) {
            for (JsonNode step : vector.steps()) {
                ResolveResult result = pending.receive(message(step));
                if (step.get("result").asText().equals("accepted")) {
                    assertThat(result).isInstanceOf(ResolveResult.Resolved.class);
                    assertTransported(((ResolveResult.Resolved) result).ticket().copySessionKeys(), step);
                } else {
                    assertThat(result).isInstanceOf(ResolveResult.Refused.class);
                    assertReason(((ResolveResult.Refused) result).rejected(), step);
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("initiator")
    @Proves({"R6043-4.2.1.5-01", "R6043-4.2.2.3-03", "R6043-5.5-01"})
    void theInitiatorDoesAsStated(ExchangeVector vector) {
        SetClock clock = clock(vector);
        MikeyMessage offer = offer(vector).orElseThrow();
        if (offer.header().dataType() == DataType.REQUEST_INIT_PSK) {
            requesting(vector, clock, offer);
            return;
        }
        TicketGrant grant = TicketGrant.open(offer.payload(TicketPayload.class).orElseThrow(), tpk(vector));
        try (PendingTransfer pending =
                new TransferInitiator(vector.settings(clock)).resume(grant, offer, id -> false, policy -> false)) {
            for (JsonNode step : vector.steps()) {
                InitiatorResult result = pending.receive(message(step));
                if (step.get("result").asText().equals("accepted")) {
                    assertThat(result).isInstanceOf(InitiatorResult.Established.class);
                    ExchangeVector.assertKeys(((InitiatorResult.Established) result).association(), step);
                } else {
                    assertThat(result).isInstanceOf(Rejected.class);
                    assertReason((Rejected) result, step);
                }
            }
        }
    }

    private static void requesting(ExchangeVector vector, Clock clock, MikeyMessage asked) {
        try (PendingRequest pending = client(vector, Peers.ALICE, clock).resumeRequest(asked)) {
            for (JsonNode step : vector.steps()) {
                RequestResult result = pending.receive(message(step));
                if (step.get("result").asText().equals("accepted")) {
                    assertThat(result).isInstanceOf(RequestResult.Granted.class);
                    assertTransported(((RequestResult.Granted) result).grant().copySessionKeys(), step);
                } else {
                    assertThat(result).isInstanceOf(RequestResult.Refused.class);
                    assertReason(((RequestResult.Refused) result).rejected(), step);
                }
            }
        }
    }

    private static void assertReason(Rejected rejected, JsonNode step) {
        assertThat(rejected.reason().name())
                .as(rejected.detail())
                .isEqualTo(step.get("reason").asText());
    }

    private static void assertTransported(List<TransportedKey> keys, JsonNode step) {
        List<TransportedKey> stated = new ArrayList<>();
        for (JsonNode key : step.get("transported")) {
            stated.add(new TransportedKey(
                    key.get("keyType").asInt(),
                    SecretBytes.copyOf(Octets.ofHex(key.get("key").asText())),
                    SecretBytes.copyOf(Octets.ofHex(key.path("salt").asText())),
                    ExchangeVector.validityOf(key)));
        }
        assertThat(keys).isEqualTo(stated);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kms")
    @Proves({"R6043-4.2.1.2-01", "R6043-4.2.1.5-04", "R6043-5.1.2-01", "R6043-A-01"})
    void theKmsDoesAsStated(ExchangeVector vector) {
        SetClock clock = clock(vector);
        FeedRandom random = new FeedRandom(given(vector, "random"));
        ExchangeSettings settings = ExchangeSettings.builder(clock, random).build();
        TicketKms kms = new TicketKms(
                settings,
                KMS,
                KmsPeers.sharing(claim -> claim.id().flatMap(id -> user(vector, id))),
                ExchangeVector.replays(clock),
                new Authority(vector, settings));
        boolean answered = false;
        for (JsonNode step : vector.steps()) {
            Octets message = message(step);
            KmsResult result =
                    kms.receive(message, Octets.ofHex(step.path("context").asText()));
            switch (step.get("result").asText()) {
                case "accepted" -> {
                    assertThat(result).as(String.valueOf(result)).isInstanceOf(KmsResult.Answered.class);
                    assertThat(((KmsResult.Answered) result).reply().octets().toHex())
                            .isEqualTo(step.get("answer").asText());
                    answered = true;
                }
                case "repeated" ->
                    assertThat(((KmsResult.Repeated) result)
                                    .reply()
                                    .map(m -> m.octets().toHex()))
                            .contains(step.get("answer").asText());
                default -> {
                    assertThat(result).isInstanceOf(KmsResult.Refused.class);
                    ResponderSteps.assertRefused(((KmsResult.Refused) result).rejected(), step, message);
                }
            }
        }
        assertThat(random.isUsedUp())
                .isEqualTo(answered || given(vector, "random").isEmpty());
    }

    private static Optional<KmsAccess.PreShared> user(ExchangeVector vector, IdPayload id) {
        return Optional.ofNullable(vector.setup().get("ticket").get("users").get(id.text()))
                .map(psk ->
                        new KmsAccess.PreShared(id, SecretBytes.copyOf(Octets.ofHex(psk.asText())), Optional.empty()));
    }

    /** Grants what is asked for, one TGK unless keys are named. */
    private record Authority(ExchangeVector vector, ExchangeSettings settings) implements TicketAuthority {
        @Override
        public TicketGrant issue(IdPayload initiator, TicketTerms desired) {
            if (desired.ticketType() != 1) {
                throw new UnusableTicketException(RejectReason.TICKET_REFUSED, "base tickets only");
            }
            KeySpec tgk = new KeySpec(
                    KeyDataType.TGK,
                    desired.suite().keyOctets(),
                    0,
                    KeyValidity.NULL,
                    Optional.empty(),
                    Optional.empty());
            return TicketGrant.make(
                    desired, Tpk.ofKms(SecretBytes.copyOf(given(vector, "tpk")), TPK_ID), List.of(tgk), settings);
        }

        @Override
        public Resolution resolve(IdPayload responder, TicketPayload ticket) {
            OpenedTicket opened = OpenedTicket.open(ticket, tpk(vector));
            if (!opened.terms().responders().contains(responder)) {
                throw new UnusableTicketException(RejectReason.IDENTITY_REFUSED, "not for this Responder");
            }
            return new Resolution(opened, responder);
        }
    }
}
