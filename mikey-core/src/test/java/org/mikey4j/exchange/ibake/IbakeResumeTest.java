package org.mikey4j.exchange.ibake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.mikey4j.MikeyException;
import org.mikey4j.crypto.EcGroup;
import org.mikey4j.crypto.EcHalfKey;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;

/** An Initiator that kept nothing but its messages and the secret of its half key. */
class IbakeResumeTest {
    private final IbakeFixture f = new IbakeFixture();
    private final SecretBytes secret = SecretBytes.random(f.random, 31);

    /** Alice anew each time, with the same secret. */
    private IbakeInitiator alice(SecretBytes multiplier) {
        byte[] octets = new byte[32];
        System.arraycopy(multiplier.toByteArray(), 0, octets, 1, 31);
        return new IbakeInitiator(
                f.settings,
                f.keys(IbakeFixture.ALICE),
                f.groups.withHalfKeys(group -> EcHalfKey.of(group, SecretBytes.copyOf(Octets.copyOf(octets)))),
                IbakeAnswerJudge.anybody());
    }

    private MikeyMessage first() {
        return alice(secret)
                .offer(EcGroup.P_256, IbakeFixture.request().build())
                .message();
    }

    private IbakeFirstOffer resumed(MikeyMessage first) {
        return alice(secret).resume(EcGroup.P_256, KeyValidity.NULL, first);
    }

    @Test
    void eachStepCanBeTakenByAnotherProgram() {
        MikeyMessage i1 = first();
        IbakePendingAnswer bob = IbakeFixture.answered(f.bob().receive(i1.octets(), Octets.EMPTY));
        Octets r1 = bob.message().octets();
        f.tick();

        MikeyMessage i2 = IbakeFixture.next(resumed(i1).receive(r1)).message();
        IbakeConfirmation.Established confirmed = IbakeFixture.established(bob.receive(i2.octets()));
        IbakeSecondOffer last = IbakeFixture.next(resumed(i1).resume(r1, i2));
        SecurityAssociation keys =
                IbakeFixture.established(last.receive(confirmed.reply().octets()));

        assertThat(last.message()).isEqualTo(i2);
        assertThat(keys.keys().get(0).key().toByteArray())
                .isEqualTo(confirmed.association().keys().get(0).key().toByteArray());
        IbakeFixture.refused(
                RejectReason.AUTHENTICATION_FAILED,
                IbakeFixture.next(resumed(i1).resume(r1, i2))
                        .receive(IbakeFixture.flipped(
                                confirmed.reply().octets(),
                                confirmed.reply().octets().length() - 1)));
    }

    /** The secret key for whom the call was meant went with the program that drew it; the call goes on without. */
    @Test
    void aCallThatAMailboxTookIsResumedToo() {
        MikeyMessage i1 = first();
        IbakePendingAnswer mailbox = IbakeFixture.answered(f.mailbox().receive(i1.octets(), Octets.EMPTY));
        Octets r1 = mailbox.message().octets();
        f.tick();

        MikeyMessage i2 = IbakeFixture.next(resumed(i1).receive(r1)).message();
        Octets r2 =
                IbakeFixture.established(mailbox.receive(i2.octets())).reply().octets();
        IbakeSecondOffer last = IbakeFixture.next(resumed(i1).resume(r1, i2));

        assertThat(last.secretKey()).isEmpty();
        assertThat(IbakeFixture.established(last.receive(r2)).responder()).contains(IbakeFixture.MAILBOX);
    }

    @Test
    void whatDoesNotBelongTogetherIsRefused() {
        MikeyMessage i1 = first();
        Octets r1 = IbakeFixture.answered(f.bob().receive(i1.octets(), Octets.EMPTY))
                .message()
                .octets();

        IbakeFixture.refused(
                RejectReason.MISMATCH,
                alice(SecretBytes.random(f.random, 31))
                        .resume(EcGroup.P_256, KeyValidity.NULL, i1)
                        .receive(r1));
        IbakeFixture.refused(RejectReason.WRONG_DATA_TYPE, resumed(i1).resume(r1, i1));
        f.tick();
        MikeyMessage other = first();
        Octets toOther = IbakeFixture.answered(f.bob().receive(other.octets(), Octets.EMPTY))
                .message()
                .octets();
        MikeyMessage i2 = IbakeFixture.next(resumed(other).receive(toOther)).message();
        IbakeFixture.refused(RejectReason.MISMATCH, resumed(i1).resume(r1, i2));
        assertThatThrownBy(() -> resumed(MikeyMessage.decode(r1.toByteArray())))
                .isInstanceOf(MikeyException.class)
                .hasMessageContaining("R_MESSAGE_1 is not I_MESSAGE_1");
    }
}
