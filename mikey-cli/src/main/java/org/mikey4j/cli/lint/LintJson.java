package org.mikey4j.cli.lint;

import java.io.IOException;
import java.util.List;
import org.mikey4j.cli.output.JsonDocument;
import org.mikey4j.message.Severity;

/** What was found, for programs, as {@code mikey-lint.schema.json} describes it. */
public final class LintJson {
    private LintJson() {}

    /** One object on one line. */
    public static String write(Outcome outcome) throws IOException {
        try (JsonDocument json = new JsonDocument()) {
            json.text("profile", outcome.profile().label());
            json.number("errors", outcome.count(Severity.ERROR));
            json.number("warnings", outcome.count(Severity.WARNING));
            json.number("notes", outcome.count(Severity.INFO));
            json.beginArray("parts");
            for (Outcome.Part part : outcome.parts()) {
                json.beginObject();
                json.text("source", part.source());
                json.beginArray("senders");
                for (Sender sender : part.senders()) {
                    json.beginObject();
                    json.text("name", sender.name());
                    json.number("weight", sender.weight());
                    json.texts("evidence", sender.evidence());
                    json.endObject();
                }
                json.endArray();
                findings(json, part.findings());
                json.endObject();
            }
            json.endArray();
            return json.finish();
        }
    }

    private static void findings(JsonDocument json, List<Finding> findings) throws IOException {
        json.beginArray("findings");
        for (Finding finding : findings) {
            json.beginObject();
            json.text("rule", finding.rule().id());
            json.text("severity", SeverityText.of(finding.severity()));
            json.text("source", finding.source());
            if (finding.offset().isPresent()) {
                json.number("offset", finding.offset().getAsInt());
            } else {
                json.nothing("offset");
            }
            json.text("where", finding.where());
            json.text("title", finding.rule().title());
            json.text("message", finding.message());
            json.text("section", finding.rule().section());
            json.text("remedy", finding.rule().remedy());
            json.texts("known", finding.rule().implementations());
            json.endObject();
        }
        json.endArray();
    }
}
