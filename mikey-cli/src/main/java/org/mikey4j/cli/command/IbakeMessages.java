package org.mikey4j.cli.command;

import java.util.List;
import java.util.Optional;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.IdRole;

/**
 * The messages of an exchange of MIKEY-IBAKE, as many as there are (RFC 6267, 4.2.2).
 *
 * @param first I_MESSAGE_1
 * @param firstAnswer R_MESSAGE_1
 * @param second I_MESSAGE_2
 * @param secondAnswer R_MESSAGE_2
 */
record IbakeMessages(
        MikeyMessage first,
        Optional<MikeyMessage> firstAnswer,
        Optional<MikeyMessage> second,
        Optional<MikeyMessage> secondAnswer) {
    private static final List<Integer> TYPES =
            List.of(DataType.I_MESSAGE_1, DataType.R_MESSAGE_1, DataType.I_MESSAGE_2, DataType.R_MESSAGE_2);

    /**
     * The first exchange among messages; nothing if none is of this mode.
     *
     * @throws CliFailure if I_MESSAGE_1 is not among them
     */
    static Optional<IbakeMessages> of(List<MikeyMessage> found) {
        if (found.stream().noneMatch(message -> TYPES.contains(message.header().dataType()))) {
            return Optional.empty();
        }
        MikeyMessage first = found.stream()
                .filter(message -> message.header().dataType() == DataType.I_MESSAGE_1)
                .findFirst()
                .orElseThrow(() -> CliFailure.usage("IBAKE: I_MESSAGE_1, with which the exchange began, is missing")
                        .withHint("give all messages of the exchange so far, each as a FILE"));
        return Optional.of(new IbakeMessages(
                first,
                later(found, first, DataType.R_MESSAGE_1),
                later(found, first, DataType.I_MESSAGE_2),
                later(found, first, DataType.R_MESSAGE_2)));
    }

    /**
     * The exchanges that one I_MESSAGE_1 began, one with each end that answered. I_MESSAGE_2 names the Responder of its R_MESSAGE_1, and
     * R_MESSAGE_2 has its timestamp (RFC 6267, 4.2.2.5 and 4.2.2.7).
     *
     * @param answers what came after it
     * @return at least one
     */
    static List<IbakeMessages> branches(MikeyMessage first, List<MikeyMessage> answers) {
        List<MikeyMessage> firstAnswers = answers.stream()
                .filter(message -> message.header().dataType() == DataType.R_MESSAGE_1)
                .toList();
        if (firstAnswers.size() < 2) {
            return List.of(new IbakeMessages(
                    first,
                    firstAnswers.stream().findFirst(),
                    later(answers, first, DataType.I_MESSAGE_2),
                    later(answers, first, DataType.R_MESSAGE_2)));
        }
        return firstAnswers.stream()
                .map(answer -> branch(first, answer, answers))
                .toList();
    }

    private static IbakeMessages branch(MikeyMessage first, MikeyMessage firstAnswer, List<MikeyMessage> answers) {
        Optional<MikeyMessage> second = answers.stream()
                .filter(message -> message.header().dataType() == DataType.I_MESSAGE_2)
                .filter(message -> responder(message).equals(responder(firstAnswer)))
                .findFirst();
        Optional<MikeyMessage> secondAnswer = answers.stream()
                .filter(message -> message.header().dataType() == DataType.R_MESSAGE_2)
                .filter(message -> second.map(asked -> asked.payload(TPayload.class))
                        .filter(message.payload(TPayload.class)::equals)
                        .isPresent())
                .findFirst();
        return new IbakeMessages(first, Optional.of(firstAnswer), second, secondAnswer);
    }

    /** Who is called the Responder in a message. */
    static Optional<String> responder(MikeyMessage message) {
        return message.payloads(IdrPayload.class).stream()
                .filter(idr -> idr.idRole() == IdRole.IDR_R)
                .map(IdrPayload::text)
                .findFirst();
    }

    private static Optional<MikeyMessage> later(List<MikeyMessage> found, MikeyMessage first, int dataType) {
        return found.stream()
                .filter(message -> message.header().dataType() == dataType
                        && message.header().csbId() == first.header().csbId())
                .findFirst();
    }
}
