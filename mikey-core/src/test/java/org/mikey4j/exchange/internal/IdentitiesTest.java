package org.mikey4j.exchange.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mikey4j.testing.Peers.ALICE;
import static org.mikey4j.testing.Peers.BOB;
import static org.mikey4j.testing.Peers.CAROL;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.message.CertPayload;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.PrfFunc;
import org.mikey4j.testing.Peers;
import org.mikey4j.testing.Proves;
import org.mikey4j.testing.SecondPrf;
import org.mikey4j.testing.TestPki;
import org.mikey4j.testing.TestPki.Entity;
import org.mikey4j.trust.CertificateValidator;

/** Whose identity is whose: there is no role on the wire, only an order. */
class IdentitiesTest {
    private static final CertPayload CERT = Peers.ALICE_CERT.payload();
    private static final Optional<IdPayload> NONE = Optional.empty();
    private static final Octets RAND = Octets.ofHex("a0".repeat(16));

    private static MikeyMessage message(Payload... payloads) {
        return message(0, Optional.of(Peers.at(0)), payloads);
    }

    private static MikeyMessage message(int prfFunc, Optional<? extends Payload> timestamp, Payload... payloads) {
        List<Payload> all = new ArrayList<>();
        timestamp.ifPresent(all::add);
        all.add(new RandPayload(RAND));
        all.addAll(List.of(payloads));
        return MikeyMessage.encode(new CommonHeader(DataType.PSK_INIT, false, prfFunc, 7, CsIdMap.srtp()), all);
    }

    private static void assertRefused(ThrowingCallable call, RejectReason reason, String detail) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason))
                .hasMessage(detail);
    }

    @Test
    void withoutCertificatesOneIdentityAloneIsTheInitiatorsUnlessItIsOurs() {
        Optional<IdPayload> own = Optional.of(BOB);

        assertThat(Ids.ofIMessage(message(), own)).isEqualTo(new Ids(NONE, NONE));
        assertThat(Ids.ofIMessage(message(ALICE), own)).isEqualTo(new Ids(Optional.of(ALICE), NONE));
        assertThat(Ids.ofIMessage(message(BOB), own)).isEqualTo(new Ids(NONE, own));
        assertThat(Ids.ofIMessage(message(BOB), NONE)).isEqualTo(new Ids(own, NONE));
        assertThat(Ids.ofIMessage(message(ALICE, CAROL), own))
                .isEqualTo(new Ids(Optional.of(ALICE), Optional.of(CAROL)));
        assertRefused(
                () -> Ids.ofIMessage(message(ALICE, BOB, CAROL), own),
                RejectReason.UNEXPECTED_PAYLOAD,
                "3 ID payloads, at most two (RFC 3830, 3.1)");
    }

    @Test
    @Proves("R4650-3-03")
    void whereTheResponderIsNamedOneIdentityAloneIsIts() {
        assertThat(Ids.naming(message(BOB), BOB)).isEqualTo(new Ids(NONE, Optional.of(BOB)));
        assertThat(Ids.naming(message(ALICE, BOB), BOB)).isEqualTo(new Ids(Optional.of(ALICE), Optional.of(BOB)));
        assertRefused(
                () -> Ids.naming(message(), BOB), RejectReason.MISSING_PAYLOAD, "the message has no IDr (RFC 4650, 3)");
        assertRefused(
                () -> Ids.naming(message(ALICE), BOB),
                RejectReason.IDENTITY_REFUSED,
                "the message is for another Responder");
        assertRefused(
                () -> Ids.naming(message(BOB, ALICE), BOB),
                RejectReason.IDENTITY_REFUSED,
                "the message is for another Responder");
    }

    @Test
    @Proves("R3830-3.1-04")
    void whatTheMessageClaimsIsWhatTheKeyBelongsTo() {
        Ids both = new Ids(Optional.of(ALICE), Optional.of(BOB));

        assertThat(new Ids(NONE, NONE).with(Optional.of(ALICE), Optional.of(BOB)))
                .isEqualTo(both);
        assertThat(both.with(NONE, NONE)).isEqualTo(both);
        assertThat(both.with(Optional.of(ALICE), Optional.of(BOB))).isEqualTo(both);
        assertThat(both.or(new Ids(Optional.of(CAROL), Optional.of(CAROL)))).isEqualTo(both);
        assertRefused(
                () -> both.with(Optional.of(CAROL), NONE),
                RejectReason.IDENTITY_REFUSED,
                "IDi is not the one that the key belongs to");
        assertRefused(
                () -> both.with(NONE, Optional.of(CAROL)),
                RejectReason.IDENTITY_REFUSED,
                "IDr is not the one that the key belongs to");
    }

    @Test
    void withCertificatesTheInitiatorsIdentityStandsBeforeThem() {
        Optional<IdPayload> alice = Optional.of(ALICE);
        Optional<IdPayload> bob = Optional.of(BOB);

        assertThat(SignedIds.of(message())).isEqualTo(new SignedIds(NONE, NONE));
        assertThat(SignedIds.of(message(ALICE))).isEqualTo(new SignedIds(alice, NONE));
        assertThat(SignedIds.of(message(ALICE, CERT))).isEqualTo(new SignedIds(alice, NONE));
        assertThat(SignedIds.of(message(CERT, BOB))).isEqualTo(new SignedIds(NONE, bob));
        MikeyMessage first = MikeyMessage.encode(
                new CommonHeader(DataType.DH_INIT, false, 0, 7, CsIdMap.srtp()), List.of(CERT, BOB));
        assertThat(SignedIds.of(first)).isEqualTo(new SignedIds(NONE, bob));
        assertThat(SignedIds.of(message(ALICE, CERT, BOB), BOB)).isEqualTo(new SignedIds(alice, bob));
        assertRefused(
                () -> SignedIds.of(message(ALICE, CERT, BOB, CAROL)),
                RejectReason.UNEXPECTED_PAYLOAD,
                "3 ID payloads, at most two");
        assertRefused(
                () -> SignedIds.of(message(CERT, CAROL), BOB),
                RejectReason.IDENTITY_REFUSED,
                "the message is for another Responder");
        assertThat(new SignedIds(alice, NONE).data(Peers.at(0)))
                .containsExactly(
                        Octets.copyOf("sip:alice@example.org".getBytes(StandardCharsets.US_ASCII)),
                        Octets.EMPTY,
                        Peers.at(0).valueOctets());
    }

    private static Signatures.Signer signer(Entity entity, Optional<IdPayload> id) {
        CertificateValidator.Verdict verdict = Peers.trust()
                .validator()
                .validate(List.of(entity.payload()), id, CertificateValidator.Use.SIGNATURE, TestPki.NOW);
        return new Signatures.Signer(
                List.of(entity.payload()), (CertificateValidator.Verdict.Trusted) verdict, id, List.of());
    }

    @Test
    void aCertificateTellsTheIdentityThatTheMessageDoesNot() {
        Entity mail = TestPki.spec("alice").email("alice@example.org").issuedBy(Peers.ROOT);
        Entity both = TestPki.spec("alice")
                .email("alice@example.org")
                .uri("sip:alice@example.org")
                .issuedBy(Peers.ROOT);
        Entity neither = TestPki.spec("alice").dns("alice.example.org").issuedBy(Peers.ROOT);
        Entity nothing = TestPki.spec("alice").issuedBy(Peers.ROOT);

        assertThat(CertifiedId.of(signer(both, NONE), "IDi")).isEqualTo(ALICE);
        assertThat(CertifiedId.of(signer(mail, NONE), "IDi")).isEqualTo(IdPayload.nai("alice@example.org"));
        assertThat(CertifiedId.of(signer(Peers.BOB_CERT, Optional.of(BOB)), "IDi"))
                .isEqualTo(BOB);
        for (Entity unnamed : List.of(neither, nothing)) {
            assertRefused(
                    () -> CertifiedId.of(signer(unnamed, NONE), "IDi"),
                    RejectReason.IDENTITY_REFUSED,
                    "neither the message nor the certificate tells IDi");
        }
    }

    @Test
    void anIdentityThatComesToLightLaterIsMatchedWithTheCertificate() {
        Signatures.Signer named = signer(Peers.ALICE_CERT, Optional.of(ALICE));
        Signatures.Signer unnamed = signer(Peers.ALICE_CERT, NONE);

        named.requireIdentity(ALICE, Peers.trust(), TestPki.NOW);
        unnamed.requireIdentity(ALICE, Peers.trust(), TestPki.NOW);
        assertRefused(
                () -> named.requireIdentity(BOB, Peers.trust(), TestPki.NOW),
                RejectReason.IDENTITY_REFUSED,
                "the encrypted identity is not the one in the clear");
        assertThatThrownBy(() -> unnamed.requireIdentity(BOB, Peers.trust(), TestPki.NOW))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(RejectReason.IDENTITY_REFUSED));
    }

    /** Against HMAC-SHA-256 of the other library, and SHA-256 of the JDK. */
    @Test
    void countersAreKeptUnderWhatTellsNeitherTheKeyNorTheIdentity() throws Exception {
        byte[] psk = Octets.ofHex("000102030405060708090a0b0c0d0e0f").toByteArray();
        byte[] alice = ALICE.idData().toByteArray();
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update(Peers.ALICE_CERT.keys().getPublic().getEncoded());

        assertThat(CounterKey.of(SecretBytes.copyOf(psk), Optional.of(ALICE)).toByteArray())
                .isEqualTo(SecondPrf.derive(false, psk, alice, 32));
        assertThat(CounterKey.of(SecretBytes.copyOf(psk), NONE).toByteArray())
                .isEqualTo(SecondPrf.derive(false, psk, new byte[0], 32));
        assertThat(CounterKey.of(SecretBytes.empty(), Optional.of(ALICE))).isEqualTo(ALICE.idData());
        assertThat(CounterKey.of(Peers.ALICE_CERT.keys().getPublic(), ALICE).toByteArray())
                .isEqualTo(sha256.digest(alice));
    }

    @Test
    void aMessageThatSomebodyElseMadeTellsItsBundle() {
        assertThat(SeenOffer.state(message(PrfFunc.PRF_HMAC_SHA_256, Optional.of(Peers.at(1)), ALICE, CERT, BOB)))
                .isEqualTo(new CsbState(7, Prf.HMAC_SHA_256, RAND, Peers.at(1), Optional.of(ALICE), Optional.of(BOB)));
        assertThatThrownBy(() -> SeenOffer.state(message(0, NONE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("message: no T, or an unknown PRF func");
        assertThatThrownBy(() -> SeenOffer.state(message(99, Optional.of(Peers.at(1)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("message: no T, or an unknown PRF func");
        assertThatThrownBy(() -> SeenOffer.state(message(ALICE, BOB, CAROL)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("message: 3 ID payloads, at most two");
    }
}
