package org.mikey4j.cli.sip;

import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Optional;
import javax.sip.ClientTransaction;
import javax.sip.InvalidArgumentException;
import javax.sip.ServerTransaction;
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
import org.jspecify.annotations.Nullable;

/**
 * One call through a back-to-back user agent: a dialog with the caller and, for each branch that answers, one with the
 * callee. Requests keep their sequence numbers, so that PRACK finds what it acknowledges; whatever is not about the dialogs
 * themselves passes. Guarded by its own monitor.
 */
final class BridgedCall {
    private final SipNode node;
    private final Request invite;
    private final ServerTransaction transaction;
    private final String stage;
    private final String callerTransport;
    private final CallIdHeader calleeCallId;
    private final String ownTag;
    private final Instant began;
    private final Map<String, Fork> forks = new LinkedHashMap<>();
    private final Map<String, BodyExchange.Passage> crossed = new HashMap<>();
    private Address callerTarget;
    private @Nullable ClientTransaction outgoing;
    private boolean provisional;
    private boolean cancelled;
    private boolean answered;
    private boolean over;

    /** A dialog with the callee, and the tag by which the caller knows it. */
    static final class Fork {
        private final String calleeTag;
        private final String callerTag;
        private final List<Address> routes;
        private Address target;
        private @Nullable Response success;

        private Fork(String calleeTag, String callerTag, List<Address> routes, Address target) {
            this.calleeTag = calleeTag;
            this.callerTag = callerTag;
            this.routes = routes;
            this.target = target;
        }

        String calleeTag() {
            return calleeTag;
        }
    }

    BridgedCall(SipNode node, Request invite, ServerTransaction transaction, String stage, Tags tags, Instant began)
            throws ParseException {
        this.node = node;
        this.invite = invite;
        this.transaction = transaction;
        this.stage = stage;
        this.began = began;
        this.callerTransport =
                ((ViaHeader) invite.getHeader(ViaHeader.NAME)).getTransport().toLowerCase(java.util.Locale.ROOT);
        this.calleeCallId = node.headers()
                .createCallIdHeader(tags.next() + "@" + node.bindings().get(0).host());
        this.ownTag = tags.next();
        this.callerTarget = ((ContactHeader) invite.getHeader(ContactHeader.NAME)).getAddress();
    }

    /** Makes tags and Call-IDs that nobody can guess. */
    @FunctionalInterface
    interface Tags {
        String next();
    }

    String callerCallId() {
        return ((CallIdHeader) invite.getHeader(CallIdHeader.NAME)).getCallId();
    }

    String calleeCallId() {
        return calleeCallId.getCallId();
    }

    Instant began() {
        return began;
    }

    ServerTransaction transaction() {
        return transaction;
    }

    boolean isAnswered() {
        return answered;
    }

    /** Marks the call as answered; true the first time. */
    boolean answer() {
        boolean first = !answered;
        answered = true;
        return first;
    }

    /** Ends the call; true the first time. */
    boolean end() {
        boolean first = !over;
        over = true;
        return first;
    }

    /** The INVITE that goes to the callee. */
    Request outgoingInvite(String body) throws ParseException, SipException, InvalidArgumentException {
        Request out = (Request) invite.clone();
        SipText.popOwnRoute(out, node);
        out.removeHeader(RecordRouteHeader.NAME);
        out.setHeader(calleeCallId);
        ((FromHeader) out.getHeader(FromHeader.NAME)).setTag(ownTag);
        return dress(out, body, Optional.empty());
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
            out.setHeader(node.headers().createMaxForwardsHeader(70));
        } else {
            hops.decrementMaxForwards();
        }
        if (!body.isEmpty()) {
            SipText.setBody(out, body);
        }
        return out;
    }

    void sent(ClientTransaction client) {
        outgoing = client;
    }

    /** Notes a provisional response; true if the caller gave up before it, so that now the callee is told. */
    boolean provisional() {
        provisional = true;
        return cancelled;
    }

    /** The caller gave up; the CANCEL for the callee, if one can be sent already (RFC 3261, 9.1). */
    Optional<Request> cancel() throws SipException {
        cancelled = true;
        return outgoing == null || !provisional || answered ? Optional.empty() : Optional.of(outgoing.createCancel());
    }

    /** Whether a request within the dialogs comes from the caller. */
    boolean isFromCaller(Request request) {
        return ((CallIdHeader) request.getHeader(CallIdHeader.NAME)).getCallId().equals(callerCallId());
    }

    /** The fork that a request within the dialogs belongs to. */
    Optional<Fork> fork(Request request) {
        if (isFromCaller(request)) {
            String tag = tag(request, ToHeader.NAME);
            return forks.values().stream().filter(f -> f.callerTag.equals(tag)).findFirst();
        }
        return ownTag.equals(tag(request, ToHeader.NAME))
                ? Optional.ofNullable(forks.get(tag(request, FromHeader.NAME)))
                : Optional.empty();
    }

    private static String tag(Message message, String header) {
        String tag = header.equals(ToHeader.NAME)
                ? ((ToHeader) message.getHeader(header)).getTag()
                : ((FromHeader) message.getHeader(header)).getTag();
        return tag == null ? "" : tag;
    }

    /** A request within a dialog, for the other side. */
    Request across(Request request, Fork fork, String body)
            throws ParseException, SipException, InvalidArgumentException {
        boolean fromCaller = isFromCaller(request);
        Request out = (Request) request.clone();
        out.removeHeader(RouteHeader.NAME);
        out.removeHeader(RecordRouteHeader.NAME);
        ContactHeader contact = (ContactHeader) request.getHeader(ContactHeader.NAME);
        FromHeader from = (FromHeader) out.getHeader(FromHeader.NAME);
        ToHeader to = (ToHeader) out.getHeader(ToHeader.NAME);
        if (fromCaller) {
            callerTarget = contact == null ? callerTarget : contact.getAddress();
            out.setHeader(calleeCallId);
            from.setTag(ownTag);
            to.setTag(fork.calleeTag);
            out.setRequestURI(fork.target.getURI());
            routes(out, fork.routes);
            return dress(out, body, Optional.empty());
        }
        fork.target = contact == null ? fork.target : contact.getAddress();
        out.setHeader(invite.getHeader(CallIdHeader.NAME));
        from.setTag(fork.callerTag);
        to.setTag(tag(invite, FromHeader.NAME));
        out.setRequestURI(callerTarget.getURI());
        routes(out, recordRoutes(invite));
        return dress(out, body, Optional.of(callerTransport));
    }

    private void routes(Request out, List<Address> routes) throws SipException {
        for (Address route : routes) {
            out.addLast(node.headers().createRouteHeader(route));
        }
    }

    private static List<Address> recordRoutes(Message message) {
        List<Address> routes = new ArrayList<>();
        ListIterator<?> all = message.getHeaders(RecordRouteHeader.NAME);
        while (all.hasNext()) {
            routes.add(((RecordRouteHeader) all.next()).getAddress());
        }
        return routes;
    }

    /** The fork of a response of the callee to the INVITE; a new tag is a new fork. */
    Optional<Fork> fork(Response response, Tags tags) {
        String tag = tag(response, ToHeader.NAME);
        if (tag.isEmpty()) {
            return Optional.empty();
        }
        ContactHeader contact = (ContactHeader) response.getHeader(ContactHeader.NAME);
        Fork fork = forks.get(tag);
        if (fork == null && forks.size() < 64) {
            List<Address> routes = recordRoutes(response);
            Collections.reverse(routes);
            fork = new Fork(tag, tags.next(), routes, contact == null ? callerTarget : contact.getAddress());
            forks.put(tag, fork);
        } else if (fork != null && contact != null) {
            fork.target = contact.getAddress();
        }
        return Optional.ofNullable(fork);
    }

    /**
     * A response for the side that asked: what came, with the Via, dialog and routes of the request that it answers.
     *
     * @param tag the To tag, if the request had none
     */
    Response answer(Response response, Request request, Optional<String> tag, String body, String transport)
            throws ParseException, SipException {
        Response out = (Response) response.clone();
        replace(out, request, ViaHeader.NAME);
        replace(out, request, RecordRouteHeader.NAME);
        out.setHeader((Header) request.getHeader(CallIdHeader.NAME).clone());
        out.setHeader((Header) request.getHeader(FromHeader.NAME).clone());
        out.setHeader((Header) request.getHeader(CSeqHeader.NAME).clone());
        ToHeader to = (ToHeader) request.getHeader(ToHeader.NAME).clone();
        if (to.getTag() == null && tag.isPresent()) {
            to.setTag(tag.orElseThrow());
        }
        out.setHeader(to);
        if (out.getHeader(ContactHeader.NAME) != null && response.getStatusCode() / 100 != 3) {
            out.setHeader(node.contact("", transport));
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

    /** The INVITE's own response. */
    Response answerInvite(Response response, Optional<Fork> fork, String body) throws ParseException, SipException {
        Response out = answer(response, invite, fork.map(f -> f.callerTag), body, callerTransport);
        if (fork.isPresent() && response.getStatusCode() / 100 == 2) {
            fork.orElseThrow().success = out;
        }
        return out;
    }

    /** The 2xx that was sent for a fork before. */
    static Optional<Response> success(Fork fork) {
        return Optional.ofNullable(fork.success);
    }

    /** A request of our own within the callee's dialog: the ACK and BYE that take down what was refused after all. */
    Request own(String method, Fork fork, long cseq) throws ParseException, SipException, InvalidArgumentException {
        Request out = (Request) invite.clone();
        out.setMethod(method);
        out.removeHeader(RouteHeader.NAME);
        out.removeHeader(RecordRouteHeader.NAME);
        out.removeContent();
        out.setHeader(calleeCallId);
        ((FromHeader) out.getHeader(FromHeader.NAME)).setTag(ownTag);
        ((ToHeader) out.getHeader(ToHeader.NAME)).setTag(fork.calleeTag);
        out.setHeader(node.headers().createCSeqHeader(cseq, method));
        out.setRequestURI(fork.target.getURI());
        routes(out, fork.routes);
        return dress(out, "", Optional.empty());
    }

    long cseq() {
        return ((CSeqHeader) invite.getHeader(CSeqHeader.NAME)).getSeqNumber();
    }

    Request invite() {
        return invite;
    }

    /** What becomes of a description; the same one on the same branch gets the same, however often it comes. */
    BodyExchange.Passage cross(BodyExchange exchange, boolean fromCaller, boolean offer, String branch, String sdp) {
        String key = fromCaller + "/" + offer + "/" + branch + "/" + sdp;
        BodyExchange.Passage known = crossed.get(key);
        if (known == null) {
            known = exchange.cross(new BodyExchange.Crossing(
                    callerCallId(),
                    SipText.session(invite),
                    stage,
                    SipText.identity(invite, FromHeader.NAME),
                    SipText.identity(invite, ToHeader.NAME),
                    fromCaller,
                    offer,
                    branch,
                    sdp));
            if (crossed.size() < 256) {
                crossed.put(key, known);
            }
        }
        return known;
    }
}
