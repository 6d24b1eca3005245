package org.mikey4j.cli.call;

import java.time.Instant;
import java.util.List;
import org.mikey4j.crypto.identity.KeyPeriods;
import org.mikey4j.kms.KeyManagementService;
import org.mikey4j.kms.KmsCertificate;
import org.mikey4j.kms.KmsCertificate.Role;
import org.mikey4j.kms.KmsKeySet;
import org.mikey4j.kms.KmsKeys;
import org.mikey4j.kms.UserIdScheme;
import org.mikey4j.message.IdPayload;
import org.mikey4j.replay.InMemoryReplayCache;
import org.mikey4j.replay.ReplayCache;

/**
 * MIKEY-SAKKE (RFC 6509): each operator's centre is a key management service, which makes the private keys of its own users. Nothing
 * answers a message of this mode, so each telephone sends one, with the key of what it says: the caller in its offer, the callee in its
 * answer.
 */
final class SakkeScheme implements CallScheme {
    static final String NAME = "sakke";
    private static final int CAPACITY = 1000;
    private static final long PERIOD_SECONDS = 2_592_000;
    private static final UserIdScheme USER_IDS = new UserIdScheme.HashedUid(new KeyPeriods(PERIOD_SECONDS, 0));

    private final Streams streams;
    private final CallTrace trace;
    private final SakkeTelephone alice;
    private final SakkeTelephone bob;

    SakkeScheme(Parties parties, Streams streams, CallTrace trace) {
        this.streams = streams;
        this.trace = trace;
        try (KeyManagementService kmsA = service(Parties.DOMAIN_A, parties);
                KeyManagementService kmsB = service(Parties.DOMAIN_B, parties)) {
            alice = telephone(Parties.ALICE, kmsA, kmsB, parties);
            trace.knows("KMC_A", "makes the private keys of UE_A");
            bob = telephone(Parties.BOB, kmsB, kmsA, parties);
            trace.knows("KMC_B", "makes the private keys of UE_B");
        }
    }

    private static KeyManagementService service(String domain, Parties parties) {
        return KeyManagementService.generate("kms." + domain, USER_IDS, parties.random());
    }

    private static KmsCertificate certificate(KeyManagementService service, Role role) {
        return service.certificate(role).forDomains(List.of(service.uri().substring("kms.".length())));
    }

    /** A telephone checks its keys as if it did not know who issued them. */
    private static SakkeTelephone telephone(
            IdPayload user, KeyManagementService own, KeyManagementService other, Parties parties) {
        KmsCertificate root = certificate(own, Role.ROOT);
        long period = USER_IDS.periodAt(parties.clock().instant());
        KmsKeys keys;
        try (KmsKeySet now = own.issue(user.text(), period, parties.random());
                KmsKeySet next = own.issue(user.text(), period + 1, parties.random())) {
            keys = KmsKeys.of(
                    List.of(root, certificate(other, Role.EXTERNAL)), List.of(now.check(root), next.check(root)));
        }
        return new SakkeTelephone(parties, user.text(), own.uri(), keys, replays(parties));
    }

    private static ReplayCache replays(Parties parties) {
        return InMemoryReplayCache.builder(parties.clock(), parties.random(), CAPACITY)
                .trackedSince(Instant.MIN)
                .build();
    }

    @Override
    public String title() {
        return "keys sealed for identities, whose private keys the operators make (RFC 6509)";
    }

    @Override
    public Run begin(String session) {
        return new SakkeRun(alice, bob, streams, trace, session);
    }

    @Override
    public List<Lesson> lessons() {
        String open = "identities, the policy, and keys sealed for their receiver; no key without its private key";
        return List.of(
                new Lesson("UE_A - P-CSCF_A", open, false),
                new Lesson("S-CSCF_A - S-CSCF_B", open, false),
                new Lesson("P-CSCF_B - UE_B", open, false),
                new Lesson(
                        "KMC_A", "the key of what UE_B says: it can make the private keys of UE_A, at any time", true),
                new Lesson(
                        "KMC_B", "the key of what UE_A says: it can make the private keys of UE_B, at any time", true),
                Lesson.MEDIA);
    }

    @Override
    public void close() {
        alice.close();
        bob.close();
    }
}
