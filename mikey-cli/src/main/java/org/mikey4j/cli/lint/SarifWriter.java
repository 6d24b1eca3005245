package org.mikey4j.cli.lint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mikey4j.cli.output.JsonDocument;
import org.mikey4j.message.Severity;

/** What was found, as SARIF 2.1.0, which code hosts and pipelines show beside the file. */
public final class SarifWriter {
    private static final Pattern WITH_LINE = Pattern.compile("(.+):(\\d+)");

    /** In a capture; the line is one of the text in the frame, not of the file. */
    private static final Pattern WITH_FRAME = Pattern.compile("(.+) (frame \\d+)(?::\\d+)?");

    /** What stands for itself in a path, by RFC 3986, 2.3 and 3.3; a colon could be taken for the end of a scheme. */
    private static final String PLAIN = "/-._~";

    private SarifWriter() {}

    /**
     * One log with one run.
     *
     * @param version the version of this program
     */
    public static String write(Outcome outcome, String version) throws IOException {
        List<Rule> rules = RuleBook.rules().stream()
                .filter(rule -> rule.severity(outcome.profile()).isPresent())
                .toList();
        List<String> ids = rules.stream().map(Rule::id).toList();
        try (JsonDocument json = new JsonDocument()) {
            json.text("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            json.text("version", "2.1.0");
            json.beginArray("runs");
            json.beginObject();
            json.beginObject("tool");
            json.beginObject("driver");
            json.text("name", "mikey lint");
            json.text("version", version);
            json.beginArray("rules");
            for (Rule rule : rules) {
                rule(json, rule, rule.severity(outcome.profile()).orElseThrow());
            }
            json.endArray();
            json.endObject();
            json.endObject();
            json.text("columnKind", "utf16CodeUnits");
            json.beginArray("results");
            for (Finding finding : outcome.findings()) {
                result(json, finding, ids.indexOf(finding.rule().id()));
            }
            json.endArray();
            json.endObject();
            json.endArray();
            return json.finish();
        }
    }

    private static void rule(JsonDocument json, Rule rule, Severity severity) throws IOException {
        json.beginObject();
        json.text("id", rule.id());
        text(json, "shortDescription", rule.title());
        text(json, "fullDescription", rule.explanation());
        text(json, "help", rule.remedy() + " (" + rule.section() + ")");
        json.beginObject("defaultConfiguration");
        json.text("level", SeverityText.of(severity));
        json.endObject();
        json.beginObject("properties");
        json.text("section", rule.section());
        json.texts("known", rule.implementations());
        json.endObject();
        json.endObject();
    }

    private static void result(JsonDocument json, Finding finding, int index) throws IOException {
        Matcher withFrame = WITH_FRAME.matcher(finding.source());
        boolean frame = withFrame.matches();
        Matcher withLine = WITH_LINE.matcher(finding.source());
        boolean line = !frame && withLine.matches();
        String place = (frame ? withFrame.group(2) + ", " : "")
                + finding.where()
                + (finding.offset().isPresent() ? ", octet " + finding.offset().getAsInt() : "");
        json.beginObject();
        json.text("ruleId", finding.rule().id());
        json.number("ruleIndex", index);
        json.text("level", SeverityText.of(finding.severity()));
        text(json, "message", finding.rule().title() + ": " + finding.message() + " (" + place + ")");
        json.beginArray("locations");
        json.beginObject();
        json.beginObject("physicalLocation");
        json.beginObject("artifactLocation");
        json.text("uri", uri(frame ? withFrame.group(1) : line ? withLine.group(1) : finding.source()));
        json.endObject();
        if (line) {
            json.beginObject("region");
            json.number("startLine", Integer.parseInt(withLine.group(2)));
            json.endObject();
        }
        json.endObject();
        json.beginArray("logicalLocations");
        json.beginObject();
        json.text("name", finding.where());
        json.text("fullyQualifiedName", place);
        json.endObject();
        json.endArray();
        json.endObject();
        json.endArray();
        json.endObject();
    }

    private static void text(JsonDocument json, String name, String text) throws IOException {
        json.beginObject(name);
        json.text("text", text);
        json.endObject();
    }

    /** The name of a file as a reference, so that no character of it is taken for syntax (RFC 3986, 2.1). */
    private static String uri(String name) {
        StringBuilder uri = new StringBuilder(name.length());
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = (octet >= '0' && octet <= '9')
                    || (octet >= 'a' && octet <= 'z')
                    || (octet >= 'A' && octet <= 'Z')
                    || PLAIN.indexOf(octet) >= 0;
            if (plain) {
                uri.append((char) octet);
            } else {
                uri.append(String.format("%%%02X", octet));
            }
        }
        return uri.toString();
    }
}
