package org.mikey4j.cli.capture;

import java.time.Instant;

/**
 * Where a message comes from.
 *
 * @param frame the number of the packet that completed it, from 1
 * @param nanos when that was seen, since 1970
 * @param source the address and port that it came from
 * @param target the address and port that it went to
 * @param transport {@code UDP} or {@code TCP}
 */
record Origin(long frame, long nanos, String source, String target, String transport) {
    Instant at() {
        return Instant.ofEpochSecond(0, nanos);
    }

    /** Both directions of a connection have the same name. */
    String connection() {
        return source.compareTo(target) < 0 ? source + " " + target : target + " " + source;
    }
}
