package org.mikey4j.cli.command;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.exchange.ticket.PendingRequest;
import org.mikey4j.exchange.ticket.TicketClient;
import org.mikey4j.exchange.ticket.TicketSuite;
import org.mikey4j.exchange.ticket.TicketTerms;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.TicketPolicy.Flag;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey generate ticket-request}: asks a key management service for a ticket (RFC 6043, 4.2.1). */
final class GenerateTicketRequest implements Command {
    static final String NAME = "ticket-request";

    private static final String RESPONDER = "--responder";
    private static final String FLAGS = "--flags";
    private static final String BITS = "--bits";
    private static final String UNTIL = "--until";
    private static final String DEFAULT_FLAGS = "DEFGHINO";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command(NAME, "Make a REQUEST_INIT, which asks for a ticket (RFC 6043).");
        TicketAccess.addTo(spec);
        spec.addOption(StandardOptions.value(
                OfferOptions.ID_I, "URI", "Who asks; otherwise the first that the certificate names."));
        spec.addOption(StandardOptions.values(
                RESPONDER, "URI", "Who may have the ticket resolved, a user or a group; can be repeated."));
        spec.addOption(StandardOptions.value(
                FLAGS, "LETTERS", "The flags of the policy, D to O (default " + DEFAULT_FLAGS + ")."));
        spec.addOption(StandardOptions.value(BITS, "N", "128 (default) or 256: the algorithms and keys."));
        spec.addOption(StandardOptions.value(UNTIL, "TIME", "Until when it is valid, such as 2027-01-01T00:00:00Z."));
        spec.addOption(MessageFormat.option());
        TestOptions.addTo(spec);
        StandardOptions.examples(
                spec,
                "mikey generate ticket-request --psk file:alice.psk --id-i sip:alice@example.org --kms sip:kms@example.org"
                        + " --responder sip:bob@example.org",
                "mikey generate ticket-request --identity alice.pem --peer-cert kms.pem --kms sip:kms@example.org"
                        + " --responder sip:bob@example.org --envelope-key file:alice.key");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext given) {
        CliContext context = TestOptions.apply(options, given, List.of());
        IdPayload kms = TicketOptions.requiredKms(options);
        TicketTerms terms = terms(options);
        try (TicketAccess self = TicketAccess.of(OfferOptions.ID_I, options, context);
                PendingRequest request =
                        new TicketClient(TicketOptions.settings(context), self.access(), kms).request(terms)) {
            MessageFormat.of(options).write(request.message(), context);
        } catch (IllegalArgumentException e) {
            throw CliFailure.usage(String.valueOf(e.getMessage()));
        }
        return ExitCode.OK;
    }

    private static TicketTerms terms(ParseResult options) {
        IdPayload[] responders = Stream.of(options.matchedOptionValue(RESPONDER, new String[0]))
                .map(Identity::of)
                .toArray(IdPayload[]::new);
        try {
            TicketTerms.Builder terms = TicketTerms.builder(suite(options), responders)
                    .flags(flags(options.matchedOptionValue(FLAGS, DEFAULT_FLAGS)));
            Optional.ofNullable(options.<String>matchedOptionValue(UNTIL, null))
                    .ifPresent(text -> terms.end(time(text)));
            return terms.build();
        } catch (IllegalArgumentException e) {
            throw CliFailure.usage(String.valueOf(e.getMessage()));
        }
    }

    private static TicketSuite suite(ParseResult options) {
        return switch (options.matchedOptionValue(BITS, "128")) {
            case "128" -> TicketSuite.BITS_128;
            case "256" -> TicketSuite.BITS_256;
            default -> throw CliFailure.usage(BITS + " is 128 or 256");
        };
    }

    private static Set<Flag> flags(String letters) {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        for (int i = 0; i < letters.length(); i++) {
            char letter = letters.charAt(i);
            if (letter < 'D' || letter > 'O') {
                throw CliFailure.usage(FLAGS + " has letters from D to O, not " + letter);
            }
            flags.add(Flag.valueOf(String.valueOf(letter)));
        }
        return flags;
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw CliFailure.usage(UNTIL + " is a time such as 2027-01-01T00:00:00Z, not " + text);
        }
    }
}
