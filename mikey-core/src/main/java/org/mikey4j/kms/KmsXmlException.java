package org.mikey4j.kms;

import org.mikey4j.MikeyException;

/**
 * XML that is no response of a key management service. The message says where and what, and never quotes what stands in an
 * element, which may be a key.
 */
public final class KmsXmlException extends MikeyException {
    private static final long serialVersionUID = 1L;

    private final Rule rule;
    private final int line;
    private final int column;

    KmsXmlException(Rule rule, int line, int column, String message) {
        super(message + ", at line " + line + ", column " + column);
        this.rule = rule;
        this.line = line;
        this.column = column;
    }

    KmsXmlException(Rule rule, XmlElement element, String message) {
        this(rule, element.line(), element.column(), element.name() + ": " + message);
    }

    /** The rule that is broken. */
    public Rule rule() {
        return rule;
    }

    /** The line, from 1; that of an element is where its start tag ends. */
    public int line() {
        return line;
    }

    /** The column, from 1. */
    public int column() {
        return column;
    }

    /** What is asked of the XML. */
    public enum Rule {
        /** It is well-formed. */
        WELL_FORMED,
        /** It has no document type, hence no entities. */
        NO_DOCTYPE,
        /** It is not longer, deeper or of more elements than is read. */
        SIZE,
        /** The document is a response, or a certificate or key set by itself. */
        DOCUMENT_ELEMENT,
        /** Elements that have to be there are there. */
        MISSING,
        /** Elements stand where the schema has them, and as often. */
        MISPLACED,
        /** Texts and attributes are of their type: numbers, times, hexadecimal digits. */
        VALUE,
        /** Public keys are points that can be used. */
        KEY,
        /** Keys are in clear; those under a transport key are not read. */
        ENCRYPTED,
        /** UserIdFormat is 2 and the parameter set 1; others are not known. */
        UNSUPPORTED
    }
}
