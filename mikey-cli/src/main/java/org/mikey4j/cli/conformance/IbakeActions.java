package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.mikey4j.cli.output.JsonDocument;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ibake.IbakeConfirmation;
import org.mikey4j.exchange.ibake.IbakeFirstOffer;
import org.mikey4j.exchange.ibake.IbakeFirstResult;
import org.mikey4j.exchange.ibake.IbakePendingAnswer;
import org.mikey4j.exchange.ibake.IbakeResponder;
import org.mikey4j.exchange.ibake.IbakeResponse;
import org.mikey4j.exchange.ibake.IbakeSecondOffer;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.DataType;

/** Both ends of MIKEY-IBAKE, each of which is asked twice in an exchange (RFC 6267, 4.2.2). */
final class IbakeActions implements OwnActions {
    static final String RESPOND = "ibake-respond";
    static final String INITIATE = "ibake-initiate";
    static final String ANSWER = "ibake-answer";

    private final Clock clock;
    private final CheckedKeys keys;
    private Optional<IbakeResponder> responder = Optional.empty();
    private Optional<IbakePendingAnswer> answered = Optional.empty();
    private Optional<IbakeFirstOffer> first = Optional.empty();
    private Optional<IbakeSecondOffer> second = Optional.empty();

    IbakeActions(Clock clock, CheckedKeys keys) {
        this.clock = clock;
        this.keys = keys;
    }

    @Override
    public List<String> names() {
        return List.of(RESPOND, INITIATE, ANSWER);
    }

    @Override
    public void answer(String action, JsonTree asked, JsonDocument json) throws IOException {
        Octets message = OwnAnswers.message(asked);
        if (action.equals(RESPOND)) {
            if (asked.is("new")) {
                responder = Optional.of(IbakeEnds.responder(Setup.of(asked, keys), clock));
                answered = Optional.empty();
            }
            boolean begins = message.length() > 1 && message.at(1) == DataType.I_MESSAGE_1;
            if (answered.isPresent() && !begins) {
                confirmed(answered.orElseThrow().receive(message), json);
            } else {
                responded(responder.orElseThrow().receive(message, OwnAnswers.context(asked)), json);
            }
            return;
        }
        if (asked.is("new")) {
            first = Optional.of(IbakeEnds.offer(Setup.of(asked, keys), clock));
            second = Optional.empty();
        }
        if (action.equals(INITIATE)) {
            OwnAnswers.reply(first.map(IbakeFirstOffer::message), json);
        } else if (second.isPresent()) {
            established(second.orElseThrow().receive(message), json);
        } else {
            next(first.orElseThrow().receive(message), json);
        }
    }

    private void responded(IbakeResponse response, JsonDocument json) throws IOException {
        if (response instanceof IbakeResponse.Answered made) {
            answered = Optional.of(made.answer());
            OwnAnswers.goesOn(made.answer().message(), json);
        } else if (response instanceof IbakeResponse.Repeated repeated) {
            OwnAnswers.repeated(repeated.reply(), json);
        } else {
            OwnAnswers.refused(((IbakeResponse.Refused) response).rejected(), json);
        }
    }

    private static void confirmed(IbakeConfirmation confirmation, JsonDocument json) throws IOException {
        if (confirmation instanceof IbakeConfirmation.Established established) {
            OwnAnswers.accepted(established.association(), json);
            OwnAnswers.reply(Optional.of(established.reply()), json);
        } else if (confirmation instanceof IbakeConfirmation.Repeated repeated) {
            OwnAnswers.repeated(Optional.of(repeated.reply()), json);
        } else {
            OwnAnswers.refused(((IbakeConfirmation.Refused) confirmation).rejected(), json);
        }
    }

    private void next(IbakeFirstResult result, JsonDocument json) throws IOException {
        if (result instanceof IbakeFirstResult.Next next) {
            second = Optional.of(next.offer());
            OwnAnswers.goesOn(next.offer().message(), json);
        } else {
            OwnAnswers.refused(((IbakeFirstResult.Refused) result).rejected(), json);
        }
    }

    private static void established(InitiatorResult result, JsonDocument json) throws IOException {
        if (result instanceof InitiatorResult.Established established) {
            OwnAnswers.accepted(established.association(), json);
        } else {
            OwnAnswers.refused((Rejected) result, json);
        }
    }
}
