package org.mikey4j.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.message.DecodeOptions;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.DataType;

/**
 * A message that begins an exchange, and its answer.
 *
 * @param mode the mode
 * @param message the I_MESSAGE
 * @param answer the octets of the answer, if there is one
 */
record Exchange(Mode mode, MikeyMessage message, Optional<Octets> answer) {
    /**
     * Finds the two among messages.
     *
     * @param source where they are from
     * @param found where the message is, and perhaps the answer; not empty
     * @param answerSource where the answer is, if it is somewhere else
     * @throws CliFailure if there is no I_MESSAGE that can be checked
     */
    static Exchange of(String source, List<MikeyMessage> found, Optional<String> answerSource, CliContext context)
            throws IOException {
        warnOfOthers(source, found, context);
        MikeyMessage message = found.stream()
                .filter(Exchange::beginsExchange)
                .findFirst()
                .orElseThrow(() -> noOffer(source, found.get(0).header().dataType()));
        Mode mode = Mode.beginningWith(message.header().dataType()).orElseThrow();
        if (answerSource.isEmpty()) {
            return new Exchange(
                    mode,
                    message,
                    found.stream()
                            .filter(candidate -> candidate.header().csbId()
                                    == message.header().csbId())
                            .filter(candidate ->
                                    mode.isAnswer(candidate.header().dataType()))
                            .map(MikeyMessage::octets)
                            .findFirst());
        }
        return new Exchange(
                mode,
                message,
                Optional.of(decode(Inputs.read(answerSource.get(), context)).stream()
                        .filter(candidate -> mode.isAnswer(candidate.header().dataType()))
                        .map(MikeyMessage::octets)
                        .findFirst()
                        .orElseThrow(() -> CliFailure.usage(answerSource.get() + ": has no answer to "
                                + DataType.REGISTRY.name(message.header().dataType())))));
    }

    /**
     * Finds the two in the input.
     *
     * @param source where the message is, and perhaps the answer
     * @param answerSource where the answer is, if it is somewhere else
     * @throws CliFailure if there is no I_MESSAGE that can be checked
     */
    static Exchange read(String source, Optional<String> answerSource, CliContext context) throws IOException {
        return of(source, decode(Inputs.read(source, context)), answerSource, context);
    }

    private static void warnOfOthers(String source, List<MikeyMessage> found, CliContext context) {
        long offers = found.stream().filter(Exchange::beginsExchange).distinct().count();
        if (offers > 1) {
            context.warn(source + ": has " + offers + " messages that begin an exchange; the first is taken");
        }
    }

    private static boolean beginsExchange(MikeyMessage message) {
        return Mode.beginningWith(message.header().dataType()).isPresent();
    }

    private static CliFailure noOffer(String source, int dataType) {
        CliFailure failure = CliFailure.no(source + ": " + DataType.REGISTRY.name(dataType)
                + " does not begin an exchange that can be checked so far");
        return Mode.endingWith(dataType).isPresent()
                ? failure.withHint("give the message that it answers as FILE, and this one with --answer")
                : failure;
    }

    /**
     * The messages in files.
     *
     * @throws CliFailure if one holds none that is well-formed
     */
    static List<MikeyMessage> messages(String[] sources, CliContext context) throws IOException {
        List<MikeyMessage> messages = new ArrayList<>();
        for (String source : sources) {
            messages.addAll(decode(Inputs.read(source, context)));
        }
        return messages;
    }

    /** Those that are well-formed, of which there is at least one. */
    private static List<MikeyMessage> decode(List<FoundMessage> found) {
        List<MikeyMessage> messages = new ArrayList<>();
        String problem = "";
        for (FoundMessage candidate : found) {
            try {
                messages.add(MikeyMessage.decode(candidate.octets(), DecodeOptions.ACCEPT_TRAILING_ZERO));
            } catch (MalformedMessageException e) {
                problem = problem.isEmpty() ? candidate.source() + ": " + e.getMessage() : problem;
            }
        }
        if (messages.isEmpty()) {
            throw CliFailure.notMikey(problem);
        }
        return messages;
    }
}
