package org.mikey4j.cli.srtp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.media.SrtpKeys;
import org.mikey4j.media.SrtpMasterKey;
import org.mikey4j.message.Octets;

/**
 * Opens SRTP and SRTCP packets of several streams. A stream is told by its SSRC: it gets the keys that name it, otherwise those
 * that leave the SSRC open, otherwise any, since many senders of MIKEY name an SSRC that they do not use. Not thread-safe.
 */
public final class MediaOpener implements AutoCloseable {
    private static final int RTP_HEADER = 12;
    private static final int RTCP_HEADER = 8;
    private static final int FIRST_RTCP = 64;
    private static final int LAST_RTCP = 95;
    /** More keys than these are not tried on a stream that none of them names. */
    private static final int MOST_GUESSES = 64;

    private final List<SrtpKeys> keys;
    private final Map<Long, List<SrtpStream>> streams = new HashMap<>();
    private final Map<Long, Count> counts = new HashMap<>();

    /** How many packets of a stream there were. */
    public static final class Count {
        private long opened;
        private long openedControl;
        private long refused;

        /** RTP packets that were authentic. */
        public long opened() {
            return opened;
        }

        /** RTCP packets that were authentic. */
        public long openedControl() {
            return openedControl;
        }

        /** Packets that were not, or came again, or were under no key that is known. */
        public long refused() {
            return refused;
        }
    }

    /** @param keys of all streams; the caller closes them after this */
    public MediaOpener(List<SrtpKeys> keys) {
        this.keys = keys.stream()
                .filter(k -> SrtpStream.obstacle(k.policy()).isEmpty())
                .toList();
    }

    /** The packet in one of SRTP or SRTCP, if it is authentic. Octets that are too short for either are nobody's. */
    public Optional<Octets> open(Octets protectedPacket) {
        byte[] packet = protectedPacket.toByteArray();
        boolean control = isControl(packet);
        if (packet.length < (control ? RTCP_HEADER : RTP_HEADER)) {
            return Optional.empty();
        }
        long ssrc = ssrc(packet, control ? RTCP_HEADER - Integer.BYTES : RTP_HEADER - Integer.BYTES);
        Count count = counts.computeIfAbsent(ssrc, s -> new Count());
        for (SrtpStream stream : streams.computeIfAbsent(ssrc, this::streams)) {
            Optional<byte[]> plain = control ? stream.openControl(packet) : stream.open(packet);
            if (plain.isPresent()) {
                if (control) {
                    count.openedControl++;
                } else {
                    count.opened++;
                }
                return plain.map(Octets::copyOf);
            }
        }
        count.refused++;
        return Optional.empty();
    }

    /** The types of RTCP packets stand where RTP has the marker and the payload type (RFC 5761, 4). */
    private static boolean isControl(byte[] packet) {
        int type = packet.length > 1 ? packet[1] & 0x7f : 0;
        return type >= FIRST_RTCP && type <= LAST_RTCP;
    }

    private static long ssrc(byte[] packet, int at) {
        long ssrc = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            ssrc = (ssrc << Byte.SIZE) | (packet[at + i] & 0xff);
        }
        return ssrc;
    }

    private List<SrtpStream> streams(long ssrc) {
        List<SrtpStream> made = new ArrayList<>();
        for (SrtpKeys each : candidates(ssrc)) {
            for (SrtpMasterKey master : each.masters()) {
                made.add(new SrtpStream(
                        new SrtpKeys(each.csId(), ssrc, each.roc(), each.policy(), List.of(master), List.of()), false));
            }
        }
        return made;
    }

    private List<SrtpKeys> candidates(long ssrc) {
        for (long wanted : new long[] {ssrc, 0}) {
            List<SrtpKeys> named = keys.stream().filter(k -> k.ssrc() == wanted).toList();
            if (!named.isEmpty()) {
                return named;
            }
        }
        return keys.subList(0, Math.min(keys.size(), MOST_GUESSES));
    }

    /** The packets by SSRC. */
    public Map<Long, Count> counts() {
        return Map.copyOf(counts);
    }

    @Override
    public void close() {
        streams.values().forEach(all -> all.forEach(SrtpStream::close));
    }
}
