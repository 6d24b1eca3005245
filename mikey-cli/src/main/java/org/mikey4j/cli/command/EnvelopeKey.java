package org.mikey4j.cli.command;

import java.util.Optional;
import org.mikey4j.cli.CliContext;
import org.mikey4j.crypto.EnvelopeOpener;
import org.mikey4j.crypto.JcaAlgorithms;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.PkePayload;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * The key in the envelope of a signed message to a key management service, from whoever put it there, or from the service that opens
 * it.
 */
final class EnvelopeKey implements AutoCloseable {
    private final ParseResult options;
    private final CliContext context;
    private final IdentityOptions service;
    private final Optional<SecretBytes> given;

    EnvelopeKey(ParseResult options, CliContext context) {
        this.options = options;
        this.context = context;
        this.service = new IdentityOptions(options, context);
        this.given = options.hasMatchedOption(TicketAccess.ENVELOPE_KEY)
                ? Optional.of(TicketAccess.envelopeKey(options, context))
                : Optional.empty();
    }

    static void addTo(CommandSpec spec) {
        TicketAccess.addEnvelopeKeyTo(spec);
        IdentityOptions.addKeyTo(spec);
        spec.addOption(AlgorithmOptions.padding());
    }

    /** Whether there is one, or what opens it. */
    boolean isGiven() {
        return given.isPresent() || service.isGiven();
    }

    /** That of a message, which the caller wipes; another one if the envelope is for another service. */
    Optional<SecretBytes> of(MikeyMessage signed) {
        if (given.isPresent()) {
            return given.map(SecretBytes::copy);
        }
        return signed.payload(PkePayload.class)
                .map(pke -> new EnvelopeOpener(
                                service.credentials().key(),
                                AlgorithmOptions.envelopePadding(options),
                                JcaAlgorithms.PLATFORM,
                                context.random().get())
                        .open(pke.data()));
    }

    @Override
    public void close() {
        given.ifPresent(SecretBytes::close);
    }
}
