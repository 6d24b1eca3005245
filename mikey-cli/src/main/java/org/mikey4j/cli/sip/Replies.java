package org.mikey4j.cli.sip;

import java.text.ParseException;
import java.time.Duration;
import java.util.Optional;
import javax.sip.ClientTransaction;
import javax.sip.InvalidArgumentException;
import javax.sip.RequestEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;

/** What a back-to-back user agent says of its own. */
final class Replies {
    private static final int MISCELLANEOUS = 399;

    private final SipNode node;
    private final Duration retryAfter;
    private final BridgedCall.Tokens tokens;

    Replies(SipNode node, Duration retryAfter, BridgedCall.Tokens tokens) {
        this.node = node;
        this.retryAfter = retryAfter;
        this.tokens = tokens;
    }

    /** The transaction of a request, made if it is new. */
    ServerTransaction transaction(RequestEvent event) throws SipException {
        ServerTransaction transaction = event.getServerTransaction();
        return transaction == null ? node.provider().getNewServerTransaction(event.getRequest()) : transaction;
    }

    /** A response with a To tag (RFC 3261, 8.2.6.2), and for 503 with a Retry-After (21.5.4). */
    Response response(int status, Request request, String tag) throws ParseException, InvalidArgumentException {
        Response response = node.messages().createResponse(status, request);
        ToHeader to = (ToHeader) response.getHeader(ToHeader.NAME);
        if (to.getTag() == null && status != Response.TRYING) {
            to.setTag(tag);
        }
        if (status == Response.SERVICE_UNAVAILABLE) {
            response.setHeader(node.headers()
                    .createRetryAfterHeader((int) Math.max(1, Math.min(3600, retryAfter.toSeconds()))));
        }
        return response;
    }

    Response response(int status, Request request) throws ParseException, InvalidArgumentException {
        return response(status, request, tokens.next());
    }

    void reply(ServerTransaction transaction, int status)
            throws ParseException, SipException, InvalidArgumentException {
        transaction.sendResponse(response(status, transaction.getRequest()));
    }

    /** Says no to what was forwarded or would have been, if it has no answer yet. */
    void reply(Forwarded forwarded, int status) throws ParseException, SipException, InvalidArgumentException {
        if (!forwarded.isAnswered()) {
            forwarded
                    .server()
                    .sendResponse(response(
                            status, forwarded.request(), forwarded.call().failureTag()));
        }
    }

    /** Says no because of the keys. */
    void refuse(Forwarded forwarded, BodyExchange.Passage.Refused why)
            throws ParseException, SipException, InvalidArgumentException {
        if (!forwarded.isAnswered()) {
            Response no =
                    response(why.status(), forwarded.request(), forwarded.call().failureTag());
            no.setHeader(
                    node.headers().createWarningHeader(node.bindings().get(0).host(), MISCELLANEOUS, why.warning()));
            forwarded.server().sendResponse(no);
        }
    }

    /** Answers what was forwarded, if it has no answer yet; a connection that is gone is counted, and all else goes on. */
    void answer(Forwarded forwarded, Response response) throws InvalidArgumentException {
        if (!forwarded.isAnswered()) {
            try {
                forwarded.server().sendResponse(response);
            } catch (SipException e) {
                node.fault(e);
            }
        }
    }

    /** Sends a request on in a transaction of its own; false if the next hop cannot be reached. */
    boolean send(Forwarded forwarded, Request request) {
        try {
            ClientTransaction client = node.provider().getNewClientTransaction(request);
            forwarded.goesOn(client);
            client.sendRequest();
            return true;
        } catch (SipException e) {
            node.fault(e);
            return false;
        }
    }

    /** Sends the CANCEL of what was forwarded, if it is time. */
    void cancel(Forwarded forwarded) throws SipException {
        Optional<Request> cancel = forwarded.cancelToSend();
        if (cancel.isPresent()) {
            node.provider().getNewClientTransaction(cancel.orElseThrow()).sendRequest();
        }
    }
}
