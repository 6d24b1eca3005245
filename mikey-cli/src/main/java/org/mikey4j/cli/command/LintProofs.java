package org.mikey4j.cli.command;

import java.util.Optional;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.lint.MessageSubject;
import org.mikey4j.cli.lint.ProofSubject;
import org.mikey4j.message.DecodeOptions;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.DataType;
import picocli.CommandLine.ParseResult;

/** Checks messages with the credentials that lint was given, if it was. Their age does not matter here. */
final class LintProofs implements AutoCloseable {
    private final PeerOptions peers;
    private final ExchangeOptions exchangeOptions;
    private final boolean given;

    LintProofs(ParseResult options, CliContext context) {
        this.peers = new PeerOptions(options, context);
        this.exchangeOptions = ExchangeOptions.atAnyTime(options, context);
        this.given = options.hasMatchedOption(StandardOptions.CREDENTIALS);
    }

    /** What came of checking a message; empty if it is not one of a pre-shared key, or there are no credentials. */
    Optional<ProofSubject> prove(MessageSubject subject, Optional<MessageSubject> answer) {
        if (!given || !subject.isOf(DataType.PSK_INIT) || subject.isUnprotected()) {
            return Optional.empty();
        }
        MikeyMessage message;
        try {
            message = MikeyMessage.decode(subject.octets(), DecodeOptions.ACCEPT_TRAILING_ZERO);
        } catch (MalformedMessageException e) {
            // The decoder's own findings tell it.
            return Optional.empty();
        }
        Optional<Octets> octets = answer.map(MessageSubject::octets);
        Mode.Ends ends = new PskEnds(peers, message, exchangeOptions.acceptsAnyCounter());
        try (Verification verification = new Verifier(Mode.PSK, ends, exchangeOptions).verify(message, octets)) {
            return Optional.of(new ProofSubject(subject, verification.problem(), verification.diagnostics()));
        }
    }

    @Override
    public void close() {
        peers.close();
    }
}
