package org.mikey4j.cli.command;

import java.util.List;
import java.util.Optional;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.lint.MessageSubject;
import org.mikey4j.cli.lint.ProofSubject;
import org.mikey4j.message.DecodeOptions;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import picocli.CommandLine.ParseResult;

/** Checks messages with the keys and certificates that lint was given, if it was. Their age does not matter here. */
final class LintProofs implements AutoCloseable {
    private final ParseResult options;
    private final PeerOptions peers;
    private final ExchangeOptions exchangeOptions;
    private final EndsOptions endsOptions;

    LintProofs(ParseResult options, CliContext context) {
        this.options = options;
        this.peers = new PeerOptions(options, context);
        this.exchangeOptions = ExchangeOptions.atAnyTime(options, context);
        this.endsOptions = new EndsOptions(options, context, exchangeOptions);
    }

    /** What came of checking a message; empty if what its mode takes was not given. */
    Optional<ProofSubject> prove(MessageSubject subject, Optional<MessageSubject> answer) {
        Optional<Mode> mode = Mode.beginningWith(subject.dataType()).filter(this::isGiven);
        if (mode.isEmpty() || subject.isUnprotected()) {
            return Optional.empty();
        }
        MikeyMessage message;
        try {
            message = MikeyMessage.decode(subject.octets(), DecodeOptions.ACCEPT_TRAILING_ZERO);
        } catch (MalformedMessageException e) {
            // The decoder's own findings tell it.
            return Optional.empty();
        }
        return Optional.of(prove(mode.get(), message, subject, answer.map(MessageSubject::octets)));
    }

    private ProofSubject prove(Mode mode, MikeyMessage message, MessageSubject subject, Optional<Octets> answer) {
        // The ends would wipe the pre-shared key, which the next message needs.
        Mode.Ends ends = endsOptions.of(mode, message, false, () -> peers);
        try (Verification verification = new Verifier(mode, ends, exchangeOptions).verify(message, answer)) {
            return new ProofSubject(
                    subject, verification.answer().isPresent(), verification.problem(), verification.diagnostics());
        } catch (CliFailure e) {
            if (e.exitCode() == ExitCode.NO) {
                return new ProofSubject(subject, false, e.message(), List.of());
            }
            throw e;
        }
    }

    private boolean isGiven(Mode mode) {
        return switch (mode) {
            case PSK, DHHMAC -> peers.hasPsk();
            case PK ->
                options.hasMatchedOption(TrustOptions.TRUST) && options.hasMatchedOption(IdentityOptions.IDENTITY);
            case DH, RSA_R -> options.hasMatchedOption(TrustOptions.TRUST);
            case SAKKE -> peers.hasIdentityKeys() || options.hasMatchedOption(KmsFiles.KMS);
            case TICKET_REQUEST, TICKET_TRANSFER, TICKET_RESOLVE, IBAKE -> false;
        };
    }

    @Override
    public void close() {
        peers.close();
    }
}
