package org.mikey4j.cli.command;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.carrier.Carried;
import org.mikey4j.cli.carrier.CarrierReader;
import org.mikey4j.cli.lint.ExchangeSubject;
import org.mikey4j.cli.lint.Finding;
import org.mikey4j.cli.lint.InputSubject;
import org.mikey4j.cli.lint.Linter;
import org.mikey4j.cli.lint.MessageSubject;
import org.mikey4j.cli.lint.Outcome;
import org.mikey4j.cli.lint.Profile;
import org.mikey4j.cli.lint.Rule;
import org.mikey4j.cli.lint.Senders;
import org.mikey4j.cli.lint.Transport;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.registry.DataType;

/** Reads inputs and applies the rules to them, to the messages in them, and to messages and their answers. */
final class LintRun {
    private final Linter linter;
    private final Profile profile;
    private final Set<Rule> ignored;
    private final Transport transport;
    private final Instant now;
    private final LintProofs proofs;
    private final CliContext context;

    LintRun(
            Profile profile,
            Set<Rule> ignored,
            Transport transport,
            Instant now,
            LintProofs proofs,
            CliContext context) {
        this.linter = new Linter(profile);
        this.profile = profile;
        this.ignored = ignored;
        this.transport = transport;
        this.now = now;
        this.proofs = proofs;
        this.context = context;
    }

    /**
     * Looks at all sources.
     *
     * @throws CliFailure if one cannot be read, or there is nothing in it to say anything about
     */
    Outcome lint(List<String> sources) {
        List<Outcome.Part> parts = new ArrayList<>();
        for (String source : sources) {
            lint(SourceFile.read(source, "a message", context, CarrierReader::readInput), parts);
        }
        return new Outcome(profile, parts);
    }

    private void lint(CarrierReader.Input input, List<Outcome.Part> parts) {
        List<MessageSubject> messages = new ArrayList<>();
        for (Carried carried : input.messages()) {
            if (!Inputs.isForeign(carried)) {
                messages.add(MessageSubject.of(carried, transport(input), now));
            }
        }
        InputSubject whole = new InputSubject(input.name(), input.text(), messages);
        List<Finding> findings = new ArrayList<>(keep(linter.lint(whole)));
        if (messages.isEmpty() && findings.isEmpty()) {
            throw CliFailure.notMikey(input.name() + ": no MIKEY message in it")
                    .withHint("it can be raw octets, hex, base64, an SDP, or a SIP or RTSP message");
        }
        for (MessageSubject message : messages) {
            List<Finding> own = new ArrayList<>(linter.lint(message));
            proofs.prove(message, answer(messages, message)).ifPresent(proof -> own.addAll(linter.lint(proof)));
            offer(messages, message).ifPresent(offer -> own.addAll(linter.lint(new ExchangeSubject(offer, message))));
            parts.add(new Outcome.Part(
                    message.carried().source(),
                    title(message),
                    Optional.of(message),
                    Senders.guess(message),
                    keep(own)));
        }
        if (!findings.isEmpty()) {
            parts.add(new Outcome.Part(
                    input.name(), input.name() + ": as a whole", Optional.empty(), List.of(), findings));
        }
    }

    private Transport transport(CarrierReader.Input input) {
        return transport == Transport.UNKNOWN ? Transport.of(input.text()) : transport;
    }

    private List<Finding> keep(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> !ignored.contains(finding.rule()))
                .toList();
    }

    private static String title(MessageSubject message) {
        String length = message.carried().isReadable() ? message.octets().length() + " octets" : "unreadable";
        return message.carried().source() + ": " + length + ", from "
                + message.carried().carrier()
                + message.header()
                        .map(header -> ", " + DataType.REGISTRY.name(header.dataType()))
                        .orElse("");
    }

    /** The message before it that it answers: the last one of the same bundle that begins an exchange, or else the last one. */
    private static Optional<MessageSubject> offer(List<MessageSubject> messages, MessageSubject answer) {
        if (answer.isInitial() || answer.header().isEmpty()) {
            return Optional.empty();
        }
        List<MessageSubject> before = messages.subList(0, messages.indexOf(answer)).stream()
                .filter(MessageSubject::isInitial)
                .toList();
        return before.stream()
                .filter(message -> csbId(message).equals(csbId(answer)))
                .reduce((first, second) -> second)
                .or(() -> before.stream().reduce((first, second) -> second));
    }

    /** The first message behind it that answers it. */
    private static Optional<MessageSubject> answer(List<MessageSubject> messages, MessageSubject initial) {
        return messages.stream()
                .filter(message ->
                        offer(messages, message).filter(initial::equals).isPresent())
                .findFirst();
    }

    private static Optional<Long> csbId(MessageSubject message) {
        return message.header().map(CommonHeader::csbId);
    }
}
