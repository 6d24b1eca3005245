package org.mikey4j.cli.conformance;

import java.util.List;
import java.util.Optional;
import org.mikey4j.exchange.RejectReason;

/** What the test vectors say about themselves. */
final class Notes {
    private Notes() {}

    /** What a test is about, with the note of its first flag, and of an exchange that is refused in the end with our reason for it. */
    static String about(JsonTree test, JsonTree notes) {
        return test.text("comment").orElse("")
                + test.texts("flags").stream()
                        .findFirst()
                        .flatMap(notes::text)
                        .map(text -> ". " + text)
                        .orElse("")
                + reason(test).map(Notes::reason).orElse("");
    }

    /** What a scenario is about in which a message is refused in the end. */
    static String refused(String about, RejectReason reason) {
        return about + "." + reason(reason.name());
    }

    private static String reason(String name) {
        return " To be refused: " + name + ".";
    }

    /** Why the last message of an exchange is refused; empty if it is not. */
    private static Optional<String> reason(JsonTree test) {
        List<JsonTree> steps = test.objects("steps");
        return steps.isEmpty() ? Optional.empty() : steps.get(steps.size() - 1).text("reason");
    }
}
