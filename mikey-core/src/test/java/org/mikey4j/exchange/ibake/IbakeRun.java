package org.mikey4j.exchange.ibake;

import java.util.List;
import org.mikey4j.crypto.EcGroup;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.Octets;

/**
 * An exchange of four messages that went well.
 *
 * @param associations Alice's and Bob's
 * @param toClose all that holds secrets of the exchange
 * @param held the ends and what they gave
 */
public record IbakeRun(List<SecurityAssociation> associations, List<AutoCloseable> toClose, List<Object> held) {
    public static IbakeRun make() {
        IbakeFixture parties = new IbakeFixture();
        IbakeInitiator alice = parties.alice(IbakeAnswerJudge.onlyAsked());
        return of(parties, alice, parties.bob());
    }

    static IbakeRun of(IbakeFixture parties, IbakeInitiator alice, IbakeResponder bob) {
        IbakeFirstOffer first =
                alice.offer(EcGroup.P_256, IbakeFixture.request().build());
        IbakePendingAnswer answer =
                IbakeFixture.answered(bob.receive(first.message().octets(), Octets.EMPTY));
        parties.tick();
        IbakeSecondOffer second =
                IbakeFixture.next(first.receive(answer.message().octets()));
        IbakeConfirmation.Established confirmed =
                IbakeFixture.established(answer.receive(second.message().octets()));
        SecurityAssociation alices =
                IbakeFixture.established(second.receive(confirmed.reply().octets()));
        return new IbakeRun(
                List.of(alices, confirmed.association()),
                List.of(alices, confirmed.association(), first, answer, second),
                List.of(alice, bob, confirmed));
    }
}
