package org.mikey4j.cli.capture;

import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.mikey4j.message.Octets;

/**
 * The directions of connections in which SIP or RTSP was seen, each put in order. Others are not kept at all. Bounded; the one
 * that was silent longest is forgotten.
 */
final class TcpStreams {
    private static final int MOST_STREAMS = 4096;
    private static final int MOST_WAITING = 64 << 10;

    private final Map<Key, Stream> streams = new LinkedHashMap<>(64, 0.75f, true);
    private final boolean wantsInterleaved;

    /** @param wantsInterleaved whether frames that are interleaved with RTSP are wanted */
    TcpStreams(boolean wantsInterleaved) {
        this.wantsInterleaved = wantsInterleaved;
    }

    private record Key(long sourceHigh, long sourceLow, long targetHigh, long targetLow, int ports) {}

    /** Gets each message of a connection. */
    interface Sink {
        /**
         * A message is complete.
         *
         * @param origin the packet that completed it
         */
        void message(Origin origin, byte[] array, int from, int length);

        /**
         * A frame between messages is complete.
         *
         * @param datagram the frame as if UDP had carried it; the channel is added to both ports
         */
        void interleaved(Datagram datagram);
    }

    /** Whether a segment belongs to a connection with SIP or RTSP, or may begin one. */
    boolean isWanted(Frame frame) {
        return begins(frame) || (!streams.isEmpty() && streams.containsKey(key(frame)));
    }

    /** A segment with its octets. */
    void add(Frame frame, Origin origin, Sink sink) {
        Key key = key(frame);
        Stream stream = streams.get(key);
        if (frame.isSyn || stream == null) {
            if (!begins(frame)) {
                streams.remove(key);
                return;
            }
            stream = new Stream(frame, wantsInterleaved);
            streams.put(key, stream);
            if (streams.size() > MOST_STREAMS) {
                Iterator<Key> oldest = streams.keySet().iterator();
                oldest.next();
                oldest.remove();
            }
        }
        stream.add(frame, origin, sink);
        if (frame.isEnd) {
            stream.finish(sink);
            streams.remove(key);
        }
    }

    /** Nothing more comes: whatever waits for something that is missing waits no longer. */
    void finish(Sink sink) {
        streams.values().forEach(stream -> stream.finish(sink));
    }

    private static Key key(Frame frame) {
        return new Key(
                frame.sourceHigh,
                frame.sourceLow,
                frame.targetHigh,
                frame.targetLow,
                (frame.sourcePort << 16) | frame.targetPort);
    }

    private static boolean begins(Frame frame) {
        return TextMessages.begins(frame.array, frame.at, frame.end) && frame.array[frame.at] != '$';
    }

    private static final class Segment {
        private final Origin origin;
        private final byte[] octets;

        Segment(Origin origin, byte[] octets) {
            this.origin = origin;
            this.octets = octets;
        }
    }

    private static final class Stream {
        private final TextMessages messages;
        private final Datagram empty;
        /** Segments that came too early, by their sequence numbers. */
        private final TreeMap<Long, Segment> waiting = new TreeMap<>();

        private int waitingOctets;
        /** The sequence number that comes next, without the limit of 32 bits. */
        private long next;

        Stream(Frame first, boolean wantsInterleaved) {
            next = first.sequence & 0xffffffffL;
            messages = new TextMessages(wantsInterleaved);
            empty = first.datagram(Instant.EPOCH).with(Instant.EPOCH, 0, Octets.EMPTY);
        }

        void add(Frame frame, Origin origin, Sink sink) {
            long sequence = next + (frame.sequence - (int) next);
            if (sequence > next) {
                byte[] octets = Arrays.copyOfRange(frame.array, frame.at, frame.end);
                if (waiting.putIfAbsent(sequence, new Segment(origin, octets)) == null) {
                    waitingOctets += octets.length;
                }
                if (waitingOctets > MOST_WAITING) {
                    skip();
                }
            } else {
                take(sequence, origin, frame.array, frame.at, frame.end, sink);
            }
            resume(sink);
        }

        /** What is missing will not come any more. */
        private void skip() {
            messages.lose();
            next = waiting.firstKey();
        }

        void finish(Sink sink) {
            while (!waiting.isEmpty()) {
                skip();
                resume(sink);
            }
        }

        private void resume(Sink sink) {
            while (!waiting.isEmpty() && waiting.firstKey() <= next) {
                Map.Entry<Long, Segment> first = waiting.pollFirstEntry();
                Segment segment = first.getValue();
                waitingOctets -= segment.octets.length;
                take(first.getKey(), segment.origin, segment.octets, 0, segment.octets.length, sink);
            }
        }

        private void take(long sequence, Origin origin, byte[] array, int from, int to, Sink sink) {
            long known = next - sequence;
            if (known < to - from) {
                messages.add(array, from + (int) known, to, new TextMessages.Sink() {
                    @Override
                    public void message(byte[] message, int at, int length) {
                        sink.message(origin, message, at, length);
                    }

                    @Override
                    public void interleaved(int channel, byte[] frames, int at, int length) {
                        sink.interleaved(empty.with(origin.at(), channel, Octets.copyOf(frames, at, length)));
                    }
                });
                next = sequence + (to - from);
            }
        }
    }
}
