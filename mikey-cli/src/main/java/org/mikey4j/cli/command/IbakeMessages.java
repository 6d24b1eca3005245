package org.mikey4j.cli.command;

import java.util.List;
import java.util.Optional;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.registry.DataType;

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

    private static Optional<MikeyMessage> later(List<MikeyMessage> found, MikeyMessage first, int dataType) {
        return found.stream()
                .filter(message -> message.header().dataType() == dataType
                        && message.header().csbId() == first.header().csbId())
                .findFirst();
    }
}
