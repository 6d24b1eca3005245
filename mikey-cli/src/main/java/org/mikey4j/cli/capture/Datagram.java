package org.mikey4j.cli.capture;

import java.time.Instant;
import org.mikey4j.message.Octets;

/**
 * A datagram of UDP.
 *
 * @param at when it was seen
 * @param source the address that it came from, 4 or 16 octets
 * @param target the address that it went to, of the same size
 * @param payload what was in it
 */
public record Datagram(Instant at, Octets source, int sourcePort, Octets target, int targetPort, Octets payload) {
    /** Whether the addresses are those of IPv6. */
    public boolean isV6() {
        return source.length() == 16;
    }

    /** Another datagram between the same ends. */
    Datagram with(Instant time, int portsMore, Octets newPayload) {
        return new Datagram(
                time, source, (sourcePort + portsMore) & 0xffff, target, (targetPort + portsMore) & 0xffff, newPayload);
    }

    /** The same with another payload. */
    public Datagram with(Octets newPayload) {
        return with(at, 0, newPayload);
    }
}
