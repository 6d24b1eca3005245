package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.cli.output.JsonDocument;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.ticket.KmsResult;
import org.mikey4j.exchange.ticket.PendingRequest;
import org.mikey4j.exchange.ticket.PendingResolve;
import org.mikey4j.exchange.ticket.PendingTransfer;
import org.mikey4j.exchange.ticket.RequestResult;
import org.mikey4j.exchange.ticket.ResolveResult;
import org.mikey4j.exchange.ticket.TicketKms;
import org.mikey4j.exchange.ticket.TransferReception;
import org.mikey4j.exchange.ticket.TransferResponder;
import org.mikey4j.exchange.ticket.UnresolvedTransfer;
import org.mikey4j.message.Octets;

/** The three parties of MIKEY-TICKET with a key management service: who asks for tickets, who has them resolved, and the service. */
final class TicketActions implements OwnActions {
    private final TicketAccess access;
    private final Clock clock;
    private Setup setup = new Setup(Map.of());
    private Optional<TicketKms> kms = Optional.empty();
    private Optional<PendingRequest> request = Optional.empty();
    private Optional<PendingTransfer> transfer = Optional.empty();
    private Optional<TransferResponder> responder = Optional.empty();
    private Optional<UnresolvedTransfer> unresolved = Optional.empty();
    private Optional<PendingResolve> resolve = Optional.empty();

    TicketActions(TicketAccess access, Clock clock) {
        this.access = access;
        this.clock = clock;
    }

    @Override
    public List<String> names() {
        return List.of(access.kms(), access.request(), access.granted(), access.resolve(), access.resolved());
    }

    @Override
    public void answer(String action, JsonTree asked, JsonDocument json) throws IOException {
        if (asked.is("new")) {
            setup = Setup.of(asked, setup.keys());
        }
        Octets message = OwnAnswers.message(asked);
        if (action.equals(access.kms())) {
            serve(asked, message, json);
        } else if (action.equals(access.request())) {
            request = Optional.of(TicketEnds.request(setup, clock));
            transfer = Optional.empty();
            OwnAnswers.reply(request.map(PendingRequest::message), json);
        } else if (action.equals(access.granted())) {
            answered(asked, message, json);
        } else if (action.equals(access.resolve())) {
            received(asked, message, json);
        } else {
            resolved(asked, message, json);
        }
    }

    private void serve(JsonTree asked, Octets message, JsonDocument json) throws IOException {
        if (asked.is("new")) {
            kms = Optional.of(TicketEnds.kms(setup, clock));
        }
        KmsResult result = kms.orElseThrow().receive(message, OwnAnswers.context(asked));
        if (result instanceof KmsResult.Answered answered) {
            OwnAnswers.goesOn(answered.reply(), json);
        } else if (result instanceof KmsResult.Repeated repeated) {
            OwnAnswers.repeated(repeated.reply(), json);
        } else {
            OwnAnswers.refused(((KmsResult.Refused) result).rejected(), json);
        }
    }

    private void answered(JsonTree asked, Octets message, JsonDocument json) throws IOException {
        if (asked.is("new")) {
            request = setup.offer().map(TicketEnds.client(setup, clock)::resumeRequest);
            transfer = Optional.empty();
        }
        if (transfer.isPresent()) {
            established(transfer.orElseThrow().receive(message), json);
        } else {
            granted(request.orElseThrow().receive(message), json);
        }
    }

    private void granted(RequestResult result, JsonDocument json) throws IOException {
        if (result instanceof RequestResult.Refused refused) {
            OwnAnswers.refused(refused.rejected(), json);
            return;
        }
        try (var grant = ((RequestResult.Granted) result).grant()) {
            json.bool("accepted", true);
            transported(grant.copySessionKeys(), json);
            if (setup.offer().isEmpty()) {
                transfer = Optional.of(TicketEnds.transfer(grant, setup, clock));
                OwnAnswers.reply(transfer.map(PendingTransfer::message), json);
            }
        }
    }

    private static void established(InitiatorResult result, JsonDocument json) throws IOException {
        if (result instanceof InitiatorResult.Established established) {
            OwnAnswers.accepted(established.association(), json);
        } else {
            OwnAnswers.refused((Rejected) result, json);
        }
    }

    private void received(JsonTree asked, Octets message, JsonDocument json) throws IOException {
        if (asked.is("new")) {
            responder = Optional.of(TicketEnds.responder(setup, clock));
        }
        TransferReception reception = responder.orElseThrow().receive(message, OwnAnswers.context(asked));
        if (reception instanceof TransferReception.Unresolved found) {
            unresolved = Optional.of(found.transfer());
            resolve = Optional.of(
                    TicketEnds.client(setup, clock).resolve(found.transfer().ticket()));
            OwnAnswers.goesOn(resolve.orElseThrow().message(), json);
        } else {
            responded(((TransferReception.Ended) reception).result(), json);
        }
    }

    private void resolved(JsonTree asked, Octets message, JsonDocument json) throws IOException {
        if (asked.is("new")) {
            resolve = setup.offer().map(TicketEnds.client(setup, clock)::resumeResolve);
            unresolved = Optional.empty();
        }
        ResolveResult result = resolve.orElseThrow().receive(message);
        if (result instanceof ResolveResult.Refused refused) {
            OwnAnswers.refused(refused.rejected(), json);
            return;
        }
        try (var ticket = ((ResolveResult.Resolved) result).ticket()) {
            if (unresolved.isPresent()) {
                responded(unresolved.orElseThrow().complete(ticket), json);
            } else {
                json.bool("accepted", true);
            }
            transported(ticket.copySessionKeys(), json);
        }
    }

    private static void responded(ResponderResult result, JsonDocument json) throws IOException {
        if (result instanceof ResponderResult.Established established) {
            OwnAnswers.accepted(established.association(), json);
            OwnAnswers.reply(established.reply(), json);
        } else if (result instanceof ResponderResult.Repeated repeated) {
            OwnAnswers.repeated(repeated.reply(), json);
        } else {
            OwnAnswers.refused((Rejected) result, json);
        }
    }

    /** Keys as the service gave them. */
    private static void transported(List<TransportedKey> keys, JsonDocument json) throws IOException {
        json.beginArray("transported");
        for (TransportedKey key : keys) {
            try (key) {
                json.beginObject();
                json.text("keyType", Integer.toString(key.keyType()));
                json.text("key", HexFormat.of().formatHex(key.key().toByteArray()));
                json.text("salt", HexFormat.of().formatHex(key.salt().toByteArray()));
                json.endObject();
            }
        }
        json.endArray();
    }
}
