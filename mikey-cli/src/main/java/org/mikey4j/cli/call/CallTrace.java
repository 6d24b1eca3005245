package org.mikey4j.cli.call;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.mikey4j.message.Octets;

/** All that passed between the elements of a call and happened at them, in the order in which it was seen. Thread-safe. */
final class CallTrace {
    private final Map<Integer, String> names = new ConcurrentHashMap<>();
    private final List<Event> events = new ArrayList<>();
    private final Consumer<Event> watcher;
    private final java.time.Clock clock;

    /** What kind of thing happened. */
    enum Kind {
        /** A SIP message arrived. */
        SIP,
        /** A centre said something to the other. */
        TLS,
        /** An RTP packet was sent. */
        RTP,
        /** An element came to know something. */
        KNOWS,
        /** An element refused something, or an attacker did something. */
        ALARM
    }

    /**
     * One thing that happened.
     *
     * @param at when
     * @param from who sent, or at whom it happened
     * @param to who received, or the same
     * @param fromPort the UDP port it was sent from; 0 if nothing was sent
     * @param toPort the UDP port it was sent to
     * @param label what, in a few words
     * @param keys the MIKEY messages inside
     * @param octets the payload of the datagram
     */
    record Event(
            Instant at,
            Kind kind,
            String from,
            String to,
            int fromPort,
            int toPort,
            String label,
            List<Octets> keys,
            Octets octets) {}

    /** @param watcher sees each event at once */
    CallTrace(java.time.Clock clock, Consumer<Event> watcher) {
        this.clock = clock;
        this.watcher = watcher;
    }

    /** Gives a port the name of its owner. */
    void name(int port, String name) {
        names.put(port, name);
    }

    /** A datagram went from one port to another. */
    void passed(Kind kind, int fromPort, int toPort, String label, List<Octets> keys, Octets octets) {
        String from = names.getOrDefault(fromPort, "port " + fromPort);
        String to = names.getOrDefault(toPort, "port " + toPort);
        add(new Event(clock.instant(), kind, from, to, fromPort, toPort, label, keys, octets));
    }

    /** A message went over a connection that nobody else reads. */
    void between(String from, String to, String label) {
        add(new Event(clock.instant(), Kind.TLS, from, to, 0, 0, label, List.of(), Octets.EMPTY));
    }

    /** An element came to know something. */
    void knows(String element, String what) {
        add(new Event(clock.instant(), Kind.KNOWS, element, element, 0, 0, what, List.of(), Octets.EMPTY));
    }

    /** Something is against the rules. */
    void alarm(String element, String what) {
        add(new Event(clock.instant(), Kind.ALARM, element, element, 0, 0, what, List.of(), Octets.EMPTY));
    }

    private synchronized void add(Event event) {
        events.add(event);
        watcher.accept(event);
    }

    /** What happened so far. */
    synchronized List<Event> events() {
        return List.copyOf(events);
    }
}
