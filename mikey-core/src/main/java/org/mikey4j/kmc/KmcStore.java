package org.mikey4j.kmc;

import java.time.Instant;
import org.mikey4j.message.Octets;

/**
 * What the nodes of a centre remember together, so that none of them accepts or issues what another has seen. Each operation
 * is atomic over all nodes, and durable when it returns.
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
}
