package org.mikey4j.cli.command;

import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.secret.IbeKeyRing;
import org.mikey4j.crypto.EcHalfKey;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.SecurityAssociation;
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

    /** @param context whose clock says when it passed */
    IbakeTrace(ParseResult options, CliContext context, IbakeMessages messages) {
        this.options = options;
        this.context = context;
        this.exchangeOptions = new ExchangeOptions(options, context);
        this.messages = messages;
    }

    /**
     * What it comes to.
     *
     * @param taker gets the association if it is verified, which is wiped afterwards
     * @throws CliFailure if keys are missing, or one does not fit
     */
    ExchangeCheck.Answered check(BiConsumer<SecurityAssociation, Set<Compatibility>> taker) {
        try (IbeKeyRing keys = IbakeOptions.keys(options, context)) {
            IbakeSight sight = new IbakeSight(messages, keys, context.clock().instant());
            if (sight.problem().isPresent()) {
                return ExchangeCheck.Answered.bad(
                        "not verified: " + sight.problem().get());
            }
            if (sight.opened().isEmpty()) {
                return ExchangeCheck.Answered.bad(
                        "not checked: the identity keys are of neither end, or for other dates");
            }
            return check(sight, taker);
        }
    }

    private ExchangeCheck.Answered check(IbakeSight sight, BiConsumer<SecurityAssociation, Set<Compatibility>> taker) {
        Optional<EcHalfKey> half = IbakeOptions.givenHalfKey(options, context);
        String opened = "opened: " + String.join(", ", sight.opened());
        if (half.isEmpty()) {
            return ExchangeCheck.Answered.good(opened + "; the keys take the secret multiplier of an end");
        }
        Optional<Integer> owner = sight.owner(half.get().publicPoint());
        String last = owner.isPresent() && owner.get() == IdRole.IDR_I ? "R_MESSAGE_1" : "I_MESSAGE_1";
        if (owner.isEmpty() || !sight.opened().contains(last)) {
            half.get().close();
            if (sight.seesBothPoints() && owner.isEmpty()) {
                return ExchangeCheck.Answered.bad("not checked: the secret multiplier is of neither end's point");
            }
            return ExchangeCheck.Answered.good(
                    opened + "; the keys take the identity key and the secret multiplier of the same end");
        }
        try (IbakeEnd end = new IbakeEnd(options, context, exchangeOptions.settings(messages.first()), messages, half);
                Verification verification = verify(
                        new IbakeCheck(end, messages, half.map(EcHalfKey::group)), owner.get() == IdRole.IDR_I)) {
            return ExchangeCheck.Answered.of(verification, exchangeOptions, taker);
        }
    }

    private static Verification verify(IbakeCheck check, boolean asInitiator) {
        return asInitiator ? check.asInitiator() : check.asResponder();
    }
}
