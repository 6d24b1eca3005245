package org.mikey4j.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.capture.CaptureInput;
import org.mikey4j.cli.capture.Signal;
import org.mikey4j.cli.carrier.Carried;
import org.mikey4j.cli.carrier.CarrierReader;
import org.mikey4j.cli.lint.ExchangeSubject;
import org.mikey4j.cli.lint.Finding;
import org.mikey4j.cli.lint.InputSubject;
import org.mikey4j.cli.lint.Linter;
import org.mikey4j.cli.lint.MessageSubject;
import org.mikey4j.cli.lint.Outcome;
import org.mikey4j.cli.lint.Pairing;
import org.mikey4j.cli.lint.Profile;
import org.mikey4j.cli.lint.Rule;
import org.mikey4j.cli.lint.Senders;
import org.mikey4j.cli.lint.Transport;
import org.mikey4j.cli.view.ReadableText;
import org.mikey4j.message.registry.DataType;

/** Reads inputs and applies the rules to them, to the messages in them, and to messages and their answers. */
final class LintRun {
    private final Linter linter;
    private final Profile profile;
    private final Set<Rule> ignored;
    private final Transport transport;
    private final Optional<Instant> at;
    private final LintProofs proofs;
    private final CliContext context;

    /** @param at as of when messages are judged; those of a capture otherwise as of when they passed, and others as of now */
    LintRun(
            Profile profile,
            Set<Rule> ignored,
            Transport transport,
            Optional<Instant> at,
            LintProofs proofs,
            CliContext context) {
        this.linter = new Linter(profile);
        this.profile = profile;
        this.ignored = ignored;
        this.transport = transport;
        this.at = at;
        this.proofs = proofs;
        this.context = context;
    }

    /** What is told of: a message, or what was found in a text as a whole. */
    sealed interface Item permits Message, Whole {}

    /** A message, which is still to be looked at. */
    record Message(MessageSubject subject) implements Item {}

    /** What was found in a text. */
    record Whole(String name, List<Finding> findings) implements Item {
        Whole {
            findings = List.copyOf(findings);
        }
    }

    /**
     * Looks at all sources.
     *
     * @throws CliFailure if one cannot be read, or there is nothing in it to say anything about
     */
    Outcome lint(List<String> sources) {
        List<Outcome.Part> parts = new ArrayList<>();
        for (String source : sources) {
            parts.addAll(parts(SourceFile.name(source), SourceFile.read(source, "a message", context, this::read)));
        }
        return new Outcome(profile, parts);
    }

    private List<Item> read(String name, InputStream in) throws IOException {
        CaptureInput input = CaptureInput.of(in);
        if (input.isCapture()) {
            return CaptureLint.read(name, input.stream(), this, context);
        }
        CarrierReader.Input read = CarrierReader.readInput(name, input.stream());
        Transport carriage = transport == Transport.UNKNOWN ? Transport.of(read.text()) : transport;
        Instant now = at.orElseGet(() -> context.clock().instant());
        List<MessageSubject> messages = read.messages().stream()
                .filter(carried -> !Inputs.isForeign(carried))
                .map(carried -> MessageSubject.of(carried, carriage, now))
                .toList();
        List<Item> items = new ArrayList<>();
        messages.forEach(message -> items.add(new Message(message)));
        items.add(new Whole(name, look(new InputSubject(name, read.text(), messages))));
        return items;
    }

    /** A message of a capture. Who could read it there could have read it on its way. */
    MessageSubject subject(Carried carried, Signal signal) {
        Transport carriage = transport == Transport.UNKNOWN ? Transport.CLEAR : transport;
        return MessageSubject.of(carried, carriage, at.orElse(signal.at()));
    }

    /** What is found in an input as a whole. */
    List<Finding> look(InputSubject input) {
        return keep(linter.lint(input));
    }

    private List<Outcome.Part> parts(String name, List<Item> items) {
        List<MessageSubject> messages = items.stream()
                .filter(Message.class::isInstance)
                .map(item -> ((Message) item).subject())
                .toList();
        Pairing pairing = new Pairing(messages);
        List<Outcome.Part> parts = new ArrayList<>();
        int index = 0;
        for (Item item : items) {
            if (item instanceof Whole whole) {
                if (!whole.findings().isEmpty()) {
                    parts.add(new Outcome.Part(
                            whole.name(),
                            whole.name() + ": as a whole",
                            Optional.empty(),
                            List.of(),
                            whole.findings()));
                }
            } else {
                parts.add(part(messages.get(index), pairing, index));
                index++;
            }
        }
        if (parts.isEmpty()) {
            throw CliFailure.notMikey(name + ": no MIKEY message in it")
                    .withHint("it can be raw octets, hex, base64, an SDP, a SIP or RTSP message, a log, or a capture");
        }
        return parts;
    }

    private Outcome.Part part(MessageSubject message, Pairing pairing, int index) {
        List<Finding> own = new ArrayList<>(linter.lint(message));
        proofs.prove(message, pairing.answers(index)).ifPresent(proof -> own.addAll(linter.lint(proof)));
        // The rules about answers are those of RFC 3830; tickets and IBAKE have answers of other kinds.
        pairing.offer(index)
                .filter(MessageSubject::isInitial)
                .ifPresent(offer -> own.addAll(linter.lint(new ExchangeSubject(offer, message))));
        return new Outcome.Part(
                message.carried().source(), title(message), Optional.of(message), Senders.guess(message), keep(own));
    }

    private List<Finding> keep(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> !ignored.contains(finding.rule()))
                .toList();
    }

    private static String title(MessageSubject message) {
        String length = message.carried().isReadable() ? message.octets().length() + " octets" : "unreadable";
        String kind = message.header()
                .map(header -> ", " + DataType.REGISTRY.name(header.dataType()))
                .orElse("");
        return ReadableText.harmless(message.carried().source() + ": " + length + ", from "
                + message.carried().carrier() + kind);
    }
}
