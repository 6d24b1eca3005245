package org.mikey4j.cli.command;

import java.util.Optional;
import java.util.function.IntToLongFunction;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ibake.IbakeConfirmation;
import org.mikey4j.exchange.ibake.IbakePendingAnswer;
import org.mikey4j.exchange.ibake.IbakeResponse;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;

/** Answers a message of MIKEY-IBAKE: R_MESSAGE_1 for I_MESSAGE_1, and R_MESSAGE_2 once I_MESSAGE_2 is there, too. */
record IbakeReply(IbakeEnd end, MessageFormat format, CliContext context) {
    ExitCode write(IbakeMessages messages, IntToLongFunction ssrcs) {
        IbakeResponse response = end.responder(ssrcs).receive(messages.first().octets(), Octets.EMPTY);
        if (!(response instanceof IbakeResponse.Answered answered)) {
            throw refused(((IbakeResponse.Refused) response).rejected());
        }
        try (IbakePendingAnswer answer = answered.answer()) {
            format.write(
                    messages.second().map(second -> confirm(answer, second)).orElseGet(answer::message), context);
        }
        return ExitCode.OK;
    }

    private MikeyMessage confirm(IbakePendingAnswer answer, MikeyMessage second) {
        IbakeConfirmation confirmation = answer.receive(second.octets());
        if (confirmation instanceof IbakeConfirmation.Established established) {
            established.association().close();
            return established.reply();
        }
        throw refused(((IbakeConfirmation.Refused) confirmation).rejected());
    }

    private CliFailure refused(Rejected rejected) {
        Optional<MikeyMessage> error = rejected.errorMessage();
        error.ifPresent(message -> format.write(message, context));
        return CliFailure.no("refused: " + rejected.detail());
    }
}
