package org.mikey4j.cli.call;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.mikey4j.cli.sip.Meddler;

/** Calls over one pair of networks, and all that passed. */
final class Calls implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final CallTrace trace = new CallTrace(Clock.systemUTC(), event -> {});
    private final List<String> keyLog = new ArrayList<>();
    private final CallRun run;

    /**
     * Opens the networks and registers both telephones.
     *
     * @param scheme its number or name, and behind a space the mode of scheme 5
     * @param meddler owns the S-CSCF of the callee's network
     */
    Calls(String scheme, Meddler meddler) {
        List<String> words = List.of(scheme.split(" "));
        EndToEndMode mode = words.size() > 1
                ? EndToEndMode.valueOf(
                        words.get(1).toUpperCase(java.util.Locale.ROOT).replace('-', '_'))
                : EndToEndMode.DH_SIGN;
        run = new CallRun(
                trace,
                Schemes.maker(Schemes.number(words.get(0)), mode, new Parties(Clock.systemUTC(), RANDOM), trace),
                meddler,
                keyLog::add,
                Clock.systemUTC(),
                RANDOM);
        run.register();
    }

    CallRun.Result call(int frames) {
        return run.call(frames);
    }

    CallTrace trace() {
        return trace;
    }

    /** Lines of a key log with the keys of the media. */
    List<String> keyLog() {
        return keyLog;
    }

    /** How many messages some element failed on. */
    long faults() {
        return run.faults();
    }

    @Override
    public void close() {
        run.close();
    }
}
