package org.mikey4j.exchange.ibake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mikey4j.exchange.ibake.IbakeFixture.ALICE;
import static org.mikey4j.exchange.ibake.IbakeFixture.BOB;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.KemacCipher;
import org.mikey4j.crypto.MacAlgorithm;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.EmptyMap;
import org.mikey4j.message.ErrPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.KeyDataPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PayloadChain;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.VPayload;
import org.mikey4j.message.registry.CsIdMapType;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.ErrorNo;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.MacAlg;
import org.mikey4j.testing.Peers;
import org.mikey4j.testing.SecondPrf;

/** Answers to requests for private keys: what their MAC is over, and what is refused that stands under the right one. */
class KeyAnswerTest {
    private static final IdPayload KMS = IdPayload.uri("sip:kms@example.org");
    private static final int MAC_OCTETS = 20;

    private final IbakeFixture f = new IbakeFixture();
    private final SecretBytes psk = SecretBytes.random(f.random, 16);
    private final PendingKeyRequest pending = new KeyRequester(f.settings)
            .request(
                    psk,
                    new KeyRequest(
                            List.of(ALICE, BOB), KMS, Optional.empty(), Prf.MIKEY_1, MacAlgorithm.HMAC_SHA_1_160));
    private final MikeyMessage asked = pending.message();
    private final MikeyMessage answer = answer();

    private MikeyMessage answer() {
        KeyIssuer issuer = new KeyIssuer(
                f.settings,
                KMS,
                new KeyIssuer.Users(id -> Optional.of(psk), Peers.trust(), chash -> Optional.empty()),
                f.replays(),
                (asker, users, at) -> Optional.of(users.stream()
                        .map(user -> DeliveredKey.of(f.kms, IbakeDates.MONTH, user, at))
                        .toList()));
        KeyIssue issue = issuer.receive(asked.octets(), Octets.EMPTY);
        assertThat(issue).isInstanceOf(KeyIssue.Issued.class);
        return ((KeyIssue.Issued) issue).reply();
    }

    private CsbState state() {
        return new CsbState(
                asked.header().csbId(),
                Prf.MIKEY_1,
                asked.payload(RandPayload.class).orElseThrow().rand(),
                asked.payload(TPayload.class).orElseThrow(),
                Optional.of(ALICE),
                Optional.of(KMS));
    }

    /** The answer with other contents, as only the service can make it. */
    private Octets remade(CommonHeader header, Consumer<List<Payload>> edit) {
        List<Payload> payloads = new ArrayList<>(answer.payloads());
        payloads.remove(payloads.size() - 1);
        edit.accept(payloads);
        try (IbakeMac mac = IbakeMac.of(psk, MacAlgorithm.HMAC_SHA_1_160, state(), List.of(ALICE, BOB, KMS))) {
            return mac.append(header, payloads).octets();
        }
    }

    private Octets kemac(KemacPayload kemac) {
        return remade(answer.header(), payloads -> payloads.replaceAll(p -> p instanceof KemacPayload ? kemac : p));
    }

    private Octets holding(Payload... inside) {
        try (MessageProtection protection = MessageProtection.derive(
                KemacCipher.AES_CM_128, MacAlgorithm.NULL, 0, Prf.MIKEY_1, psk, state().csbId(), state().rand())) {
            return kemac(protection.sealWithoutMac(List.of(inside), state().csbId(), state().timestamp()));
        }
    }

    private Rejected refused(Octets octets, RejectReason reason) {
        KeyDelivery delivery = pending.receive(octets);
        assertThat(delivery).isInstanceOf(KeyDelivery.Refused.class);
        Rejected rejected = ((KeyDelivery.Refused) delivery).rejected();
        assertThat(rejected.reason()).as(rejected.detail()).isEqualTo(reason);
        return rejected;
    }

    /** Computed by the JDK: over the message, then the users in their order and the service (RFC 6267, 5.4). */
    @Test
    void theMacOfBothMessagesIsOverAllWhoAreInvolved() throws GeneralSecurityException {
        byte[] label = Octets.ofHex("2d22ac75ff"
                        + String.format("%08x", state().csbId())
                        + state().rand().toHex())
                .toByteArray();
        for (MikeyMessage message : List.of(asked, answer)) {
            byte[] octets = message.octets().toByteArray();
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(SecondPrf.derive(true, psk.toByteArray(), label, MAC_OCTETS), "HmacSHA1"));
            mac.update(octets, 0, octets.length - MAC_OCTETS);
            for (IdPayload id : List.of(ALICE, BOB, KMS)) {
                mac.update(id.idData().toByteArray());
            }
            assertThat(message.octets().slice(octets.length - MAC_OCTETS, MAC_OCTETS))
                    .isEqualTo(Octets.copyOf(mac.doFinal()));
        }
    }

    @Test
    void anAnswerUnderTheRightMacIsStillChecked() {
        assertThat(pending.receive(remade(answer.header(), payloads -> {}))).isInstanceOf(KeyDelivery.Delivered.class);
        assertThat(refused(
                                remade(answer.header(), payloads -> payloads.add(1, new RandPayload(state().rand()))),
                                RejectReason.UNEXPECTED_PAYLOAD)
                        .detail())
                .isEqualTo("RAND does not stand here");
        CommonHeader old = answer.header();
        refused(
                remade(new CommonHeader(old.dataType(), false, 1, old.csbId(), old.csIdMap()), payloads -> {}),
                RejectReason.MISMATCH);
        assertThat(refused(
                                kemac(new KemacPayload(
                                        0, PayloadChain.encode(List.of(ALICE)), MacAlg.NULL, Octets.EMPTY)),
                                RejectReason.UNSUPPORTED_ENCRYPTION)
                        .detail())
                .isEqualTo("encr alg 0 is not for private keys");
    }

    @Test
    void anAnswerWithoutAMacIsNone() {
        Octets open = IbakeFixture.replace(answer, new VPayload(MacAlg.NULL, Octets.EMPTY));

        assertThat(refused(open, RejectReason.AUTHENTICATION_FAILED).detail())
                .isEqualTo("the verification MAC is wrong");
    }

    @Test
    void theKeysAreWholeAndOfThoseWhoAsked() {
        DeliveredKey alices = DeliveredKey.of(f.kms, IbakeDates.MONTH, ALICE, IbakeFixture.NOW);
        Octets key = Octets.copyOf(alices.key().toByteArray());
        KeyDataPayload right = new KeyDataPayload(KeyDataType.K_PR, key, Octets.EMPTY, alices.validity());
        String detail = "the key data are not private keys with their dates, of who asked (RFC 6267, 6.1.3)";

        assertThat(pending.receive(holding(ALICE, right))).isInstanceOf(KeyDelivery.Delivered.class);
        assertThat(refused(holding(ALICE), RejectReason.KEYS_UNUSABLE).detail())
                .isEqualTo("the answer has no private key");
        assertThat(refused(holding(ALICE, right, IbakeFixture.CAROL, right), RejectReason.KEYS_UNUSABLE)
                        .detail())
                .isEqualTo(detail);
        assertThat(refused(
                                holding(
                                        ALICE,
                                        new KeyDataPayload(KeyDataType.K_PR, key, Octets.EMPTY, KeyValidity.NULL)),
                                RejectReason.KEYS_UNUSABLE)
                        .detail())
                .isEqualTo(detail);
        KemacPayload open = answer.payload(KemacPayload.class).orElseThrow();
        assertThat(refused(
                                kemac(new KemacPayload(
                                        open.encrAlg(),
                                        open.encrData().slice(0, open.encrData().length() - 1),
                                        MacAlg.NULL,
                                        Octets.EMPTY)),
                                RejectReason.KEYS_UNUSABLE)
                        .detail())
                .startsWith("decrypted key data: ");
    }

    /** Seconds since 1900 and a fraction, computed with Python's datetime. */
    @Test
    void aKeyServesToTheLastInstantBeforeTheNext() {
        DeliveredKey november = DeliveredKey.of(f.kms, IbakeDates.MONTH, ALICE, Instant.parse("2026-11-09T12:00:00Z"));

        assertThat(november.validity())
                .isEqualTo(
                        new KeyValidity.Interval(Octets.ofHex("ee90ff8000000000"), Octets.ofHex("eeb88c7fffffffff")));
    }

    @Test
    void anErrorMessageWithoutAMacIsAHint() {
        Octets bare = MikeyMessage.encode(
                        new CommonHeader(
                                DataType.ERROR,
                                false,
                                asked.header().prfFunc(),
                                asked.header().csbId(),
                                new EmptyMap(CsIdMapType.EMPTY, 0)),
                        List.of(state().timestamp(), new ErrPayload(ErrorNo.UNSPECIFIED)))
                .octets();

        assertThat(refused(bare, RejectReason.PEER_ERROR).authenticated()).isFalse();
    }
}
