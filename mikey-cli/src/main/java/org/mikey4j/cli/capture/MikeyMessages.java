package org.mikey4j.cli.capture;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mikey4j.message.DecodeOptions;
import org.mikey4j.message.DecodeRule;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.Inspection;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.UnknownPayload;
import org.mikey4j.message.registry.DataType;

/**
 * Finds MIKEY messages that follow each other without anything between them, as on port 2269 of TCP. Nothing before a message says
 * how long it is: it ends with the payload that says it is the last (RFC 3830, 6.1). One that cannot be read to its end is given
 * with all that stands there, and what follows counts again where a segment begins like a message.
 */
final class MikeyMessages implements StreamContent {
    private static final int VERSION = 1;
    private static final int MOST_OCTETS = 64 << 10;

    /** A message in more pieces than these is looked at only now and then, so that the work stays in proportion to its size. */
    private static final int PIECES = 64;

    /** What the decoder says where octets are missing. */
    private static final Set<String> LACKING = Set.of(
            DecodeRule.TRUNCATED.name(),
            DecodeRule.LENGTH_OVERRUN.name(),
            DecodeRule.CS_COUNT_MISMATCH.name(),
            DecodeRule.CHAIN_RUNS_ON.name());

    private byte[] kept = new byte[0];
    private int size;
    private int pieces;
    private int looked;
    private boolean lost = true;

    /** Whether a message begins here, as far as two octets tell. */
    static boolean begins(byte[] array, int from, int to) {
        return from < to
                && array[from] == VERSION
                && (from + 1 == to || DataType.REGISTRY.isAssigned(array[from + 1] & 0xff));
    }

    @Override
    public void add(byte[] array, int from, int to, Sink sink) {
        if (from == to || (lost && !begins(array, from, to))) {
            return;
        }
        lost = false;
        keep(array, from, to);
        pieces++;
        if (pieces <= PIECES || size - looked >= looked / PIECES) {
            take(sink);
        }
    }

    @Override
    public void lose(Sink sink) {
        take(sink);
        if (size > 0) {
            sink.message(kept, 0, size);
        }
        drop();
    }

    private void keep(byte[] array, int from, int to) {
        int more = to - from;
        if (size + more > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(size + more, 2 * kept.length));
        }
        System.arraycopy(array, from, kept, size, more);
        size += more;
    }

    private void drop() {
        size = 0;
        pieces = 0;
        looked = 0;
        lost = true;
    }

    private void take(Sink sink) {
        int at = 0;
        while (at < size) {
            int length = length(Octets.copyOf(kept, at, Math.min(size - at, MOST_OCTETS)));
            if (length < 0 && size - at < MOST_OCTETS) {
                break;
            }
            if (length < 0 || !isFollowed(at + length)) {
                sink.message(kept, at, size - at);
                drop();
                return;
            }
            sink.message(kept, at, length);
            at += length;
            pieces = 1;
        }
        System.arraycopy(kept, at, kept, 0, size - at);
        size -= at;
        looked = size;
    }

    /** Whether nothing follows there, or another message. */
    private boolean isFollowed(int at) {
        return at == size || begins(kept, at, size);
    }

    /** Octets of the message that begins there, all if it cannot be read to its end; -1 if some of it is missing. */
    private static int length(Octets octets) {
        Inspection inspection = MikeyMessage.inspect(octets, DecodeOptions.STRICT);
        Optional<MikeyMessage> message = inspection.message();
        List<Diagnostic> diagnostics = inspection.diagnostics();
        int payloads = message.map(read -> read.payloads().size()).orElse(0);
        boolean isRead = message.isPresent()
                && (payloads == 0 || !(message.get().payloads().get(payloads - 1) instanceof UnknownPayload));
        // Where the octets end between two payloads, nothing of the second is there that could be kept.
        boolean endsBetween =
                diagnostics.stream().anyMatch(d -> LACKING.contains(d.rule()) && d.offset() == octets.length());
        if (isRead && !endsBetween) {
            return payloads == 0
                    ? inspection.layout().get(0).length()
                    : message.get().end(payloads - 1);
        }
        String stopped = diagnostics.get(diagnostics.size() - 1).rule();
        return LACKING.contains(stopped) ? -1 : octets.length();
    }
}
