package org.mikey4j.exchange.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mikey4j.testing.Peers.ALICE;
import static org.mikey4j.testing.Peers.ALICE_CERT;
import static org.mikey4j.testing.Peers.BOB;
import static org.mikey4j.testing.Peers.CAROL;
import static org.mikey4j.testing.Peers.CLOCK;
import static org.mikey4j.testing.Peers.RANDOM;
import static org.mikey4j.testing.Peers.ROOT;
import static org.mikey4j.testing.Peers.local;
import static org.mikey4j.testing.Peers.trust;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.mikey4j.crypto.EnvelopeOpener;
import org.mikey4j.crypto.EnvelopePadding;
import org.mikey4j.crypto.JcaAlgorithms;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.LocalIdentity;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.exchange.publickey.Envelope;
import org.mikey4j.message.GenericId;
import org.mikey4j.message.GenericIdMap;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.TicketPolicy.Flag;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.ProtType;
import org.mikey4j.replay.InMemoryReplayCache;
import org.mikey4j.replay.ReplayCache;
import org.mikey4j.testing.TestPki;
import org.mikey4j.testing.TestPki.Entity;

/** Alice, Bob, and the service that both trust. */
final class TicketFixture implements TicketAuthority {
    static final IdPayload KMS = IdPayload.uri("sip:kms@example.org");
    static final Entity KMS_CERT =
            TestPki.spec("kms").uri("sip:kms@example.org").issuedBy(ROOT);
    static final SpPayload POLICY =
            SrtpPolicy.named("AES_CM_128_HMAC_SHA1_80", 3).orElseThrow();

    final TicketSuite suite;
    final Map<IdPayload, SecretBytes> psks = new HashMap<>();
    final ReplayCache kmsReplays = replays();
    ReplayCache bobReplays = replays();
    final ExchangeSettings settings = settings(CLOCK);
    Tpk tpk;
    List<KeySpec> keys;
    UnaryOperator<TicketTerms> granting = terms -> terms;
    Optional<IdPayload> answering = Optional.empty();

    TicketFixture() {
        this(TicketSuite.BITS_128);
    }

    TicketFixture(TicketSuite suite) {
        this.suite = suite;
        for (IdPayload user : List.of(ALICE, BOB, CAROL)) {
            psks.put(user, SecretBytes.random(RANDOM, suite.keyOctets()));
        }
        tpk = Tpk.ofKms(SecretBytes.random(RANDOM, suite.keyOctets()), Octets.ofHex("0001"));
        keys = List.of(key(KeyDataType.TGK));
    }

    private static ReplayCache replays() {
        return InMemoryReplayCache.builder(CLOCK, RANDOM, 4096)
                .trackedSince(Instant.MIN)
                .build();
    }

    static ExchangeSettings settings(Clock clock) {
        return ExchangeSettings.builder(clock, RANDOM)
                .reportAuthenticationFailures(true)
                .build();
    }

    KeySpec key(int type) {
        return new KeySpec(type, suite.keyOctets(), 0, KeyValidity.NULL, Optional.empty(), Optional.empty());
    }

    @Override
    public TicketGrant issue(IdPayload initiator, TicketTerms desired) {
        TicketTerms granted = granting.apply(desired.toBuilder().keys().build());
        return TicketGrant.make(granted, tpk, desired.keys().isEmpty() ? keys : desired.keys(), settings);
    }

    @Override
    public Resolution resolve(IdPayload responder, TicketPayload ticket) {
        OpenedTicket opened = BaseTicket.open(ticket, TpkLookup.of(tpk));
        if (!opened.terms().responders().contains(responder) && answering.isEmpty()) {
            opened.close();
            throw new UnusableTicketException(RejectReason.IDENTITY_REFUSED, "not for this Responder");
        }
        return new Resolution(opened, answering.orElse(responder));
    }

    TicketKms kms() {
        return kms(settings);
    }

    TicketKms kms(ExchangeSettings of) {
        return new TicketKms(
                of,
                KMS,
                new KmsPeers(
                        this::preShared,
                        Optional.of(new KmsPeers.Signed(
                                trust(),
                                chash -> Optional.of(new EnvelopeOpener(
                                        KMS_CERT.keys().getPrivate(),
                                        EnvelopePadding.PKCS1_V1_5,
                                        JcaAlgorithms.PLATFORM,
                                        RANDOM))))),
                kmsReplays,
                this);
    }

    private Optional<KmsAccess.PreShared> preShared(KmsPeers.Claim claim) {
        return psks.keySet().stream()
                .filter(user -> claim.id().map(user::equals).orElse(false)
                        || claim.pskId().map(name(user)::equals).orElse(false))
                .findFirst()
                .map(this::access);
    }

    private static Octets name(IdPayload user) {
        return Octets.of("key of " + user.text(), StandardCharsets.UTF_8);
    }

    KmsAccess.PreShared access(IdPayload user) {
        return new KmsAccess.PreShared(user, psks.get(user), Optional.of(name(user)));
    }

    TicketClient client(IdPayload user) {
        return new TicketClient(settings, access(user), KMS);
    }

    LocalIdentity alice() {
        return local(ALICE, ALICE_CERT);
    }

    TicketClient signing() {
        return new TicketClient(
                settings,
                new KmsAccess.Signed(alice(), Envelope.to(KMS_CERT.keys().getPublic())),
                KMS);
    }

    TicketTerms.Builder terms() {
        return TicketTerms.builder(suite, BOB);
    }

    TicketTerms.Builder plain(Flag... flags) {
        return terms().flags(Set.of(flags));
    }

    Octets ask(MikeyMessage message) {
        KmsResult result = kms().receive(message.octets(), Octets.EMPTY);
        assertThat(result).isInstanceOf(KmsResult.Answered.class);
        return ((KmsResult.Answered) result).reply().octets();
    }

    Rejected refused(Octets message, RejectReason reason) {
        return refused(kms().receive(message, Octets.EMPTY), reason);
    }

    static Rejected refused(Object result, RejectReason reason) {
        Rejected rejected = rejected(result);
        assertThat(rejected.reason()).as(rejected.detail()).isEqualTo(reason);
        return rejected;
    }

    static Rejected rejected(Object result) {
        if (result instanceof KmsResult.Refused refused) {
            return refused.rejected();
        }
        if (result instanceof RequestResult.Refused refused) {
            return refused.rejected();
        }
        if (result instanceof ResolveResult.Refused refused) {
            return refused.rejected();
        }
        if (result instanceof TransferReception.Ended ended) {
            return rejected(ended.result());
        }
        assertThat(result).isInstanceOf(Rejected.class);
        return (Rejected) result;
    }

    TicketGrant grant(TicketTerms terms) {
        PendingRequest request = client(ALICE).request(terms);
        return granted(request.receive(ask(request.message())));
    }

    static TicketGrant granted(RequestResult result) {
        assertThat(result).isInstanceOf(RequestResult.Granted.class);
        return ((RequestResult.Granted) result).grant();
    }

    static GenericIdMap map() {
        return new GenericIdMap(List.of(
                new GenericId(1, ProtType.SRTP, false, Octets.ofHex("03"), Octets.ofHex("a11ce001"), Octets.EMPTY),
                new GenericId(2, ProtType.SRTP, false, Octets.ofHex("03"), Octets.EMPTY, Octets.EMPTY)));
    }

    TransferRequest request() {
        return TransferRequest.of(ALICE, BOB, map(), POLICY);
    }

    PendingTransfer offer(TicketGrant grant) {
        return (PendingTransfer) new TransferInitiator(settings).offer(grant, request());
    }

    TransferResponder responder(IdPayload user) {
        return new TransferResponder(
                settings, TransferSelf.of(user), bobReplays, TransferJudge.acceptSupported(csId -> 0xb0b00000L + csId));
    }

    UnresolvedTransfer received(Octets message) {
        return unresolved(responder(BOB).receive(message, Octets.EMPTY));
    }

    static UnresolvedTransfer unresolved(TransferReception reception) {
        assertThat(reception).as(String.valueOf(reception)).isInstanceOf(TransferReception.Unresolved.class);
        return ((TransferReception.Unresolved) reception).transfer();
    }

    ResolvedTicket resolved(IdPayload user, TicketPayload ticket) {
        PendingResolve resolve = client(user).resolve(ticket);
        ResolveResult result = resolve.receive(ask(resolve.message()));
        assertThat(result).isInstanceOf(ResolveResult.Resolved.class);
        return ((ResolveResult.Resolved) result).ticket();
    }

    /** All that Bob does with a message, with the service's help. */
    Object receive(Octets message) {
        TransferReception reception = responder(BOB).receive(message, Octets.EMPTY);
        if (!(reception instanceof TransferReception.Unresolved u)) {
            return ((TransferReception.Ended) reception).result();
        }
        PendingResolve resolve = client(BOB).resolve(u.transfer().ticket());
        KmsResult answer = kms().receive(resolve.message().octets(), Octets.EMPTY);
        if (!(answer instanceof KmsResult.Answered a)) {
            return u.transfer().unresolvable();
        }
        ResolveResult result = resolve.receive(a.reply().octets());
        return u.transfer().complete(((ResolveResult.Resolved) result).ticket());
    }

    static ResponderResult.Established answered(Object result) {
        assertThat(result).as(String.valueOf(result)).isInstanceOf(ResponderResult.Established.class);
        return (ResponderResult.Established) result;
    }
}
