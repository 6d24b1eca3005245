package org.mikey4j.kmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.kmc.GroupCentre.OnJoin;
import org.mikey4j.kmc.GroupUser.Membership;
import org.mikey4j.kmc.KmcRefusal.Reason;
import org.mikey4j.kmc.SharedGroups.Outcome;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.SrtpId;
import org.mikey4j.testing.Peers;

/** Two nodes with one store change a group in turn: members see one bundle, whose keys follow each other. */
class SharedGroupsTest {
    private static final IdPayload KMC = IdPayload.uri("sip:kmc.example.org");
    private static final GroupBinding GROUP = new GroupBinding("talk-1", IdPayload.uri("sip:team@example.org"));

    /** Made with Python's struct, hashlib and cryptography, from the layouts: Alice alone, the fourth key, CSB ID 0badcafe. */
    private static final Octets MADE_ELSEWHERE = Octets.ofHex(
            "010131000102030405060708090a0baa73990cc664af148a78a0effaa523b0210860f1668eb3036045bc50128cfdfd3f"
                    + "23d212d0b36e6ad5b7b1274dec9d21e598f871618cb4c391fb07515a8bfeb1cf7b33f6095c1c497cb649c55eae48ee60"
                    + "f89ba30a81aacff445d89ac2d40b3a33a5311c643a2386e34095379dbd37b3b15b88ad8ef4dc");

    private final Map<Octets, GroupStore.Kept> rows = new HashMap<>();
    private final Map<IdPayload, Subscriber> users = new HashMap<>();
    private final Map<IdPayload, GroupUser> ends = new HashMap<>();
    private final Map<IdPayload, Membership> held = new HashMap<>();
    private final Octets master = Octets.ofHex("0e".repeat(32));

    /** Runs once, between reading and writing a group. */
    private Runnable meanwhile = () -> {};

    /** The clock of this one is ahead. */
    private final SharedGroups one = node(Clock.offset(Peers.CLOCK, Duration.ofSeconds(20)));

    private final SharedGroups other = node(Peers.CLOCK);

    SharedGroupsTest() {
        for (IdPayload id : List.of(Peers.ALICE, Peers.BOB, Peers.CAROL)) {
            users.put(id, new Subscriber(id, SecretBytes.random(Peers.RANDOM, 16)));
            ends.put(
                    id,
                    new GroupUser(
                            ExchangeSettings.builder(Peers.CLOCK, Peers.RANDOM).build(),
                            users.get(id),
                            KMC,
                            GROUP,
                            Peers.replays()));
        }
    }

    private SharedGroups node(Clock clock) {
        ExchangeSettings settings =
                ExchangeSettings.builder(clock, Peers.RANDOM).build();
        return new SharedGroups(
                new GroupCentre(settings, KMC),
                KMC,
                new Rows(),
                new MasterKeys(Peers.RANDOM, "1", Map.of("1", SecretBytes.copyOf(master))),
                id -> Optional.ofNullable(users.get(id)),
                clock);
    }

    private final class Rows implements GroupStore {
        @Override
        public Optional<Kept> find(Octets group) {
            return Optional.ofNullable(rows.get(group));
        }

        @Override
        public boolean replace(Octets group, long before, Kept next, Instant until) {
            Runnable now = meanwhile;
            meanwhile = () -> {};
            now.run();
            long there = find(group).map(Kept::version).orElse(0L);
            if (there == before) {
                rows.put(group, next);
            }
            return there == before;
        }

        @Override
        public void forget(Octets group) {
            rows.remove(group);
        }
    }

    private static OfferRequest.Builder media() {
        return OfferRequest.builder()
                .csIdMap(CsIdMap.srtp(new SrtpId(3, 1, 0), new SrtpId(3, 2, 0)))
                .policies(SrtpPolicy.named("AES_CM_128_HMAC_SHA1_32", 3).orElseThrow());
    }

    private Outcome open(IdPayload... members) {
        return sent(one.open(GROUP, SharedGroupsTest::media, List.of(members)));
    }

    /** The members take what they are sent. */
    private Outcome sent(Outcome outcome) {
        outcome.messages().forEach((id, message) -> {
            GroupUser user = ends.get(id);
            held.put(
                    id,
                    message.payloads(RandPayload.class).isEmpty()
                            ? user.receive(held.get(id), message.octets())
                            : user.receive(message.octets()));
        });
        return outcome;
    }

    private void assertAllHold(long generation, IdPayload... members) {
        Outcome now = other.find(GROUP).orElseThrow();
        assertThat(now.generation()).isEqualTo(generation);
        assertThat(now.members()).containsExactlyInAnyOrder(members);
        for (IdPayload member : members) {
            assertThat(held.get(member).generation()).isEqualTo(generation);
            Peers.assertSameKeys(
                    held.get(members[0]).association(), held.get(member).association());
        }
    }

    private static void assertRefused(Reason reason, String message, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        KmcRefusal.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessage(message);
    }

    @Test
    void nodesChangeAGroupInTurn() {
        MikeyMessage begun = open(Peers.ALICE, Peers.BOB).messages().get(Peers.ALICE);
        assertAllHold(1, Peers.ALICE, Peers.BOB);
        // By a clock that is 20 seconds behind that of the first.
        sent(other.rekey(GROUP));
        assertAllHold(2, Peers.ALICE, Peers.BOB);
        Outcome joined = sent(other.join(GROUP, Peers.CAROL, OnJoin.SAME_KEY));
        assertAllHold(2, Peers.ALICE, Peers.BOB, Peers.CAROL);
        sent(one.leave(GROUP, Peers.BOB));
        assertAllHold(3, Peers.ALICE, Peers.CAROL);

        MikeyMessage toCarol = joined.messages().get(Peers.CAROL);
        assertThat(toCarol.header()).as("one bundle").isEqualTo(begun.header());
        assertThat(toCarol.payloads(SpPayload.class)).isEqualTo(begun.payloads(SpPayload.class));
        assertThat(toCarol.payload(RandPayload.class)).isEqualTo(begun.payload(RandPayload.class));
    }

    @Test
    void ofTwoChangesAtOnceTheSecondIsMadeAnew() {
        open(Peers.ALICE, Peers.BOB);
        meanwhile = () -> sent(other.leave(GROUP, Peers.BOB));
        Outcome second = sent(one.join(GROUP, Peers.CAROL, OnJoin.NEW_KEY));

        assertThat(second.messages().keySet()).containsExactlyInAnyOrder(Peers.ALICE, Peers.CAROL);
        assertAllHold(3, Peers.ALICE, Peers.CAROL);
        assertThat(held.get(Peers.BOB).generation()).as("who left").isEqualTo(1);
    }

    /** Others are quicker each time: of no use to go on for ever. */
    @Test
    void aChangeIsTriedEightTimes() {
        open(Peers.ALICE, Peers.BOB);
        int[] tries = {0};
        meanwhile = new Runnable() {
            @Override
            public void run() {
                tries[0]++;
                GroupStore.Kept kept = rows.get(GROUP.digest());
                rows.put(GROUP.digest(), new GroupStore.Kept(kept.version() + 1, kept.sealed()));
                meanwhile = this;
            }
        };

        assertThatThrownBy(() -> one.rekey(GROUP))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the group was changed by others 8 times meanwhile");
        assertThat(tries[0]).isEqualTo(8);
        assertAllHold(1, Peers.ALICE, Peers.BOB);
    }

    @Test
    void whoIsNoUserAnyMoreGetsNoFurtherKey() {
        open(Peers.ALICE, Peers.BOB);
        users.remove(Peers.BOB);

        assertThat(sent(other.rekey(GROUP)).messages().keySet()).containsExactly(Peers.ALICE);
        assertAllHold(2, Peers.ALICE);
    }

    @Test
    void whatIsKeptIsSealedAndOfItsOwnGroup() {
        open(Peers.ALICE);
        GroupStore.Kept kept = rows.get(GROUP.digest());
        GroupBinding another = new GroupBinding("talk-2", GROUP.group());
        rows.put(another.digest(), kept);

        assertThat(kept.version()).isEqualTo(1);
        assertThat(kept.sealed().toHex())
                .doesNotContain(Octets.copyOf(held.get(Peers.ALICE)
                                .association()
                                .keys()
                                .get(0)
                                .key()
                                .toByteArray())
                        .toHex())
                .doesNotContain(Peers.ALICE.idData().toHex());
        assertRefused(
                Reason.RECORD_DAMAGED,
                "what is kept was changed, or is about another call",
                () -> other.rekey(another));
    }

    @ParameterizedTest
    @CsvSource({
        "0000, has another layout",
        "01 00000001 0010 00, cannot be read",
        "01 00000001 0000 ffffffff, cannot be read",
        "01 00000001 0000 7fffffff, cannot be read"
    })
    void aRecordThatDoesNotFollowTheLayoutIsRefused(String record, String why) {
        assertRefused(
                Reason.RECORD_DAMAGED,
                "what is kept of the group " + why,
                () -> GroupRecord.read(
                        Octets.ofHex(record.replace(" ", "")).toByteArray(), GROUP, KMC, id -> Optional.empty()));
    }

    @Test
    void whatOthersWroteByTheLayoutGoesOn() {
        rows.put(GROUP.digest(), new GroupStore.Kept(9, MADE_ELSEWHERE));
        assertThat(one.find(GROUP).orElseThrow().generation()).isEqualTo(4);
        Outcome next = sent(one.join(GROUP, Peers.BOB, OnJoin.SAME_KEY));

        assertThat(next.members()).containsExactlyInAnyOrder(Peers.ALICE, Peers.BOB);
        assertThat(held.get(Peers.BOB).generation()).isEqualTo(4);
        assertThat(held.get(Peers.BOB).association().state().csbId()).isEqualTo(0x0badcafeL);
        assertThat(held.get(Peers.BOB).association().keys().get(0).key())
                .isEqualTo(SecretBytes.copyOf(Octets.ofHex("404142434445464748494a4b4c4d4e4f")));
        assertThat(rows.get(GROUP.digest()).version()).isEqualTo(10);
        assertThat(one.rekey(GROUP).messages().keySet()).containsExactlyInAnyOrder(Peers.ALICE, Peers.BOB);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertRefused(Reason.OTHER_CALL, "the session is not open", () -> one.rekey(GROUP));
        assertThat(one.find(GROUP)).isEmpty();
        open(Peers.ALICE);
        assertRefused(
                Reason.REUSED,
                "the session is open already",
                () -> other.open(GROUP, SharedGroupsTest::media, List.of(Peers.BOB)));
        assertAllHold(1, Peers.ALICE);
        assertRefused(
                Reason.NOT_AUTHORISED,
                "sip:mallory@example.org is no user of this centre",
                () -> other.join(GROUP, IdPayload.uri("sip:mallory@example.org"), OnJoin.SAME_KEY));
        assertThatThrownBy(() -> other.leave(GROUP, Peers.BOB))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("members: it is none");
        one.close(GROUP);
        assertRefused(Reason.OTHER_CALL, "the session is not open", () -> other.rekey(GROUP));
    }
}
