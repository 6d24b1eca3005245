package org.mikey4j.cli.sip;

import java.text.ParseException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sip.InvalidArgumentException;
import javax.sip.SipException;

/**
 * Takes the steps of one call in the order in which they came. A step that waits for something holds up those behind it, but
 * no thread. How many may wait is bounded.
 */
final class Lane {
    private static final int MOST_WAITING = 64;

    private final Deque<Step> waiting = new ArrayDeque<>();
    private final Consumer<Throwable> faults;
    private boolean busy;

    /** Part of what is done for a call. */
    @FunctionalInterface
    interface Step {
        /** Begins, and says when it will be done. */
        CompletionStage<?> begin() throws SipException, ParseException, InvalidArgumentException;
    }

    /** What is done when something is there. */
    @FunctionalInterface
    interface Work<T> {
        void with(T value) throws SipException, ParseException, InvalidArgumentException;
    }

    /** What is begun when something is there. */
    @FunctionalInterface
    interface Beginning<T> {
        CompletionStage<?> with(T value) throws SipException, ParseException, InvalidArgumentException;
    }

    /** @param faults is told why a step failed; the next goes on */
    Lane(Consumer<Throwable> faults) {
        this.faults = faults;
    }

    /**
     * Adds a step, and takes it at once if none is under way.
     *
     * @return false if too many wait; the step is forgotten then
     */
    boolean add(Step step) {
        synchronized (this) {
            if (waiting.size() >= MOST_WAITING) {
                return false;
            }
            waiting.add(step);
            if (busy) {
                return true;
            }
            busy = true;
        }
        proceed();
        return true;
    }

    private void proceed() {
        while (true) {
            Step next;
            synchronized (this) {
                next = waiting.poll();
                if (next == null) {
                    busy = false;
                    return;
                }
            }
            CompletableFuture<?> done = begin(next);
            if (!done.isDone()) {
                CompletionStage<?> unused = done.whenComplete((nothing, fault) -> {
                    tell(fault);
                    proceed();
                });
                return;
            }
            CompletionStage<?> unused = done.whenComplete((nothing, fault) -> tell(fault));
        }
    }

    private static CompletableFuture<?> begin(Step step) {
        try {
            return step.begin().toCompletableFuture();
        } catch (SipException | ParseException | InvalidArgumentException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void tell(@org.jspecify.annotations.Nullable Throwable fault) {
        if (fault != null) {
            faults.accept(fault);
        }
    }

    /** The work as something that follows another stage. */
    static <T> Consumer<T> then(Work<T> work) {
        return value -> {
            try {
                work.with(value);
            } catch (SipException | ParseException | InvalidArgumentException e) {
                throw new SipFailure("a SIP message cannot be sent", e);
            }
        };
    }

    /** The beginning of something that takes longer, as what follows another stage. */
    static <T> Function<T, CompletionStage<Object>> thenAfter(Beginning<T> work) {
        return value -> {
            try {
                return work.with(value).thenApply(done -> done);
            } catch (SipException | ParseException | InvalidArgumentException e) {
                throw new SipFailure("a SIP message cannot be sent", e);
            }
        };
    }

    /** A step that is done at once. */
    static CompletionStage<?> done() {
        return CompletableFuture.completedFuture(Boolean.TRUE);
    }
}
