package org.mikey4j.cli.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** Goes through a capture from its beginning to its end. */
public final class CaptureScan {
    private static final int STEP = 16_384;
    private static final int RTP = 0x80;

    private final CaptureListener listener;
    private final SignalReader reader;
    private final Frame frame = new Frame();
    private final TcpStreams streams;
    private final TcpStreams.Sink sink = new Found();
    private final Set<Integer> unknown = new HashSet<>();

    private CaptureScan(String name, CaptureListener listener) {
        this.listener = listener;
        this.reader = new SignalReader(name);
        this.streams = new TcpStreams(listener.wantsMedia());
    }

    /**
     * Reads a capture.
     *
     * @param name what to call it
     * @return the number of packets in it
     * @throws IOException if it cannot be read, or is no capture
     */
    public static long read(String name, InputStream in, CaptureListener listener) throws IOException {
        return new CaptureScan(name, listener).read(in);
    }

    private long read(InputStream in) throws IOException {
        PacketReader packets = PacketReader.of(in, listener::damaged);
        while (packets.next()) {
            if (frame.read(packets.linkType, packets.array(), packets.offset(), packets.length)) {
                look(packets);
            } else if (!LinkType.isKnown(packets.linkType) && unknown.add(packets.linkType)) {
                listener.damaged(
                        packets.window.position(),
                        "link type " + packets.linkType + " is not known; its packets are passed over");
            }
            if (packets.number % STEP == 0) {
                listener.progress(packets.window.position(), packets.number);
            }
        }
        streams.finish(sink);
        return packets.number;
    }

    private void look(PacketReader packets) {
        if (frame.protocol == Frame.TCP && frame.isSyn) {
            streams.open(frame, sink);
        }
        if (frame.at == frame.end) {
            return;
        }
        if (frame.protocol == Frame.UDP && frame.isMikey()) {
            sink.mikey(origin(packets), frame.array, frame.at, frame.end - frame.at);
        } else if (frame.protocol == Frame.TCP) {
            if (streams.isWanted(frame)) {
                streams.add(frame, origin(packets), sink);
            }
        } else if (frame.targetPort == SapAnnouncement.PORT) {
            SapAnnouncement.description(frame.array, frame.at, frame.end)
                    .ifPresent(sdp -> listener.signal(reader.announcement(origin(packets), sdp), () -> sdp));
        } else if ((frame.array[frame.at] & 0xc0) == RTP) {
            if (listener.wantsMedia()) {
                listener.media(frame.datagram(Instant.ofEpochSecond(0, packets.nanos)));
            }
        } else if (frame.array[frame.at] != '$' && TextMessages.begins(frame.array, frame.at, frame.end)) {
            sink.message(origin(packets), frame.array, frame.at, frame.end - frame.at);
        }
    }

    private Origin origin(PacketReader packets) {
        return new Origin(
                packets.number,
                packets.nanos,
                frame.source(),
                frame.target(),
                frame.protocol == Frame.UDP ? "UDP" : "TCP");
    }

    /** What connections and datagrams carry. */
    private final class Found implements TcpStreams.Sink {
        @Override
        public void message(Origin origin, byte[] array, int from, int length) {
            listener.signal(
                    reader.read(origin, array, from, length),
                    () -> new String(array, from, length, StandardCharsets.ISO_8859_1));
        }

        @Override
        public void mikey(Origin origin, byte[] array, int from, int length) {
            listener.signal(reader.mikey(origin, array, from, length), () -> "");
        }

        @Override
        public void interleaved(Datagram datagram) {
            if (!datagram.payload().isEmpty() && (datagram.payload().at(0) & 0xc0) == RTP) {
                listener.media(datagram);
            }
        }
    }
}
