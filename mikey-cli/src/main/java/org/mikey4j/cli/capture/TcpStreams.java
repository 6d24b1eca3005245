package org.mikey4j.cli.capture;

import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.mikey4j.message.Octets;

/**
 * The directions of connections in which SIP, RTSP or MIKEY was seen, each put in order. Of others the beginning is known for a
 * while, so that it may come late. Bounded; the one that was silent longest is forgotten.
 */
final class TcpStreams {
    private static final int MOST_STREAMS = 4096;
    private static final int MOST_WAITING = 64 << 10;

    /** The sequence numbers of the first octets of connections that nothing was seen of yet. */
    private final Map<Key, Integer> opened = new LinkedHashMap<>(64, 0.75f, true);

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
         * A message of SIP or RTSP is complete.
         *
         * @param origin the packet that completed it
         */
        void message(Origin origin, byte[] array, int from, int length);

        /** A message of MIKEY is complete, or as much of it as there is. */
        void mikey(Origin origin, byte[] array, int from, int length);

        /**
         * A frame between messages is complete.
         *
         * @param datagram the frame as if UDP had carried it; the channel is added to both ports
         */
        void interleaved(Datagram datagram);
    }

    /** A connection begins, so that its first octets are known if others come before them. */
    void open(Frame frame, Sink sink) {
        Key key = key(frame);
        Stream before = streams.remove(key);
        if (before != null) {
            before.finish(sink);
        }
        opened.put(key, frame.sequence);
        if (opened.size() > MOST_STREAMS) {
            removeOldest(opened);
        }
    }

    /** Whether a segment belongs to a connection with SIP, RTSP or MIKEY, or may begin one. */
    boolean isWanted(Frame frame) {
        return begins(frame)
                || (!streams.isEmpty() && streams.containsKey(key(frame)))
                || (!opened.isEmpty() && opened.containsKey(key(frame)));
    }

    /** A segment with its octets. */
    void add(Frame frame, Origin origin, Sink sink) {
        Key key = key(frame);
        Stream stream = streams.get(key);
        Integer first = opened.remove(key);
        if (stream == null) {
            int early = first == null ? 0 : frame.sequence - first;
            if (early <= 0 || early > MOST_WAITING) {
                if (!begins(frame)) {
                    return;
                }
                early = 0;
            }
            stream = new Stream(frame, origin, frame.sequence - early, wantsInterleaved);
            streams.put(key, stream);
            if (streams.size() > MOST_STREAMS) {
                removeOldest(streams);
            }
        }
        stream.add(frame, origin, sink);
        if (frame.isEnd) {
            stream.finish(sink);
            streams.remove(key);
        }
    }

    private static void removeOldest(Map<Key, ?> map) {
        Iterator<Key> oldest = map.keySet().iterator();
        oldest.next();
        oldest.remove();
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
        return frame.isMikey() ? MikeyMessages.begins(frame.array, frame.at, frame.end) : beginsText(frame);
    }

    private static boolean beginsText(Frame frame) {
        return TextMessages.begins(frame.array, frame.at, frame.end) && frame.array[frame.at] != '$';
    }

    private static final class Stream {
        private final StreamContent messages;
        private final boolean isMikey;
        private final Datagram empty;
        /** Segments that came too early, by their sequence numbers. */
        private final TreeMap<Long, byte[]> waiting = new TreeMap<>();

        private int waitingOctets;
        /** The packet that came last, which completes what is complete now. */
        private Origin newest;

        /** The sequence number that comes next, without the limit of 32 bits. */
        private long next;

        /** @param sequence that of the first octet */
        Stream(Frame first, Origin origin, int sequence, boolean wantsInterleaved) {
            newest = origin;
            next = sequence & 0xffffffffL;
            isMikey = first.isMikey();
            messages = isMikey ? new MikeyMessages() : new TextMessages(wantsInterleaved);
            empty = first.datagram(Instant.EPOCH).with(Instant.EPOCH, 0, Octets.EMPTY);
        }

        void add(Frame frame, Origin origin, Sink sink) {
            newest = origin;
            long sequence = next + (frame.sequence - (int) next);
            if (sequence > next) {
                byte[] octets = Arrays.copyOfRange(frame.array, frame.at, frame.end);
                if (waiting.putIfAbsent(sequence, octets) == null) {
                    waitingOctets += octets.length;
                }
                if (waitingOctets > MOST_WAITING) {
                    skip(sink);
                }
            } else {
                take(sequence, frame.array, frame.at, frame.end, sink);
            }
            resume(sink);
        }

        /** What is missing will not come any more. */
        private void skip(Sink sink) {
            messages.lose(content(sink));
            next = waiting.firstKey();
        }

        void finish(Sink sink) {
            while (!waiting.isEmpty()) {
                skip(sink);
                resume(sink);
            }
            messages.lose(content(sink));
        }

        private void resume(Sink sink) {
            while (!waiting.isEmpty() && waiting.firstKey() <= next) {
                Map.Entry<Long, byte[]> first = waiting.pollFirstEntry();
                byte[] octets = first.getValue();
                waitingOctets -= octets.length;
                take(first.getKey(), octets, 0, octets.length, sink);
            }
        }

        private void take(long sequence, byte[] array, int from, int to, Sink sink) {
            long known = next - sequence;
            if (known < to - from) {
                messages.add(array, from + (int) known, to, content(sink));
                next = sequence + (to - from);
            }
        }

        private StreamContent.Sink content(Sink sink) {
            return new StreamContent.Sink() {
                @Override
                public void message(byte[] message, int at, int length) {
                    if (isMikey) {
                        sink.mikey(newest, message, at, length);
                    } else {
                        sink.message(newest, message, at, length);
                    }
                }

                @Override
                public void interleaved(int channel, byte[] frames, int at, int length) {
                    sink.interleaved(empty.with(newest.at(), channel, Octets.copyOf(frames, at, length)));
                }
            };
        }
    }
}
