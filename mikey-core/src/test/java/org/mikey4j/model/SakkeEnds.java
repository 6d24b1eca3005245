package org.mikey4j.model;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.eccsi.EccsiSigningKey;
import org.mikey4j.crypto.eccsi.Ksak;
import org.mikey4j.crypto.identity.KeyPeriods;
import org.mikey4j.crypto.identity.UserId;
import org.mikey4j.crypto.sakke.SakkeMasterSecret;
import org.mikey4j.crypto.sakke.SakkeReceiverKey;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.sakke.SakkeClaim;
import org.mikey4j.exchange.sakke.SakkeIdentities;
import org.mikey4j.exchange.sakke.SakkeInitiator;
import org.mikey4j.exchange.sakke.SakkeKeys;
import org.mikey4j.exchange.sakke.SakkeOneWayOffer;
import org.mikey4j.exchange.sakke.SakkeRecipient;
import org.mikey4j.exchange.sakke.SakkeResponder;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.IdScheme;
import org.mikey4j.testing.Peers;
import org.mikey4j.testing.TestPki;

/** Two users of one KMS, in one key period: the clocks of a run do not jump as far as another. */
final class SakkeEnds implements Ends {
    private static final String KMS = "kms.example.org";
    private static final String ALICE = "sip:alice@example.org";
    private static final String BOB = "sip:bob@example.org";
    private static final KeyPeriods PERIODS = new KeyPeriods(2_592_000, 0);
    private static final SakkeMasterSecret MASTER = SakkeMasterSecret.generate(Peers.RANDOM);
    private static final Ksak SIGNING = Ksak.generate(Peers.RANDOM);
    private static final EccsiSigningKey ALICE_SIGNS = SIGNING.issue(id(ALICE), Peers.RANDOM);
    private static final Map<String, SakkeReceiverKey> BOB_OPENS = new ConcurrentHashMap<>();

    private final SakkeInitiator alice;
    private final SakkeResponder bob;

    SakkeEnds(Setup setup) {
        alice = new SakkeInitiator(setup.alice(), ALICE_SIGNS);
        bob = new SakkeResponder(
                setup.bob(), new Keys(), setup.replays(), OfferJudge.acceptSupported(csId -> 0xb0b00000L + csId));
    }

    @Override
    public Begun begin() {
        OfferRequest request = OfferRequest.builder()
                .prf(Prf.HMAC_SHA_256)
                .csIdMap(Peers.request().build().csIdMap())
                .build();
        SakkeOneWayOffer offer = alice.send(
                SakkeIdentities.ofUris(ALICE, BOB, KMS, KMS),
                new SakkeRecipient(MASTER.publicKey(), id(BOB), IdScheme.HASHED_UID_3GPP),
                request);
        return new Begun(offer.message().octets(), Optional.of(offer.association()), Optional.empty(), offer);
    }

    @Override
    public ResponderResult receive(Octets message, Octets context) {
        return bob.receive(message, context);
    }

    private static Octets id(String user) {
        return UserId.of(user, KMS, PERIODS, PERIODS.at(TestPki.NOW)).octets();
    }

    /** Finds a key for whoever a message names, so that the signature alone decides. */
    private static final class Keys implements SakkeKeys {
        @Override
        public Optional<Signer> signer(SakkeClaim claim) {
            return claim.identities().initiator().map(IdrPayload::text).map(who -> new Signer(SIGNING.kpak(), id(who)));
        }

        @Override
        public Optional<SakkeReceiverKey> receiver(SakkeClaim claim) {
            return Optional.of(BOB_OPENS.computeIfAbsent(
                    BOB, who -> SakkeReceiverKey.validate(MASTER.publicKey(), id(who), MASTER.extract(id(who)))));
        }
    }
}
