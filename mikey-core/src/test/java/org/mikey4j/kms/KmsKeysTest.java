package org.mikey4j.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mikey4j.kms.KmsFixture.ALICE;
import static org.mikey4j.kms.KmsFixture.BOB;
import static org.mikey4j.kms.KmsFixture.KMS_A;
import static org.mikey4j.kms.KmsFixture.KMS_B;
import static org.mikey4j.kms.KmsFixture.NOW;
import static org.mikey4j.kms.KmsFixture.PERIOD;
import static org.mikey4j.kms.KmsFixture.PERIODS;
import static org.mikey4j.kms.KmsFixture.keys;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.identity.KeyPeriods;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.exchange.sakke.SakkeIdentities;
import org.mikey4j.exchange.sakke.SakkeInitiator;
import org.mikey4j.exchange.sakke.SakkeResponder;
import org.mikey4j.kms.KmsCertificate.Role;
import org.mikey4j.kms.KmsCertificate.Validity;
import org.mikey4j.kms.KmsException.Rule;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.IdType;
import org.mikey4j.testing.NoReplays;
import org.mikey4j.testing.Peers;
import org.mikey4j.testing.Proves;

/** Which keys a message is opened with: two domains, key periods, hidden identities. */
class KmsKeysTest {
    private static final KmsCertificate A = KMS_A.certificate(Role.EXTERNAL);
    private static final KmsCertificate B = KMS_B.certificate(Role.ROOT);
    private static final UserKeys BOB_NOW = valid(keys(KMS_B, BOB, PERIOD), Validity.UNLIMITED);
    private static final UserKeys BOB_NEXT = valid(keys(KMS_B, BOB, PERIOD + 1), Validity.UNLIMITED);
    private static final UserKeys ALICE_NOW = keys(KMS_A, ALICE, PERIOD);
    private static final KmsKeys BOBS = KmsKeys.of(List.of(B, A), List.of(BOB_NOW, BOB_NEXT));
    private static final KmsKeys ALICES =
            KmsKeys.of(List.of(KMS_A.certificate(Role.ROOT), KMS_B.certificate(Role.EXTERNAL)), List.of(ALICE_NOW));
    private static final SakkeIdentities IDENTITIES =
            SakkeIdentities.ofUris(ALICE, BOB, "kms.a.example", "kms.b.example");
    private static final String UNKNOWN = "the signature is wrong, or no key is known for the sender";
    private static final String NOT_FOR_US = "the message is not for this end, or for another period or KMS";

    private static UserKeys valid(UserKeys keys, Validity validity) {
        return new UserKeys(
                keys.certificate(), keys.userUri(), keys.period(), validity, keys.receiverKey(), keys.signingKey());
    }

    private static ExchangeSettings settings(Instant at) {
        return ExchangeSettings.builder(Clock.fixed(at, ZoneOffset.UTC), Peers.RANDOM)
                .build();
    }

    private static Octets message(SakkeIdentities identities, UserKeys from, Instant at) {
        return new SakkeInitiator(settings(at), from.signingKey())
                .send(
                        identities,
                        ALICES.recipient(BOB, Optional.of("kms.b.example"), at).orElseThrow(),
                        OfferRequest.builder()
                                .prf(Prf.HMAC_SHA_256)
                                .policies(
                                        SrtpPolicy.named("AEAD_AES_128_GCM", 0).orElseThrow())
                                .csIdMap(CsIdMap.srtp(new SrtpId(0, 7, 0)))
                                .build())
                .message()
                .octets();
    }

    private static ResponderResult receive(KmsKeys keys, Octets message, Instant at) {
        return new SakkeResponder(settings(at), keys, new NoReplays(), OfferJudge.acceptSupported(csId -> 7))
                .receive(message, Octets.EMPTY);
    }

    private static void assertRefused(KmsKeys keys, SakkeIdentities identities, RejectReason reason, String detail) {
        assertThat(Peers.rejected(receive(keys, message(identities, ALICE_NOW, NOW), NOW), reason)
                        .detail())
                .isEqualTo(detail);
    }

    private static SakkeIdentities hidden(Octets initiator, Octets responder) {
        return new SakkeIdentities(
                Optional.of(new IdrPayload(IdRole.IDR_UIDI, IdType.BYTE_STRING, initiator)),
                Optional.of(new IdrPayload(IdRole.IDR_UIDR, IdType.BYTE_STRING, responder)),
                IDENTITIES.initiatorKms(),
                IDENTITIES.responderKms());
    }

    @Test
    @Proves("R6509-2.1-02")
    void aMessageBetweenTwoDomainsIsOpened() {
        Peers.answered(receive(BOBS, message(IDENTITIES, ALICE_NOW, NOW), NOW));
        Peers.answered(
                receive(BOBS, message(hidden(ALICE_NOW.identifier(), BOB_NOW.identifier()), ALICE_NOW, NOW), NOW));
    }

    /** The last second of a period and the first of the next. */
    @Test
    @Proves({"R6509-3.2-05", "R6509-3.3-01"})
    void keysAreThoseOfThePeriodOfTheMessage() {
        Instant boundary = PERIODS.start(PERIOD + 1);
        UserKeys aliceNext = keys(KMS_A, ALICE, PERIOD + 1);
        Instant last = boundary.minusSeconds(1);

        Peers.answered(receive(BOBS, message(IDENTITIES, ALICE_NOW, last), last));
        Peers.answered(receive(BOBS, message(IDENTITIES, aliceNext, boundary), boundary));
        assertThat(Peers.rejected(
                                receive(BOBS, message(IDENTITIES, ALICE_NOW, boundary), boundary),
                                RejectReason.AUTHENTICATION_FAILED)
                        .detail())
                .isEqualTo(UNKNOWN);
        KmsKeys onlyNext = KmsKeys.of(List.of(B, A), List.of(BOB_NEXT));
        assertThat(Peers.rejected(
                                receive(onlyNext, message(IDENTITIES, ALICE_NOW, last), last),
                                RejectReason.IDENTITY_REFUSED)
                        .detail())
                .isEqualTo(NOT_FOR_US);
    }

    /** What a key set says of its own validity counts besides its period. */
    @Test
    @Proves("R6509-3.3-03")
    void keysAreNotUsedBeforeOrAfterTheyAreValid() {
        Octets message = message(IDENTITIES, ALICE_NOW, NOW);
        for (Validity validity : List.of(
                new Validity(Optional.empty(), Optional.of(NOW)),
                new Validity(Optional.of(NOW.plusSeconds(1)), Optional.empty()))) {
            KmsKeys keys = KmsKeys.of(List.of(B, A), List.of(valid(BOB_NOW, validity)));
            assertThat(Peers.rejected(receive(keys, message, NOW), RejectReason.IDENTITY_REFUSED)
                            .detail())
                    .isEqualTo(NOT_FOR_US);
        }
    }

    /** A message that is a second late, from the period before: its own time counts, not that of its receipt. */
    @Test
    void aMessageThatCrossesTheBoundaryIsOpened() {
        Instant boundary = PERIODS.start(PERIOD + 1);

        Peers.answered(
                receive(BOBS, message(IDENTITIES, ALICE_NOW, boundary.minusSeconds(1)), boundary.plusSeconds(1)));
    }

    @Test
    @Proves({"R6509-2.2.1-11", "T33180-D.3.2-02"})
    void servicesThatAreNotTrustedVouchForNobody() {
        KmsKeys onlyOwn = KmsKeys.of(List.of(B), List.of(BOB_NOW));
        assertRefused(onlyOwn, IDENTITIES, RejectReason.AUTHENTICATION_FAILED, UNKNOWN);
        KmsKeys otherDomain = KmsKeys.of(List.of(B, A.forDomains(List.of("c.example"))), List.of(BOB_NOW));
        assertRefused(otherDomain, IDENTITIES, RejectReason.AUTHENTICATION_FAILED, UNKNOWN);
        KmsKeys expired = KmsKeys.of(
                List.of(B, A.with(Role.EXTERNAL, new Validity(Optional.empty(), Optional.of(NOW)))), List.of(BOB_NOW));
        assertRefused(expired, IDENTITIES, RejectReason.AUTHENTICATION_FAILED, UNKNOWN);
        // Its own service does not vouch for Alice either.
        assertRefused(
                BOBS,
                SakkeIdentities.ofUris(ALICE, BOB, "kms.b.example", "kms.b.example"),
                RejectReason.AUTHENTICATION_FAILED,
                UNKNOWN);
        assertRefused(
                BOBS,
                SakkeIdentities.ofUris(ALICE, BOB, "kms.a.example", "kms.a.example"),
                RejectReason.IDENTITY_REFUSED,
                NOT_FOR_US);
        assertRefused(
                BOBS,
                SakkeIdentities.ofUris(ALICE, "sip:carol@b.example", "kms.a.example", "kms.b.example"),
                RejectReason.IDENTITY_REFUSED,
                NOT_FOR_US);
    }

    @Test
    @Proves("R6509-2.2.1-09")
    void identitiesInEachOthersRolesAreRefused() {
        assertRefused(
                BOBS,
                SakkeIdentities.ofUris(BOB, ALICE, "kms.b.example", "kms.a.example"),
                RejectReason.AUTHENTICATION_FAILED,
                UNKNOWN);
        assertRefused(
                BOBS,
                hidden(BOB_NOW.identifier(), ALICE_NOW.identifier()),
                RejectReason.AUTHENTICATION_FAILED,
                UNKNOWN);
    }

    @Test
    @Proves({"R6509-2.2.2-03", "T33180-E.7-01"})
    void whoSignallingNamesHasToBeTheSender() {
        KmsKeys mallory = BOBS.expecting("sip:mallory@a.example");
        assertRefused(mallory, IDENTITIES, RejectReason.AUTHENTICATION_FAILED, UNKNOWN);
        SakkeIdentities hidden = hidden(ALICE_NOW.identifier(), BOB_NOW.identifier());
        assertRefused(mallory, hidden, RejectReason.AUTHENTICATION_FAILED, UNKNOWN);
        Peers.answered(receive(BOBS.expecting(ALICE), message(hidden, ALICE_NOW, NOW), NOW));

        // Signed by Alice, and says that it is from another.
        assertRefused(
                BOBS.expecting(ALICE),
                hidden(BOB_NOW.identifier(), BOB_NOW.identifier()),
                RejectReason.AUTHENTICATION_FAILED,
                UNKNOWN);
        // Hidden, it is the only thing that tells a user of another domain from one's own.
        KmsKeys otherDomain = KmsKeys.of(List.of(B, A.forDomains(List.of("c.example"))), List.of(BOB_NOW));
        assertRefused(otherDomain.expecting(ALICE), hidden, RejectReason.AUTHENTICATION_FAILED, UNKNOWN);
    }

    /** All IDR payloads are optional (RFC 6509, 4.4). */
    @Test
    @Proves("R6509-2.2.1-12")
    void whatTheMessageDoesNotSayIsTakenFromWhatIsKnown() {
        SakkeIdentities none =
                new SakkeIdentities(Optional.empty(), Optional.empty(), IDENTITIES.initiatorKms(), Optional.empty());

        Peers.answered(receive(BOBS.expecting(ALICE), message(none, ALICE_NOW, NOW), NOW));
        assertRefused(BOBS, none, RejectReason.AUTHENTICATION_FAILED, UNKNOWN);
        KmsKeys twoUsers = KmsKeys.of(List.of(B, A), List.of(BOB_NOW, keys(KMS_B, "sip:carol@b.example", PERIOD)));
        assertRefused(twoUsers.expecting(ALICE), none, RejectReason.IDENTITY_REFUSED, NOT_FOR_US);
    }

    @Test
    @Proves("T33180-D.3.2-02")
    void aCertificateOfAnotherDomainCannotReplaceTheOwnOne() {
        KmsCertificate impostor = KmsCertificate.of(
                Role.EXTERNAL,
                "kms.b.example",
                KMS_A.scheme(),
                KMS_A.masterSecret().publicKey(),
                KMS_A.ksak().kpak());

        assertThatThrownBy(() -> KmsKeys.of(List.of(B, impostor), List.of()))
                .isInstanceOfSatisfying(
                        KmsException.class, e -> assertThat(e.rule()).isEqualTo(Rule.ROOT_REPLACED))
                .hasMessageEndingWith("kms.b.example");
        assertThatThrownBy(() -> KmsKeys.of(List.of(A), List.of(BOB_NOW)))
                .isInstanceOfSatisfying(
                        KmsException.class, e -> assertThat(e.rule()).isEqualTo(Rule.UNKNOWN_KMS));
    }

    @ParameterizedTest
    @CsvSource({
        "sip:bob@b.example, true",
        "sip:bob@B.Example;transport=tcp, true",
        "bob@b.example:5060, true",
        "sip:bob@sub.b.example, false",
        "sip:bob@b.example.org, false",
        "sip:bob@xb.example, false",
        "tel:+447700900123, false",
        "b.example, false"
    })
    @Proves("T33180-D.3.2-02")
    void aServiceVouchesForItsDomains(String user, boolean vouches) {
        assertThat(B.forDomains(List.of("a.example", "b.example")).vouchesFor(user))
                .isEqualTo(vouches);
        assertThat(B.vouchesFor(user)).isTrue();
    }

    @Test
    void nobodyIsEncapsulatedToOnSomebodyElsesWord() {
        assertThat(ALICES.recipient(BOB, Optional.of("kms.c.example"), NOW)).isEmpty();
        KmsKeys limited = KmsKeys.of(
                List.of(
                        KMS_A.certificate(Role.ROOT),
                        KMS_B.certificate(Role.EXTERNAL).forDomains(List.of("x.example"))),
                List.of());
        assertThat(limited.recipient(BOB, Optional.of("kms.b.example"), NOW)).isEmpty();
        assertThat(ALICES.keysAt(Optional.of(BOB), NOW)).isEmpty();
        assertThat(ALICES.keysAt(Optional.empty(), NOW)).contains(ALICE_NOW);
        assertThat(ALICES.keysAt(Optional.empty(), PERIODS.start(PERIOD + 1))).isEmpty();
    }

    /** Before the first period there are no identifiers; a forged timestamp must not end in a fault. */
    @Test
    void aTimeBeforeTheFirstPeriodIsRefused() {
        UserIdScheme late = new UserIdScheme.HashedUid(new KeyPeriods(1000, 4_000_000_000L));
        KeyManagementService kms = KeyManagementService.generate("kms.b.example", late, Peers.RANDOM);
        KmsKeys none = KmsKeys.of(
                List.of(
                        kms.certificate(Role.ROOT),
                        KmsCertificate.of(Role.EXTERNAL, "kms.a.example", late, A.publicKey(), A.kpak())),
                List.of(keys(kms, BOB, 0)));

        assertRefused(none, IDENTITIES, RejectReason.AUTHENTICATION_FAILED, UNKNOWN);
    }
}
