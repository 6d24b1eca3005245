package org.mikey4j.cli.command;

import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.sakke.SakkeResponder;
import org.mikey4j.kms.KmsKeys;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;

/** The receiving end of MIKEY-SAKKE; there is no other, for nothing answers. */
final class SakkeEnds implements Mode.Ends {
    private final KmsKeys keys;
    private final Optional<String> expected;

    /**
     * @param keys what this end has
     * @param expected from whom a message has to be, if that is known
     */
    SakkeEnds(KmsKeys keys, Optional<String> expected) {
        this.keys = keys;
        this.expected = expected;
    }

    @Override
    public ResponderResult receive(MikeyMessage message, ExchangeSettings settings, IntToLongFunction ssrcs) {
        return new SakkeResponder(
                        settings,
                        expected.map(keys::expecting).orElse(keys),
                        new OneShotReplayCache(),
                        OfferJudge.acceptSupported(ssrcs))
                .receive(message.octets(), Octets.EMPTY);
    }

    @Override
    public InitiatorResult receiveAnswer(MikeyMessage message, Octets answer, ExchangeSettings settings) {
        throw CliFailure.no("nothing answers a message of MIKEY-SAKKE, so the answer belongs to something else");
    }

    @Override
    public List<Diagnostic> notes(MikeyMessage message, SecurityAssociation association) {
        return new SakkeNotes(keys, expected).of(message, association);
    }

    @Override
    public void close() {
        keys.close();
    }
}
