package org.mikey4j.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.capture.Signal;
import org.mikey4j.cli.carrier.Carried;
import org.mikey4j.cli.lint.Finding;
import org.mikey4j.cli.lint.InputSubject;
import org.mikey4j.cli.lint.MessageSubject;
import org.mikey4j.message.Octets;

/**
 * Gathers what of a capture is to be judged: each MIKEY message once, however often it passed; the text that it came in; and a
 * request with keys together with its response. What is judged is bounded, however long the capture.
 */
final class CaptureLint {
    private static final int MOST_MESSAGES = 10_000;
    private static final int MOST_WAITING = 1000;

    private final String name;
    private final LintRun run;
    private final List<LintRun.Item> items = new ArrayList<>();
    private final List<MessageSubject> messages = new ArrayList<>();
    private final Set<Octets> seen = new HashSet<>();
    private final Map<String, InputSubject> waiting = new LinkedHashMap<>();
    private final Map<String, List<MessageSubject>> dialogs = new LinkedHashMap<>();
    private long more;

    private CaptureLint(String name, LintRun run) {
        this.name = name;
        this.run = run;
    }

    /** Reads a capture; what is to be judged, in its order. */
    static List<LintRun.Item> read(String name, InputStream in, LintRun run, CliContext context) throws IOException {
        CaptureLint lint = new CaptureLint(name, run);
        CaptureSource.readText(name, in, context, lint::add);
        if (lint.more > 0) {
            context.warn(
                    name + ": only the first " + MOST_MESSAGES + " messages are judged, and " + lint.more + " are not");
        }
        // What messages have in common, such as a key, shows in all of them together.
        lint.items.add(new LintRun.Whole(name, run.look(new InputSubject(name, "", lint.messages))));
        return lint.items;
    }

    private void add(Signal signal, Supplier<String> text) {
        String transaction = signal.dialog() + " " + signal.transaction();
        Optional<InputSubject> request = signal.isResponse() && !signal.label().startsWith("1")
                ? Optional.ofNullable(waiting.remove(transaction))
                : Optional.empty();
        List<MessageSubject> own = new ArrayList<>();
        boolean isNew = false;
        for (Carried carried : signal.messages()) {
            if (messages.size() >= MOST_MESSAGES) {
                more++;
                continue;
            }
            MessageSubject subject = run.subject(carried, signal);
            own.add(subject);
            if (!carried.isReadable() || seen.add(carried.message())) {
                isNew = true;
                messages.add(subject);
                dialogs.computeIfAbsent(signal.dialog(), d -> new ArrayList<>()).add(subject);
                items.add(new LintRun.Message(subject));
            }
        }
        if (isNew || request.isPresent()) {
            InputSubject input = new InputSubject(where(signal), text.get(), own);
            List<Finding> alone = isNew ? run.look(input) : List.of();
            items.add(new LintRun.Whole(input.name(), alone));
            request.ifPresent(asked -> together(asked, input, dialogs.getOrDefault(signal.dialog(), List.of()), alone));
            if (!signal.isResponse() && isNew) {
                waiting.put(transaction, input);
            }
            forgetOldest(waiting);
            forgetOldest(dialogs);
        }
    }

    private static void forgetOldest(Map<String, ?> map) {
        if (map.size() > MOST_WAITING) {
            map.remove(map.keySet().iterator().next());
        }
    }

    /**
     * What only the request and the response together show, told of the response.
     *
     * @param both the messages of the dialog
     */
    private void together(InputSubject request, InputSubject response, List<MessageSubject> both, List<Finding> alone) {
        int before = request.lines().size() + 1;
        InputSubject pair = new InputSubject("", request.text() + "\n\n" + response.text(), both);
        int shift = pair.lines().size() - response.lines().size();
        List<Finding> found = new ArrayList<>();
        for (Finding finding : run.look(pair)) {
            int line = finding.source().startsWith(":")
                    ? Integer.parseInt(finding.source().substring(1))
                    : 0;
            boolean known = alone.stream().anyMatch(f -> f.rule().equals(finding.rule()));
            if (line >= before && !known) {
                found.add(new Finding(
                        finding.rule(),
                        finding.severity(),
                        response.name() + ":" + (line - shift),
                        finding.offset(),
                        finding.where(),
                        finding.message()));
            }
        }
        items.add(new LintRun.Whole(response.name(), found));
    }

    private String where(Signal signal) {
        return signal.messages().isEmpty()
                ? name + " frame " + signal.frame()
                : signal.messages().get(0).source().replaceFirst(":\\d+$", "");
    }
}
