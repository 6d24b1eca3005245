package org.mikey4j.kms;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.kms.KmsXmlException.Rule;

/**
 * Reads the children of an element in the order of the schema. Those of other namespaces are extensions and are passed over
 * (TS 33.180, D.1).
 */
final class ElementReader {
    private final XmlElement parent;
    private final List<XmlElement> children;
    private int next;

    ElementReader(XmlElement parent) {
        this.parent = parent;
        this.children = parent.children().stream()
                .filter(child -> child.namespace().equals(KmsXml.NAMESPACE))
                .toList();
    }

    Optional<XmlElement> optional(String name) {
        if (next < children.size() && children.get(next).name().equals(name)) {
            next++;
            return Optional.of(children.get(next - 1));
        }
        return Optional.empty();
    }

    XmlElement required(String name) {
        return optional(name)
                .orElseThrow(() -> new KmsXmlException(
                        Rule.MISSING,
                        next < children.size() ? children.get(next) : parent,
                        (next < children.size() ? "stands where " : "has to hold ")
                                + name
                                + (next < children.size() ? " has to" : "")));
    }

    List<XmlElement> all(String name) {
        List<XmlElement> all = new ArrayList<>();
        Optional<XmlElement> one = optional(name);
        while (one.isPresent()) {
            all.add(one.get());
            one = optional(name);
        }
        return all;
    }

    /** Refuses what was not read. */
    void end() {
        if (next < children.size()) {
            throw new KmsXmlException(
                    Rule.MISPLACED, children.get(next), "does not belong in " + parent.name() + ", or not here");
        }
    }

    String text(String name) {
        XmlElement element = required(name);
        if (element.text().isEmpty()) {
            throw new KmsXmlException(Rule.VALUE, element, "is empty");
        }
        return element.text();
    }

    Optional<String> optionalText(String name) {
        return optional(name).map(XmlElement::text);
    }

    /** A number that is not negative. */
    long number(String name) {
        return number(required(name));
    }

    Optional<Long> optionalNumber(String name) {
        return optional(name).map(ElementReader::number);
    }

    private static long number(XmlElement element) {
        return number(element, element.text());
    }

    static long number(XmlElement element, String text) {
        if (text.matches("[+]?[0-9]{1,18}")) {
            return Long.parseLong(text);
        }
        throw new KmsXmlException(Rule.VALUE, element, "a number that is not negative is to stand here");
    }

    boolean flag(String name) {
        return optional(name).map(element -> flag(element, element.text())).orElse(false);
    }

    static boolean flag(XmlElement element, String text) {
        return switch (text) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new KmsXmlException(Rule.VALUE, element, "true or false is to stand here");
        };
    }

    Instant time(String name) {
        return time(required(name));
    }

    Optional<Instant> optionalTime(String name) {
        return optional(name).map(ElementReader::time);
    }

    /** A time without a zone is one in UTC: nothing else could be meant between two machines. */
    private static Instant time(XmlElement element) {
        try {
            TemporalAccessor time = DateTimeFormatter.ISO_DATE_TIME.parseBest(
                    element.text(), OffsetDateTime::from, LocalDateTime::from);
            return time instanceof OffsetDateTime zoned
                    ? zoned.toInstant()
                    : ((LocalDateTime) time).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new KmsXmlException(Rule.VALUE, element, "a time such as 2026-11-23T12:00:00Z is to stand here");
        }
    }
}
