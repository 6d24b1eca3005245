package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Scenarios of reading: the wire vectors. */
final class Reading {
    static final String ACTION = "parse";

    private Reading() {}

    static List<Scenario> scenarios(JsonTree file, RequirementIds ids) {
        JsonTree notes = file.object("notes").orElse(new JsonTree(Map.of()));
        List<Scenario> all = new ArrayList<>();
        for (JsonTree group : file.objects("groups")) {
            String payload = group.text("payload").orElse("");
            for (JsonTree test : group.objects("tests")) {
                String message = test.text("message").orElse("");
                Scenario.Expected expected =
                        Scenario.Expected.of(test.text("result").orElse(""));
                all.add(new Scenario(
                        test.text("id").orElse(""),
                        "reading " + payload,
                        Notes.about(test, notes),
                        ids.ofPayload(payload),
                        ACTION,
                        message,
                        subject -> read(subject, message, expected)));
            }
        }
        return all;
    }

    private static Play.Judgement read(Subject subject, String message, Scenario.Expected expected)
            throws Silent, IOException {
        JsonTree answer = subject.ask(Map.of("do", ACTION, "message", message));
        String wrong = Answers.accepted(answer, expected);
        return new Play.Judgement(wrong.isEmpty() ? writtenAgain(answer, message, expected) : wrong, message);
    }

    /** Reserved bits and the like may be lost; only what must be accepted must come back as it was. */
    private static String writtenAgain(JsonTree answer, String message, Scenario.Expected expected) {
        String back = answer.text("message").orElse("");
        boolean same = expected != Scenario.Expected.ACCEPT || back.isEmpty() || back.equals(message);
        return same ? "" : "written again it is other octets: " + back;
    }
}
