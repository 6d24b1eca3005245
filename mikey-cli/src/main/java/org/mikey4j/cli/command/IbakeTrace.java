package org.mikey4j.cli.command;

import java.util.List;
import java.util.Optional;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.secret.IbeKeyRing;
import org.mikey4j.crypto.EcHalfKey;
import org.mikey4j.message.registry.IdRole;
import picocli.CommandLine.ParseResult;

/**
 * Checks an exchange of MIKEY-IBAKE that passed by, with the identity keys of one end or both. The keys that were agreed on take the
 * secret multiplier of an end as well, which {@code --dh-private} names without saying whose it is.
 */
final class IbakeTrace {
    private final ParseResult options;
    private final CliContext context;
    private final ExchangeOptions exchangeOptions;
    private final IbakeMessages messages;

    /** @param exchangeOptions how the messages are judged, and as of when */
    IbakeTrace(ParseResult options, CliContext context, ExchangeOptions exchangeOptions, IbakeMessages messages) {
        this.options = options;
        this.context = context;
        this.exchangeOptions = exchangeOptions;
        this.messages = messages;
    }

    /**
     * What it comes to: the keys, or as far as it was opened.
     *
     * @param keys the identity keys
     * @throws CliFailure with {@link ExitCode#KEY_MISSING} if the secrets are of neither end, or do not go with each other
     */
    Verification verify(IbeKeyRing keys) {
        IbakeSight sight = new IbakeSight(messages, keys, context.clock().instant());
        if (!sight.problems().isEmpty()) {
            return new Verification(
                    Mode.IBAKE,
                    Optional.empty(),
                    Optional.empty(),
                    sight.problems().get(0).message(),
                    sight.problems());
        }
        if (sight.opened().isEmpty()) {
            throw CliFailure.keyMissing("the identity keys are of neither end, or for other dates");
        }
        return verify(sight, IbakeOptions.givenHalfKey(options, context));
    }

    private Verification verify(IbakeSight sight, Optional<EcHalfKey> half) {
        if (half.isEmpty()) {
            return opened(sight, "the keys take the secret multiplier of an end");
        }
        Optional<Integer> owner = sight.owner(half.get().publicPoint());
        boolean asInitiator = owner.filter(role -> role == IdRole.IDR_I).isPresent();
        if (owner.isEmpty() || !sight.opened().contains(asInitiator ? "R_MESSAGE_1" : "I_MESSAGE_1")) {
            half.get().close();
            if (owner.isEmpty() && sight.seesBothPoints()) {
                throw CliFailure.keyMissing("the secret multiplier is of neither end's point");
            }
            return opened(sight, "the keys take the identity key and the secret multiplier of the same end");
        }
        try (IbakeEnd end =
                new IbakeEnd(options, context, exchangeOptions.settings(messages.first()), messages, half)) {
            IbakeCheck check = new IbakeCheck(end, messages, half.map(EcHalfKey::group));
            return asInitiator ? check.asInitiator() : check.asResponder();
        }
    }

    private static Verification opened(IbakeSight sight, String rest) {
        return new Verification(
                Mode.IBAKE,
                Optional.empty(),
                Optional.empty(),
                "",
                List.of(),
                String.join(", ", sight.opened()) + "; " + rest);
    }
}
