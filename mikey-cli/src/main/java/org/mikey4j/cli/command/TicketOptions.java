package org.mikey4j.cli.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mikey4j.MikeyException;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.DataType;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The options with which an end of MIKEY-TICKET says who it is and what it shares with its key management service. */
final class TicketOptions {
    private static final String PSK_ID = "--psk-id";
    private static final String KMS = "--kms";

    private TicketOptions() {}

    static void addTo(CommandSpec spec) {
        spec.addOption(StandardOptions.value(
                GeneratePsk.PSK,
                "REF",
                "The key shared with the service: a file, or file:PATH, env:NAME, fd:N, stdin, prompt."));
        spec.addOption(StandardOptions.value(PSK_ID, "TEXT", "What the service knows the key by, such as a B-TID."));
    }

    static void addKmsTo(CommandSpec spec) {
        spec.addOption(StandardOptions.value(KMS, "URI", "Who the key management service is."));
    }

    static Optional<Octets> pskId(ParseResult options) {
        return Optional.ofNullable(options.<String>matchedOptionValue(PSK_ID, null))
                .map(text -> Octets.of(text, StandardCharsets.UTF_8));
    }

    static Optional<IdPayload> kms(ParseResult options) {
        return Optional.ofNullable(options.<String>matchedOptionValue(KMS, null))
                .map(Identity::of);
    }

    /** An identity that has to be given. */
    static IdPayload required(String option, ParseResult options) {
        return Optional.ofNullable(options.<String>matchedOptionValue(option, null))
                .map(Identity::of)
                .orElseThrow(() -> CliFailure.usage(option + " is needed"));
    }

    static IdPayload requiredKms(ParseResult options) {
        return required(KMS, options);
    }

    static ExchangeSettings settings(CliContext context) {
        return ExchangeSettings.builder(context.clock(), context.random().get()).build();
    }

    /** The first message of one of these types in a source. */
    static MikeyMessage read(String source, CliContext context, int... dataTypes) {
        List<MikeyMessage> found = new ArrayList<>();
        for (FoundMessage candidate : Inputs.read(source, context)) {
            try {
                MikeyMessage message = MikeyMessage.decode(candidate.octets().toByteArray());
                if (IntStream.of(dataTypes)
                        .anyMatch(type -> type == message.header().dataType())) {
                    found.add(message);
                }
            } catch (MikeyException e) {
                throw CliFailure.notMikey(candidate.source() + ": " + e.getMessage());
            }
        }
        if (found.isEmpty()) {
            throw CliFailure.usage(source + ": has no "
                    + IntStream.of(dataTypes).mapToObj(DataType.REGISTRY::name).collect(Collectors.joining(" or ")));
        }
        return found.get(0);
    }
}
