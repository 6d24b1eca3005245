package org.mikey4j.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.capture.CaptureInput;
import org.mikey4j.cli.capture.Signal;
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
        List<FoundMessage> found = new ArrayList<>();
        each(source, context, found::add);
        return found;
    }

    /** As {@link #read}, one message after the other: a capture can have more than memory holds. */
    static void each(String source, CliContext context, Consumer<FoundMessage> taker) {
        Search search = new Search(taker);
        SourceFile.read(source, "a message", context, (name, in) -> {
            CaptureInput input = CaptureInput.of(in);
            if (input.isCapture()) {
                CaptureSource.read(name, input.stream(), context, search::add);
            } else {
                CarrierReader.read(name, input.stream()).forEach(search::add);
            }
            return name;
        });
        if (!search.found) {
            throw CliFailure.notMikey(SourceFile.name(source) + ": " + search.problem)
                    .withHint("it can be raw octets, hex, base64, an SDP, a SIP or RTSP message, a log, or a capture");
        }
    }

    private static final class Search {
        private final Consumer<FoundMessage> taker;
        private boolean found;
        private String problem = "no MIKEY message in it";

        Search(Consumer<FoundMessage> taker) {
            this.taker = taker;
        }

        void add(Signal signal) {
            signal.messages().forEach(carried -> add(carried, where(signal)));
        }

        void add(Carried carried) {
            add(carried, "");
        }

        private void add(Carried candidate, String where) {
            if (candidate.isReadable() && !isForeign(candidate)) {
                found = true;
                taker.accept(new FoundMessage(
                        candidate.source(), candidate.carrier() + where, candidate.message(), candidate.diagnostics()));
            } else if (!found && !candidate.isReadable()) {
                problem = candidate.carrier() + ": "
                        + candidate
                                .diagnostics()
                                .get(candidate.diagnostics().size() - 1)
                                .message();
            }
        }

        private static String where(Signal signal) {
            String label = signal.label().isEmpty() ? "" : " " + signal.label();
            return ", " + signal.protocol() + label + " over " + signal.transport() + ", " + signal.source() + " to "
                    + signal.target();
        }
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
