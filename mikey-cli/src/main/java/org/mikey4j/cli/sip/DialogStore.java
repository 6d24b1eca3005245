package org.mikey4j.cli.sip;

import java.time.Instant;
import java.util.Optional;
import org.mikey4j.message.Octets;

/**
 * Where a back-to-back user agent keeps the dialogs of calls that were answered, so that they outlive it, and other nodes can go on with
 * them. May wait; called by several threads at once. What was kept is there when the call returns. Where it fails it throws
 * {@link IllegalStateException}.
 */
public interface DialogStore {
    /** For an agent whose calls end with it. */
    DialogStore NONE = new DialogStore() {
        @Override
        public void keep(String callerCallId, String calleeCallId, Octets dialogs, Instant until) {}

        @Override
        public Optional<Octets> find(String callId) {
            return Optional.empty();
        }

        @Override
        public void forget(String callerCallId) {}

        @Override
        public boolean isShared() {
            return false;
        }
    };

    /**
     * Keeps the dialogs of a call, in place of what was kept of it before.
     *
     * @param callerCallId the Call-ID on the side of the caller
     * @param calleeCallId the Call-ID on the other
     * @param dialogs how things stand; may hold keys in the clear
     * @param until when it may be forgotten
     */
    void keep(String callerCallId, String calleeCallId, Octets dialogs, Instant until);

    /** What is kept of the call with this Call-ID on either side. */
    Optional<Octets> find(String callId);

    /** Forgets a call. */
    void forget(String callerCallId);

    /** Whether others may change what is there. */
    boolean isShared();
}
