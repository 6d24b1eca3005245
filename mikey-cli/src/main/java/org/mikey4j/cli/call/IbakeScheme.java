package org.mikey4j.cli.call;

import java.time.Instant;
import java.util.List;
import org.mikey4j.cli.secret.IbeService;
import org.mikey4j.cli.sip.BodyExchange;
import org.mikey4j.message.IdPayload;
import org.mikey4j.replay.InMemoryReplayCache;
import org.mikey4j.replay.ReplayCache;

/**
 * MIKEY-IBAKE (RFC 6267): the telephones agree on a key by points that they encrypt to each other's identities. Each has its private keys
 * from the service of its own network, which cannot derive what is agreed on.
 */
final class IbakeScheme implements CallScheme {
    static final String NAME = "ibake";

    private static final int CAPACITY = 10_000;

    private final Parties parties;
    private final Streams streams;
    private final CallTrace trace;
    private final IbakeHome homeA;
    private final IbakeHome homeB;
    private final IbakeTelephone alice;
    private final IbakeTelephone bob;
    private final ReplayCache calleeReplays;

    IbakeScheme(Parties parties, Streams streams, CallTrace trace) {
        this.parties = parties;
        this.streams = streams;
        this.trace = trace;
        homeA = new IbakeHome("KMC_A", Parties.DOMAIN_A, Parties.ALICE, parties, trace);
        homeB = new IbakeHome("KMC_B", Parties.DOMAIN_B, Parties.BOB, parties, trace);
        alice = telephone("UE_A", Parties.ALICE, homeA);
        bob = telephone("UE_B", Parties.BOB, homeB);
        calleeReplays = InMemoryReplayCache.builder(parties.clock(), parties.random(), CAPACITY)
                .trackedSince(Instant.MIN)
                .build();
    }

    private IbakeTelephone telephone(String name, IdPayload user, IbakeHome home) {
        List<IbeService> services = List.of(homeA.service(), homeB.service());
        return new IbakeTelephone(name, user, parties.settings(), home, services, trace);
    }

    @Override
    public String title() {
        return "both ends contribute, encrypted to identities (RFC 6267)";
    }

    @Override
    public Run begin(String session) {
        return new IbakeRun(parties, alice, bob, calleeReplays, streams, trace, session);
    }

    @Override
    public BodyExchange callerCentre() {
        return BodyExchange.passing();
    }

    @Override
    public BodyExchange calleeCentre() {
        return BodyExchange.passing();
    }

    @Override
    public List<Lesson> lessons() {
        String open = "identities; the points are encrypted";
        return List.of(
                new Lesson("UE_A - KMC_A, UE_B - KMC_B (HTTP)", "who asks for keys; these are encrypted", false),
                new Lesson("UE_A - P-CSCF_A", open, false),
                new Lesson("S-CSCF_A - S-CSCF_B", open, false),
                new Lesson("P-CSCF_B - UE_B", open, false),
                new Lesson(
                        "KMC_A, KMC_B",
                        "the points that pass, of which nobody can make the key; who also changes messages on their way could",
                        false),
                Lesson.MEDIA);
    }

    @Override
    public void close() {
        alice.close();
        bob.close();
        homeA.close();
        homeB.close();
    }
}
