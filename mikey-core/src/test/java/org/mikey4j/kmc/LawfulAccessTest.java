package org.mikey4j.kmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.psk.PskLookup;
import org.mikey4j.exchange.psk.PskPeer;
import org.mikey4j.exchange.psk.PskPendingOffer;
import org.mikey4j.exchange.psk.PskResponder;
import org.mikey4j.kmc.KmcRefusal.Reason;
import org.mikey4j.kmc.LawfulAccess.Custodian;
import org.mikey4j.kmc.LawfulAccess.Warrant;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SrtpId;
import org.mikey4j.testing.NoReplays;
import org.mikey4j.testing.Peers;

/** Keys that are put down for two custodians, and a record that shows every change. */
class LawfulAccessTest {
    private static final Instant NOW = Peers.CLOCK.instant();
    private static final CallBinding CALL = new CallBinding("session-1", Peers.ALICE, Peers.BOB);
    private static final Custodian FIRST =
            new Custodian("judge", Peers.ALICE_CERT.keys().getPublic());
    private static final Custodian SECOND =
            new Custodian("officer", Peers.BOB_CERT.keys().getPublic());
    private static final Warrant WARRANT =
            new Warrant("4711/26", Peers.ALICE, NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(1)));

    private final List<AccessEntry> entries = new ArrayList<>();
    private final LawfulAccess access = access(Peers.RANDOM);
    private final PairKey kab = new PairKey(SecretBytes.random(Peers.RANDOM, 16), CALL);

    private LawfulAccess access(SecureRandom random) {
        return new LawfulAccess(Peers.CLOCK, random, FIRST, SECOND, next -> {
            AccessEntry made =
                    next.apply(entries.isEmpty() ? Optional.empty() : Optional.of(entries.get(entries.size() - 1)));
            entries.add(made);
            return made;
        });
    }

    /** Gives octets that count up, 32 further each time, and keeps what it wrote them to. */
    private static final class Counting extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final transient List<byte[]> drawn = new ArrayList<>();

        @Override
        public void nextBytes(byte[] target) {
            for (int i = 0; i < target.length; i++) {
                target[i] = (byte) (32 * drawn.size() + i);
            }
            drawn.add(target);
        }
    }

    private static void assertRefused(Reason reason, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        KmcRefusal.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static SecretBytes first(AccessEntry entry) {
        return LawfulAccess.openShare(entry, 0, Peers.ALICE_CERT.keys().getPrivate());
    }

    private static SecretBytes second(AccessEntry entry) {
        return LawfulAccess.openShare(entry, 1, Peers.BOB_CERT.keys().getPrivate());
    }

    @Test
    void twoPersonsRecoverTheMediaKeysOfARecordedCall() {
        ExchangeSettings settings =
                ExchangeSettings.builder(Peers.CLOCK, Peers.RANDOM).build();
        Subscriber bob = new Subscriber(Peers.BOB, SecretBytes.random(Peers.RANDOM, 16));
        PskPendingOffer agreement = new CallUser(
                        settings, bob, IdPayload.uri("sip:kmc"), CALL, Side.CALLEE, Peers.replays())
                .agree(kab, OfferRequest.builder().csIdMap(CsIdMap.srtp(new SrtpId(0, 1, 0))));
        AccessEntry entry = access.keep(WARRANT, kab);

        PairKey released = access.release(entry, CALL, first(entry), second(entry), "case 12");
        SecretBytes tgk = Peers.answered(new PskResponder(
                                settings,
                                PskLookup.of(PskPeer.of(released.value())),
                                new NoReplays(),
                                OfferJudge.acceptSupported(csId -> 7))
                        .receive(agreement.message().octets(), Octets.EMPTY))
                .association()
                .keys()
                .get(0)
                .key();

        assertThat(tgk).isEqualTo(agreement.association().keys().get(0).key());
        AccessEntry.verify(entries);
        assertThat(entries)
                .extracting(AccessEntry::kind)
                .containsExactly(AccessEntry.Kind.KEPT, AccessEntry.Kind.RELEASED);
        assertThat(entries.get(1).detail()).isEqualTo("entry 1, by judge and officer: case 12");
        assertThat(entries.get(1).warrant()).isEqualTo("4711/26");
    }

    /** Sealed by the cryptography package of Python under a key that counts from 00, with an IV that counts from 40. */
    @Test
    void anEntryIsSealedUnderAKeyOfItsOwnWhichIsSplitInTwo() {
        Counting random = new Counting();
        AccessEntry entry = access(random)
                .keep(WARRANT, new PairKey(SecretBytes.copyOf(Octets.ofHex("505152535455565758595a5b5c5d5e5f")), CALL));

        assertThat(entry.call().toHex()).isEqualTo("a82a7f57fce470348bd5f0c68206e8bae09481280323f1efa594b16a1fe43ca1");
        assertThat(entry.sealed().toHex())
                .isEqualTo("404142434445464748494a4bb2e8fc707269d154959d4d6dc7394d04ca7fd0278d5046e835d375e107316288");
        assertThat(first(entry))
                .isEqualTo(SecretBytes.copyOf(
                        Octets.ofHex("202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f")));
        assertThat(second(entry)).isEqualTo(SecretBytes.copyOf(Octets.ofHex("20".repeat(32))));
        assertThat(random.drawn.get(0)).as("the key, wiped").containsOnly(0).hasSize(32);
        assertThat(random.drawn.get(1))
                .as("the first share, wiped")
                .containsOnly(0)
                .hasSize(32);
    }

    @Test
    void thereIsAShareForEachOfTwoAndForNobodyElse() {
        AccessEntry kept = access.keep(WARRANT, kab);
        access.release(kept, CALL, first(kept), second(kept), "case 12");
        AccessEntry released = entries.get(1);

        for (int custodian : new int[] {-1, 2}) {
            assertRefused(
                    Reason.RECORD_DAMAGED,
                    () -> LawfulAccess.openShare(
                            kept, custodian, Peers.ALICE_CERT.keys().getPrivate()));
        }
        assertThatThrownBy(() -> first(released))
                .isInstanceOf(KmcRefusal.class)
                .hasMessage("the entry has no key, or no share for this custodian");
        assertThatThrownBy(() -> access.release(released, CALL, first(kept), second(kept), "again"))
                .isInstanceOf(KmcRefusal.class)
                .hasMessage("the entry was changed, or has no key");
    }

    @Test
    void oneOfThemAloneOpensNothing() {
        AccessEntry entry = access.keep(WARRANT, kab);
        SecretBytes share = first(entry);

        assertRefused(Reason.RECORD_DAMAGED, () -> access.release(entry, CALL, share, share, "alone"));
        assertRefused(
                Reason.RECORD_DAMAGED,
                () -> access.release(entry, CALL, share, SecretBytes.random(Peers.RANDOM, 32), "guessing"));
        assertRefused(
                Reason.RECORD_DAMAGED,
                () -> LawfulAccess.openShare(entry, 1, Peers.ALICE_CERT.keys().getPrivate()));
        assertThat(entries).as("nothing was released").hasSize(1);
        assertThatThrownBy(() -> new LawfulAccess(
                        Peers.CLOCK, Peers.RANDOM, FIRST, new Custodian("officer", FIRST.key()), next -> entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("custodians: two persons with two keys are needed");
    }

    @Test
    void onlyWhatAWarrantNamesIsKeptAndWhileItIsValid() {
        Warrant other = new Warrant("1", Peers.CAROL, WARRANT.from(), WARRANT.until());
        Warrant over = new Warrant("2", Peers.ALICE, WARRANT.from(), NOW.minusSeconds(1));
        Warrant early = new Warrant("3", Peers.BOB, NOW.plusSeconds(1), WARRANT.until());

        for (Warrant warrant : List.of(other, over, early)) {
            assertRefused(Reason.NOT_AUTHORISED, () -> access.keep(warrant, kab));
        }
        assertThat(entries).isEmpty();
        access.keep(new Warrant("4", Peers.BOB, NOW, NOW), kab);
        assertThat(entries).as("the first and the last instant").hasSize(1);
    }

    @Test
    void anEntryServesItsOwnCallAndWarrant() {
        AccessEntry entry = access.keep(WARRANT, kab);
        CallBinding other = new CallBinding("session-2", Peers.ALICE, Peers.BOB);
        AccessEntry moved = rewritten(entry, "9999/26", entry.detail());

        assertRefused(Reason.OTHER_CALL, () -> access.release(entry, other, first(entry), second(entry), "x"));
        assertRefused(Reason.RECORD_DAMAGED, () -> access.release(moved, CALL, first(entry), second(entry), "x"));
    }

    /** An entry with other words and a hash that fits them. */
    private static AccessEntry rewritten(AccessEntry e, String warrant, String detail) {
        AccessEntry draft = new AccessEntry(
                e.number(),
                e.at(),
                e.kind(),
                warrant,
                e.call(),
                detail,
                e.sealed(),
                e.shares(),
                e.previous(),
                Octets.EMPTY);
        return new AccessEntry(
                e.number(),
                e.at(),
                e.kind(),
                warrant,
                e.call(),
                detail,
                e.sealed(),
                e.shares(),
                e.previous(),
                draft.computed());
    }

    @Test
    void everyChangeOfTheRecordShows() {
        for (int i = 1; i <= 3; i++) {
            access.keep(
                    WARRANT,
                    new PairKey(
                            SecretBytes.random(Peers.RANDOM, 16),
                            new CallBinding("session-" + i, Peers.ALICE, Peers.BOB)));
        }
        AccessEntry.verify(entries);
        AccessEntry middle = entries.get(1);
        List<AccessEntry> changed = new ArrayList<>(entries);
        changed.set(
                1,
                new AccessEntry(
                        2,
                        middle.at(),
                        middle.kind(),
                        "other",
                        middle.call(),
                        middle.detail(),
                        middle.sealed(),
                        middle.shares(),
                        middle.previous(),
                        middle.hash()));
        List<AccessEntry> rehashed = new ArrayList<>(entries);
        rehashed.set(1, rewritten(middle, "other", middle.detail()));

        assertDamagedAt(2, changed);
        assertDamagedAt(3, rehashed);
        assertDamagedAt(2, List.of(entries.get(0), entries.get(2)));
        assertDamagedAt(1, entries.subList(1, 3));
        assertDamagedAt(2, List.of(entries.get(0), entries.get(2), entries.get(1)));
    }

    private static void assertDamagedAt(int number, List<AccessEntry> record) {
        assertThatThrownBy(() -> AccessEntry.verify(record))
                .isInstanceOf(KmcRefusal.class)
                .hasMessage("the record was changed at entry " + number + ", or one is missing");
    }
}
