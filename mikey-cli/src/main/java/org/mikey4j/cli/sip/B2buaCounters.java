package org.mikey4j.cli.sip;

import java.util.concurrent.atomic.AtomicLong;

/** What happened to calls of a back-to-back user agent so far. */
public final class B2buaCounters {
    final AtomicLong offered = new AtomicLong();
    final AtomicLong answered = new AtomicLong();
    final AtomicLong failed = new AtomicLong();
    final AtomicLong refused = new AtomicLong();
    final AtomicLong overload = new AtomicLong();

    /** INVITEs that began a call. */
    public long offered() {
        return offered.get();
    }

    /** Calls that were answered. */
    public long answered() {
        return answered.get();
    }

    /** Calls that the callee or the network refused. */
    public long failed() {
        return failed.get();
    }

    /** Calls that this server refused because of their keys. */
    public long refused() {
        return refused.get();
    }

    /** Calls that were answered 503. */
    public long overload() {
        return overload.get();
    }
}
