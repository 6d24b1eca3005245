package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.mikey4j.cli.output.JsonDocument;
import org.mikey4j.cli.report.HtmlReport;

/** The verdicts on an implementation in the forms that people and build servers read. */
public final class ConformanceOutput {
    private ConformanceOutput() {}

    /** Verdicts by group, in the order in which groups came. */
    static Map<String, List<Verdict>> byGroup(ConformanceRun.Result result) {
        Map<String, List<Verdict>> groups = new LinkedHashMap<>();
        result.verdicts()
                .forEach(v -> groups.computeIfAbsent(v.scenario().group(), g -> new ArrayList<>())
                        .add(v));
        return groups;
    }

    /** Verdicts by requirement, in the order of their ids; a scenario may test several. */
    static Map<String, List<Verdict>> byRequirement(ConformanceRun.Result result) {
        Map<String, List<Verdict>> requirements = new TreeMap<>();
        for (Verdict verdict : result.verdicts()) {
            if (verdict.outcome() != Verdict.Outcome.SKIP) {
                verdict.scenario()
                        .requirements()
                        .forEach(id -> requirements
                                .computeIfAbsent(id, key -> new ArrayList<>())
                                .add(verdict));
            }
        }
        return requirements;
    }

    private static long bad(List<Verdict> verdicts) {
        return verdicts.stream().filter(Verdict::isBad).count();
    }

    /** A line for each group, and one for each verdict against the implementation. */
    public static List<String> text(ConformanceRun.Result result) {
        List<String> lines = new ArrayList<>();
        byGroup(result).forEach((group, verdicts) -> {
            long bad = bad(verdicts);
            long skipped = verdicts.stream()
                    .filter(v -> v.outcome() == Verdict.Outcome.SKIP)
                    .count();
            lines.add(String.format(
                    Locale.ROOT,
                    "%-28s %4d of %4d%s",
                    group,
                    verdicts.size() - bad - skipped,
                    verdicts.size() - skipped,
                    skipped > 0 ? ", " + skipped + " not done" : ""));
            verdicts.stream()
                    .filter(Verdict::isBad)
                    .forEach(v -> lines.add("  " + name(v) + " " + v.scenario().id() + ": " + v.reason()));
        });
        lines.add((result.name() + " " + result.version()).strip() + ": " + result.count(Verdict.Outcome.PASS)
                + " passed, "
                + result.count(Verdict.Outcome.FAIL) + " failed, " + result.count(Verdict.Outcome.HANG) + " hung, "
                + result.count(Verdict.Outcome.CRASH) + " crashed, " + result.count(Verdict.Outcome.SKIP)
                + " not done");
        return lines;
    }

    private static String name(Verdict verdict) {
        return verdict.outcome().name().toLowerCase(Locale.ROOT);
    }

    /** One object with all verdicts. */
    public static String json(ConformanceRun.Result result) throws IOException {
        try (JsonDocument json = new JsonDocument()) {
            json.text("schema", "mikey-conformance/2");
            json.text("name", result.name());
            json.text("version", result.version());
            for (Verdict.Outcome outcome : Verdict.Outcome.values()) {
                json.number(outcome.name().toLowerCase(Locale.ROOT), result.count(outcome));
            }
            json.beginArray("requirements");
            for (Map.Entry<String, List<Verdict>> requirement :
                    byRequirement(result).entrySet()) {
                json.beginObject();
                json.text("id", requirement.getKey());
                json.number("scenarios", requirement.getValue().size());
                json.number("bad", bad(requirement.getValue()));
                json.endObject();
            }
            json.endArray();
            json.beginArray("verdicts");
            for (Verdict verdict : result.verdicts()) {
                json.beginObject();
                json.text("id", verdict.scenario().id());
                json.text("group", verdict.scenario().group());
                json.text("outcome", name(verdict));
                json.text("about", verdict.scenario().about());
                json.texts("requirements", verdict.scenario().requirements());
                json.text("message", verdict.message());
                json.text("reason", verdict.reason());
                json.text("said", verdict.said());
                json.number("micros", verdict.micros());
                json.endObject();
            }
            json.endArray();
            return json.finish();
        }
    }

    /** The XML of JUnit: a suite for each group. */
    public static String junit(ConformanceRun.Result result) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuites");
            xml.writeAttribute("name", "MIKEY conformance of " + result.name());
            for (Map.Entry<String, List<Verdict>> group : byGroup(result).entrySet()) {
                suite(xml, group.getKey(), group.getValue());
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("text in memory cannot fail to be written", e);
        }
        return text.toString();
    }

    private static void suite(XMLStreamWriter xml, String group, List<Verdict> verdicts) throws XMLStreamException {
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", group);
        xml.writeAttribute("tests", Integer.toString(verdicts.size()));
        xml.writeAttribute("failures", Long.toString(bad(verdicts)));
        for (Verdict verdict : verdicts) {
            xml.writeStartElement("testcase");
            xml.writeAttribute("classname", group);
            xml.writeAttribute("name", verdict.scenario().id());
            xml.writeAttribute("time", String.format(Locale.ROOT, "%.6f", verdict.micros() / 1e6));
            if (verdict.isBad()) {
                xml.writeStartElement("failure");
                xml.writeAttribute("type", name(verdict));
                xml.writeAttribute("message", clean(verdict.reason()));
                xml.writeCharacters(clean(verdict.scenario().about() + "\n" + verdict.message()));
                xml.writeEndElement();
            } else if (verdict.outcome() == Verdict.Outcome.SKIP) {
                xml.writeEmptyElement("skipped");
            }
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    /** What an adapter says may hold anything. */
    private static String clean(String text) {
        return text.replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]", "?");
    }

    /** A page with a verdict for every scenario. */
    public static HtmlReport html(ConformanceRun.Result result, Instant now) {
        HtmlReport report = new HtmlReport(
                "MIKEY conformance of " + result.name() + " " + result.version(),
                "Made " + now.truncatedTo(ChronoUnit.SECONDS) + ".",
                false);
        List<HtmlReport.Figure> figures = new ArrayList<>();
        for (Verdict.Outcome outcome : Verdict.Outcome.values()) {
            long count = result.count(outcome);
            boolean neutral = outcome == Verdict.Outcome.PASS || outcome == Verdict.Outcome.SKIP || count == 0;
            figures.add(new HtmlReport.Figure(
                    Long.toString(count), outcome.name().toLowerCase(Locale.ROOT), neutral ? "good" : "error"));
        }
        report.figures(figures);
        List<List<String>> requirements = new ArrayList<>();
        byRequirement(result).forEach((id, verdicts) -> {
            long bad = bad(verdicts);
            requirements.add(
                    List.of(id, bad == 0 ? "pass" : "fail", Long.toString(verdicts.size()), Long.toString(bad)));
        });
        report.table("Requirements", List.of("Requirement", "Verdict", "Scenarios", "Against it"), requirements);
        byGroup(result).forEach((group, verdicts) -> {
            List<List<String>> rows = new ArrayList<>();
            for (Verdict verdict : verdicts) {
                rows.add(List.of(
                        verdict.scenario().id(),
                        name(verdict),
                        verdict.scenario().about(),
                        verdict.reason().isEmpty() ? verdict.said() : verdict.reason(),
                        String.format(Locale.ROOT, "%.1f", verdict.micros() / 1e3),
                        verdict.isBad() ? verdict.message() : ""));
            }
            report.table(group, List.of("Scenario", "Verdict", "What it is about", "Why", "ms", "Octets"), rows);
        });
        return report;
    }
}
