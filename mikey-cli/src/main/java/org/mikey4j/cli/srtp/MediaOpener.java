package org.mikey4j.cli.srtp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.media.SrtpKeys;
import org.mikey4j.message.Octets;

/**
 * Opens SRTP packets of several streams. A stream is told by its SSRC; keys for which nobody chose an SSRC are tried on streams
 * that no others are for. Not thread-safe.
 */
public final class MediaOpener implements AutoCloseable {
    private static final int SSRC_AT = 8;

    private final List<SrtpKeys> keys;
    private final Map<Long, List<SrtpStream>> streams = new HashMap<>();
    private final Map<Long, Count> counts = new HashMap<>();

    /** How many packets of a stream there were. */
    public static final class Count {
        private long opened;
        private long refused;

        /** Packets that were authentic. */
        public long opened() {
            return opened;
        }

        /** Packets that were not, or came again, or were under no key that is known. */
        public long refused() {
            return refused;
        }
    }

    /** @param keys of all streams; the caller closes them after this */
    public MediaOpener(List<SrtpKeys> keys) {
        this.keys = List.copyOf(keys);
    }

    /** The RTP packet in an SRTP packet, if it is authentic. */
    public Optional<Octets> open(Octets srtp) {
        byte[] packet = srtp.toByteArray();
        long ssrc = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            ssrc = (ssrc << Byte.SIZE) | (packet[SSRC_AT + i] & 0xff);
        }
        Count count = counts.computeIfAbsent(ssrc, s -> new Count());
        for (SrtpStream stream : streams.computeIfAbsent(ssrc, this::streams)) {
            Optional<byte[]> rtp = stream.open(packet);
            if (rtp.isPresent()) {
                count.opened++;
                return rtp.map(Octets::copyOf);
            }
        }
        count.refused++;
        return Optional.empty();
    }

    private List<SrtpStream> streams(long ssrc) {
        List<SrtpKeys> own = keys.stream().filter(k -> k.ssrc() == ssrc).toList();
        List<SrtpKeys> candidates =
                own.isEmpty() ? keys.stream().filter(k -> k.ssrc() == 0).toList() : own;
        List<SrtpStream> made = new ArrayList<>();
        for (SrtpKeys each : candidates) {
            made.add(new SrtpStream(
                    new SrtpKeys(each.csId(), ssrc, each.roc(), each.policy(), each.masters(), List.of()), false));
        }
        return made;
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
