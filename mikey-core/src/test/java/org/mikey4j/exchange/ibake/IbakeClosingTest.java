package org.mikey4j.exchange.ibake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mikey4j.exchange.ibake.IbakeFixture.ALICE;
import static org.mikey4j.exchange.ibake.IbakeFixture.BOB;
import static org.mikey4j.exchange.ibake.IbakeFixture.answered;
import static org.mikey4j.exchange.ibake.IbakeFixture.established;
import static org.mikey4j.exchange.ibake.IbakeFixture.next;
import static org.mikey4j.exchange.ibake.IbakeFixture.refused;
import static org.mikey4j.exchange.ibake.IbakeFixture.request;
import static org.mikey4j.testing.Peers.assertWiped;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.EcGroup;
import org.mikey4j.crypto.EcHalfKey;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.ibe.IbePrivateKey;
import org.mikey4j.exchange.EcPolicy;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SrtpId;
import org.mikey4j.testing.Peers;

/** What is left of the secrets when what holds them is closed, or what asks for them is refused. */
class IbakeClosingTest {
    private final IbakeFixture f = new IbakeFixture();
    private final List<EcHalfKey> halves = new ArrayList<>();
    private final EcPolicy groups = f.groups.withHalfKeys(group -> {
        EcHalfKey half = EcHalfKey.generate(group, f.random);
        halves.add(half);
        return half;
    });
    private final IbakeInitiator alice = alice(f.keys(ALICE));

    private IbakeInitiator alice(IbakeKeys keys) {
        return new IbakeInitiator(f.settings, keys, groups, IbakeAnswerJudge.onlyAsked());
    }

    private IbakeResponder bob(IbakeKeys keys) {
        return IbakeResponder.user(f.settings, keys, groups, BOB, f.replays(), OfferJudge.acceptSupported(csId -> 7));
    }

    private static void assertNoSecret(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalStateException.class).hasMessage("the secret was wiped");
    }

    private void assertHalfWiped(int which) {
        EcHalfKey half = halves.get(which);
        Octets point = EcHalfKey.generate(half.group(), f.random).publicPoint();
        assertNoSecret(() -> half.agree(point));
    }

    @Test
    void closingTheFirstHalfWipesItsSecret() {
        IbakeFirstOffer offer = alice.offer(EcGroup.P_256, request().build());
        Octets answer = answered(f.bob().receive(offer.message().octets(), Octets.EMPTY))
                .message()
                .octets();

        offer.close();

        assertNoSecret(() -> offer.receive(answer));
        assertHalfWiped(0);
    }

    @Test
    void closingAnAnswerWipesItsSecretAndTheOneThatWasSent() {
        SecretBytes sent = SecretBytes.random(f.random, 16);
        IbakeFirstOffer offer = alice.offer(EcGroup.P_256, request().build(), sent);
        IbakePendingAnswer answer =
                answered(bob(f.keys(BOB)).receive(offer.message().octets(), Octets.EMPTY));
        IbakeSecretKey received = answer.secretKey().orElseThrow();
        assertThat(received).isEqualTo(new IbakeSecretKey(ALICE, sent));

        answer.close();

        assertHalfWiped(1);
        assertWiped(received.key());
        assertThat(sent.toByteArray()).as("the caller's own").hasSize(16);
    }

    @Test
    void closingTheSecondHalfWipesTheKeyThatWasAgreedOn() {
        IbakeFirstOffer offer = alice.offer(EcGroup.P_256, request().build());
        IbakePendingAnswer bob = answered(f.bob().receive(offer.message().octets(), Octets.EMPTY));
        f.tick();
        IbakeSecondOffer second = next(offer.receive(bob.message().octets()));
        Octets reply =
                established(bob.receive(second.message().octets())).reply().octets();

        second.close();

        assertNoSecret(() -> second.receive(reply));
    }

    @Test
    void closingTheSecondHalfWipesTheSecretKeyForWhoIsNotThere() {
        IbakeFirstOffer offer = new IbakeInitiator(f.settings, f.keys(ALICE), groups, answer -> true)
                .offer(EcGroup.P_256, request().build());
        IbakePendingAnswer mailbox =
                answered(f.mailbox().receive(offer.message().octets(), Octets.EMPTY));
        f.tick();
        IbakeSecondOffer second = next(offer.receive(mailbox.message().octets()));
        SecretBytes left = second.secretKey().orElseThrow();
        assertThat(left.toByteArray()).hasSize(16);

        second.close();

        assertWiped(left);
    }

    private SecurityAssociation bundleOf(IbakeInitiator by) {
        IbakeFirstOffer offer = by.offer(EcGroup.P_256, request().build());
        IbakePendingAnswer bob = answered(f.bob().receive(offer.message().octets(), Octets.EMPTY));
        f.tick();
        IbakeSecondOffer second = next(offer.receive(bob.message().octets()));
        SecurityAssociation association = established(second.receive(
                established(bob.receive(second.message().octets())).reply().octets()));
        f.tick();
        halves.clear();
        return association;
    }

    @Test
    void closingAnUpdateWipesItsSecret() {
        SecurityAssociation association = bundleOf(alice);
        IbakePendingUpdate update = alice.offerUpdate(
                association,
                EcGroup.P_384,
                request().csIdMap(association.csIdMap()).build());

        update.close();

        assertHalfWiped(0);
        assertThat(association.protectionKey().toByteArray()).isNotEmpty();
    }

    /** Knows its own key, and nobody else's key management service. */
    private IbakeKeys knowingNobody(IdPayload own) {
        IbakeKeyRing ring = f.keys(own);
        return new IbakeKeys() {
            @Override
            public Optional<Recipient> recipient(IdPayload id, Instant at) {
                return Optional.empty();
            }

            @Override
            public Optional<IbePrivateKey> own(IdPayload id, Instant at) {
                return ring.own(id, at);
            }
        };
    }

    @Test
    void theSecretOfAMessageThatCannotBeMadeIsWiped() {
        SecurityAssociation association = bundleOf(alice);
        IbakeInitiator lonely = alice(knowingNobody(ALICE));
        String message = "no key management service is known for the identity " + BOB;

        assertThatThrownBy(() -> lonely.offer(EcGroup.P_256, request().build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> lonely.offerUpdate(
                        association,
                        EcGroup.P_256,
                        request().csIdMap(association.csIdMap()).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThat(halves).hasSize(2);
        assertHalfWiped(0);
        assertHalfWiped(1);
    }

    @Test
    void theSecretOfAnAnswerThatCannotBeMadeIsWiped() {
        Octets first = f.offer().message().octets();

        refused(RejectReason.IDENTITY_REFUSED, bob(knowingNobody(BOB)).receive(first, Octets.EMPTY));

        assertThat(halves).hasSize(1);
        assertHalfWiped(0);
    }

    @Test
    void privateKeysAreWipedWhereTheyWereAskedForAndWhereTheyWereMade() {
        IdPayload service = IdPayload.uri("sip:kms@example.org");
        SecretBytes psk = SecretBytes.random(f.random, 16);
        List<DeliveredKey> made = new ArrayList<>();
        KeyAuthority authority = KeyAuthority.ofOwnIdentities(f.kms, IbakeDates.MONTH, id -> true);
        KeyIssuer issuer = new KeyIssuer(
                f.settings,
                service,
                new KeyIssuer.Users(id -> Optional.of(psk), Peers.trust(), chash -> Optional.empty()),
                f.replays(),
                (asker, users, at) -> {
                    Optional<List<DeliveredKey>> keys = authority.keys(asker, users, at);
                    keys.ifPresent(made::addAll);
                    return keys;
                });
        PendingKeyRequest pending = new KeyRequester(f.settings).request(psk, KeyRequest.of(List.of(ALICE), service));
        KeyIssue issue = issuer.receive(pending.message().octets(), Octets.EMPTY);
        Octets reply = ((KeyIssue.Issued) issue).reply().octets();
        assertThat(made).as("of this month and the next").hasSize(2);
        made.forEach(key -> assertWiped(key.key()));
        DeliveredKey delivered =
                ((KeyDelivery.Delivered) pending.receive(reply)).keys().get(0);

        delivered.close();
        pending.close();

        assertWiped(delivered.key());
        assertNoSecret(() -> pending.receive(reply));
        assertThat(psk.toByteArray()).as("the caller's own").hasSize(16);
    }

    /** A session may be added, and what is there only goes on. */
    @Test
    void sessionsThatKeepTheirKeysStayWhatTheyAre() {
        CsIdMap before = CsIdMap.srtp(new SrtpId(0, 1, 5), new SrtpId(3, 2, 0));

        IbakeUpdateKeys.requireContinuing(before, before);
        IbakeUpdateKeys.requireContinuing(
                before, CsIdMap.srtp(new SrtpId(0, 1, 6), new SrtpId(3, 2, 0), new SrtpId(0, 9, 0)));
        for (CsIdMap changed : List.of(
                CsIdMap.srtp(new SrtpId(0, 1, 4), new SrtpId(3, 2, 0)),
                CsIdMap.srtp(new SrtpId(0, 7, 5), new SrtpId(3, 2, 0)),
                CsIdMap.srtp(new SrtpId(0, 1, 5), new SrtpId(4, 2, 0)),
                CsIdMap.srtp(new SrtpId(0, 1, 5)))) {
            assertThatThrownBy(() -> IbakeUpdateKeys.requireContinuing(before, changed))
                    .hasMessage("an update without new points changes crypto sessions that are there");
        }
    }
}
