package org.mikey4j.kms;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.kms.KmsXmlException.Rule;

/** An element with its place. Its text may be a key, so it is kept where {@link #close} can wipe it. */
final class XmlElement implements AutoCloseable {
    private final String namespace;
    private final String name;
    private final Map<String, String> attributes = new HashMap<>();
    private final int line;
    private final int column;
    private final List<XmlElement> children = new ArrayList<>();
    private char[] text = {};

    XmlElement(String namespace, String name, int line, int column) {
        this.namespace = namespace;
        this.name = name;
        this.line = line;
        this.column = column;
    }

    String namespace() {
        return namespace;
    }

    String name() {
        return name;
    }

    int line() {
        return line;
    }

    int column() {
        return column;
    }

    List<XmlElement> children() {
        return children;
    }

    void add(XmlElement child) {
        children.add(child);
    }

    void add(String attribute, String value) {
        attributes.put(attribute, value);
    }

    void add(char[] more, int from, int length) {
        char[] longer = Arrays.copyOf(text, text.length + length);
        System.arraycopy(more, from, longer, text.length, length);
        Arrays.fill(text, '\0');
        text = longer;
    }

    /** An attribute in no namespace. */
    Optional<String> attribute(String attribute) {
        return Optional.ofNullable(attributes.get(attribute));
    }

    /** The text, which is no secret, without white space around it. */
    String text() {
        requireNoChildren();
        return new String(text).strip();
    }

    /** The octets that the text writes in hexadecimal digits; the caller wipes them. */
    byte[] hex() {
        requireNoChildren();
        int from = 0;
        int to = text.length;
        while (from < to && Character.isWhitespace(text[from])) {
            from++;
        }
        while (to > from && Character.isWhitespace(text[to - 1])) {
            to--;
        }
        byte[] octets = new byte[(to - from) / 2];
        boolean wrong = (to - from) % 2 != 0;
        for (int i = from; i < to; i++) {
            int digit = text[i] < 0x80 ? Character.digit(text[i], 16) : -1;
            wrong |= digit < 0;
            if ((i - from) / 2 < octets.length) {
                octets[(i - from) / 2] = (byte) (octets[(i - from) / 2] << 4 | (digit & 0xf));
            }
        }
        if (wrong || octets.length == 0) {
            Arrays.fill(octets, (byte) 0);
            throw new KmsXmlException(Rule.VALUE, this, "is not written in hexadecimal digits, two an octet");
        }
        return octets;
    }

    private void requireNoChildren() {
        if (!children.isEmpty()) {
            throw new KmsXmlException(
                    Rule.MISPLACED, children.get(0), "stands in " + name + ", which is to hold text only");
        }
    }

    @Override
    public void close() {
        Arrays.fill(text, '\0');
        children.forEach(XmlElement::close);
    }
}
