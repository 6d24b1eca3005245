package org.mikey4j.cli.sip;

import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Optional;
import javax.sip.address.SipURI;
import javax.sip.header.CallIdHeader;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.Header;
import javax.sip.header.RouteHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;

/** Bodies and routes of messages. */
public final class SipText {
    static final String SESSION_ID = "Session-ID";

    private SipText() {}

    /** Whether the message has a description of a session. */
    public static boolean hasSdp(Message message) {
        ContentTypeHeader type = (ContentTypeHeader) message.getHeader(ContentTypeHeader.NAME);
        return type != null
                && type.getContentType().equalsIgnoreCase("application")
                && type.getContentSubType().equalsIgnoreCase("sdp")
                && message.getRawContent() != null;
    }

    /** The body octet for octet, as characters of one octet each. */
    public static String body(Message message) {
        return new String(message.getRawContent(), StandardCharsets.ISO_8859_1);
    }

    /** The whole message as it goes over the wire. */
    public static byte[] octets(Message message) {
        return ((gov.nist.javax.sip.message.SIPMessage) message).encodeAsBytes("udp");
    }

    /** The octets of a body of type application/mikey (RFC 3830, 10). */
    public static Optional<byte[]> mikey(Message message) {
        ContentTypeHeader type = (ContentTypeHeader) message.getHeader(ContentTypeHeader.NAME);
        boolean mikey = type != null
                && type.getContentType().equalsIgnoreCase("application")
                && type.getContentSubType().equalsIgnoreCase("mikey")
                && message.getRawContent() != null;
        return mikey ? Optional.of(message.getRawContent()) : Optional.empty();
    }

    /**
     * What both networks know a call by, since back-to-back user agents leave it alone: the Session-ID of the caller (RFC
     * 7989), or without one the Call-ID.
     */
    public static String session(Message message) {
        Header session = message.getHeader(SESSION_ID);
        if (session == null) {
            return ((CallIdHeader) message.getHeader(CallIdHeader.NAME)).getCallId();
        }
        String value = session.toString();
        return value.substring(value.indexOf(':') + 1).replaceAll(";.*", "").trim();
    }

    /** The URI of From or To, without its parameters: who a user is, wherever it is. */
    static String identity(Message message, String header) {
        javax.sip.address.URI uri = header.equals(FromHeader.NAME)
                ? ((FromHeader) message.getHeader(header)).getAddress().getURI()
                : ((ToHeader) message.getHeader(header)).getAddress().getURI();
        return uri.toString().replaceAll("[;?].*", "");
    }

    /** Gives the message another body of the same type. */
    static void setBody(Message message, String body) throws ParseException {
        ContentTypeHeader type = (ContentTypeHeader) message.getHeader(ContentTypeHeader.NAME);
        message.setContent(body.getBytes(StandardCharsets.ISO_8859_1), type);
    }

    /** Takes off the topmost Route if it names this place (RFC 3261, 16.4). */
    static boolean popOwnRoute(Request request, SipNode node) {
        RouteHeader route = (RouteHeader) request.getHeader(RouteHeader.NAME);
        if (route != null && route.getAddress().getURI() instanceof SipURI uri && node.isHere(uri)) {
            request.removeFirst(RouteHeader.NAME);
            return true;
        }
        return false;
    }
}
