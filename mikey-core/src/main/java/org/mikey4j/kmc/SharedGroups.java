package org.mikey4j.kmc;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.kmc.GroupCentre.OnJoin;
import org.mikey4j.kmc.GroupStore.Kept;
import org.mikey4j.kmc.KeyGroup.Change;
import org.mikey4j.kmc.KmcRefusal.Reason;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;

/**
 * The groups of a centre with several nodes: their state is in a {@link GroupStore}, sealed, and any node makes the next change. A change
 * is there before its messages are given, so that no two nodes give one generation different keys. A session is forgotten a week after
 * its last change. Safe under threads.
 */
public final class SharedGroups {
    private static final Duration MEMORY = Duration.ofDays(7);
    private static final int TRIES = 8;

    private final GroupCentre centre;
    private final IdPayload id;
    private final GroupStore store;
    private final MasterKeys masterKeys;
    private final Function<IdPayload, Optional<Subscriber>> users;
    private final Clock clock;

    /**
     * @param centre makes the messages
     * @param id who the centre is, for its users
     * @param masterKeys what the state is sealed with; wiped by whoever made them
     * @param users finds users by their identity; a member that is none any more gets no further key
     * @param clock tells when a session may be forgotten
     */
    public SharedGroups(
            GroupCentre centre,
            IdPayload id,
            GroupStore store,
            MasterKeys masterKeys,
            Function<IdPayload, Optional<Subscriber>> users,
            Clock clock) {
        this.centre = centre;
        this.id = id;
        this.store = store;
        this.masterKeys = masterKeys;
        this.users = users;
        this.clock = clock;
    }

    /**
     * What a change came to.
     *
     * @param generation of the key from now on
     * @param members who is in the group
     * @param messages what goes to members, by identity; who is not among them keeps the key
     */
    public record Outcome(long generation, Set<IdPayload> members, java.util.Map<IdPayload, MikeyMessage> messages) {
        public Outcome {
            members = Set.copyOf(members);
            messages = java.util.Map.copyOf(messages);
        }
    }

    /**
     * Begins a session.
     *
     * @param media crypto sessions and policies, the same for all
     * @throws KmcRefusal with {@link Reason#REUSED} if it is open, {@link Reason#NOT_AUTHORISED} if a member is no user
     * @throws IllegalArgumentException if a member is named twice
     */
    public Outcome open(GroupBinding group, Supplier<OfferRequest.Builder> media, Collection<IdPayload> members) {
        Change begun =
                centre.open(group, media, members.stream().map(this::user).toList());
        try (KeyGroup made = begun.group()) {
            if (!replace(0, made)) {
                throw new KmcRefusal(Reason.REUSED, "the session is open already");
            }
            return outcome(begun);
        }
    }

    /**
     * Somebody joins.
     *
     * @throws KmcRefusal with {@link Reason#OTHER_CALL} if the session is not open, {@link Reason#NOT_AUTHORISED} if the member is no user
     * @throws IllegalArgumentException if it is in the group already
     */
    public Outcome join(GroupBinding group, IdPayload member, OnJoin key) {
        Subscriber user = user(member);
        return change(group, now -> centre.join(now, user, key));
    }

    /**
     * Somebody leaves, or is put out; all others get a new key.
     *
     * @throws KmcRefusal with {@link Reason#OTHER_CALL} if the session is not open
     * @throws IllegalArgumentException if it is not in the group
     */
    public Outcome leave(GroupBinding group, IdPayload member) {
        return change(group, now -> centre.leave(now, member));
    }

    /**
     * All members get a new key.
     *
     * @throws KmcRefusal with {@link Reason#OTHER_CALL} if the session is not open
     */
    public Outcome rekey(GroupBinding group) {
        return change(group, centre::rekey);
    }

    /** How a session stands, without messages; nothing if it is not open. */
    public Optional<Outcome> find(GroupBinding group) {
        return store.find(group.digest()).map(kept -> {
            try (KeyGroup now = read(kept, group)) {
                return outcome(new Change(now, java.util.Map.of()));
            }
        });
    }

    /** Ends a session. Its members keep the key that they have. */
    public void close(GroupBinding group) {
        store.forget(group.digest());
    }

    private Outcome change(GroupBinding group, Function<KeyGroup, Change> work) {
        for (int i = 0; i < TRIES; i++) {
            Kept kept = store.find(group.digest())
                    .orElseThrow(() -> new KmcRefusal(Reason.OTHER_CALL, "the session is not open"));
            try (KeyGroup now = read(kept, group)) {
                Change change = work.apply(now);
                try (KeyGroup next = change.group()) {
                    if (replace(kept.version(), next)) {
                        return outcome(change);
                    }
                }
            }
        }
        throw new IllegalStateException("the group was changed by others " + TRIES + " times meanwhile");
    }

    private boolean replace(long before, KeyGroup next) {
        Octets digest = next.binding().digest();
        byte[] plain = GroupRecord.write(next);
        try {
            return store.replace(
                    digest,
                    before,
                    new Kept(before + 1, masterKeys.seal(MasterKeys.Use.GROUP, plain, digest)),
                    clock.instant().plus(MEMORY));
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private KeyGroup read(Kept kept, GroupBinding group) {
        byte[] plain = masterKeys.open(MasterKeys.Use.GROUP, kept.sealed(), group.digest());
        try {
            return GroupRecord.read(plain, group, id, users);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static Outcome outcome(Change change) {
        return new Outcome(change.group().generation(), change.group().members(), change.messages());
    }

    private Subscriber user(IdPayload member) {
        return users.apply(member)
                .orElseThrow(() -> new KmcRefusal(Reason.NOT_AUTHORISED, member.text() + " is no user of this centre"));
    }
}
