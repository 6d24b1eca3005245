package org.mikey4j.kmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.kmc.GroupCentre.OnJoin;
import org.mikey4j.kmc.GroupUser.Membership;
import org.mikey4j.kmc.KeyGroup.Change;
import org.mikey4j.kmc.KmcRefusal.Reason;
import org.mikey4j.media.SrtpMasterKey;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.SrtpId;
import org.mikey4j.testing.Peers;

/** Keys for groups: all members hold one, who leaves cannot make the next, who joins cannot make the one before. */
class GroupKeysTest {
    private static final IdPayload KMC = IdPayload.uri("sip:kmc.example.org");
    private static final GroupBinding GROUP = new GroupBinding("conference-1", IdPayload.uri("sip:team@example.org"));

    private final ExchangeSettings settings =
            ExchangeSettings.builder(Peers.CLOCK, Peers.RANDOM).build();
    private final GroupCentre centre = new GroupCentre(settings, KMC);
    private final Subscriber alice = new Subscriber(Peers.ALICE, SecretBytes.random(Peers.RANDOM, 16));
    private final Subscriber bob = new Subscriber(Peers.BOB, SecretBytes.random(Peers.RANDOM, 16));
    private final Subscriber carol = new Subscriber(Peers.CAROL, SecretBytes.random(Peers.RANDOM, 16));

    /** What passed, for everybody to see, and what each holds. */
    private final List<MikeyMessage> wire = new ArrayList<>();

    private final Map<IdPayload, GroupUser> users = new HashMap<>();
    private final Map<IdPayload, Membership> held = new HashMap<>();

    private GroupUser user(Subscriber self) {
        return user(self, GROUP);
    }

    private GroupUser user(Subscriber self, GroupBinding group) {
        return new GroupUser(settings, self, KMC, group, Peers.replays());
    }

    private static OfferRequest.Builder media() {
        return OfferRequest.builder().csIdMap(CsIdMap.srtp(new SrtpId(0, 1, 0), new SrtpId(0, 2, 0)));
    }

    private Change open(Subscriber... members) {
        return sent(centre.open(GROUP, GroupKeysTest::media, List.of(members)));
    }

    private Change sent(Change change) {
        wire.addAll(change.messages().values());
        change.messages().forEach((member, message) -> {
            GroupUser user = users.computeIfAbsent(
                    member,
                    id -> user(List.of(alice, bob, carol).stream()
                            .filter(s -> s.id().equals(id))
                            .findFirst()
                            .orElseThrow()));
            held.put(
                    member,
                    message.payloads(RandPayload.class).isEmpty()
                            ? user.receive(held.get(member), message.octets())
                            : user.receive(message.octets()));
        });
        return change;
    }

    private void assertAllHold(KeyGroup group, Subscriber... members) {
        assertThat(group.members())
                .containsExactlyInAnyOrderElementsOf(
                        List.of(members).stream().map(Subscriber::id).toList());
        Membership first = held.get(members[0].id());
        for (Subscriber member : members) {
            Membership membership = held.get(member.id());
            assertThat(membership.generation()).isEqualTo(group.generation());
            assertThat(membership.association().keys().get(0).key()).isEqualTo(group.key());
            Peers.assertSameKeys(first.association(), membership.association());
        }
    }

    /** Somebody with this access key, who saw all messages and kept whatever it could ever open. */
    private Solver somebody(Subscriber who) {
        return new Solver(
                new CallBinding("none", Peers.ALICE, Peers.BOB),
                List.of(Octets.copyOf(who.accessKey().toByteArray())),
                wire,
                List.of());
    }

    private static void assertRefused(Reason reason, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        KmcRefusal.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void allMembersHoldTheSameBundle() {
        Change begun = open(alice, bob, carol);

        assertAllHold(begun.group(), alice, bob, carol);
        assertThat(wire)
                .extracting(m -> m.header().csbId())
                .containsOnly(wire.get(0).header().csbId());
        assertThat(wire.get(0).octets().toHex())
                .doesNotContain(Octets.copyOf(begun.group().key().toByteArray()).toHex());
    }

    @Test
    void whoLeavesCannotMakeTheNextKeyAndTheOthersCan() {
        KeyGroup first = open(alice, bob, carol).group();
        KeyGroup second = sent(centre.leave(first, carol.id())).group();

        assertAllHold(second, alice, bob);
        assertThat(second.key()).isNotEqualTo(first.key());
        assertThat(somebody(carol).has(first.key())).isTrue();
        assertThat(somebody(carol).has(second.key())).as("who left").isFalse();
        assertThat(somebody(bob).has(second.key())).as("who stayed").isTrue();
        assertThat(somebody(new Subscriber(Peers.CAROL, SecretBytes.random(Peers.RANDOM, 16)))
                        .has(second.key()))
                .as("who listens")
                .isFalse();
    }

    @Test
    void whoJoinsCannotMakeTheKeyBeforeUnlessItIsGivenThatOne() {
        KeyGroup first = open(alice).group();
        Change joined = sent(centre.join(first, bob, OnJoin.NEW_KEY));
        KeyGroup second = joined.group();
        assertThat(joined.messages().keySet()).containsExactlyInAnyOrder(alice.id(), bob.id());
        assertAllHold(second, alice, bob);
        assertThat(somebody(bob).has(second.key())).isTrue();
        assertThat(somebody(bob).has(first.key())).as("what was before").isFalse();

        Change later = sent(centre.join(second, carol, OnJoin.SAME_KEY));

        assertThat(later.messages().keySet()).containsExactly(carol.id());
        assertThat(later.group().generation()).isEqualTo(2);
        assertAllHold(later.group(), alice, bob, carol);
    }

    @Test
    void packetsTellByTheirMkiWhichKeyTheyAreUnder() {
        KeyGroup first = open(alice, bob).group();
        Membership before = held.get(alice.id());
        sent(centre.rekey(first));
        Membership after = held.get(alice.id());

        SrtpMasterKey old = SrtpMasterKey.of(
                        before.association().cryptoSessions().get(0), Set.of())
                .get(0);
        SrtpMasterKey fresh = SrtpMasterKey.of(
                        after.association().cryptoSessions().get(0), Set.of())
                .get(0);
        assertThat(old.kv()).isEqualTo(new KeyValidity.Spi(Octets.ofHex("00000001")));
        assertThat(fresh.kv()).isEqualTo(new KeyValidity.Spi(Octets.ofHex("00000002")));
        assertThat(fresh.key()).isNotEqualTo(old.key());
        assertThat(after.association().cryptoSessions().get(1).keys().get(0).tek())
                .as("each stream has a key of its own")
                .isNotEqualTo(fresh.key());
    }

    @Test
    void whoWasOutComesBackWithALaterKey() {
        KeyGroup first = open(alice, bob).group();
        KeyGroup second = sent(centre.leave(first, bob.id())).group();
        KeyGroup third = sent(centre.join(second, bob, OnJoin.NEW_KEY)).group();

        assertThat(third.generation()).isEqualTo(3);
        assertAllHold(third, alice, bob);
        assertThat(somebody(bob).has(second.key()))
                .as("what was said meanwhile")
                .isFalse();
    }

    @Test
    void keysOfOtherGroupsMembersAndTimesAreRefused() {
        Change begun = open(alice, bob);
        MikeyMessage toAlice = begun.messages().get(alice.id());
        Change second = centre.rekey(begun.group());
        Change third = centre.rekey(second.group());
        Membership atAlice = users.get(alice.id())
                .receive(held.get(alice.id()), third.messages().get(alice.id()).octets());

        assertRefused(
                Reason.OTHER_CALL,
                () -> user(alice, new GroupBinding("conference-2", GROUP.group()))
                        .receive(toAlice.octets()));
        assertRefused(Reason.MESSAGE_REFUSED, () -> user(bob).receive(toAlice.octets()));
        assertRefused(Reason.MESSAGE_REFUSED, () -> users.get(alice.id()).receive(toAlice.octets()));
        assertRefused(
                Reason.MESSAGE_REFUSED,
                () -> users.get(alice.id())
                        .receive(atAlice, second.messages().get(alice.id()).octets()));
        assertRefused(
                Reason.OTHER_CALL,
                () -> new CallUser(
                                settings,
                                alice,
                                KMC,
                                new CallBinding("conference-1", Peers.ALICE, Peers.BOB),
                                Side.CALLEE,
                                Peers.replays())
                        .receivePairKey(toAlice.octets()));
        assertThatThrownBy(() -> centre.join(begun.group(), alice, OnJoin.NEW_KEY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("members: it is one already");
        assertThatThrownBy(() -> centre.leave(begun.group(), carol.id()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("members: it is none");
        assertThatThrownBy(() -> open(alice, alice))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("members: one is named twice");
    }

    @Test
    void closeWipesTheKeyOfOneGenerationAndOfOneMember() {
        KeyGroup first = open(alice, bob).group();
        Membership before = held.get(alice.id());
        KeyGroup second = sent(centre.rekey(first)).group();

        first.close();
        before.close();

        Peers.assertWiped(first.key(), before.association().keys().get(0).key());
        assertAllHold(second, alice, bob);
        assertThat(alice.accessKey().toByteArray()).as("access keys stay").hasSize(16);
        assertThat(sent(centre.rekey(second)).messages()).hasSize(2);
    }

    /** An older key under a later message: what a centre that lost its state would send. */
    @Test
    void anOlderKeyIsNotTakenBack() {
        Change begun = open(alice);
        KeyGroup second = sent(centre.rekey(begun.group())).group();
        assertThat(second.generation()).isEqualTo(2);
        Change again = centre.rekey(begun.group());

        assertRefused(
                Reason.REUSED,
                () -> users.get(alice.id())
                        .receive(
                                held.get(alice.id()),
                                again.messages().get(alice.id()).octets()));
    }
}
