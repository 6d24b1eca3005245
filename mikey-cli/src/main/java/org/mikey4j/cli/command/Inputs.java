package org.mikey4j.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.carrier.Carried;
import org.mikey4j.cli.carrier.CarrierReader;
import org.mikey4j.cli.view.MessageView;
import org.mikey4j.message.CommonHeader;

/** Reads what is to be looked at. */
final class Inputs {
    private Inputs() {}

    /**
     * The messages in the source, of which there is at least one.
     *
     * @param source a file, or {@code -} for standard input
     * @throws CliFailure if it cannot be read, or holds nothing that could be a message
     */
    static List<FoundMessage> read(String source, CliContext context) {
        List<Carried> carried = SourceFile.read(source, "a message", context, CarrierReader::read);
        List<FoundMessage> found = new ArrayList<>();
        String problem = "no MIKEY message in it";
        for (Carried candidate : carried) {
            if (candidate.isReadable() && !isForeign(candidate)) {
                found.add(new FoundMessage(
                        candidate.source(), candidate.carrier(), candidate.message(), candidate.diagnostics()));
            } else if (found.isEmpty() && !candidate.isReadable()) {
                problem = candidate.carrier() + ": "
                        + candidate
                                .diagnostics()
                                .get(candidate.diagnostics().size() - 1)
                                .message();
            }
        }
        if (found.isEmpty()) {
            throw CliFailure.notMikey(source + ": " + problem)
                    .withHint("it can be raw octets, hex, base64, an SDP, or a SIP or RTSP message");
        }
        return found;
    }

    /** Octets that nothing says to be MIKEY have to begin like it: almost any word is base64. */
    static boolean isForeign(Carried candidate) {
        boolean bare = Set.of("raw octets", "hex", "base64").contains(candidate.carrier());
        return bare && (candidate.message().isEmpty() || candidate.message().at(0) != CommonHeader.VERSION);
    }

    /**
     * The one message in the source.
     *
     * @throws CliFailure if there is none or more than one
     */
    static MessageView readOne(String source, CliContext context) {
        List<FoundMessage> found = read(source, context);
        if (found.size() != 1) {
            throw CliFailure.usage(source + ": has " + found.size() + " messages, and one is wanted");
        }
        return MessageView.of(
                found.get(0).source(), found.get(0).octets(), found.get(0).diagnostics(), Optional.empty());
    }
}
