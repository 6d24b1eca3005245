package org.mikey4j.cli.capture;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** Goes through a capture from its beginning to its end. */
public final class CaptureScan {
    private static final int MIKEY_PORT = 2269;
    private static final int STEP = 16_384;
    private static final int RTP = 0x80;
    private static final int RTP_HEADER = 12;
    private static final int FIRST_RTCP = 64;
    private static final int LAST_RTCP = 95;

    private final CaptureListener listener;
    private final SignalReader reader;
    private final Frame frame = new Frame();
    private final TcpStreams streams = new TcpStreams();
    private final Set<Integer> unknown = new HashSet<>();

    private CaptureScan(String name, CaptureListener listener) {
        this.listener = listener;
        this.reader = new SignalReader(name);
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
        streams.finish(this::text);
        return packets.number;
    }

    private void look(PacketReader packets) {
        if (frame.at == frame.end) {
            return;
        }
        if (frame.sourcePort == MIKEY_PORT || frame.targetPort == MIKEY_PORT) {
            listener.signal(reader.mikey(origin(packets), frame));
        } else if (frame.protocol == Frame.TCP) {
            if (streams.isWanted(frame)) {
                streams.add(frame, origin(packets), this::text);
            }
        } else if (frame.targetPort == SapAnnouncement.PORT) {
            SapAnnouncement.description(frame.array, frame.at, frame.end)
                    .ifPresent(sdp -> listener.signal(reader.announcement(origin(packets), sdp)));
        } else if ((frame.array[frame.at] & 0xc0) == RTP) {
            if (listener.wantsMedia() && isRtp()) {
                listener.media(frame.datagram(Instant.ofEpochSecond(0, packets.nanos)));
            }
        } else if (frame.array[frame.at] != '$' && TextMessages.begins(frame.array, frame.at, frame.end)) {
            text(origin(packets), frame.array, frame.at, frame.end - frame.at);
        }
    }

    private boolean isRtp() {
        if (frame.end - frame.at < RTP_HEADER) {
            return false;
        }
        int type = frame.array[frame.at + 1] & 0x7f;
        return type < FIRST_RTCP || type > LAST_RTCP;
    }

    private Origin origin(PacketReader packets) {
        return new Origin(
                packets.number,
                packets.nanos,
                frame.source(),
                frame.target(),
                frame.protocol == Frame.UDP ? "UDP" : "TCP");
    }

    private void text(Origin origin, byte[] array, int from, int length) {
        listener.signal(reader.read(origin, array, from, length));
    }
}
