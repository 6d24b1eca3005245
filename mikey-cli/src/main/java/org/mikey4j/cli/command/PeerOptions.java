package org.mikey4j.cli.command;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.secret.Credentials;
import org.mikey4j.exchange.psk.PskPeer;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.registry.MacAlg;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The options that say who the two ends are and which key they share. Wipes the key when closed. */
final class PeerOptions implements AutoCloseable {
    private static final String ID_I = "--id-i";
    private static final String ID_R = "--id-r";

    private final ParseResult options;
    private final @Nullable Credentials credentials;

    PeerOptions(ParseResult options, CliContext context) {
        this.options = options;
        String reference = options.matchedOptionValue(StandardOptions.CREDENTIALS, "");
        this.credentials = reference.isEmpty() ? null : Credentials.read(reference, context);
    }

    static void addTo(CommandSpec spec) {
        spec.addOption(StandardOptions.value(ID_I, "URI", "Who made the message, if it does not say."));
        spec.addOption(StandardOptions.value(ID_R, "URI", "Who answers it, if it does not say."));
    }

    /**
     * The peer with the key for a message; empty if nothing protects the message and no key was given.
     *
     * @throws CliFailure if a key is needed and missing
     */
    Optional<PskPeer> of(MikeyMessage message) {
        if (credentials == null) {
            if (message.payload(KemacPayload.class)
                    .filter(kemac -> kemac.macAlg() == MacAlg.NULL)
                    .isPresent()) {
                return Optional.empty();
            }
            throw CliFailure.keyMissing("the message is protected by a key that was not given")
                    .withHint("give " + StandardOptions.CREDENTIALS + " FILE, env:NAME, fd:N, stdin or prompt");
        }
        return Optional.of(new PskPeer(credentials.requirePsk(), identity(ID_I), identity(ID_R)));
    }

    /** Whether a pre-shared key was given. */
    boolean hasPsk() {
        return credentials != null && credentials.psk().isPresent();
    }

    /** Whether identity-based keys were given. */
    boolean hasIdentityKeys() {
        return credentials != null && !credentials.identityKeys().isEmpty();
    }

    private Optional<IdPayload> identity(String option) {
        return Optional.ofNullable(options.<String>matchedOptionValue(option, null))
                .map(Identity::of);
    }

    @Override
    public void close() {
        if (credentials != null) {
            credentials.close();
        }
    }
}
