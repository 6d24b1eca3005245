package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Goes through scenarios with an implementation. */
public final class ConformanceRun {
    private ConformanceRun() {}

    /**
     * What came of it.
     *
     * @param name of the implementation
     * @param version of it
     */
    public record Result(String name, String version, List<Verdict> verdicts) {
        public Result {
            verdicts = List.copyOf(verdicts);
        }

        /** How many verdicts have this outcome. */
        public long count(Verdict.Outcome outcome) {
            return verdicts.stream().filter(v -> v.outcome() == outcome).count();
        }
    }

    /**
     * Plays all scenarios that the implementation can be asked for, one after the other.
     *
     * @param watcher is told each verdict as it falls
     * @throws IOException if the implementation does not say who it is
     */
    public static Result run(Subject subject, List<Scenario> scenarios, Consumer<Verdict> watcher) throws IOException {
        Subject.Introduction who = introduction(subject);
        List<Verdict> verdicts = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            Verdict verdict = who.does().contains(scenario.action())
                    ? judge(subject, scenario)
                    : new Verdict(
                            scenario,
                            Verdict.Outcome.SKIP,
                            "the implementation does not do this",
                            "",
                            scenario.message(),
                            0);
            verdicts.add(verdict);
            watcher.accept(verdict);
        }
        return new Result(who.name(), who.version(), verdicts);
    }

    private static Subject.Introduction introduction(Subject subject) throws IOException {
        try {
            return subject.hello();
        } catch (Silent e) {
            throw new IOException("the implementation does not say who it is: " + e.getMessage(), e);
        }
    }

    private static Verdict judge(Subject subject, Scenario scenario) {
        long began = System.nanoTime();
        Listening listening = new Listening(subject);
        try {
            Play.Judgement judgement = scenario.play().with(listening);
            Verdict.Outcome outcome = judgement.wrong().isEmpty() ? Verdict.Outcome.PASS : Verdict.Outcome.FAIL;
            return new Verdict(
                    scenario, outcome, judgement.wrong(), listening.said(), judgement.message(), since(began));
        } catch (Silent e) {
            Verdict.Outcome outcome = e.hung() ? Verdict.Outcome.HANG : Verdict.Outcome.CRASH;
            return new Verdict(scenario, outcome, String.valueOf(e.getMessage()), "", scenario.message(), since(began));
        } catch (IOException e) {
            return new Verdict(
                    scenario,
                    Verdict.Outcome.FAIL,
                    "the answer cannot be read: " + e.getMessage(),
                    "",
                    scenario.message(),
                    since(began));
        }
    }

    private static long since(long began) {
        return (System.nanoTime() - began) / 1000;
    }
}
