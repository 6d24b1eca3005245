package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Plays an exchange vector: its messages one after the other, with what has to come of each. */
final class VectorSteps {
    private VectorSteps() {}

    /** Says what is wrong with the answer to a step that was rightly accepted; an empty text if nothing is. */
    @FunctionalInterface
    interface Comparison {
        /** The keys are those that are stated. */
        Comparison KEYS = (step, answer) -> Answers.sameKeys(Answers.keys(step), answer);

        String wrong(JsonTree step, JsonTree answer);
    }

    /**
     * The scenario of a vector.
     *
     * @param test the vector
     * @param action what each step is asked as
     * @param setup the members of the first request
     */
    static Scenario scenario(
            JsonTree test,
            String group,
            String about,
            List<String> requirements,
            String action,
            Map<String, String> setup,
            Comparison comparison) {
        List<JsonTree> steps = test.objects("steps");
        return new Scenario(
                test.text("id").orElse(""),
                group,
                about,
                requirements,
                action,
                steps.get(steps.size() - 1).text("message").orElse(""),
                subject -> play(subject, action, setup, test, comparison));
    }

    private static Play.Judgement play(
            Subject subject, String action, Map<String, String> setup, JsonTree test, Comparison comparison)
            throws Silent, IOException {
        boolean either = test.text("result").orElse("").equals("acceptable");
        String message = "";
        for (JsonTree step : test.objects("steps")) {
            Map<String, String> request = new LinkedHashMap<>();
            request.put("do", action);
            if (message.isEmpty()) {
                request.put("new", "true");
                request.putAll(setup);
            }
            message = step.text("message").orElse("");
            for (String member : List.of("at", "message", "context", "update")) {
                step.text(member).ifPresent(text -> request.put(member, text));
            }
            String wrong = wrong(subject.ask(request), step, either, comparison);
            if (!wrong.isEmpty()) {
                return new Play.Judgement(wrong, message);
            }
        }
        return Play.Judgement.right(message);
    }

    private static String wrong(JsonTree answer, JsonTree step, boolean either, Comparison comparison) {
        String result = step.text("result").orElse("");
        if (result.equals("repeated")) {
            return answer.is("accepted") && !answer.is("repeated")
                    ? "the same message led to a second association"
                    : Answers.accepted(answer, Scenario.Expected.EITHER);
        }
        Scenario.Expected expected = either ? Scenario.Expected.EITHER : Scenario.Expected.of(result);
        String wrong = Answers.accepted(answer, expected);
        if (!wrong.isEmpty() || !answer.is("accepted")) {
            return wrong;
        }
        return result.equals("answered") && answer.text("message").orElse("").isEmpty()
                ? "it was accepted, and nothing was answered"
                : comparison.wrong(step, answer);
    }
}
