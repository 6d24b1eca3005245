package org.mikey4j.cli.sip;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sip.message.Message;

/** The calls that a back-to-back user agent has, and what came of those it had. Bounded; safe under threads. */
final class CallRegistry {
    private final B2buaLimits limits;
    private final Map<String, BridgedCall> calls = new ConcurrentHashMap<>();
    private final Set<BridgedCall> settingUp = ConcurrentHashMap.newKeySet();
    private final B2buaCounters counters = new B2buaCounters();

    CallRegistry(B2buaLimits limits) {
        this.limits = limits;
    }

    B2buaCounters counters() {
        return counters;
    }

    /** Calls that are there now. */
    int size() {
        return calls.size() / 2;
    }

    /** How many calls have no final answer yet. */
    int settingUp() {
        return settingUp.size();
    }

    /** The calls without a final answer. */
    List<BridgedCall> pending() {
        return List.copyOf(settingUp);
    }

    /** Whether there is room for one more. */
    boolean hasRoom() {
        return settingUp.size() < limits.settingUp() && size() < limits.calls();
    }

    /** Calls whose end was missed; looked for only when there are many. */
    List<BridgedCall> forgotten(Instant now) {
        return size() < limits.calls() * 3L / 4
                ? List.of()
                : calls.values().stream()
                        .filter(call ->
                                call.terms().began().plus(limits.longest()).isBefore(now))
                        .distinct()
                        .toList();
    }

    /** The call that a message is part of. */
    Optional<BridgedCall> of(Message message) {
        return of(BridgedCall.callId(message));
    }

    /** The call with this Call-ID on either side. */
    Optional<BridgedCall> of(String callId) {
        return Optional.ofNullable(calls.get(callId));
    }

    /** All that are there. */
    Set<BridgedCall> all() {
        return Set.copyOf(calls.values());
    }

    /** Adds an answered call as it is known elsewhere, unless it is here just so; gives the one that is here then. */
    synchronized BridgedCall restore(BridgedCall call) {
        BridgedCall known = calls.get(call.callerCallId());
        if (known != null && known.version() == call.version()) {
            return known;
        }
        calls.put(call.callerCallId(), call);
        calls.put(call.calleeCallId(), call);
        return call;
    }

    /** Adds a call that begins; false if there is one with this Call-ID. */
    boolean add(BridgedCall call) {
        if (calls.putIfAbsent(call.callerCallId(), call) != null) {
            return false;
        }
        calls.put(call.calleeCallId(), call);
        settingUp.add(call);
        return true;
    }

    /** The call has its final answer; true the first time. */
    boolean settled(BridgedCall call) {
        settingUp.remove(call);
        return call.settle();
    }

    /** Forgets a call; true the first time. */
    boolean end(BridgedCall call) {
        settled(call);
        calls.remove(call.callerCallId());
        calls.remove(call.calleeCallId());
        return call.end();
    }
}
