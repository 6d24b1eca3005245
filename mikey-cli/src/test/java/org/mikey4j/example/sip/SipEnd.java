package org.mikey4j.example.sip;

import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.SipException;
import javax.sip.SipFactory;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import javax.sip.SipStack;
import javax.sip.address.AddressFactory;
import javax.sip.address.SipURI;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.HeaderFactory;
import javax.sip.header.ToHeader;
import javax.sip.message.Message;
import javax.sip.message.MessageFactory;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.mikey4j.sdp.Warning;

/**
 * A SIP stack with one TCP port of the loopback address, and the messages that a telephone sends. TCP, since a description with
 * a certificate in it is longer than what may go over UDP (RFC 3261, 18.1.1).
 */
final class SipEnd implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final String TRANSPORT = "tcp";

    private final String user;
    private final int port;
    private final SipStack stack;
    private final SipProvider provider;
    private final AddressFactory addresses;
    private final HeaderFactory headers;
    private final MessageFactory messages;

    SipEnd(String user, int port, SipListener listener) {
        this.user = user;
        this.port = port;
        SipFactory factory = SipFactory.getInstance();
        factory.setPathName("gov.nist");
        Properties properties = new Properties();
        properties.setProperty("javax.sip.STACK_NAME", user + port);
        properties.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "on");
        // Keeps an INVITE in mind when it was answered once, since a fork can answer it again.
        properties.setProperty("gov.nist.javax.sip.MAX_FORK_TIME_SECONDS", "32");
        properties.setProperty("gov.nist.javax.sip.REENTRANT_LISTENER", "true");
        properties.setProperty("gov.nist.javax.sip.LOG_LEVEL", "OFF");
        properties.setProperty("gov.nist.javax.sip.TRACE_LEVEL", "OFF");
        try {
            stack = factory.createSipStack(properties);
            ListeningPoint point = stack.createListeningPoint(HOST, port, TRANSPORT);
            provider = stack.createSipProvider(point);
            addresses = factory.createAddressFactory();
            headers = factory.createHeaderFactory();
            messages = factory.createMessageFactory();
            provider.addSipListener(listener);
            stack.start();
        } catch (SipException | InvalidArgumentException | java.util.TooManyListenersException e) {
            throw new IllegalStateException("the SIP stack does not start", e);
        }
    }

    SipProvider provider() {
        return provider;
    }

    static String token() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    /** An INVITE that begins a call, to go through a proxy or straight to a telephone. */
    Request invite(String from, String to, int nextPort) throws ParseException, InvalidArgumentException, SipException {
        Request request = messages.createRequest(
                addresses.createURI(to),
                Request.INVITE,
                provider.getNewCallId(),
                headers.createCSeqHeader(1L, Request.INVITE),
                headers.createFromHeader(addresses.createAddress(from), token()),
                headers.createToHeader(addresses.createAddress(to), null),
                List.of(headers.createViaHeader(HOST, port, TRANSPORT, null)),
                headers.createMaxForwardsHeader(70));
        SipURI next = addresses.createSipURI(null, HOST);
        next.setPort(nextPort);
        next.setTransportParam(TRANSPORT);
        next.setLrParam();
        request.addHeader(headers.createRouteHeader(addresses.createAddress(next)));
        setContact(request);
        return request;
    }

    private void setContact(Message message) throws ParseException, InvalidArgumentException {
        SipURI contact = addresses.createSipURI(user, HOST);
        contact.setPort(port);
        contact.setTransportParam(TRANSPORT);
        message.setHeader(headers.createContactHeader(addresses.createAddress(contact)));
    }

    /** Puts a description in as it is: one octet for each character. */
    void setSdp(Message message, String sdp) throws ParseException {
        message.setContent(
                sdp.getBytes(StandardCharsets.ISO_8859_1), headers.createContentTypeHeader("application", "sdp"));
    }

    /** The description as it arrived. {@code getContent} would be what the stack made of it. */
    static String sdp(Message message) {
        ContentTypeHeader type = (ContentTypeHeader) message.getHeader(ContentTypeHeader.NAME);
        boolean sdp =
                type != null && type.getContentSubType().equalsIgnoreCase("sdp") && message.getRawContent() != null;
        return sdp ? new String(message.getRawContent(), StandardCharsets.ISO_8859_1) : "";
    }

    /** A response, with this tag if the request is outside a dialog; no tag if that is empty. */
    Response response(int status, Request request, String tag) throws ParseException, InvalidArgumentException {
        Response response = messages.createResponse(status, request);
        ToHeader to = (ToHeader) response.getHeader(ToHeader.NAME);
        if (to.getTag() == null && !tag.isEmpty()) {
            to.setTag(tag);
        }
        setContact(response);
        return response;
    }

    /** 488 with the library's warnings. */
    Response notAcceptable(Request request, String tag, List<Warning> warnings)
            throws ParseException, InvalidArgumentException {
        Response response = response(Warning.SIP_NOT_ACCEPTABLE_HERE, request, tag);
        for (Warning warning : warnings) {
            response.addHeader(headers.createWarningHeader(HOST, warning.code(), warning.text()));
        }
        return response;
    }

    @Override
    public void close() {
        stack.stop();
    }
}
