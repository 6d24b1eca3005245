package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.util.Map;

/** Passes everything on, and remembers what was said last about a refusal. */
final class Listening implements Subject {
    private final Subject subject;
    private String said = "";

    Listening(Subject subject) {
        this.subject = subject;
    }

    @Override
    public Introduction hello() throws Silent, IOException {
        return subject.hello();
    }

    @Override
    public JsonTree ask(Map<String, String> request) throws Silent, IOException {
        said = "";
        JsonTree answer = subject.ask(request);
        said = answer.text("why").orElse("");
        return answer;
    }

    @Override
    public boolean keepsTime() {
        return subject.keepsTime();
    }

    /** Why the last message was refused, in the implementation's words; empty if it was not. */
    String said() {
        return said;
    }

    @Override
    public void close() {
        subject.close();
    }
}
