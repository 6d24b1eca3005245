package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.cli.output.JsonDocument;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.DecodeOptions;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;

/** This implementation behind the protocol of adapters. */
public final class OwnAdapter {
    private final Told clock = new Told();
    private final CheckedKeys keys = new CheckedKeys();
    private final List<OwnActions> more = List.of(
            new IbakeActions(clock, keys),
            new IbakeKeyActions(clock, keys),
            new TicketActions(TicketAccess.SHARED, clock),
            new TicketActions(TicketAccess.SIGNED, clock));
    private Optional<MikeyMode.Responder> responder = Optional.empty();
    private Optional<SecurityAssociation> current = Optional.empty();
    private Optional<MikeyMode.Initiator> initiator = Optional.empty();

    /** The answer to a request, both of one line. */
    public String answer(String request) throws IOException {
        JsonTree asked = JsonTree.parse(request);
        String action = asked.text("do").orElse("");
        asked.text("at").map(Instant::parse).ifPresent(clock::set);
        try (JsonDocument json = new JsonDocument()) {
            if (action.equals("hello")) {
                hello(json);
            } else if (action.equals(Reading.ACTION)) {
                parse(asked, json);
            } else if (!exchange(action, asked, json)) {
                json.text("error", "no action " + action);
            }
            return json.finish();
        }
    }

    private void hello(JsonDocument json) throws IOException {
        List<String> does = new ArrayList<>(List.of(Reading.ACTION));
        for (MikeyMode mode : MikeyMode.values()) {
            does.addAll(List.of(mode.respond(), mode.initiate()));
        }
        does.add(MikeyMode.TICKET.answer());
        more.forEach(actions -> does.addAll(actions.names()));
        json.text("name", "mikey4j");
        json.text("version", System.getProperty("mikey.version", ""));
        json.texts("does", does);
    }

    private static void parse(JsonTree asked, JsonDocument json) throws IOException {
        try {
            MikeyMessage message = MikeyMessage.decode(OwnAnswers.message(asked), DecodeOptions.STRICT);
            json.bool("accepted", true);
            json.text(
                    "message",
                    MikeyMessage.encode(message.header(), message.payloads())
                            .octets()
                            .toHex());
        } catch (MalformedMessageException e) {
            json.bool("accepted", false);
            json.text("why", String.valueOf(e.getMessage()));
        }
    }

    private boolean exchange(String action, JsonTree asked, JsonDocument json) throws IOException {
        for (OwnActions actions : more) {
            if (actions.names().contains(action)) {
                actions.answer(action, asked, json);
                return true;
            }
        }
        for (MikeyMode mode : MikeyMode.values()) {
            if (action.equals(mode.respond())) {
                respond(mode, asked, json);
                return true;
            }
            if (action.equals(mode.initiate())) {
                MikeyMode.Initiator made = mode.initiator(Setup.of(asked, keys), clock);
                initiator = Optional.of(made);
                json.text("message", made.message().octets().toHex());
                if (made.alone().isPresent()) {
                    OwnAnswers.keys(made.alone().orElseThrow(), json);
                }
                return true;
            }
            if (action.equals(mode.answer())) {
                if (asked.is("new")) {
                    initiator = Optional.of(mode.initiator(Setup.of(asked, keys), clock));
                }
                receive(asked, json);
                return true;
            }
        }
        return false;
    }

    private void respond(MikeyMode mode, JsonTree asked, JsonDocument json) throws IOException {
        if (asked.is("new")) {
            responder = Optional.of(mode.responder(Setup.of(asked, keys), clock));
            current = Optional.empty();
        }
        Octets context = OwnAnswers.context(asked);
        MikeyMode.Responder end = responder.orElseThrow();
        ResponderResult result = asked.is("update")
                ? end.update().orElseThrow().receive(current.orElseThrow(), OwnAnswers.message(asked), context)
                : end.first().receive(OwnAnswers.message(asked), context);
        if (result instanceof Rejected rejected) {
            OwnAnswers.refused(rejected, json);
        } else if (result instanceof ResponderResult.Repeated repeated) {
            OwnAnswers.repeated(repeated.reply(), json);
        } else {
            ResponderResult.Established established = (ResponderResult.Established) result;
            current = Optional.of(established.association());
            OwnAnswers.accepted(established.association(), json);
            OwnAnswers.reply(established.reply(), json);
        }
    }

    private void receive(JsonTree asked, JsonDocument json) throws IOException {
        InitiatorResult result = initiator.orElseThrow().answered().apply(OwnAnswers.message(asked));
        if (result instanceof InitiatorResult.Established established) {
            OwnAnswers.accepted(established.association(), json);
        } else {
            OwnAnswers.refused((Rejected) result, json);
        }
    }

    /** A clock that says what it was told. */
    private static final class Told extends Clock {
        private Instant now = Instant.EPOCH;

        void set(Instant at) {
            now = at;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("nobody asks for another zone");
        }
    }
}
