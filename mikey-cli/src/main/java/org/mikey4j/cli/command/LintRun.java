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
            lint(SourceFile.read(source, "a message", context, this::read), parts);
        }
        return new Outcome(profile, parts);
    }

    /** Of a capture only the messages; who read them there could read them. */
    private CarrierReader.Input read(String name, InputStream in) throws IOException {
        CaptureInput input = CaptureInput.of(in);
        if (!input.isCapture()) {
            return CarrierReader.readInput(name, input.stream());
        }
        List<Carried> messages = new ArrayList<>();
        CaptureSource.read(name, input.stream(), context, signal -> messages.addAll(signal.messages()));
        return new CarrierReader.Input(name, "", messages);
    }

    private void lint(CarrierReader.Input input, List<Outcome.Part> parts) {
        Transport carriage = transport == Transport.UNKNOWN ? Transport.of(input.text()) : transport;
        List<MessageSubject> messages = new ArrayList<>();
        for (Carried carried : input.messages()) {
            if (!Inputs.isForeign(carried)) {
                messages.add(MessageSubject.of(carried, carriage, now));
            }
        }
        InputSubject whole = new InputSubject(input.name(), input.text(), messages);
        List<Finding> findings = new ArrayList<>(keep(linter.lint(whole)));
        if (messages.isEmpty() && findings.isEmpty()) {
            throw CliFailure.notMikey(input.name() + ": no MIKEY message in it")
                    .withHint("it can be raw octets, hex, base64, an SDP, a SIP or RTSP message, a log, or a capture");
        }
        Pairing pairing = new Pairing(messages);
        for (int i = 0; i < messages.size(); i++) {
            MessageSubject message = messages.get(i);
            List<Finding> own = new ArrayList<>(linter.lint(message));
            proofs.prove(message, pairing.answer(i)).ifPresent(proof -> own.addAll(linter.lint(proof)));
            pairing.offer(i).ifPresent(offer -> own.addAll(linter.lint(new ExchangeSubject(offer, message))));
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
