package org.mikey4j.kmc;

import java.time.Instant;
import java.util.Optional;
import org.mikey4j.message.Octets;

/**
 * What the nodes of a centre know of groups together. Each operation is atomic over all nodes, and durable when it returns. Where a store
 * fails it throws {@link IllegalStateException}.
 */
public interface GroupStore {
    /**
     * A group as it stands.
     *
     * @param version how often it was changed, from 1
     * @param sealed what only {@link MasterKeys} open
     */
    record Kept(long version, Octets sealed) {}

    /** What is kept of a group, unless its time is over. */
    Optional<Kept> find(Octets group);

    /**
     * Changes a group, if nobody else did.
     *
     * @param group the digest of its session, 32 octets
     * @param before the version that is to be replaced; 0 if there is to be none
     * @param next what comes in its place
     * @param until when it may be forgotten
     * @return false if another version is there; it stays
     */
    boolean replace(Octets group, long before, Kept next, Instant until);

    /** Forgets a group. */
    void forget(Octets group);
}
