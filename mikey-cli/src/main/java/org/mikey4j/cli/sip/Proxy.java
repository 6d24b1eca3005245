package org.mikey4j.cli.sip;

import java.text.ParseException;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import javax.sip.ClientTransaction;
import javax.sip.InvalidArgumentException;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.TimeoutEvent;
import javax.sip.Transaction;
import javax.sip.header.MaxForwardsHeader;
import javax.sip.header.RecordRouteHeader;
import javax.sip.header.RouteHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;

/**
 * A stateful proxy that stays on the path of the dialogs it forwards (RFC 3261, 16). Where a request goes is up to the
 * kind of proxy.
 */
abstract class Proxy implements SipHandler {
    private static final int HOPS = 70;

    private final SipNode node;
    private final Meddler meddler;
    /** What was forwarded, by the transaction it came in. */
    private final Map<Transaction, ClientTransaction> forwarded = new ConcurrentHashMap<>();

    Proxy(SipNode node, Meddler meddler) {
        this.node = node;
        this.meddler = meddler;
    }

    final SipNode node() {
        return node;
    }

    /**
     * Decides where a request goes, by changing its Request-URI and Route.
     *
     * @param request what goes out
     * @param ownRoute the Route that named this proxy and was taken off, if there was one
     * @return the status to answer with instead, or nothing
     */
    abstract OptionalInt route(Request request, java.util.Optional<RouteHeader> ownRoute)
            throws ParseException, SipException, InvalidArgumentException;

    /** Answers a request itself, if it is one for this proxy. */
    boolean serves(Request request, ServerTransaction transaction)
            throws ParseException, SipException, InvalidArgumentException {
        return false;
    }

    @Override
    public final void request(RequestEvent event) throws SipException, ParseException, InvalidArgumentException {
        Request request = event.getRequest();
        if (request.getMethod().equals(Request.ACK)) {
            node.provider().sendRequest(outgoing(request).message());
            return;
        }
        ServerTransaction transaction = event.getServerTransaction();
        if (transaction == null) {
            transaction = node.provider().getNewServerTransaction(request);
        }
        if (request.getMethod().equals(Request.CANCEL)) {
            cancel(request, transaction);
        } else if (!serves(request, transaction)) {
            forward(request, transaction);
        }
    }

    private void forward(Request request, ServerTransaction transaction)
            throws SipException, ParseException, InvalidArgumentException {
        Outgoing outgoing = outgoing(request);
        if (outgoing.refusal().isPresent()) {
            transaction.sendResponse(
                    node.messages().createResponse(outgoing.refusal().getAsInt(), request));
            return;
        }
        ClientTransaction client = node.provider().getNewClientTransaction(outgoing.message());
        client.setApplicationData(transaction);
        if (request.getMethod().equals(Request.INVITE)) {
            forwarded.put(transaction, client);
        }
        client.sendRequest();
    }

    private record Outgoing(Request message, OptionalInt refusal) {}

    private Outgoing outgoing(Request request) throws ParseException, SipException, InvalidArgumentException {
        Request out = (Request) request.clone();
        MaxForwardsHeader hops = (MaxForwardsHeader) out.getHeader(MaxForwardsHeader.NAME);
        if (hops == null) {
            out.setHeader(node.headers().createMaxForwardsHeader(HOPS));
        } else if (hops.getMaxForwards() == 0) {
            return new Outgoing(out, OptionalInt.of(Response.TOO_MANY_HOPS));
        } else {
            hops.decrementMaxForwards();
        }
        RouteHeader route = (RouteHeader) out.getHeader(RouteHeader.NAME);
        boolean own = SipText.popOwnRoute(out, node);
        OptionalInt refusal = route(out, own ? java.util.Optional.of(route) : java.util.Optional.<RouteHeader>empty());
        if (request.getMethod().equals(Request.INVITE)) {
            RecordRouteHeader record =
                    node.headers().createRecordRouteHeader(node.addresses().createAddress(node.uri("", "")));
            out.addFirst(record);
        }
        out.addFirst(node.via(""));
        meddler.meddle(out);
        return new Outgoing(out, refusal);
    }

    private void cancel(Request cancel, ServerTransaction transaction)
            throws SipException, ParseException, InvalidArgumentException {
        transaction.sendResponse(node.messages().createResponse(Response.OK, cancel));
        ServerTransaction invite =
                ((gov.nist.javax.sip.stack.SIPServerTransaction) transaction).getCanceledInviteTransaction();
        ClientTransaction client = invite == null ? null : forwarded.get(invite);
        if (client != null) {
            node.provider().getNewClientTransaction(client.createCancel()).sendRequest();
        }
    }

    @Override
    public final void response(ResponseEvent event) throws SipException, ParseException, InvalidArgumentException {
        Response response = (Response) event.getResponse().clone();
        if (response.getStatusCode() == Response.TRYING) {
            return;
        }
        response.removeFirst(ViaHeader.NAME);
        if (response.getHeader(ViaHeader.NAME) == null) {
            return;
        }
        meddler.meddle(response);
        ClientTransaction client = event.getClientTransaction();
        if (client != null && client.getApplicationData() instanceof ServerTransaction transaction) {
            if (response.getStatusCode() >= Response.OK) {
                forwarded.remove(transaction);
            }
            transaction.sendResponse(response);
        } else {
            // A 2xx that is sent again goes on without a transaction (RFC 3261, 16.7).
            node.provider().sendResponse(response);
        }
    }

    @Override
    public final void timeout(TimeoutEvent event) throws SipException, ParseException, InvalidArgumentException {
        if (event.isServerTransaction()) {
            return;
        }
        ClientTransaction client = event.getClientTransaction();
        if (client.getApplicationData() instanceof ServerTransaction transaction) {
            forwarded.remove(transaction);
            transaction.sendResponse(
                    node.messages().createResponse(Response.REQUEST_TIMEOUT, transaction.getRequest()));
        }
    }

    /** Puts a Route before the others. */
    final void pushRoute(Request request, javax.sip.address.SipURI uri) throws ParseException, SipException {
        request.addFirst(node.headers().createRouteHeader(node.addresses().createAddress(uri)));
    }
}
