package org.mikey4j.cli.lint;

import java.io.StringWriter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.mikey4j.message.Severity;

/** What was found, as the XML of JUnit, which every build server shows: a suite for each message, a case for each finding. */
public final class JunitWriter {
    private JunitWriter() {}

    /**
     * One document.
     *
     * @param least findings that are at least this serious are failures, the others are passed cases with a remark
     */
    public static String write(Outcome outcome, Severity least) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuites");
            xml.writeAttribute("name", "mikey lint, " + outcome.profile().label());
            counts(xml, outcome.findings(), outcome.parts().size(), least);
            for (Outcome.Part part : outcome.parts()) {
                suite(xml, part, least);
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("text in memory cannot fail to be written", e);
        }
        return text.toString();
    }

    private static void suite(XMLStreamWriter xml, Outcome.Part part, Severity least) throws XMLStreamException {
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", clean(part.title()));
        counts(xml, part.findings(), 1, least);
        xml.writeEmptyElement("testcase");
        xml.writeAttribute("classname", clean(part.source()));
        xml.writeAttribute("name", "was read");
        for (Finding finding : part.findings()) {
            xml.writeCharacters("\n");
            xml.writeStartElement("testcase");
            xml.writeAttribute("classname", clean(part.source()));
            xml.writeAttribute("name", finding.rule().id() + place(finding));
            boolean failure = finding.severity().compareTo(least) <= 0;
            xml.writeStartElement(failure ? "failure" : "system-out");
            if (failure) {
                xml.writeAttribute("type", SeverityText.of(finding.severity()));
                xml.writeAttribute("message", clean(finding.rule().title() + ": " + finding.message()));
            }
            xml.writeCharacters(clean(finding.source() + ": " + finding.rule().title() + ": " + finding.message() + ". "
                    + finding.rule().remedy() + " [" + finding.rule().section() + "]"));
            xml.writeEndElement();
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static void counts(XMLStreamWriter xml, List<Finding> findings, int read, Severity least)
            throws XMLStreamException {
        long failures = findings.stream()
                .filter(finding -> finding.severity().compareTo(least) <= 0)
                .count();
        xml.writeAttribute("tests", Integer.toString(findings.size() + read));
        xml.writeAttribute("failures", Long.toString(failures));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute("skipped", "0");
    }

    private static String place(Finding finding) {
        return finding.offset().isPresent() ? " at " + finding.offset().getAsInt() : "";
    }

    /** XML has no words for most control characters. */
    private static String clean(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cs}\\uFFFE\\uFFFF]", "?");
    }
}
