package org.mikey4j.cli.sip;

import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.ListIterator;
import java.util.Optional;
import javax.sip.InvalidArgumentException;
import javax.sip.SipException;
import javax.sip.address.Address;
import javax.sip.address.SipURI;
import javax.sip.header.CSeqHeader;
import javax.sip.header.CallIdHeader;
import javax.sip.header.ContactHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.Header;
import javax.sip.header.MaxForwardsHeader;
import javax.sip.header.RecordRouteHeader;
import javax.sip.header.RouteHeader;
import javax.sip.header.ToHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;

/**
 * What the messages of one side of a call look like on the other: Via, Call-ID, tags, routes and Contact are of that side,
 * sequence numbers stay, so that PRACK finds what it acknowledges (RFC 3262, 7.2), and all else passes.
 */
final class LegMessages {
    private static final int HOPS = 70;

    private final SipNode node;
    private final Request invite;
    private final CallIdHeader calleeCallId;
    private final String ownTag;
    private final String callerTransport;

    LegMessages(SipNode node, CallTerms terms) {
        this.node = node;
        this.invite = terms.invite();
        this.calleeCallId = terms.calleeCallId();
        this.ownTag = terms.ownTag();
        this.callerTransport = transport(invite);
    }

    private static String transport(Request request) {
        return ((ViaHeader) request.getHeader(ViaHeader.NAME)).getTransport().toLowerCase(java.util.Locale.ROOT);
    }

    /** The tag of From or To; empty if there is none. */
    static String tag(Message message, String header) {
        String tag = header.equals(ToHeader.NAME)
                ? ((ToHeader) message.getHeader(header)).getTag()
                : ((FromHeader) message.getHeader(header)).getTag();
        return tag == null ? "" : tag;
    }

    /** The INVITE that goes to the callee. */
    Request invite(String body) throws ParseException, SipException, InvalidArgumentException {
        Request out = (Request) invite.clone();
        SipText.popOwnRoute(out, node);
        out.removeHeader(RecordRouteHeader.NAME);
        out.setHeader(calleeCallId);
        ((FromHeader) out.getHeader(FromHeader.NAME)).setTag(ownTag);
        return dress(out, body, Optional.empty());
    }

    /** A request of the caller within a dialog, for the callee. */
    Request toCallee(Request request, Fork fork, String body)
            throws ParseException, SipException, InvalidArgumentException {
        Request out = withoutRoutes(request);
        addressToCallee(out, fork);
        return dress(out, body, Optional.empty());
    }

    /** A request of the callee within a dialog, for the caller. */
    Request toCaller(Request request, Fork fork, Address target, String body)
            throws ParseException, SipException, InvalidArgumentException {
        Request out = withoutRoutes(request);
        out.setHeader(invite.getHeader(CallIdHeader.NAME));
        ((FromHeader) out.getHeader(FromHeader.NAME)).setTag(fork.callerTag());
        ((ToHeader) out.getHeader(ToHeader.NAME)).setTag(tag(invite, FromHeader.NAME));
        out.setRequestURI(target.getURI());
        routes(out, recordRoutes(invite));
        return dress(out, body, Optional.of(callerTransport));
    }

    /** A request of our own within the callee's dialog: the ACK and BYE that take down what nobody wants. */
    Request own(String method, Fork fork, long cseq) throws ParseException, SipException, InvalidArgumentException {
        Request out = withoutRoutes(invite);
        out.setMethod(method);
        out.removeContent();
        out.setHeader(node.headers().createCSeqHeader(cseq, method));
        addressToCallee(out, fork);
        return dress(out, "", Optional.empty());
    }

    private void addressToCallee(Request out, Fork fork) throws ParseException, SipException {
        out.setHeader(calleeCallId);
        ((FromHeader) out.getHeader(FromHeader.NAME)).setTag(ownTag);
        ((ToHeader) out.getHeader(ToHeader.NAME)).setTag(fork.calleeTag());
        out.setRequestURI(fork.target().getURI());
        routes(out, fork.routes());
    }

    private static Request withoutRoutes(Request request) {
        Request out = (Request) request.clone();
        out.removeHeader(RouteHeader.NAME);
        out.removeHeader(RecordRouteHeader.NAME);
        return out;
    }

    /** Via, Contact, Max-Forwards and body of a request that leaves here. */
    private Request dress(Request out, String body, Optional<String> transport)
            throws ParseException, SipException, InvalidArgumentException {
        RouteHeader first = (RouteHeader) out.getHeader(RouteHeader.NAME);
        SipURI next = (SipURI)
                (first == null ? out.getRequestURI() : first.getAddress().getURI());
        String by = transport.orElseGet(() -> node.transportFor(next));
        out.removeHeader(ViaHeader.NAME);
        out.addHeader(node.via(by));
        if (out.getHeader(ContactHeader.NAME) != null) {
            out.setHeader(node.contact("", by));
        }
        MaxForwardsHeader hops = (MaxForwardsHeader) out.getHeader(MaxForwardsHeader.NAME);
        if (hops == null) {
            out.setHeader(node.headers().createMaxForwardsHeader(HOPS));
        } else {
            hops.decrementMaxForwards();
        }
        if (!body.isEmpty()) {
            SipText.setBody(out, body);
        }
        return out;
    }

    private void routes(Request out, List<Address> routes) throws SipException {
        for (Address route : routes) {
            out.addLast(node.headers().createRouteHeader(route));
        }
    }

    static List<Address> recordRoutes(Message message) {
        List<Address> routes = new ArrayList<>();
        ListIterator<?> all = message.getHeaders(RecordRouteHeader.NAME);
        while (all.hasNext()) {
            routes.add(((RecordRouteHeader) all.next()).getAddress());
        }
        return routes;
    }

    /**
     * A response for the side that asked: what came, with the Via, dialog and routes of the request that it answers.
     *
     * @param tag the To tag, if the request had none
     */
    Response answer(Response response, Request request, String tag, String body) throws ParseException, SipException {
        Response out = (Response) response.clone();
        replace(out, request, ViaHeader.NAME);
        replace(out, request, RecordRouteHeader.NAME);
        out.setHeader((Header) request.getHeader(CallIdHeader.NAME).clone());
        out.setHeader((Header) request.getHeader(FromHeader.NAME).clone());
        out.setHeader((Header) request.getHeader(CSeqHeader.NAME).clone());
        ToHeader to = (ToHeader) request.getHeader(ToHeader.NAME).clone();
        if (to.getTag() == null) {
            to.setTag(tag);
        }
        out.setHeader(to);
        if (out.getHeader(ContactHeader.NAME) != null && response.getStatusCode() / 100 != 3) {
            out.setHeader(node.contact("", transport(request)));
        }
        if (!body.isEmpty()) {
            SipText.setBody(out, body);
        }
        return out;
    }

    private static void replace(Response out, Request request, String name) throws SipException {
        out.removeHeader(name);
        ListIterator<?> all = request.getHeaders(name);
        while (all.hasNext()) {
            out.addLast((Header) ((Header) all.next()).clone());
        }
    }
}
