package org.mikey4j.cli.call;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ticket.KmsAccess;
import org.mikey4j.exchange.ticket.KmsPeers;
import org.mikey4j.exchange.ticket.KmsResult;
import org.mikey4j.exchange.ticket.TicketClient;
import org.mikey4j.kmc.ControlPlaneKeys;
import org.mikey4j.kmc.TicketKeyRing;
import org.mikey4j.kmc.TicketRules;
import org.mikey4j.kmc.TicketService;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.replay.InMemoryReplayCache;
import org.mikey4j.replay.ReplayCache;

/**
 * MIKEY-TICKET (RFC 6043): the caller asks a key management service for a ticket, the offer carries it, and the callee has it
 * resolved. Both telephones share keys with the service from bootstrapping (3GPP TS 33.220), as in TS 33.328.
 */
final class TicketScheme implements CallScheme {
    static final String NAME = "ticket";
    private static final int CAPACITY = 10_000;
    private static final int KEY_OCTETS = 16;
    private static final String HOST = "kms." + Parties.DOMAIN_A;
    private static final IdPayload KMS = IdPayload.uri("sip:" + HOST);

    private final Parties parties;
    private final Streams streams;
    private final CallTrace trace;
    private final Map<IdPayload, KmsAccess.PreShared> users = new HashMap<>();
    private final TicketKeyRing ring;
    private final KmsPost post;
    private final ReplayCache calleeReplays;

    TicketScheme(Parties parties, Streams streams, CallTrace trace) {
        this.parties = parties;
        this.streams = streams;
        this.trace = trace;
        for (IdPayload user : List.of(Parties.ALICE, Parties.BOB)) {
            users.put(user, bootstrapped(user));
        }
        ring = new TicketKeyRing(parties.clock(), parties.random(), Duration.ofHours(1), Duration.ofHours(1));
        TicketService service = new TicketService(
                parties.settings(),
                KMS,
                KmsPeers.sharing(claim -> users.values().stream()
                        .filter(user -> claim.pskId().equals(user.pskId()))
                        .findFirst()),
                replays(),
                ring,
                TicketRules.members(user -> List.of()));
        post = new KmsPost(message -> answer(service, message));
        calleeReplays = replays();
    }

    private KmsAccess.PreShared bootstrapped(IdPayload user) {
        try (ControlPlaneKeys.Registration registration = new ControlPlaneKeys.Registration(
                SecretBytes.random(parties.random(), KEY_OCTETS),
                SecretBytes.random(parties.random(), KEY_OCTETS),
                Octets.copyOf(SecretBytes.random(parties.random(), KEY_OCTETS).toByteArray()),
                user.text())) {
            return new KmsAccess.PreShared(
                    user,
                    ControlPlaneKeys.ksNaf(registration, HOST, ControlPlaneKeys.UA_IMS_KMS),
                    Optional.of(ControlPlaneKeys.bTid(registration, "bsf." + Parties.DOMAIN_A)
                            .idData()));
        }
    }

    private ReplayCache replays() {
        return InMemoryReplayCache.builder(parties.clock(), parties.random(), CAPACITY)
                .trackedSince(Instant.MIN)
                .build();
    }

    private Optional<Octets> answer(TicketService service, Octets message) {
        KmsResult result = service.receive(message, Octets.EMPTY);
        if (result instanceof KmsResult.Answered answered) {
            trace.knows("KMC_A", "knows all keys of the ticket; it keeps none");
            return Optional.of(answered.reply().octets());
        }
        return result instanceof KmsResult.Refused refused
                ? refused.rejected().errorMessage().map(MikeyMessage::octets)
                : Optional.empty();
    }

    @Override
    public String title() {
        return "a ticket from a key management service that both telephones trust (RFC 6043)";
    }

    @Override
    public Run begin(String session) {
        return new TicketRun(
                parties.settings(),
                client(Parties.ALICE),
                client(Parties.BOB),
                post,
                calleeReplays,
                streams,
                trace,
                session);
    }

    private TicketClient client(IdPayload user) {
        KmsAccess.PreShared access = Optional.ofNullable(users.get(user)).orElseThrow();
        return new TicketClient(parties.settings(), access, KMS);
    }

    @Override
    public List<Lesson> lessons() {
        String open = "identities, the ticket policy, and keys only who can open the ticket can read";
        return List.of(
                new Lesson("UE_A - KMC_A, UE_B - KMC_A (HTTP)", "who asks for whom; keys are encrypted", false),
                new Lesson("UE_A - P-CSCF_A", open, false),
                new Lesson("S-CSCF_A - S-CSCF_B", open, false),
                new Lesson("P-CSCF_B - UE_B", open, false),
                new Lesson("KMC_A", "everything: it makes the keys, and can make them again from the ticket", true),
                Lesson.MEDIA);
    }

    @Override
    public void close() {
        post.close();
        ring.close();
        users.values().forEach(user -> user.psk().close());
    }
}
