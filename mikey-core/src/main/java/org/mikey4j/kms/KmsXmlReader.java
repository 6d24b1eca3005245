package org.mikey4j.kms;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.kms.KmsCertificate.Role;
import org.mikey4j.kms.KmsMessage.KmsCertCache;
import org.mikey4j.kms.KmsMessage.KmsInit;
import org.mikey4j.kms.KmsMessage.KmsKeyProv;
import org.mikey4j.kms.KmsResponse.KmsError;
import org.mikey4j.kms.KmsXmlException.Rule;

/**
 * Reads responses of key management services (TS 33.180, D.3). Stateless.
 *
 * <p>The texts of keys are kept where they can be wiped, but for the buffers of the platform's parser.
 */
public final class KmsXmlReader {
    private static final String SIGNED_RESPONSE = "SignedKmsResponse";

    private KmsXmlReader() {}

    /**
     * Reads a response.
     *
     * @param octets the XML, at most 1 MiB; not kept
     * @throws KmsXmlException where it is not one, with line and column
     */
    public static KmsResponse read(byte[] octets) {
        try (XmlElement document = XmlTree.parse(octets)) {
            if (is(document, SIGNED_RESPONSE)) {
                ElementReader in = new ElementReader(document);
                XmlElement response = in.required(KmsXml.RESPONSE);
                in.end();
                return response(response, true);
            }
            if (is(document, KmsXml.RESPONSE)) {
                return response(document, false);
            }
            throw new KmsXmlException(
                    Rule.DOCUMENT_ELEMENT,
                    document.line(),
                    document.column(),
                    "the document is not a " + KmsXml.RESPONSE + " of " + KmsXml.NAMESPACE);
        }
    }

    private static boolean is(XmlElement element, String name) {
        return element.namespace().equals(KmsXml.NAMESPACE) && element.name().equals(name);
    }

    private static KmsResponse response(XmlElement element, boolean signed) {
        ElementReader in = new ElementReader(element);
        String userUri = in.text("UserUri");
        String kmsUri = in.text("KmsUri");
        var time = in.time("Time");
        Optional<String> kmsId = in.optionalText("KmsId");
        String url = in.text("ClientReqUrl");
        Optional<XmlElement> message = in.optional("KmsMessage");
        Optional<KmsError> error = in.optional("KmsError").map(KmsXmlReader::error);
        in.end();
        return new KmsResponse(
                userUri, kmsUri, time, kmsId, url, message.flatMap(KmsXmlReader::message), error, signed);
    }

    private static KmsError error(XmlElement element) {
        ElementReader in = new ElementReader(element);
        return new KmsError(in.number("ErrorCode"), in.required("ErrorMsg").text());
    }

    /** Nothing where it is a message of an extension. */
    private static Optional<KmsMessage> message(XmlElement element) {
        ElementReader in = new ElementReader(element);
        Optional<KmsMessage> message = in.optional(KmsXml.INIT)
                .map(KmsXmlReader::init)
                .or(() -> in.optional(KmsXml.KEY_PROV).map(KmsXmlReader::keyProv))
                .or(() -> in.optional(KmsXml.CERT_CACHE).map(KmsXmlReader::certCache));
        in.end();
        return message;
    }

    private static KmsMessage init(XmlElement element) {
        ElementReader in = new ElementReader(element);
        XmlElement certificate = in.optional(KmsXml.SIGNED_CERTIFICATE)
                .map(KmsXmlReader::unwrapped)
                .orElseGet(() -> in.required(KmsXml.CERTIFICATE));
        skipNewKeys(in);
        in.end();
        return new KmsInit(KmsXmlParts.certificate(certificate, Role.ROOT));
    }

    private static KmsMessage keyProv(XmlElement element) {
        ElementReader in = new ElementReader(element);
        List<KmsKeySet> keySets = new ArrayList<>();
        try {
            for (XmlElement keySet : in.all(KmsXml.KEY_SET)) {
                keySets.add(KmsXmlParts.keySet(keySet));
            }
            skipNewKeys(in);
            in.end();
            return new KmsKeyProv(keySets);
        } catch (KmsXmlException e) {
            keySets.forEach(KmsKeySet::close);
            throw e;
        }
    }

    private static KmsMessage certCache(XmlElement element) {
        ElementReader in = new ElementReader(element);
        List<XmlElement> elements = new ArrayList<>();
        in.all(KmsXml.SIGNED_CERTIFICATE).forEach(signed -> elements.add(unwrapped(signed)));
        elements.addAll(in.all(KmsXml.CERTIFICATE));
        in.end();
        return new KmsCertCache(
                element.attribute("CacheNum").map(text -> ElementReader.number(element, text)),
                elements.stream()
                        .map(certificate -> KmsXmlParts.certificate(certificate, Role.EXTERNAL))
                        .toList());
    }

    private static XmlElement unwrapped(XmlElement signed) {
        ElementReader in = new ElementReader(signed);
        XmlElement certificate = in.required(KmsXml.CERTIFICATE);
        in.end();
        return certificate;
    }

    /** New transport and integrity keys are of the security extension (D.1), which is not used. */
    private static void skipNewKeys(ElementReader in) {
        in.all("NewTransportKey");
        in.all("NewIntegrityKey");
    }
}
