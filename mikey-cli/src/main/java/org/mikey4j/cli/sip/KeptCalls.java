package org.mikey4j.cli.sip;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.sip.message.Message;
import org.mikey4j.message.Octets;

/**
 * The calls of this process together with those in a {@link DialogStore}, which may be another's. An answered call in memory is a copy of
 * what the store has, and goes from memory when nothing was heard of it for a while.
 */
final class KeptCalls {
    /** Longer than the key of a call that is being set up is kept. */
    private static final Duration IDLE = Duration.ofMinutes(5);

    private static final int LANES = 64;

    private final SipNode node;
    private final DialogStore store;
    private final CallRegistry calls;
    private final Crossings crossings;
    private final Duration longest;
    private final Clock clock;
    private final SecureRandom random;

    /** Messages of one call are looked up for in the order in which they came. */
    private final Lane[] lanes;

    KeptCalls(
            SipNode node,
            DialogStore store,
            CallRegistry calls,
            Crossings crossings,
            Duration longest,
            Clock clock,
            SecureRandom random) {
        this.node = node;
        this.store = store;
        this.calls = calls;
        this.crossings = crossings;
        this.longest = longest;
        this.clock = clock;
        this.random = random;
        this.lanes = Stream.generate(() -> new Lane(node::fault)).limit(LANES).toArray(Lane[]::new);
    }

    private boolean isKeeping() {
        return store != DialogStore.NONE;
    }

    /** Keeps a call as it stands; done when it is there, and failed where the store fails. */
    CompletableFuture<?> keep(BridgedCall call) {
        if (!isKeeping()) {
            return CompletableFuture.completedFuture(Boolean.TRUE);
        }
        long version = random.nextLong();
        Octets dialogs;
        synchronized (call) {
            dialogs = CallRecord.write(call, version);
        }
        return crossings.elsewhere(() -> {
            store.keep(
                    call.callerCallId(),
                    call.calleeCallId(),
                    dialogs,
                    clock.instant().plus(longest));
            call.keptAs(version);
            return Boolean.TRUE;
        });
    }

    /** The call is over. */
    void forget(BridgedCall call) {
        if (call.version() != 0) {
            crossings.later(() -> store.forget(call.callerCallId()));
        }
    }

    /** The call that an INVITE repeats, if it was answered by another process; empty also where the store fails. */
    CompletableFuture<Optional<BridgedCall>> answeredElsewhere(BridgedCall begun) {
        return isKeeping()
                ? crossings
                        .elsewhere(() -> store.find(begun.callerCallId()).map(kept -> CallRecord.read(node, kept)))
                        .exceptionally(fault -> {
                            node.fault(fault);
                            return Optional.empty();
                        })
                : CompletableFuture.completedFuture(Optional.empty());
    }

    /**
     * Finds the call that a message is part of.
     *
     * @param fits whether it can be part of a call with its Call-ID
     * @param work is given the call, or nothing if there is none; later if the store has to be asked
     * @return false if too many wait already; the message is forgotten then
     */
    boolean find(Message message, Predicate<BridgedCall> fits, Lane.Work<Optional<BridgedCall>> work) {
        Optional<BridgedCall> known = calls.of(message).filter(fits);
        known.ifPresent(call -> call.sign(clock.instant()));
        if (!isKeeping() || (known.isPresent() && (!store.isShared() || !isKept(known.get())))) {
            node.guard(() -> work.with(known));
            return true;
        }
        String callId = BridgedCall.callId(message);
        return lanes[Math.floorMod(callId.hashCode(), LANES)].add(() -> crossings
                .elsewhere(() -> current(callId))
                .exceptionally(fault -> {
                    node.fault(fault);
                    return known;
                })
                .thenAccept(Lane.then(found -> work.with(found.filter(fits)))));
    }

    private static boolean isKept(BridgedCall call) {
        return call.version() != 0;
    }

    /** A call as the store has it. */
    private Optional<BridgedCall> current(String callId) {
        Optional<BridgedCall> known = calls.of(callId);
        Optional<Octets> kept = store.find(callId);
        if (kept.isEmpty()) {
            known.filter(KeptCalls::isKept).ifPresent(this::leave);
            return known.filter(call -> !isKept(call));
        }
        if (known.isPresent() && known.get().version() == CallRecord.version(kept.get())) {
            return known;
        }
        BridgedCall restored = calls.restore(CallRecord.read(node, kept.get()));
        restored.sign(clock.instant());
        return Optional.of(restored);
    }

    /** Takes calls from memory that can be found in the store when something is heard of them. */
    void leaveIdle() {
        Instant now = clock.instant();
        calls.all().stream()
                .filter(call -> isKept(call) && call.lastSign().plus(IDLE).isBefore(now))
                .forEach(this::leave);
    }

    private void leave(BridgedCall call) {
        calls.end(call);
        crossings.ended(call);
    }
}
