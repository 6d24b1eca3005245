package org.mikey4j.kmc;

import java.time.Instant;
import java.util.Optional;
import org.mikey4j.message.Octets;

/**
 * What the nodes of a centre remember together, so that none of them accepts or issues what another has seen, and each can go on with
 * calls that another began. Each operation is atomic over all nodes, and durable when it returns. What cannot be remembered may not
 * happen: where a store fails or is full it throws {@link IllegalStateException}.
 */
public interface KmcStore {
    /**
     * Remembers something that may happen once only: a component that was issued, a call that has its key, a message that
     * was accepted.
     *
     * @param what stands for it, 32 octets; tells nothing of a key
     * @param until when it may be forgotten
     * @return whether it is new
     */
    boolean putIfAbsent(Octets what, Instant until);

    /**
     * Keeps what belongs to a call that is being set up.
     *
     * @param call the digest of the call, 32 octets
     * @param sealed what only {@link MasterKeys} open
     * @param until when it is of no use any more
     * @return whether nothing was kept for the call before; otherwise that stays
     */
    boolean keep(Octets call, Octets sealed, Instant until);

    /** What is kept of a call, unless its time is over. */
    Optional<Octets> kept(Octets call);

    /** Forgets what is kept of a call. */
    void forget(Octets call);
}
