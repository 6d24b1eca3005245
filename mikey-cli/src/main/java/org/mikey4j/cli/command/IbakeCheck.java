package org.mikey4j.cli.command;

import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.EcGroup;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.ibake.IbakeConfirmation;
import org.mikey4j.exchange.ibake.IbakeFirstOffer;
import org.mikey4j.exchange.ibake.IbakeFirstResult;
import org.mikey4j.exchange.ibake.IbakePendingAnswer;
import org.mikey4j.exchange.ibake.IbakeResponse;
import org.mikey4j.exchange.ibake.IbakeSecondOffer;
import org.mikey4j.message.IbakePayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.SrtpIdMap;

/** Checks the messages of an exchange of MIKEY-IBAKE as the end does whose keys there are, as far as the messages go. */
final class IbakeCheck {
    private final IbakeEnd end;
    private final IbakeMessages messages;
    private final Optional<EcGroup> group;

    /** @param group the curve of the secret multiplier; nothing if there is none, and so no keys */
    IbakeCheck(IbakeEnd end, IbakeMessages messages, Optional<EcGroup> group) {
        this.end = end;
        this.messages = messages;
        this.group = group;
    }

    Verification verify() {
        return end.isInitiator() && group.isPresent() ? asInitiator() : asResponder();
    }

    /** As the Initiator, whose secret multiplier is there, and R_MESSAGE_1. */
    Verification asInitiator() {
        MikeyMessage answer = messages.firstAnswer().orElseThrow();
        try (IbakeFirstOffer first = end.initiator().resume(group.orElseThrow(), KeyValidity.NULL, messages.first())) {
            IbakeFirstResult result = messages.second()
                    .map(second -> first.resume(answer.octets(), second))
                    .orElseGet(() -> first.receive(answer.octets()));
            if (!(result instanceof IbakeFirstResult.Next next)) {
                return refused(((IbakeFirstResult.Refused) result).rejected());
            }
            try (IbakeSecondOffer second = next.offer()) {
                return messages.second().isPresent() && messages.secondAnswer().isPresent()
                        ? confirmed(second, messages.secondAnswer().get())
                        : opened("R_MESSAGE_1, in which ECCPTi came back; R_MESSAGE_2 proves who answered");
            }
        }
    }

    private static Verification confirmed(IbakeSecondOffer second, MikeyMessage answer) {
        InitiatorResult result = second.receive(answer.octets());
        return result instanceof InitiatorResult.Established established
                ? verified(established.association(), answer, "R_MESSAGE_2 under the MPK of both ends' points")
                : refused((Rejected) result);
    }

    /** As the Responder, whose secret multiplier may be there. */
    Verification asResponder() {
        IbakeResponse response =
                end.responder(this::ssrc).receive(messages.first().octets(), Octets.EMPTY);
        if (!(response instanceof IbakeResponse.Answered answered)) {
            return refused(((IbakeResponse.Refused) response).rejected());
        }
        try (IbakePendingAnswer answer = answered.answer()) {
            return messages.second().isPresent() && group.isPresent()
                    ? confirmed(answer, messages.second().get())
                    : opened("I_MESSAGE_1; I_MESSAGE_2 proves who sent it");
        }
    }

    /** What the Responder filled in, if its last message is there. */
    private long ssrc(int csId) {
        return messages.secondAnswer()
                .map(answer -> answer.header().csIdMap())
                .filter(SrtpIdMap.class::isInstance)
                .map(map -> ((SrtpIdMap) map).entries())
                .filter(entries -> csId <= entries.size())
                .map(entries -> entries.get(csId - 1))
                .map(SrtpId::ssrc)
                .orElse(0L);
    }

    private Verification confirmed(IbakePendingAnswer answer, MikeyMessage second) {
        IbakeConfirmation confirmation = answer.receive(second.octets());
        if (!(confirmation instanceof IbakeConfirmation.Established established)) {
            return refused(((IbakeConfirmation.Refused) confirmation).rejected());
        }
        if (messages.secondAnswer()
                .filter(sent -> !isOurs(sent, established.reply()))
                .isPresent()) {
            established.association().close();
            return problem("R_MESSAGE_2 is not the one that this end answers with");
        }
        return verified(established.association(), second, "ECCPTr, which came back in I_MESSAGE_2");
    }

    /** A mailbox encrypts something in its answer, so that it is another each time. */
    private static boolean isOurs(MikeyMessage sent, MikeyMessage made) {
        return sent.equals(made) || made.indexOf(IbakePayload.class) >= 0;
    }

    private static Verification verified(SecurityAssociation association, MikeyMessage last, String proof) {
        return new Verification(
                Mode.IBAKE, Optional.of(association), Optional.of(last.octets()), "", association.diagnostics(), proof);
    }

    private static Verification opened(String what) {
        return new Verification(Mode.IBAKE, Optional.empty(), Optional.empty(), "", List.of(), what);
    }

    private static Verification refused(Rejected rejected) {
        return new Verification(
                Mode.IBAKE, Optional.empty(), Optional.empty(), rejected.detail(), rejected.diagnostics(), "");
    }

    private static Verification problem(String text) {
        return new Verification(Mode.IBAKE, Optional.empty(), Optional.empty(), text, List.of(), "");
    }
}
