package org.mikey4j.kms;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.jspecify.annotations.Nullable;
import org.mikey4j.kms.KmsXmlException.Rule;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Octets to elements, with the platform's parser: no document type, so no entities and nothing is fetched from anywhere; bounded in
 * length, depth and number of elements.
 */
final class XmlTree extends DefaultHandler {
    static final int MOST_OCTETS = 1 << 20;
    private static final int MOST_DEPTH = 16;
    private static final int MOST_ELEMENTS = 20_000;
    private static final String DISALLOW_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";

    private final Deque<XmlElement> open = new ArrayDeque<>();
    private @Nullable XmlElement document;
    private @Nullable Locator locator;
    private int elements;

    private XmlTree() {}

    /**
     * The document element.
     *
     * @throws KmsXmlException with {@link Rule#WELL_FORMED}, {@link Rule#NO_DOCTYPE} or {@link Rule#SIZE}
     */
    static XmlElement parse(byte[] octets) {
        if (octets.length > MOST_OCTETS) {
            throw new KmsXmlException(Rule.SIZE, 1, 1, "more than " + MOST_OCTETS + " octets of XML are not read");
        }
        XmlTree tree = new XmlTree();
        try {
            XMLReader reader = reader();
            reader.setContentHandler(tree);
            reader.setErrorHandler(tree);
            reader.parse(new InputSource(new ByteArrayInputStream(octets)));
            XmlElement document = tree.document;
            if (document == null) {
                throw new IllegalStateException("a document that is well-formed has an element");
            }
            return document;
        } catch (KmsXmlException e) {
            tree.wipe();
            throw e;
        } catch (SAXParseException e) {
            tree.wipe();
            throw refused(e);
        } catch (SAXException | IOException e) {
            // The octets are in memory: what fails is their encoding. The cause may quote them, so it is not kept.
            tree.wipe();
            throw new KmsXmlException(Rule.WELL_FORMED, tree.line(), tree.column(), "not well-formed XML");
        }
    }

    private static XMLReader reader() throws SAXException {
        try {
            SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature(DISALLOW_DOCTYPE, true);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            return factory.newSAXParser().getXMLReader();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the platform's own parser has these features", e);
        }
    }

    /** The parser's message may quote the octets, so that only its kind is told. */
    private static KmsXmlException refused(SAXParseException e) {
        boolean doctype = String.valueOf(e.getMessage()).contains(DISALLOW_DOCTYPE);
        return new KmsXmlException(
                doctype ? Rule.NO_DOCTYPE : Rule.WELL_FORMED,
                known(e.getLineNumber()),
                known(e.getColumnNumber()),
                doctype ? "a document type is not allowed" : "not well-formed XML");
    }

    private void wipe() {
        if (document != null) {
            document.close();
        }
    }

    private int line() {
        return locator == null ? 1 : known(locator.getLineNumber());
    }

    private int column() {
        return locator == null ? 1 : known(locator.getColumnNumber());
    }

    /** The parser gives -1 where it does not know, before it could begin. */
    private static int known(int position) {
        return Math.max(1, position);
    }

    @Override
    public void setDocumentLocator(Locator given) {
        locator = given;
    }

    @Override
    public void startElement(String uri, String localName, String qName, Attributes attributes) {
        elements++;
        if (elements > MOST_ELEMENTS || open.size() >= MOST_DEPTH) {
            throw new KmsXmlException(
                    Rule.SIZE,
                    line(),
                    column(),
                    "more than " + MOST_ELEMENTS + " elements, or " + MOST_DEPTH + " inside each other, are not read");
        }
        XmlElement element = new XmlElement(uri, localName, line(), column());
        for (int i = 0; i < attributes.getLength(); i++) {
            if (attributes.getURI(i).isEmpty()) {
                element.add(attributes.getLocalName(i), attributes.getValue(i));
            }
        }
        XmlElement parent = open.peek();
        if (parent == null) {
            document = element;
        } else {
            parent.add(element);
        }
        open.push(element);
    }

    @Override
    public void characters(char[] text, int from, int length) {
        XmlElement element = open.peek();
        if (element != null) {
            element.add(text, from, length);
        }
    }

    @Override
    public void endElement(String uri, String localName, String qName) {
        open.pop();
    }

    @Override
    public void fatalError(SAXParseException e) throws SAXParseException {
        throw e;
    }
}
