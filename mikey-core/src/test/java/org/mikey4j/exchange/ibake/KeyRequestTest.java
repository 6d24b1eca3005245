package org.mikey4j.exchange.ibake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mikey4j.exchange.ibake.IbakeFixture.ALICE;
import static org.mikey4j.exchange.ibake.IbakeFixture.BOB;
import static org.mikey4j.exchange.ibake.IbakeFixture.NOW;
import static org.mikey4j.exchange.ibake.IbakeFixture.flipped;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.crypto.EnvelopeOpener;
import org.mikey4j.crypto.EnvelopePadding;
import org.mikey4j.crypto.JcaAlgorithms;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.ibe.IbeException;
import org.mikey4j.exchange.LocalIdentity;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.publickey.Envelope;
import org.mikey4j.message.CertPayload;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.EmptyMap;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.KeyDataPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PayloadChain;
import org.mikey4j.message.PkePayload;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.SignPayload;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.VPayload;
import org.mikey4j.message.registry.CsIdMapType;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.EncrAlg;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.MacAlg;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.testing.Peers;
import org.mikey4j.testing.Proves;

/** Private keys from a key management service, under a shared key and under a certificate. */
class KeyRequestTest {
    private static final IdPayload KMS = IdPayload.uri("sip:kms@example.org");

    private final IbakeFixture f = new IbakeFixture();
    private final SecretBytes psk = SecretBytes.random(f.random, 16);
    private final KeyRequester alice = new KeyRequester(f.settings);
    private final KeyIssuer kms = issuer();

    private KeyIssuer issuer() {
        return new KeyIssuer(
                f.settings,
                KMS,
                new KeyIssuer.Users(
                        id -> id.equals(ALICE) ? Optional.of(psk) : Optional.empty(),
                        Peers.trust(),
                        chash -> Optional.of(new EnvelopeOpener(
                                Peers.BOB_CERT.keys().getPrivate(),
                                EnvelopePadding.PKCS1_V1_5,
                                JcaAlgorithms.PLATFORM,
                                f.random))),
                f.replays(),
                KeyAuthority.ofOwnIdentities(f.kms, IbakeDates.MONTH, id -> true));
    }

    private static KeyRequest request(IdPayload... users) {
        return KeyRequest.of(List.of(users), KMS);
    }

    private static MikeyMessage issued(KeyIssue issue) {
        assertThat(issue).isInstanceOf(KeyIssue.Issued.class);
        return ((KeyIssue.Issued) issue).reply();
    }

    private static List<DeliveredKey> delivered(KeyDelivery delivery) {
        assertThat(delivery).isInstanceOf(KeyDelivery.Delivered.class);
        return ((KeyDelivery.Delivered) delivery).keys();
    }

    private static void refused(RejectReason reason, KeyIssue issue) {
        assertThat(issue)
                .isInstanceOfSatisfying(
                        KeyIssue.Refused.class,
                        r -> assertThat(r.rejected().reason()).isEqualTo(reason));
    }

    private static void refused(RejectReason reason, KeyDelivery delivery) {
        assertThat(delivery)
                .isInstanceOfSatisfying(
                        KeyDelivery.Refused.class,
                        r -> assertThat(r.rejected().reason()).isEqualTo(reason));
    }

    @Test
    @Proves({
        "R6267-4.2.1-01", "R6267-4.2.1-02", "R6267-4.2.1.1-01", "R6267-4.2.1.1-02", "R6267-4.2.1.1-03",
        "R6267-4.2.1.1-04", "R6267-4.2.1.1-05", "R6267-4.2.1.1.1-02", "R6267-4.2.1.2-01", "R6267-4.2.1.3-01",
        "R6267-4.2.1.3-02", "R6267-4.2.1.3-03", "R6267-4.2.1.3-04", "R6267-4.2.1.3-05", "R6267-4.2.1.4-01",
        "R6267-6.1.3-01"
    })
    void keysUnderASharedKey() {
        PendingKeyRequest pending = alice.request(psk, request(ALICE));
        MikeyMessage message = pending.message();
        assertThat(message.header().dataType()).isEqualTo(DataType.REQUEST_KEY_PSK);
        assertThat(message.header().csIdMap()).isEqualTo(new EmptyMap(CsIdMapType.EMPTY, 0));
        assertThat(message.payloads())
                .extracting(payload -> (Object) payload.getClass())
                .containsExactly(TPayload.class, RandPayload.class, IdrPayload.class, IdrPayload.class, VPayload.class);

        MikeyMessage reply = issued(kms.receive(message.octets(), Octets.EMPTY));
        assertThat(reply.header().dataType()).isEqualTo(DataType.REQUEST_KEY_RESP);
        assertThat(reply.header().v()).isFalse();
        assertThat(reply.header().csbId()).isEqualTo(message.header().csbId());
        assertThat(reply.header().prfFunc()).isEqualTo(message.header().prfFunc());
        assertThat(reply.header().csIdMap()).isEqualTo(message.header().csIdMap());
        assertThat(reply.payload(TPayload.class)).isEqualTo(message.payload(TPayload.class));
        assertThat(reply.payload(KemacPayload.class).orElseThrow().macAlg()).isEqualTo(MacAlg.NULL);
        assertThat(reply.payload(KemacPayload.class).orElseThrow().encrAlg()).isEqualTo(EncrAlg.AES_CM_128);
        assertThat(reply.payloads().get(reply.payloads().size() - 1)).isInstanceOf(VPayload.class);

        List<DeliveredKey> keys = delivered(pending.receive(reply.octets()));
        assertThat(keys).hasSize(2);
        assertThat(keys.get(0).from()).isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
        assertThat(keys.get(0).to()).isEqualTo(Instant.parse("2026-12-01T00:00:00Z"));
        assertThat(keys.get(1).from()).isEqualTo(Instant.parse("2026-12-01T00:00:00Z"));
        assertThat(keys.get(0).key()).isEqualTo(f.key(ALICE, NOW).encode());
        assertThat(keys.get(0).open(f.kms.parameters(), IbakeDates.MONTH).identity())
                .isEqualTo(IbakeDates.MONTH.identity(ALICE, NOW));
        // What a user is given must be its own.
        assertThatThrownBy(() -> new DeliveredKey(
                                BOB,
                                keys.get(0).key(),
                                keys.get(0).from(),
                                keys.get(0).to())
                        .open(f.kms.parameters(), IbakeDates.MONTH))
                .isInstanceOfSatisfying(
                        IbeException.class,
                        e -> assertThat(e.rule()).isEqualTo(IbeException.Rule.PRIVATE_KEY_VALIDATION));
    }

    @Test
    @Proves({"R6267-4.2.1.1.2-01", "R6267-4.2.1.1.2-02", "R6267-4.2.1.1.2-03"})
    void keysUnderACertificate() {
        MikeyMessage reply = issued(kms.receive(signed().message().octets(), Octets.EMPTY));
        PendingKeyRequest pending = signed();
        MikeyMessage message = pending.message();
        assertThat(message.header().dataType()).isEqualTo(DataType.REQUEST_KEY_PKE);
        assertThat(message.payloads(CertPayload.class)).isNotEmpty();
        assertThat(message.payload(PkePayload.class)).isPresent();
        assertThat(message.payloads().get(message.payloads().size() - 1)).isInstanceOf(SignPayload.class);
        refused(RejectReason.MISMATCH, pending.receive(reply.octets()));
        List<DeliveredKey> keys = delivered(pending.receive(
                issued(kms.receive(message.octets(), Octets.EMPTY)).octets()));
        assertThat(keys.get(0).key()).isEqualTo(f.key(ALICE, NOW).encode());
    }

    /** An end that kept the message and the key; of a signed request whether it is this key shows in the answer. */
    @Test
    void aRequestIsTakenUpWithItsKey() {
        MikeyMessage request = alice.request(psk, request(ALICE)).message();
        MikeyMessage answer = issued(kms.receive(request.octets(), Octets.EMPTY));
        SecretBytes other = SecretBytes.wrap(new byte[16]);

        PendingKeyRequest resumed = alice.resume(psk, request);

        assertThat(resumed.message()).isEqualTo(request);
        assertThat(delivered(resumed.receive(answer.octets())).get(0).key())
                .isEqualTo(f.key(ALICE, NOW).encode());
        assertThatThrownBy(() -> alice.resume(other, request)).hasMessage("the request was not made with this key");
        assertThatThrownBy(() -> alice.resume(psk, answer)).hasMessage("REQUEST_KEY_RESP is not REQUEST_KEY_PSK");
        MikeyMessage signed = signed().message();
        MikeyMessage signedAnswer = issued(kms.receive(signed.octets(), Octets.EMPTY));
        refused(RejectReason.AUTHENTICATION_FAILED, alice.resume(other, signed).receive(signedAnswer.octets()));
    }

    @Test
    void theKeyDataAreShownToWhoeverHasTheKey() {
        PendingKeyRequest pending = alice.request(psk, request(ALICE));
        Octets answer =
                issued(kms.receive(pending.message().octets(), Octets.EMPTY)).octets();
        byte[] changed = answer.toByteArray();
        changed[changed.length - 1] ^= 1;

        try (SecretBytes shown = pending.keyData(answer).orElseThrow()) {
            assertThat(PayloadChain.decodeSubPayloads(shown.toByteArray(), PayloadType.ID))
                    .hasSize(4)
                    .contains(ALICE)
                    .element(1)
                    .isInstanceOfSatisfying(
                            KeyDataPayload.class,
                            key -> assertThat(key.key().toByteArray())
                                    .isEqualTo(f.key(ALICE, NOW).encode().toByteArray()));
        }
        assertThat(pending.keyData(Octets.copyOf(changed))).isEmpty();
        assertThat(pending.keyData(pending.message().octets())).isEmpty();
    }

    private PendingKeyRequest signed() {
        f.tick();
        LocalIdentity user = Peers.local(ALICE, Peers.ALICE_CERT);
        return alice.request(Envelope.to(Peers.BOB_CERT.keys().getPublic()), user, request(user.id()));
    }

    @Test
    @Proves({"R6267-4.2.1.1.1-01", "R6267-4.2.1-03"})
    void theSharedKeyMayHaveANameOfItsOwnAndTheUserSeveral() {
        IdPayload name = IdPayload.uri("urn:key:7");
        KeyIssuer byName = new KeyIssuer(
                f.settings,
                KMS,
                new KeyIssuer.Users(
                        id -> id.equals(name) ? Optional.of(psk) : Optional.empty(),
                        Peers.trust(),
                        chash -> Optional.empty()),
                f.replays(),
                (asker, users, at) -> {
                    List<DeliveredKey> keys = new ArrayList<>();
                    users.forEach(user -> keys.add(DeliveredKey.of(f.kms, IbakeDates.DAY, user, at)));
                    return Optional.of(keys);
                });
        KeyRequest plain = request(ALICE, BOB);
        PendingKeyRequest pending =
                alice.request(psk, new KeyRequest(plain.users(), KMS, Optional.of(name), plain.prf(), plain.mac()));
        assertThat(pending.message().payloads(IdrPayload.class))
                .extracting(IdrPayload::idRole)
                .containsExactly(IdRole.IDR_I, IdRole.IDR_I, IdRole.IDR_KMS, IdRole.IDR_PSK);
        List<DeliveredKey> keys = delivered(pending.receive(
                issued(byName.receive(pending.message().octets(), Octets.EMPTY)).octets()));
        assertThat(keys).extracting(DeliveredKey::id).containsExactly(ALICE, BOB);
        assertThat(keys.get(1).from()).isEqualTo(Instant.parse("2026-11-09T00:00:00Z"));
    }

    @Test
    void everyOctetOfTheRequestCounts() {
        Octets octets = alice.request(psk, request(ALICE)).message().octets();
        for (int i = 0; i < octets.length(); i++) {
            assertThat(issuer().receive(flipped(octets, i), Octets.EMPTY))
                    .as("octet %d", i)
                    .isInstanceOf(KeyIssue.Refused.class);
        }
        Octets signed = signed().message().octets();
        for (int i = 0; i < signed.length(); i += 5) {
            assertThat(issuer().receive(flipped(signed, i), Octets.EMPTY))
                    .as("octet %d", i)
                    .isInstanceOf(KeyIssue.Refused.class);
        }
    }

    @Test
    @Proves("R6267-4.2.1.4-02")
    void everyOctetOfTheAnswerCountsButV() {
        PendingKeyRequest pending = alice.request(psk, request(ALICE));
        Octets octets =
                issued(kms.receive(pending.message().octets(), Octets.EMPTY)).octets();
        for (int i = 0; i < octets.length(); i++) {
            assertThat(pending.receive(flipped(octets, i))).as("octet %d", i).isInstanceOf(KeyDelivery.Refused.class);
            Octets cut = octets.slice(0, i);
            refused(RejectReason.MALFORMED, pending.receive(cut));
        }
        delivered(pending.receive(octets));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stranger", "forger"})
    void strangersAndForgersAreToldTheSame(String who) {
        IdPayload user = who.equals("stranger") ? BOB : ALICE;
        SecretBytes key = who.equals("stranger") ? psk : SecretBytes.random(f.random, 16);
        KeyIssue issue = kms.receive(alice.request(key, request(user)).message().octets(), Octets.EMPTY);
        refused(RejectReason.AUTHENTICATION_FAILED, issue);
        assertThat(((KeyIssue.Refused) issue).rejected().detail())
                .isEqualTo("the MAC is wrong, or no key is known for the sender");
    }

    @Test
    @Proves("R6267-4.2.1.2-02")
    void keysOfOthersAreRefusedUnderTheMac() {
        PendingKeyRequest pending = alice.request(psk, request(ALICE, BOB));
        KeyIssue issue = kms.receive(pending.message().octets(), Octets.EMPTY);
        refused(RejectReason.IDENTITY_REFUSED, issue);
        Rejected told = ((KeyIssue.Refused) issue).rejected();
        assertThat(pending.receive(told.errorMessage().orElseThrow().octets()))
                .isInstanceOfSatisfying(KeyDelivery.Refused.class, r -> {
                    assertThat(r.rejected().reason()).isEqualTo(RejectReason.PEER_ERROR);
                    assertThat(r.rejected().authenticated()).isTrue();
                });
    }

    @Test
    void replaysAreRefusedAndRetransmissionsAnswered() {
        Octets message = alice.request(psk, request(ALICE)).message().octets();
        Octets link = Octets.ofHex("01");
        MikeyMessage reply = issued(kms.receive(message, link));
        assertThat(kms.receive(message, link))
                .isInstanceOfSatisfying(
                        KeyIssue.Repeated.class,
                        repeated -> assertThat(repeated.reply().orElseThrow().octets())
                                .isEqualTo(reply.octets()));
        refused(RejectReason.REPLAYED, kms.receive(message, Octets.ofHex("02")));
        f.clock.advance(Duration.ofMinutes(6));
        refused(RejectReason.TIMESTAMP_OUTSIDE_WINDOW, kms.receive(message, link));
    }

    @Test
    void whatIsNoRequestIsRefused() {
        MikeyMessage message = alice.request(psk, request(ALICE)).message();
        refused(
                RejectReason.IDENTITY_REFUSED,
                kms.receive(
                        alice.request(psk, KeyRequest.of(List.of(ALICE), BOB))
                                .message()
                                .octets(),
                        Octets.EMPTY));
        refused(RejectReason.WRONG_DATA_TYPE, kms.receive(f.offer().message().octets(), Octets.EMPTY));
        refused(
                RejectReason.MISSING_PAYLOAD,
                kms.receive(IbakeFixture.without(message, IdrPayload.class), Octets.EMPTY));
        refused(
                RejectReason.UNSUPPORTED_MAC,
                kms.receive(IbakeFixture.replace(message, new VPayload(MacAlg.NULL, Octets.EMPTY)), Octets.EMPTY));
        List<Payload> payloads = message.payloads();
        MikeyMessage sessions = MikeyMessage.encode(
                new CommonHeader(
                        DataType.REQUEST_KEY_PSK,
                        true,
                        message.header().prfFunc(),
                        message.header().csbId(),
                        CsIdMap.srtp(new SrtpId(0, 1, 0))),
                payloads);
        refused(RejectReason.UNEXPECTED_PAYLOAD, kms.receive(sessions.octets(), Octets.EMPTY));
        assertThatThrownBy(() -> KeyRequest.of(List.of(), KMS))
                .hasMessage("users: a request names at least one (RFC 6267, 4.2.1)");
    }

    /** Sixteen zeros, so that refusing a stranger takes as long as refusing a forger. */
    @Test
    void theKeyThatStandsInForAStrangersOpensNothing() {
        MikeyMessage message =
                alice.request(SecretBytes.wrap(new byte[16]), request(BOB)).message();

        refused(RejectReason.AUTHENTICATION_FAILED, kms.receive(message.octets(), Octets.EMPTY));
    }
}
