package org.mikey4j.cli.trace;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.cli.capture.Signal;
import org.mikey4j.cli.carrier.Carried;
import org.mikey4j.message.DecodeOptions;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.DataType;

/**
 * Puts messages together. An answer belongs to the exchange of its dialog and transaction if that has its CSB ID, and otherwise to
 * the last exchange with its CSB ID, whatever the Call-ID: back-to-back user agents change that. A message with the octets of one
 * that was seen is the same one on its way.
 *
 * <p>Exchanges are handed out in the order in which they began, each once enough others began after it that nothing more is to be
 * expected of it, so that memory does not grow with what is read.
 */
public final class Tracer {
    /** How many exchanges are followed at a time. */
    public static final int MOST_OPEN = 10_000;

    private final Listener listener;
    private final int mostOpen;
    private final Deque<TracedExchange> open = new ArrayDeque<>();
    private final Map<Octets, TracedMessage> seen = new HashMap<>();
    private final Map<Long, TracedExchange> current = new HashMap<>();
    private final Map<String, TracedExchange> byTransaction = new HashMap<>();
    private int count;

    /** Gets what comes of it. */
    public interface Listener {
        /** An exchange, of which nothing more will be seen. */
        void exchange(TracedExchange exchange);

        /** Something that cannot be placed. */
        void problem(String what);
    }

    /** @param mostOpen how many exchanges are followed at a time, at least 1 */
    public Tracer(int mostOpen, Listener listener) {
        this.mostOpen = mostOpen;
        this.listener = listener;
    }

    /** Takes what a capture has next. */
    public void add(Signal signal) {
        for (Carried carried : signal.messages()) {
            add(signal, carried);
        }
        if (signal.isResponse() && signal.messages().isEmpty() && isFailure(signal)) {
            Optional.ofNullable(byTransaction.get(transaction(signal))).ifPresent(e -> e.failed(signal));
        }
    }

    /** Nothing more comes. */
    public void finish() {
        while (!open.isEmpty()) {
            release(open.removeFirst());
        }
    }

    private static boolean isFailure(Signal signal) {
        char first = signal.label().charAt(0);
        return signal.protocol().equals("SIP") ? first >= '3' && first <= '6' : first >= '4' && first <= '5';
    }

    private static String transaction(Signal signal) {
        return signal.dialog() + " " + signal.transaction();
    }

    private void add(Signal signal, Carried carried) {
        Optional<MikeyMessage> decoded = carried.isReadable()
                ? MikeyMessage.inspect(carried.message(), DecodeOptions.ACCEPT_TRAILING_ZERO)
                        .message()
                : Optional.empty();
        if (decoded.isEmpty()) {
            listener.problem(carried.source() + ": a message that cannot be read, from " + carried.carrier());
            return;
        }
        MikeyMessage message = decoded.orElseThrow();
        TracedMessage known = seen.get(message.octets());
        if (known != null) {
            known.seenAgain(signal);
            if (!signal.isResponse()) {
                follow(signal, message);
            }
            return;
        }
        TracedMessage traced = new TracedMessage(signal, carried.carrier(), message);
        if (isInitial(traced.dataType())) {
            seen.put(message.octets(), traced);
            begin(signal, traced);
            return;
        }
        Optional<TracedExchange> exchange = asked(signal, message.header().csbId());
        exchange.ifPresent(e -> {
            seen.put(message.octets(), traced);
            e.answered(traced);
        });
        if (exchange.isEmpty()) {
            listener.problem(carried.source() + ": "
                    + DataType.REGISTRY.name(message.header().dataType())
                    + " answers nothing that was seen (CSB ID "
                    + String.format("%08x", message.header().csbId()) + ")");
        }
    }

    private Optional<TracedExchange> asked(Signal signal, long csbId) {
        TracedExchange own = byTransaction.get(transaction(signal));
        return own != null && own.csbId() == csbId ? Optional.of(own) : Optional.ofNullable(current.get(csbId));
    }

    private void begin(Signal signal, TracedMessage traced) {
        long csbId = traced.csbId();
        TracedExchange before = current.get(csbId);
        count++;
        TracedExchange exchange = new TracedExchange(count, before == null ? 0 : before.update() + 1, traced);
        open.addLast(exchange);
        current.put(csbId, exchange);
        belongs(signal, exchange);
        if (open.size() > mostOpen) {
            release(open.removeFirst());
        }
    }

    private void belongs(Signal signal, TracedExchange exchange) {
        String transaction = transaction(signal);
        byTransaction.put(transaction, exchange);
        exchange.transactions().add(transaction);
    }

    private void release(TracedExchange exchange) {
        current.remove(exchange.csbId(), exchange);
        exchange.transactions().forEach(transaction -> byTransaction.remove(transaction, exchange));
        seen.remove(exchange.offer().octets());
        exchange.answers().forEach(answer -> seen.remove(answer.octets()));
        listener.exchange(exchange);
    }

    /** The same offer in another transaction, behind a back-to-back user agent: a failure there is one, too. */
    private void follow(Signal signal, MikeyMessage message) {
        TracedExchange exchange = current.get(message.header().csbId());
        if (exchange != null
                && exchange.offer().octets().equals(message.octets())
                && !byTransaction.containsKey(transaction(signal))) {
            belongs(signal, exchange);
        }
    }

    /** Whether messages of this data type begin an exchange. */
    public static boolean isInitial(int dataType) {
        return switch (dataType) {
            case DataType.PSK_INIT,
                    DataType.PK_INIT,
                    DataType.DH_INIT,
                    DataType.DHHMAC_INIT,
                    DataType.RSA_R_INIT,
                    DataType.SAKKE,
                    DataType.REQUEST_INIT_PSK,
                    DataType.REQUEST_INIT_PK,
                    DataType.TRANSFER_INIT,
                    DataType.RESOLVE_INIT_PSK,
                    DataType.RESOLVE_INIT_PK,
                    DataType.REQUEST_KEY_PSK,
                    DataType.REQUEST_KEY_PKE,
                    DataType.I_MESSAGE_1 -> true;
            default -> false;
        };
    }
}
