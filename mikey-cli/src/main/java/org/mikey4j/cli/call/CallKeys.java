package org.mikey4j.cli.call;

import java.util.ArrayList;
import java.util.List;
import org.mikey4j.exchange.SecurityAssociation;

/**
 * The keys that both telephones of a call have so far, and all else that is wiped when it is over. The telephones run in threads of
 * their own; safe under both.
 */
final class CallKeys implements AutoCloseable {
    private final List<SecurityAssociation> caller = new ArrayList<>();
    private final List<SecurityAssociation> callee = new ArrayList<>();
    private final List<Runnable> wipes = new ArrayList<>();

    /** The caller has these keys, too. */
    synchronized void callerHas(SecurityAssociation association) {
        caller.add(association);
        wipes.add(association::close);
    }

    /** The callee has these keys, too. */
    synchronized void calleeHas(SecurityAssociation association) {
        callee.add(association);
        wipes.add(association::close);
    }

    /** Is done when the call is over. */
    synchronized void atTheEnd(Runnable wipe) {
        wipes.add(wipe);
    }

    /** The caller's keys: one association for both streams, or one for each. */
    synchronized List<SecurityAssociation> caller() {
        return List.copyOf(caller);
    }

    /** The callee's keys, likewise. */
    synchronized List<SecurityAssociation> callee() {
        return List.copyOf(callee);
    }

    @Override
    public synchronized void close() {
        wipes.forEach(Runnable::run);
    }
}
