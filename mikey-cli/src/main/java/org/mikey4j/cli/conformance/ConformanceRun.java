package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.mikey4j.cli.output.JsonDocument;
import org.mikey4j.message.Octets;

/** Goes through scenarios with an adapter. */
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
     * Runs all scenarios, one after the other.
     *
     * @param command how to start the adapter
     * @param patience how long one answer may take
     * @param watcher sees each verdict at once
     * @throws IOException if the adapter does not start or does not say who it is
     */
    public static Result run(
            List<String> command, Duration patience, List<Scenario> scenarios, Consumer<Verdict> watcher)
            throws IOException {
        try (Adapter adapter = new Adapter(command, patience)) {
            JsonTree hello = hello(adapter);
            List<String> does = hello.texts("does");
            List<Verdict> verdicts = new ArrayList<>();
            for (Scenario scenario : scenarios) {
                Verdict verdict = does.contains(scenario.action())
                        ? judge(adapter, scenario)
                        : new Verdict(scenario, Verdict.Outcome.SKIP, "the implementation does not do this", 0);
                verdicts.add(verdict);
                watcher.accept(verdict);
            }
            return new Result(
                    hello.text("name").orElse("?"), hello.text("version").orElse(""), verdicts);
        }
    }

    private static JsonTree hello(Adapter adapter) throws IOException {
        try {
            return adapter.hello();
        } catch (Adapter.Silent e) {
            throw new IOException("the adapter does not say who it is: " + e.getMessage(), e);
        }
    }

    private static Verdict judge(Adapter adapter, Scenario scenario) throws IOException {
        long began = System.nanoTime();
        try {
            JsonTree answer = adapter.ask(request(scenario));
            long micros = (System.nanoTime() - began) / 1000;
            String wrong = wrong(scenario, answer);
            return new Verdict(scenario, wrong.isEmpty() ? Verdict.Outcome.PASS : Verdict.Outcome.FAIL, wrong, micros);
        } catch (Adapter.Silent e) {
            return new Verdict(
                    scenario,
                    e.hung() ? Verdict.Outcome.HANG : Verdict.Outcome.CRASH,
                    String.valueOf(e.getMessage()),
                    (System.nanoTime() - began) / 1000);
        }
    }

    private static String request(Scenario scenario) throws IOException {
        try (JsonDocument json = new JsonDocument()) {
            json.text("do", scenario.action());
            for (Map.Entry<String, String> member : scenario.request().entrySet()) {
                json.text(member.getKey(), member.getValue());
            }
            return json.finish();
        }
    }

    /** Why an answer is wrong; empty if it is not. */
    private static String wrong(Scenario scenario, JsonTree answer) {
        boolean accepted = answer.is("accepted");
        if (answer.text("error").isPresent()) {
            return "the adapter failed: " + answer.text("error").orElse("");
        }
        if (scenario.expected() == Scenario.Expected.REFUSE) {
            return accepted ? "it was accepted, and must be refused" : "";
        }
        if (!accepted) {
            return scenario.expected() == Scenario.Expected.EITHER
                    ? ""
                    : "it was refused, and must be accepted: "
                            + answer.text("why").orElse("");
        }
        return switch (scenario.action()) {
            case "parse" -> writtenAgain(scenario, answer);
            case "psk-initiate" -> initiated(scenario, answer);
            default -> sameKeys(scenario.keys(), answer.objects("keys"));
        };
    }

    /** Reserved bits and the like may be lost; only what must be accepted must come back as it was. */
    private static String writtenAgain(Scenario scenario, JsonTree answer) {
        String back = answer.text("message").orElse("");
        boolean same = back.isEmpty()
                || scenario.expected() == Scenario.Expected.EITHER
                || back.equals(scenario.request().get("message"));
        return same ? "" : "written again it is other octets: " + back;
    }

    private static String initiated(Scenario scenario, JsonTree answer) {
        Map<String, String> request = scenario.request();
        PskEnd end = new PskEnd(request.getOrDefault("psk", ""), request.getOrDefault("at", ""));
        Octets message;
        try {
            message = Octets.ofHex(answer.text("message").orElse(""));
        } catch (IllegalArgumentException e) {
            return "the message is not in hexadecimal digits";
        }
        PskEnd.Result result = end.respond(message, 0);
        return result.refusal().isEmpty()
                ? sameKeys(result.keys(), answer.objects("keys"))
                : "a Responder refuses the message: " + result.refusal();
    }

    private static String sameKeys(List<Scenario.Keys> expected, List<JsonTree> given) {
        for (Scenario.Keys keys : expected) {
            boolean found = given.stream()
                    .anyMatch(k -> k.text("csId").equals(java.util.Optional.of(keys.csId()))
                            && k.text("tek").equals(java.util.Optional.of(keys.tek()))
                            && k.text("salt").orElse("").equals(keys.salt()));
            if (!found) {
                return "crypto session " + keys.csId() + " has other keys, or none; TEK " + keys.tek() + " and salt "
                        + keys.salt() + " are right";
            }
        }
        return "";
    }
}
