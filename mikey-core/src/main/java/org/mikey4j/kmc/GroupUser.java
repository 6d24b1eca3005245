package org.mikey4j.kmc;

import java.nio.ByteBuffer;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.kmc.KmcExtension.Content;
import org.mikey4j.kmc.KmcRefusal.Reason;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.replay.ReplayCache;

/** A member of a group: takes the key that the centre hands out, and each that comes after it. */
public final class GroupUser {
    private final GroupBinding group;
    private final AccessLeg leg;

    /**
     * @param settings local policy
     * @param self who this member is for its centre, and the key of its access leg
     * @param centre the centre
     * @param group the session of the group
     * @param replayCache what this member accepted before
     */
    public GroupUser(
            ExchangeSettings settings, Subscriber self, IdPayload centre, GroupBinding group, ReplayCache replayCache) {
        this.group = group;
        this.leg = new AccessLeg(settings, self, centre, replayCache);
    }

    /**
     * What a member holds. The key of a generation goes on opening packets that carry its MKI, until whoever holds it closes it.
     *
     * @param association keys and policies; the generation is the SPI of the key
     * @param generation of the key, 32 bits
     */
    public record Membership(SecurityAssociation association, long generation) implements AutoCloseable {
        @Override
        public void close() {
            association.close();
        }
    }

    /**
     * Takes the key with which this member joins.
     *
     * @throws KmcRefusal if the message is refused, or is not about this group
     */
    public Membership receive(Octets message) {
        return read(leg.receive(message), 0);
    }

    /**
     * Takes a new key.
     *
     * @param current what this member holds; stays as it is
     * @throws KmcRefusal if the message is refused, or is not about this group, or the key is not a later one
     */
    public Membership receive(Membership current, Octets message) {
        return read(leg.receiveUpdate(current.association(), message), current.generation());
    }

    private Membership read(SecurityAssociation association, long after) {
        try {
            KmcExtension.require(association.extensions(), Content.GROUP_KEY, Side.CALLEE, group.digest());
            long generation = generation(association);
            if (generation <= after) {
                throw new KmcRefusal(Reason.REUSED, "the key of the group is not later than the one that is there");
            }
            return new Membership(association, generation);
        } catch (KmcRefusal e) {
            association.close();
            throw e;
        }
    }

    private static long generation(SecurityAssociation association) {
        if (association.keys().size() == 1
                && association.keys().get(0).keyType() == KeyDataType.TGK
                && association.keys().get(0).kv() instanceof KeyValidity.Spi spi
                && spi.spi().length() == Integer.BYTES) {
            return Integer.toUnsignedLong(
                    ByteBuffer.wrap(spi.spi().toByteArray()).getInt());
        }
        throw new KmcRefusal(Reason.WRONG_CONTENT, "the message carries no TGK with a generation, or several keys");
    }
}
