package org.mikey4j.kmc;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SrtpIdMap;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.KeyDataType;

/**
 * A group whose members hold one key, as its centre knows it: one crypto session bundle, with a new TGK in each generation. Immutable: what
 * changes it gives a new one. Holds a secret; {@link #close} wipes it, and neither the access keys of the members nor the key of any other
 * generation.
 */
public final class KeyGroup implements AutoCloseable {
    private final GroupBinding binding;
    private final Supplier<OfferRequest.Builder> media;
    private final long csbId;
    private final Octets rand;
    private final long generation;
    private final SecretBytes key;
    private final Map<IdPayload, Seat> seats;

    /** A member, and what the bundle is to it. */
    record Seat(Subscriber user, CsbState state) {
        /** What an update goes on with. */
        SecurityAssociation association() {
            return new SecurityAssociation(
                    state,
                    user.accessKey().copy(),
                    SrtpIdMap.of(List.of()),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of());
        }
    }

    /**
     * What a change comes to.
     *
     * @param group the group from now on
     * @param messages what goes to members, by identity; who is not among them keeps the key
     */
    public record Change(KeyGroup group, Map<IdPayload, MikeyMessage> messages) {
        public Change {
            messages = Map.copyOf(messages);
        }
    }

    KeyGroup(
            GroupBinding binding,
            Supplier<OfferRequest.Builder> media,
            long csbId,
            Octets rand,
            long generation,
            SecretBytes key,
            Map<IdPayload, Seat> seats) {
        this.binding = binding;
        this.media = media;
        this.csbId = csbId;
        this.rand = rand;
        this.generation = generation;
        this.key = key;
        this.seats = Map.copyOf(seats);
    }

    /** The session. */
    public GroupBinding binding() {
        return binding;
    }

    /** How many keys there were, this one included; 32 bits. It is the SPI of the key, and so the MKI of packets under it. */
    public long generation() {
        return generation;
    }

    /** Who is in it. */
    public Set<IdPayload> members() {
        return seats.keySet();
    }

    Map<IdPayload, Seat> seats() {
        return seats;
    }

    Supplier<OfferRequest.Builder> media() {
        return media;
    }

    long csbId() {
        return csbId;
    }

    Octets rand() {
        return rand;
    }

    SecretBytes key() {
        return key;
    }

    /** This generation with others in it. */
    KeyGroup with(Map<IdPayload, Seat> others) {
        return new KeyGroup(binding, media, csbId, rand, generation, key.copy(), others);
    }

    /** The next generation with others in it. */
    KeyGroup next(SecretBytes fresh, Map<IdPayload, Seat> others) {
        return new KeyGroup(binding, media, csbId, rand, generation + 1, fresh, others);
    }

    /** What a member is told by a message that begins the bundle. */
    OfferRequest request(IdPayload centre, Subscriber member) {
        return builder(centre, member).build();
    }

    /** What a member is told by a message that goes on with the bundle, at this time. */
    OfferRequest update(IdPayload centre, Subscriber member, TPayload at) {
        return builder(centre, member).timestamp(at).build();
    }

    private OfferRequest.Builder builder(IdPayload centre, Subscriber member) {
        return media.get()
                .initiator(centre)
                .responder(member.id())
                .csbId(csbId)
                .rand(rand)
                .keys(KeySpec.of(KeyDataType.TGK, key).valid(spi(generation)))
                .extension(KmcExtension.of(KmcExtension.Content.GROUP_KEY, Side.CALLEE, binding.digest())
                        .toPayload());
    }

    private static KeyValidity spi(long generation) {
        return new KeyValidity.Spi(Octets.copyOf(java.nio.ByteBuffer.allocate(Integer.BYTES)
                .putInt((int) generation)
                .array()));
    }

    @Override
    public void close() {
        key.close();
    }
}
