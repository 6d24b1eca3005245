package org.mikey4j.cli.sip;

import java.text.ParseException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sip.InvalidArgumentException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.header.AcceptHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;

/** Answers what is asked outside of calls: with a MIKEY message, if the request accepts one and there is one. Bounded. */
final class Inquiries {
    private final SipNode node;
    private final Crossings crossings;
    private final Replies replies;
    private final int most;
    private final AtomicInteger asking = new AtomicInteger();

    /** @param most how many may wait; others get 503 */
    Inquiries(SipNode node, Crossings crossings, Replies replies, int most) {
        this.node = node;
        this.crossings = crossings;
        this.replies = replies;
        this.most = most;
    }

    /** @param stage the user part of the Route that brought it here */
    void answer(ServerTransaction transaction, Request request, String stage)
            throws ParseException, SipException, InvalidArgumentException {
        boolean asks = request.getHeader(AcceptHeader.NAME) instanceof AcceptHeader accept
                && "mikey".equalsIgnoreCase(accept.getContentSubType());
        if (!asks) {
            replies.reply(transaction, Response.OK);
        } else if (asking.incrementAndGet() > most) {
            asking.decrementAndGet();
            replies.reply(transaction, Response.SERVICE_UNAVAILABLE);
        } else {
            CompletionStage<?> unused = crossings
                    .ask(new BodyExchange.Inquiry(
                            SipText.session(request),
                            stage,
                            SipText.identity(request, FromHeader.NAME),
                            SipText.identity(request, ToHeader.NAME)))
                    .whenComplete((message, fault) -> {
                        asking.decrementAndGet();
                        node.guard(() -> tell(transaction, request, fault == null ? message : Optional.empty()));
                    });
        }
    }

    private void tell(ServerTransaction transaction, Request request, Optional<byte[]> message)
            throws ParseException, SipException, InvalidArgumentException {
        Response ok = replies.response(Response.OK, request);
        if (message.isPresent()) {
            ok.setContent(message.orElseThrow(), node.headers().createContentTypeHeader("application", "mikey"));
        }
        transaction.sendResponse(ok);
    }
}
