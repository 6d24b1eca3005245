package org.mikey4j.cli.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.cli.capture.Signal;
import org.mikey4j.cli.carrier.Carried;
import org.mikey4j.message.DecodeOptions;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.DataType;

/**
 * Puts messages together. An answer belongs to the last message with its CSB ID that began an exchange, whatever the Call-ID:
 * back-to-back user agents change that. A message with the octets of one that was seen is the same one on its way.
 */
public final class Tracer {
    /** More than these are not followed: nobody reads them, and memory is not for them. */
    public static final int MOST_EXCHANGES = 100_000;

    private final List<TracedExchange> exchanges = new ArrayList<>();
    private final Map<Octets, TracedMessage> seen = new HashMap<>();
    private final Map<Long, TracedExchange> current = new HashMap<>();
    private final Map<String, TracedExchange> byTransaction = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    /** Takes what a capture has next. */
    public void add(Signal signal) {
        for (Carried carried : signal.messages()) {
            add(signal, carried);
        }
        if (signal.isResponse() && signal.messages().isEmpty() && isFailure(signal)) {
            Optional.ofNullable(byTransaction.get(transaction(signal))).ifPresent(e -> e.failed(signal));
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
            problems.add(carried.source() + ": a message that cannot be read, from " + carried.carrier());
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
        if (isInitial(message)) {
            begin(signal, traced);
        } else {
            TracedExchange exchange = current.get(message.header().csbId());
            if (exchange == null) {
                problems.add(carried.source() + ": "
                        + DataType.REGISTRY.name(message.header().dataType())
                        + " answers nothing that was seen (CSB ID "
                        + String.format("%08x", message.header().csbId()) + ")");
            } else {
                exchange.answered(traced);
            }
        }
        if (seen.size() < 4 * MOST_EXCHANGES) {
            seen.put(message.octets(), traced);
        }
    }

    private void begin(Signal signal, TracedMessage traced) {
        if (exchanges.size() >= MOST_EXCHANGES) {
            return;
        }
        long csbId = traced.message().header().csbId();
        TracedExchange before = current.get(csbId);
        TracedExchange exchange =
                new TracedExchange(exchanges.size() + 1, before == null ? 0 : before.update() + 1, traced);
        exchanges.add(exchange);
        current.put(csbId, exchange);
        byTransaction.put(transaction(signal), exchange);
    }

    /** The same offer in another transaction, behind a back-to-back user agent: a failure there is one, too. */
    private void follow(Signal signal, MikeyMessage message) {
        TracedExchange exchange = current.get(message.header().csbId());
        if (exchange != null && exchange.offer().octets().equals(message.octets())) {
            byTransaction.putIfAbsent(transaction(signal), exchange);
        }
    }

    private static boolean isInitial(MikeyMessage message) {
        return switch (message.header().dataType()) {
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
                    DataType.RESOLVE_INIT_PK -> true;
            default -> false;
        };
    }

    /** All that began, in its order. */
    public List<TracedExchange> exchanges() {
        return List.copyOf(exchanges);
    }

    /** What could not be placed. */
    public List<String> problems() {
        return List.copyOf(problems);
    }
}
