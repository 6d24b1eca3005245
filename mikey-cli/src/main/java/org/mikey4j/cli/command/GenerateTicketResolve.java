package org.mikey4j.cli.command;

import java.util.List;
import org.mikey4j.MikeyException;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.exchange.ticket.PendingResolve;
import org.mikey4j.exchange.ticket.TicketClient;
import org.mikey4j.exchange.ticket.TicketTerms;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.registry.DataType;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey generate ticket-resolve}: has the ticket in a TRANSFER_INIT resolved (RFC 6043, 4.2.3). */
final class GenerateTicketResolve implements Command {
    static final String NAME = "ticket-resolve";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command(
                NAME, "Make a RESOLVE_INIT, which has the ticket of the TRANSFER_INIT in FILE resolved (RFC 6043).");
        TicketAccess.addTo(spec);
        spec.addOption(StandardOptions.value(
                OfferOptions.ID_R, "URI", "Who asks: the Responder; otherwise the first that the certificate names."));
        spec.addOption(MessageFormat.option());
        TestOptions.addTo(spec);
        spec.addPositional(StandardOptions.parameter(0, "FILE", "Where the TRANSFER_INIT is; - is standard input."));
        StandardOptions.examples(
                spec,
                "mikey generate ticket-resolve --psk file:bob.psk --id-r sip:bob@example.org transfer.b64",
                "mikey generate ticket-resolve --identity bob.pem --peer-cert kms.pem --envelope-key file:bob.key transfer.b64");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext given) {
        CliContext context = TestOptions.apply(options, given, List.of());
        MikeyMessage transfer =
                TicketOptions.read(options.matchedPositionalValue(0, "-"), context, DataType.TRANSFER_INIT);
        TicketPayload ticket = transfer.payload(TicketPayload.class)
                .orElseThrow(() -> CliFailure.no("the TRANSFER_INIT has no TICKET"));
        try (TicketAccess self = TicketAccess.of(OfferOptions.ID_R, options, context)) {
            IdPayload kms = TicketOptions.kms(options)
                    .or(() -> TicketTerms.of(ticket.policy()).kms())
                    .orElseThrow(() -> CliFailure.usage("--kms is needed: the ticket does not say who resolves it"));
            try (PendingResolve resolve =
                    new TicketClient(TicketOptions.settings(context), self.access(), kms).resolve(ticket)) {
                MessageFormat.of(options).write(resolve.message(), context);
            }
        } catch (IllegalArgumentException e) {
            throw CliFailure.usage(String.valueOf(e.getMessage()));
        } catch (MikeyException e) {
            throw CliFailure.no(String.valueOf(e.getMessage()));
        }
        return ExitCode.OK;
    }
}
