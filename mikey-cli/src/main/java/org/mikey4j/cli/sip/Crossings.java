package org.mikey4j.cli.sip;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sip.message.Message;
import javax.sip.message.Response;

/**
 * Takes descriptions through a {@link BodyExchange} on threads of its own, since that may wait for a database or another
 * network. Each call has one description under way at most, so that what waits here is bounded by the number of calls.
 */
final class Crossings implements AutoCloseable {
    private static final int WORKERS = 64;
    private static final int IDLE_SECONDS = 30;

    private static final BodyExchange.Passage FAULT =
            new BodyExchange.Passage.Refused(Response.SERVER_INTERNAL_ERROR, "the keys of the call cannot be made");

    private final BodyExchange exchange;
    private final Consumer<Throwable> faults;
    private final ExecutorService workers;

    /**
     * Which way a description goes.
     *
     * @param fromCaller whether it comes from the caller's side
     * @param offer whether it is an offer
     * @param renewal whether it changes a session that is there
     * @param branch tells the answers of forks apart; empty for what the caller sends
     */
    record Way(boolean fromCaller, boolean offer, boolean renewal, String branch) {}

    /** @param faults is told what the exchange failed with; the call is refused then */
    Crossings(BodyExchange exchange, Consumer<Throwable> faults) {
        this.exchange = exchange;
        this.faults = faults;
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                WORKERS, WORKERS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "crossing");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        this.workers = pool;
    }

    /** What becomes of the description in a message; empty text goes on if it has none. */
    CompletableFuture<BodyExchange.Passage> cross(BridgedCall call, Message message, Way way) {
        if (!SipText.hasSdp(message)) {
            return CompletableFuture.completedFuture(new BodyExchange.Passage.On(""));
        }
        BodyExchange.Crossing crossing = call.crossing(way, SipText.body(message));
        Optional<BodyExchange.Passage> known = call.crossed(crossing);
        return known.isPresent()
                ? CompletableFuture.completedFuture(known.orElseThrow())
                : elsewhere(() -> {
                            BodyExchange.Passage passage = exchange.cross(crossing);
                            call.keep(crossing, passage);
                            return passage;
                        })
                        .exceptionally(fault -> {
                            faults.accept(fault);
                            return FAULT;
                        });
    }

    /** What a user who asks is told. */
    CompletableFuture<Optional<byte[]>> ask(BodyExchange.Inquiry inquiry) {
        return elsewhere(() -> exchange.asked(inquiry));
    }

    /** Does something that may wait. */
    <T> CompletableFuture<T> elsewhere(Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, workers);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** The call is over. */
    void ended(BridgedCall call) {
        later(() -> exchange.ended(call.callerCallId()));
    }

    /** Does something that nobody waits for. */
    void later(Runnable work) {
        try {
            workers.execute(() -> {
                try {
                    work.run();
                } catch (RuntimeException e) {
                    faults.accept(e);
                }
            });
        } catch (RejectedExecutionException e) {
            // All calls end now, and with them whatever is known of them.
            faults.accept(e);
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
