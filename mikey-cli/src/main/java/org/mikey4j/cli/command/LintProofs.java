package org.mikey4j.cli.command;

import java.util.List;
import java.util.Optional;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.lint.MessageSubject;
import org.mikey4j.cli.lint.ProofSubject;
import org.mikey4j.cli.secret.IbeKeyRing;
import org.mikey4j.cli.secret.RememberedSecrets;
import org.mikey4j.message.DecodeOptions;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.registry.DataType;
import picocli.CommandLine.ParseResult;

/** Checks messages with the keys and certificates that lint was given, if it was. Their age does not matter here. */
final class LintProofs implements AutoCloseable {
    private final ParseResult options;
    private final CliContext context;
    private final RememberedSecrets secrets;
    private final PeerOptions peers;
    private final ExchangeOptions exchangeOptions;
    private final EndsOptions endsOptions;

    LintProofs(ParseResult options, CliContext outer) {
        this.options = options;
        this.secrets = new RememberedSecrets(outer.prompt());
        this.context = outer.with(outer.clock(), secrets);
        this.peers = new PeerOptions(options, context);
        this.exchangeOptions = ExchangeOptions.atAnyTime(options, context);
        this.endsOptions = new EndsOptions(options, context, exchangeOptions);
    }

    /**
     * What came of checking a message; empty if what its mode takes was not given.
     *
     * @param answers what followed it in its exchange
     */
    Optional<ProofSubject> prove(MessageSubject subject, List<MessageSubject> answers) {
        Optional<Mode> mode = Mode.beginningWith(subject.dataType()).filter(known -> isGiven(known, subject));
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
        if (mode.get() == Mode.IBAKE) {
            return ibake(message, subject, answers);
        }
        return Optional.of(prove(
                mode.get(),
                message,
                subject,
                answers.stream().map(MessageSubject::octets).findFirst()));
    }

    /** With the keys of somebody else it is not checked; who sees both ends need not have the secrets of either. */
    private Optional<ProofSubject> ibake(MikeyMessage message, MessageSubject subject, List<MessageSubject> answers) {
        Optional<IbeKeyRing> given = IbakeOptions.givenKeys(options, context);
        if (given.isEmpty() || message.payload(RandPayload.class).isEmpty()) {
            given.ifPresent(IbeKeyRing::close);
            return Optional.empty();
        }
        List<MikeyMessage> readable = answers.stream()
                .map(MessageSubject::message)
                .flatMap(Optional::stream)
                .toList();
        // One finding is enough to tell that something is wrong.
        Optional<ProofSubject> worst = Optional.empty();
        try (IbeKeyRing keys = given.get()) {
            for (IbakeMessages branch : IbakeMessages.branches(message, readable)) {
                Optional<ProofSubject> found = ibake(branch, subject, keys);
                if (found.isPresent()
                        && worst.filter(proof -> !proof.problem().isEmpty()).isEmpty()) {
                    worst = found;
                }
            }
        }
        return worst;
    }

    private Optional<ProofSubject> ibake(IbakeMessages messages, MessageSubject subject, IbeKeyRing keys) {
        try (Verification verification = new IbakeTrace(options, context, exchangeOptions, messages).verify(keys)) {
            return Optional.of(new ProofSubject(
                    subject, verification.answer().isPresent(), verification.problem(), verification.diagnostics()));
        } catch (CliFailure e) {
            if (e.exitCode() == ExitCode.KEY_MISSING) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private ProofSubject prove(Mode mode, MikeyMessage message, MessageSubject subject, Optional<Octets> answer) {
        Mode.Ends ends = endsOptions.of(mode, message, false, () -> peers);
        if (!mode.isOfService()) {
            // These would wipe the pre-shared key, which the next message needs.
            return prove(mode, ends, message, subject, answer);
        }
        try (ends) {
            return prove(mode, ends, message, subject, answer);
        }
    }

    private ProofSubject prove(
            Mode mode, Mode.Ends ends, MikeyMessage message, MessageSubject subject, Optional<Octets> answer) {
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

    private boolean isGiven(Mode mode, MessageSubject subject) {
        return switch (mode) {
            case PSK, DHHMAC -> peers.hasPsk();
            case PK ->
                options.hasMatchedOption(TrustOptions.TRUST) && options.hasMatchedOption(IdentityOptions.IDENTITY);
            case DH, RSA_R -> options.hasMatchedOption(TrustOptions.TRUST);
            case SAKKE -> peers.hasIdentityKeys() || options.hasMatchedOption(KmsFiles.KMS);
            case TICKET_REQUEST -> isServiceGiven(subject);
            // The service opens the ticket to answer; who sees the signature alone does not.
            case TICKET_RESOLVE ->
                isServiceGiven(subject)
                        && (options.hasMatchedOption(TicketEnds.TPK)
                                || (isSigned(subject) && !new IdentityOptions(options, context).isGiven()));
            case KEY_REQUEST ->
                isSigned(subject)
                        ? new IdentityOptions(options, context).isGiven() && isServiceGiven(subject)
                        : peers.hasPsk();
            // What protects an update is in the exchange that began the bundle (RFC 6043, 5.2).
            case TICKET_TRANSFER -> options.hasMatchedOption(TicketEnds.TPK) && subject.has(TicketPayload.class);
            case IBAKE -> peers.hasIdentityKeys() || options.hasMatchedOption(KmsFiles.KMS);
        };
    }

    private static boolean isSigned(MessageSubject subject) {
        return subject.isOf(DataType.REQUEST_INIT_PK, DataType.RESOLVE_INIT_PK, DataType.REQUEST_KEY_PKE);
    }

    /** Whether there is what a message to the key management service of a ticket is checked with. */
    private boolean isServiceGiven(MessageSubject subject) {
        return isSigned(subject) ? options.hasMatchedOption(TrustOptions.TRUST) : peers.hasPsk();
    }

    @Override
    public void close() {
        peers.close();
        secrets.close();
    }
}
