package org.mikey4j.kmc;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.NtpTime;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.psk.PskInitiator;
import org.mikey4j.exchange.psk.PskOneWayOffer;
import org.mikey4j.kmc.KeyGroup.Change;
import org.mikey4j.kmc.KeyGroup.Seat;
import org.mikey4j.kmc.KmcRefusal.Reason;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.TsType;

/**
 * Gives a key to all members of a group, each in a message of the pre-shared key method under its own access key, with the CSB ID, RAND and
 * crypto sessions of the group (RFC 3830, 8.1). A new key goes out in updates of the bundle (4.5), so that who is not told it cannot make it
 * from what it has. Safe under threads.
 *
 * <pre>{@code
 * Change begun = centre.open(group, media, List.of(alice, bob, carol));
 * begun.messages().forEach(this::send);
 * Change without = centre.leave(begun.group(), carol.id());      // a new key, for alice and bob
 * }</pre>
 */
public final class GroupCentre {
    private static final long MOST_GENERATIONS = 0xffffffffL;

    private final ExchangeSettings settings;
    private final IdPayload id;
    private final PskInitiator initiator;
    private final AtomicLong newest;

    /** Whether those who were there before get a new key. */
    public enum OnJoin {
        /** A new key: who joins cannot open what was said before. */
        NEW_KEY,
        /** Who joins gets the key that the others have. */
        SAME_KEY
    }

    /**
     * @param settings local policy
     * @param id who the centre is, for its users
     */
    public GroupCentre(ExchangeSettings settings, IdPayload id) {
        this.settings = settings;
        this.id = id;
        this.initiator = new PskInitiator(settings);
        this.newest = new AtomicLong(NtpTime.of(settings.clock().instant()));
    }

    /**
     * Begins a session.
     *
     * @param media makes crypto sessions and policies, the same for all; asked for each message
     * @throws IllegalArgumentException if a member is named twice
     */
    public Change open(GroupBinding group, Supplier<OfferRequest.Builder> media, Collection<Subscriber> members) {
        KeyGroup empty =
                new KeyGroup(group, media, settings.newCsbId(), OfferRequest.newRand(settings), 1, newKey(), Map.of());
        Map<IdPayload, Seat> seats = new HashMap<>();
        Map<IdPayload, MikeyMessage> messages = new HashMap<>();
        for (Subscriber member : members) {
            if (messages.containsKey(member.id())) {
                throw new IllegalArgumentException("members: one is named twice");
            }
            admit(empty, member, seats, messages);
        }
        try (empty) {
            return new Change(empty.with(seats), messages);
        }
    }

    /**
     * Somebody joins.
     *
     * @throws IllegalArgumentException if it is in the group already
     */
    public Change join(KeyGroup group, Subscriber member, OnJoin key) {
        if (group.members().contains(member.id())) {
            throw new IllegalArgumentException("members: it is one already");
        }
        Map<IdPayload, Seat> seats = new HashMap<>(group.seats());
        if (key == OnJoin.SAME_KEY) {
            Map<IdPayload, MikeyMessage> messages = new HashMap<>();
            admit(group, member, seats, messages);
            return new Change(group.with(seats), messages);
        }
        Change renewed = renew(group, seats);
        Map<IdPayload, Seat> all = new HashMap<>(renewed.group().seats());
        Map<IdPayload, MikeyMessage> messages = new HashMap<>(renewed.messages());
        try (KeyGroup others = renewed.group()) {
            admit(others, member, all, messages);
            return new Change(others.with(all), messages);
        }
    }

    /**
     * Somebody leaves, or is put out; all others get a new key.
     *
     * @throws IllegalArgumentException if it is not in the group
     */
    public Change leave(KeyGroup group, IdPayload member) {
        Map<IdPayload, Seat> others = new HashMap<>(group.seats());
        if (others.remove(member) == null) {
            throw new IllegalArgumentException("members: it is none");
        }
        return renew(group, others);
    }

    /** All members get a new key, before the one they have has protected too much. */
    public Change rekey(KeyGroup group) {
        return renew(group, group.seats());
    }

    private Change renew(KeyGroup group, Map<IdPayload, Seat> members) {
        if (group.generation() == MOST_GENERATIONS) {
            throw new KmcRefusal(Reason.REUSED, "the group had as many keys as an SPI of 32 bits can tell apart");
        }
        Map<IdPayload, Seat> seats = new HashMap<>();
        Map<IdPayload, MikeyMessage> messages = new HashMap<>();
        try (KeyGroup next = group.next(newKey(), members)) {
            members.forEach((member, seat) -> {
                try (SecurityAssociation current = seat.association();
                        PskOneWayOffer update = initiator.sendUpdate(
                                current,
                                next.update(id, seat.user(), after(seat.state().timestamp())))) {
                    messages.put(member, update.message());
                    seats.put(member, new Seat(seat.user(), update.association().state()));
                }
            });
            return new Change(next.with(seats), messages);
        }
    }

    /** The time; the smallest step after what was before, here or by a clock that is ahead of ours. */
    private TPayload after(TPayload before) {
        long now = NtpTime.of(settings.clock().instant());
        return new TPayload(
                TsType.NTP_UTC, newest.updateAndGet(last -> later(now, later(last + 1, before.tsValue() + 1))));
    }

    /** Of two times less than 68 years apart. */
    private static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }

    private void admit(
            KeyGroup group, Subscriber member, Map<IdPayload, Seat> seats, Map<IdPayload, MikeyMessage> messages) {
        try (PskOneWayOffer offer = initiator.send(member.accessKey(), group.request(id, member))) {
            messages.put(member.id(), offer.message());
            seats.put(member.id(), new Seat(member, offer.association().state()));
        }
    }

    private SecretBytes newKey() {
        return SecretBytes.random(settings.random(), KeySpec.TGK_OCTETS);
    }
}
