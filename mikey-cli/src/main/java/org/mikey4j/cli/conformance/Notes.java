package org.mikey4j.cli.conformance;

/** What the test vectors say about themselves. */
final class Notes {
    private Notes() {}

    /** What a test is about, with the note of its first flag. */
    static String about(JsonTree test, JsonTree notes) {
        return test.text("comment").orElse("")
                + test.texts("flags").stream()
                        .findFirst()
                        .flatMap(notes::text)
                        .map(text -> ". " + text)
                        .orElse("");
    }
}
