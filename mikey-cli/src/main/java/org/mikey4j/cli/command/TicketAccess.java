package org.mikey4j.cli.command;

import java.security.PublicKey;
import java.util.Optional;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.secret.Credentials;
import org.mikey4j.crypto.JcaAlgorithms;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.LocalIdentity;
import org.mikey4j.exchange.publickey.Envelope;
import org.mikey4j.exchange.ticket.KmsAccess;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.registry.CacheIndicator;
import org.mikey4j.message.registry.DataType;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * How an end of MIKEY-TICKET or MIKEY-IBAKE proves to its key management service who it is: with a pre-shared key, or with a signature
 * and an envelope key (RFC 6043, 4.2.1.2 and 4.2.1.3; RFC 6267, 4.2.1.1).
 *
 * @param access the proof
 * @param secret the pre-shared key or the envelope key, or nothing where one is drawn; wiped by {@link #close}
 */
record TicketAccess(KmsAccess access, SecretBytes secret) implements AutoCloseable {
    static final String ENVELOPE_KEY = "--envelope-key";

    /** The options of an end that begins an exchange with the service. */
    static void addTo(CommandSpec spec) {
        TicketOptions.addTo(spec);
        TicketOptions.addKmsTo(spec);
        IdentityOptions.addTo(spec);
        spec.addOption(StandardOptions.value(
                TrustOptions.PEER_CERT, "FILE", "The service's certificate, under which the envelope key goes."));
        spec.addOption(AlgorithmOptions.padding());
        spec.addOption(StandardOptions.value(
                ENVELOPE_KEY, "REF", "The envelope key instead of a random one; who keeps it can take up the answer."));
    }

    /** The option of an end that takes up the answer to a message that it signed. */
    static void addEnvelopeKeyTo(CommandSpec spec) {
        spec.addOption(StandardOptions.value(
                ENVELOPE_KEY,
                "REF",
                "The envelope key of a REQUEST_INIT_PK, RESOLVE_INIT_PK or REQUEST_KEY_PKE of this end."));
    }

    /**
     * What the options say.
     *
     * @param idOption the option that says who this end is; if it signs, its certificate can say so instead
     */
    static TicketAccess of(String idOption, ParseResult options, CliContext context) {
        IdentityOptions own = new IdentityOptions(options, context);
        if (!own.isGiven()) {
            IdPayload self = TicketOptions.required(idOption, options);
            return shared(self, GeneratePsk.requirePsk(options, context), options);
        }
        if (options.hasMatchedOption(GeneratePsk.PSK)) {
            throw CliFailure.usage(GeneratePsk.PSK + " does not go with " + IdentityOptions.IDENTITY
                    + ": the message is signed, or under a pre-shared key");
        }
        LocalIdentity identity = own.local(Optional.ofNullable(options.<String>matchedOptionValue(idOption, null))
                .map(Identity::of));
        PublicKey kms = kmsKey(options, context);
        SecretBytes envelopeKey =
                options.hasMatchedOption(ENVELOPE_KEY) ? envelopeKey(options, context) : SecretBytes.empty();
        return new TicketAccess(
                new KmsAccess.Signed(
                        identity,
                        new Envelope(
                                kms,
                                Optional.empty(),
                                CacheIndicator.NO_CACHE,
                                AlgorithmOptions.envelopePadding(options),
                                envelopeKey.length() == 0 ? Optional.empty() : Optional.of(envelopeKey),
                                JcaAlgorithms.PLATFORM)),
                envelopeKey);
    }

    /** What takes up the answer to a message of this end: the key that it shares with the service, or shared in its envelope. */
    static TicketAccess toResume(MikeyMessage asked, IdPayload self, ParseResult options, CliContext context) {
        if (!isSigned(asked)) {
            return shared(self, GeneratePsk.requirePsk(options, context), options);
        }
        SecretBytes key = envelopeKey(options, context);
        return new TicketAccess(new KmsAccess.PreShared(self, key, Optional.empty()), key);
    }

    /** Whether this is a message to the service that is signed. */
    static boolean isSigned(MikeyMessage message) {
        int dataType = message.header().dataType();
        return dataType == DataType.REQUEST_INIT_PK
                || dataType == DataType.RESOLVE_INIT_PK
                || dataType == DataType.REQUEST_KEY_PKE;
    }

    private static TicketAccess shared(IdPayload self, SecretBytes psk, ParseResult options) {
        return new TicketAccess(new KmsAccess.PreShared(self, psk, TicketOptions.pskId(options)), psk);
    }

    /**
     * The envelope key.
     *
     * @throws CliFailure if it was not given
     */
    static SecretBytes envelopeKey(ParseResult options, CliContext context) {
        String reference = options.matchedOptionValue(ENVELOPE_KEY, "");
        if (reference.isEmpty()) {
            throw CliFailure.keyMissing("the message was signed, and its envelope key is needed to take up the answer")
                    .withHint("give " + ENVELOPE_KEY + " file:PATH, env:NAME, fd:N, stdin or prompt");
        }
        return Credentials.readSecret(ENVELOPE_KEY, reference, context);
    }

    private static PublicKey kmsKey(ParseResult options, CliContext context) {
        String file = options.matchedOptionValue(TrustOptions.PEER_CERT, "");
        if (file.isEmpty()) {
            throw CliFailure.keyMissing("the service's certificate is needed, under which the envelope key goes")
                    .withHint("give " + TrustOptions.PEER_CERT + " FILE");
        }
        return TrustOptions.certificates(file, context).get(0).getPublicKey();
    }

    @Override
    public void close() {
        secret.close();
    }
}
