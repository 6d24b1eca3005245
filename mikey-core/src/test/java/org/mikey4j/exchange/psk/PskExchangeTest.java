package org.mikey4j.exchange.psk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mikey4j.exchange.psk.PskFixture.ALICE;
import static org.mikey4j.exchange.psk.PskFixture.BOB;
import static org.mikey4j.exchange.psk.PskFixture.NOW;
import static org.mikey4j.exchange.psk.PskFixture.request;
import static org.mikey4j.exchange.psk.PskFixture.settings;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.CryptoSession;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.SessionKey;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.DecodeOptions;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.ErrPayload;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.GenericId;
import org.mikey4j.message.GenericIdMap;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.PolicyParameter;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.SrtpIdMap;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.EncrAlg;
import org.mikey4j.message.registry.ErrorNo;
import org.mikey4j.message.registry.GeneralExtensionType;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.MacAlg;
import org.mikey4j.message.registry.ProtType;
import org.mikey4j.message.registry.TsType;
import org.mikey4j.testing.LateReplays;
import org.mikey4j.testing.Peers;
import org.mikey4j.testing.Proves;
import org.mikey4j.testing.SecondPrf;

class PskExchangeTest {
    private final PskFixture ends = new PskFixture();
    private final ExchangeSettings settings = settings().build();
    private final PskInitiator initiator = new PskInitiator(settings);
    private final PskResponder responder = ends.responder(settings);

    private static void assertSameKeys(SecurityAssociation ours, SecurityAssociation theirs) {
        assertThat(theirs.csbId()).isEqualTo(ours.csbId());
        assertThat(theirs.cryptoSessions()).hasSameSizeAs(ours.cryptoSessions());
        for (int i = 0; i < ours.cryptoSessions().size(); i++) {
            CryptoSession a = ours.cryptoSessions().get(i);
            CryptoSession b = theirs.cryptoSessions().get(i);
            assertThat(b.csId()).isEqualTo(a.csId());
            assertThat(b.ssrc()).isEqualTo(a.ssrc());
            assertThat(b.roc()).isEqualTo(a.roc());
            assertThat(b.policy()).isEqualTo(a.policy());
            assertThat(b.keys()).isEqualTo(a.keys()).isNotEmpty();
        }
    }

    private ResponderResult receive(PskOffer offer) {
        return responder.receive(offer.message().octets(), Octets.EMPTY);
    }

    private static Rejected rejected(ResponderResult result, RejectReason reason) {
        assertThat(result).isInstanceOf(Rejected.class);
        Rejected rejected = (Rejected) result;
        assertThat(rejected.reason()).as(rejected.detail()).isEqualTo(reason);
        return rejected;
    }

    @Test
    @Proves("R3830-6.13-02")
    void theKemacHasNoMoreThan65536Octets() {
        // Next payload, type with KV, and length stand before each key.
        int most = 65536 - (5 + 20) - 4;
        try (PskOneWayOffer offer =
                new PskInitiator(settings().build()).send(SecretBytes.wrap(new byte[16]), tek(most))) {
            int kemac = offer.message().indexOf(KemacPayload.class);
            assertThat(offer.message().end(kemac) - offer.message().offset(kemac))
                    .isEqualTo(65536);
        }
        assertThatThrownBy(
                        () -> new PskInitiator(settings().build()).send(SecretBytes.wrap(new byte[16]), tek(most + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("keys: their KEMAC would have 65537 octets, more than 65536 (RFC 3830, 6.13)");
    }

    private static OfferRequest tek(int octets) {
        return OfferRequest.builder()
                .keys(KeySpec.of(KeyDataType.TEK, SecretBytes.wrap(new byte[octets])))
                .build();
    }

    @Test
    @Proves({"R3830-4.4-01", "R3830-6.1.1-01", "R4567-7.1-02"})
    void bothEndsHoldTheSameKeysAndTheResponderFillsInItsSsrc() {
        PskPendingOffer offer = initiator.offer(ends.psk, request().build());

        ResponderResult.Established answered = (ResponderResult.Established) receive(offer);
        InitiatorResult.Established established = (InitiatorResult.Established)
                offer.receive(answered.reply().orElseThrow().octets());

        assertSameKeys(established.association(), answered.association());
        assertThat(established.association().cryptoSessions())
                .extracting(CryptoSession::ssrc)
                .containsExactly(0xa11ce001L, 0xb0b00002L);
        assertThat(established.association().cryptoSessions().get(0).keys())
                .isNotEqualTo(established.association().cryptoSessions().get(1).keys());
        assertThat(established.association().initiator()).contains(ALICE);
        assertThat(established.association().responder()).contains(BOB);
    }

    static Stream<OfferRequest.Builder> everyCombination() {
        List<OfferRequest.Builder> all = new ArrayList<>();
        KeyValidity mki = new KeyValidity.Spi(Octets.ofHex("00000001"));
        KeyValidity interval = new KeyValidity.Interval(Octets.ofHex("000000000001"), Octets.ofHex("0000ffffffff"));
        SecretBytes tgk = SecretBytes.wrap(new byte[192]);
        List<List<KeySpec>> keys = List.of(
                List.of(KeySpec.tgk()),
                List.of(KeySpec.tgk().valid(interval)),
                List.of(KeySpec.of(KeyDataType.TGK, tgk)),
                List.of(KeySpec.of(KeyDataType.TGK_SALT, tgk, SecretBytes.wrap(new byte[14]))),
                List.of(KeySpec.of(KeyDataType.TEK, SecretBytes.wrap(new byte[16]))),
                List.of(KeySpec.tekAndSalt(32, 12).valid(mki)),
                List.of(KeySpec.tgk().valid(mki), KeySpec.tgk().valid(new KeyValidity.Spi(Octets.ofHex("00000002")))));
        List<CsIdMap> maps = List.of(
                CsIdMap.srtp(),
                CsIdMap.srtp(new SrtpId(0, 1, 2), new SrtpId(1, 0, 0), new SrtpId(9, 3, 0)),
                new GenericIdMap(List.of(new GenericId(
                        4, ProtType.SRTP, false, Octets.ofHex("01"), Octets.ofHex("0a0b0c0d"), Octets.ofHex("0001")))));
        SpPayload cm = SrtpPolicy.named("AES_CM_128_HMAC_SHA1_32", 0).orElseThrow();
        SpPayload gcm = SrtpPolicy.named("AEAD_AES_256_GCM", 1).orElseThrow();
        for (Prf prf : List.of(Prf.MIKEY_1, Prf.HMAC_SHA_256)) {
            for (int encrAlg : new int[] {EncrAlg.NULL, EncrAlg.AES_CM_128, EncrAlg.AES_CM_256}) {
                for (int macAlg : new int[] {MacAlg.HMAC_SHA_1_160, MacAlg.HMAC_SHA_256_256}) {
                    for (List<KeySpec> spec : keys) {
                        for (CsIdMap map : maps) {
                            all.add(OfferRequest.builder()
                                    .prf(prf)
                                    .encrAlg(encrAlg)
                                    .macAlg(macAlg)
                                    .keys(spec.toArray(new KeySpec[0]))
                                    .csIdMap(map)
                                    .policies(cm, gcm));
                        }
                    }
                }
            }
        }
        // A wrapped chain must be a multiple of 8 octets: 4 + 16 + 1 + 3.
        all.add(OfferRequest.builder()
                .encrAlg(EncrAlg.AES_KW_128)
                .keys(KeySpec.tgk().valid(new KeyValidity.Spi(Octets.ofHex("010203")))));
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("everyCombination")
    void everyCombinationOfAlgorithmsKeysAndMaps(OfferRequest.Builder builder) {
        ExchangeSettings lenient = settings().allowNull(true).build();
        OfferRequest request = builder.build();
        for (boolean identities : new boolean[] {true, false}) {
            if (identities) {
                builder.initiator(ALICE).responder(BOB);
            }
            PskPendingOffer offer = new PskInitiator(lenient).offer(ends.psk, builder.build());

            ResponderResult.Established answered = (ResponderResult.Established)
                    ends.responder(lenient).receive(offer.message().octets(), Octets.EMPTY);
            InitiatorResult.Established established = (InitiatorResult.Established)
                    offer.receive(answered.reply().orElseThrow().octets());

            assertSameKeys(established.association(), answered.association());
            for (CryptoSession cs : established.association().cryptoSessions()) {
                assertThat(cs.keys()).hasSize(request.keys().size());
            }
        }
    }

    @Test
    @Proves({"R3830-3.1-07", "R4567-4.1.3-01"})
    void aMessageThatAsksForNoAnswerGetsNone() {
        PskOneWayOffer offer = initiator.send(ends.psk, request().build());

        ResponderResult.Established answered = (ResponderResult.Established) receive(offer);

        assertThat(answered.reply()).isEmpty();
        assertSameKeys(offer.association(), answered.association());
    }

    @Test
    @Proves("R3830-6.10.1-02")
    void theLengthsOfKeysFollowThePolicy() {
        PskOneWayOffer offer = initiator.send(
                ends.psk,
                request()
                        .policies(SrtpPolicy.named("AEAD_AES_256_GCM", 0).orElseThrow())
                        .build());

        SessionKey key = offer.association().cryptoSessions().get(0).keys().get(0);

        assertThat(key.tek().length()).isEqualTo(32);
        assertThat(key.salt().length()).isEqualTo(12);
    }

    @Test
    void aChangedBitAnywhereIsRefused() {
        byte[] octets =
                initiator.offer(ends.psk, request().build()).message().octets().toByteArray();
        for (int bit = 0; bit < 8 * octets.length; bit++) {
            byte[] forged = octets.clone();
            forged[bit / 8] ^= (byte) (0x80 >> bit % 8);

            ResponderResult result = responder.receive(Octets.copyOf(forged), Octets.EMPTY);

            assertThat(result).as("bit " + bit).isInstanceOf(Rejected.class);
            assertThat(((Rejected) result).authenticated()).isFalse();
        }
        assertThat(ends.replays.seen).isEmpty();
    }

    @Test
    void aChangedBitInTheAnswerIsRefused() {
        PskPendingOffer offer = initiator.offer(ends.psk, request().build());
        byte[] answer = ((ResponderResult.Established) receive(offer))
                .reply()
                .orElseThrow()
                .octets()
                .toByteArray();
        for (int bit = 0; bit < 8 * answer.length; bit++) {
            byte[] forged = answer.clone();
            forged[bit / 8] ^= (byte) (0x80 >> bit % 8);

            assertThat(offer.receive(Octets.copyOf(forged))).as("bit " + bit).isInstanceOf(Rejected.class);
        }
        assertThat(offer.receive(Octets.copyOf(answer))).isInstanceOf(InitiatorResult.Established.class);
    }

    @Test
    @Proves({"R3830-5.1.2-05", "R3830-5.1.2-06", "R3830-5.3-05"})
    void anotherKeyIsRefusedSilentlyUnlessTheSettingsSayOtherwise() {
        MikeyMessage message = initiator
                .offer(SecretBytes.wrap(new byte[16]), request().build())
                .message();

        Rejected silent =
                rejected(responder.receive(message.octets(), Octets.EMPTY), RejectReason.AUTHENTICATION_FAILED);
        Rejected told = rejected(
                ends.responder(settings().reportAuthenticationFailures(true).build())
                        .receive(message.octets(), Octets.EMPTY),
                RejectReason.AUTHENTICATION_FAILED);

        assertThat(silent.errorMessage()).isEmpty();
        MikeyMessage error = told.errorMessage().orElseThrow();
        assertThat(error.header().dataType()).isEqualTo(DataType.ERROR);
        assertThat(error.header().csbId()).isEqualTo(message.header().csbId());
        assertThat(error.payloads())
                .containsExactly(message.payload(TPayload.class).orElseThrow(), new ErrPayload(ErrorNo.AUTH_FAILURE));
    }

    @Test
    @Proves("R3830-9.5-01")
    void aStrangerIsRefusedLikeAForger() {
        PskResponder strict = new PskResponder(
                settings, claim -> Optional.empty(), ends.replays, OfferJudge.acceptSupported(csId -> 0));
        MikeyMessage message = initiator.offer(ends.psk, request().build()).message();

        Rejected stranger =
                rejected(strict.receive(message.octets(), Octets.EMPTY), RejectReason.AUTHENTICATION_FAILED);
        byte[] forged = message.octets().toByteArray();
        forged[forged.length - 1] ^= 1;
        Rejected forger =
                rejected(responder.receive(Octets.copyOf(forged), Octets.EMPTY), RejectReason.AUTHENTICATION_FAILED);

        assertThat(stranger).isEqualTo(forger);
    }

    @Test
    @Proves({"R3830-5.3-02", "R3830-5.4-01"})
    void theTimeMustBeWithinTheWindow() {
        MikeyMessage message = initiator.offer(ends.psk, request().build()).message();
        Duration window = ExchangeSettings.DEFAULT_WINDOW;

        for (Duration skew : List.of(window.negated(), window)) {
            PskFixture other = new PskFixture();
            assertThat(other.responder(settings(NOW.plus(skew)).build()).receive(message.octets(), Octets.EMPTY))
                    .isInstanceOf(ResponderResult.Established.class);
        }
        for (Duration skew : List.of(window.plusMillis(1), window.negated().minusMillis(1))) {
            Rejected late = rejected(
                    ends.responder(settings(NOW.plus(skew)).build()).receive(message.octets(), Octets.EMPTY),
                    RejectReason.TIMESTAMP_OUTSIDE_WINDOW);
            assertThat(late.errorMessage()).isEmpty();
        }
    }

    @Test
    @Proves("R3830-5.3-03")
    void aReplayIsRefusedEvenWithAZeroOctetAppended() {
        MikeyMessage message = initiator.offer(ends.psk, request().build()).message();
        ExchangeSettings padded =
                settings().decodeOptions(DecodeOptions.ACCEPT_TRAILING_ZERO).build();
        assertThat(receiveIn(padded, message.octets())).isInstanceOf(ResponderResult.Established.class);

        rejected(receiveIn(padded, message.octets()), RejectReason.REPLAYED);
        rejected(receiveIn(padded, Octets.ofHex(message.octets().toHex() + "00")), RejectReason.REPLAYED);
    }

    private ResponderResult receiveIn(ExchangeSettings with, Octets octets) {
        return ends.responder(with).receive(octets, Octets.EMPTY);
    }

    @Test
    void theSameMessageInTheSameContextGetsTheSameAnswer() {
        Octets message = initiator.offer(ends.psk, request().build()).message().octets();
        Octets dialog = Octets.ofHex("d1a109");

        ResponderResult.Established first = (ResponderResult.Established) responder.receive(message, dialog);
        ResponderResult.Repeated second = (ResponderResult.Repeated) responder.receive(message, dialog);

        assertThat(second.reply()).isEqualTo(first.reply()).isPresent();
        rejected(responder.receive(message, Octets.ofHex("07e4")), RejectReason.REPLAYED);
        rejected(responder.receive(message, Octets.EMPTY), RejectReason.REPLAYED);
    }

    @Test
    void aFullReplayCacheRefuses() {
        ends.replays.full = true;

        rejected(receive(initiator.offer(ends.psk, request().build())), RejectReason.REPLAY_CACHE_FULL);
    }

    @Test
    @Proves("R3830-5.4-05")
    void afterLosingTrackNothingOfThatTimeIsAccepted() {
        ends.replays.trackedSince = NOW.minus(Duration.ofMinutes(1));

        rejected(receive(initiator.offer(ends.psk, request().build())), RejectReason.NOT_TRACKED);

        ends.replays.trackedSince = NOW.minus(ExchangeSettings.DEFAULT_WINDOW);
        assertThat(receive(initiator.offer(ends.psk, request().build())))
                .isInstanceOf(ResponderResult.Established.class);
    }

    @Test
    @Proves("R3830-5.4-03")
    void messagesAreRememberedUntilTheirTimeIsOutsideTheWindow() {
        receive(initiator.offer(ends.psk, request().build()));

        assertThat(ends.replays.until.values())
                .allMatch(until ->
                        until.isAfter(NOW.plus(ExchangeSettings.DEFAULT_WINDOW).minusNanos(2)));
    }

    @Test
    @Proves({"R3830-4.2.3-03", "R3830-4.2.4-04", "R3830-6.13-01"})
    void nullIsRefusedUnlessAllowed() {
        ExchangeSettings lenient = settings().allowNull(true).build();
        OfferRequest unprotected = request()
                .encrAlg(EncrAlg.NULL)
                .macAlg(MacAlg.NULL)
                .keys(KeySpec.tekAndSalt(16, 14))
                .build();
        PskOneWayOffer offer = new PskInitiator(lenient).sendUnprotected(unprotected);

        assertThatThrownBy(() -> initiator.sendUnprotected(unprotected))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NULL");
        Rejected refused = rejected(receive(offer), RejectReason.UNSUPPORTED_MAC);
        assertThat(refused.errorNo()).isEqualTo(ErrorNo.INVALID_MAC);
        ResponderResult.Established accepted = (ResponderResult.Established)
                ends.responder(lenient).receive(offer.message().octets(), Octets.EMPTY);
        assertSameKeys(offer.association(), accepted.association());
    }

    @Test
    @Proves("R3830-4.2.3-03")
    void nullEncryptionUnderAMacIsRefusedUnlessAllowed() {
        PskPendingOffer offer = new PskInitiator(settings().allowNull(true).build())
                .offer(ends.psk, request().encrAlg(EncrAlg.NULL).build());

        assertThat(rejected(receive(offer), RejectReason.UNSUPPORTED_ENCRYPTION).errorNo())
                .isEqualTo(ErrorNo.INVALID_EA);
    }

    @Test
    @Proves({"R3830-5.1.1-01", "R3830-5.1.1-02", "R3830-5.1.2-03"})
    void aPolicyThatCannotBeMetIsAnsweredWithOneThatCan() {
        SpPayload bad = SpPayload.of(0, ProtType.SRTP, List.of(PolicyParameter.of(0, 99)));
        PskPendingOffer offer = initiator.offer(
                ends.psk, request().csIdMap(CsIdMap.srtp()).policies(bad).build());

        Rejected refused = rejected(receive(offer), RejectReason.POLICY_REFUSED);

        assertThat(refused.authenticated()).isTrue();
        MikeyMessage error = refused.errorMessage().orElseThrow();
        assertThat(error.payload(ErrPayload.class)).contains(new ErrPayload(ErrorNo.INVALID_SPPAR));
        assertThat(error.payload(SpPayload.class)).isPresent();
        Rejected told = (Rejected) offer.receive(error.octets());
        assertThat(told.reason()).isEqualTo(RejectReason.PEER_ERROR);
        assertThat(told.errorNo()).isEqualTo(ErrorNo.INVALID_SPPAR);
        assertThat(told.authenticated()).isTrue();
    }

    @Test
    @Proves({"R3830-5.1.2-02", "R3830-5.1.2-07"})
    void aForgedErrorIsOnlyAHint() {
        PskPendingOffer offer = initiator.offer(ends.psk, request().build());
        MikeyMessage error = MikeyMessage.encode(
                new CommonHeader(
                        DataType.ERROR, false, 0, offer.message().header().csbId(), CsIdMap.srtp()),
                List.of(offer.message().payload(TPayload.class).orElseThrow(), new ErrPayload(ErrorNo.AUTH_FAILURE)));

        Rejected hint = (Rejected) offer.receive(error.octets());

        assertThat(hint.reason()).isEqualTo(RejectReason.PEER_ERROR);
        assertThat(hint.authenticated()).isFalse();
        MikeyMessage answer =
                ((ResponderResult.Established) receive(offer)).reply().orElseThrow();
        assertThat(offer.receive(answer.octets())).isInstanceOf(InitiatorResult.Established.class);
    }

    @Test
    @Proves("R3830-A-01")
    void severalKeysThatCannotBeToldApartAreNotMade() {
        assertThatThrownBy(() -> initiator.offer(
                        ends.psk, request().keys(KeySpec.tgk(), KeySpec.tgk()).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("which packets");
    }

    @Test
    void theWrongWrapSizeIsNamed() {
        assertThatThrownBy(() -> initiator.offer(
                        ends.psk, request().encrAlg(EncrAlg.AES_KW_128).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("20 octets cannot be wrapped");
    }

    @Test
    @Proves("R3830-4.5-04")
    void anUpdateWithoutKeysKeepsThemAndOneWithKeysReplacesThem() {
        PskOneWayOffer first = initiator.send(ends.psk, request().build());
        SecurityAssociation theirs = ((ResponderResult.Established) receive(first)).association();

        PskPendingOffer kept = initiator.offerUpdate(
                first.association(),
                request()
                        .keys()
                        .csIdMap(CsIdMap.srtp(new SrtpId(0, 1, 0), new SrtpId(0, 2, 0), new SrtpId(0, 3, 0)))
                        .build());
        ResponderResult.Established keptThere = (ResponderResult.Established)
                responder.receiveUpdate(theirs, kept.message().octets(), Octets.EMPTY);
        InitiatorResult.Established keptHere = (InitiatorResult.Established)
                kept.receive(keptThere.reply().orElseThrow().octets());
        PskOneWayOffer fresh =
                initiator.sendUpdate(keptHere.association(), request().build());
        ResponderResult.Established freshThere = (ResponderResult.Established)
                responder.receiveUpdate(keptThere.association(), fresh.message().octets(), Octets.EMPTY);

        assertThat(kept.message().payload(RandPayload.class)).isEmpty();
        assertThat(kept.message().header().csbId())
                .isEqualTo(first.association().csbId());
        assertSameKeys(keptHere.association(), keptThere.association());
        assertThat(keptThere.association().cryptoSessions()).hasSize(3);
        assertThat(keptThere.association().cryptoSessions().get(0).keys())
                .isEqualTo(theirs.cryptoSessions().get(0).keys());
        assertSameKeys(fresh.association(), freshThere.association());
        assertThat(freshThere.association().cryptoSessions().get(0).keys())
                .isNotEqualTo(theirs.cryptoSessions().get(0).keys());
    }

    @Test
    @Proves("R3830-4.5-02")
    void anOldUpdateIsRefused() {
        PskOneWayOffer first = initiator.send(ends.psk, request().build());
        SecurityAssociation theirs = ((ResponderResult.Established) receive(first)).association();
        PskOneWayOffer older =
                initiator.sendUpdate(first.association(), request().build());
        PskOneWayOffer newer =
                initiator.sendUpdate(first.association(), request().build());
        SecurityAssociation updated = ((ResponderResult.Established)
                        responder.receiveUpdate(theirs, newer.message().octets(), Octets.EMPTY))
                .association();

        rejected(
                responder.receiveUpdate(updated, older.message().octets(), Octets.EMPTY),
                RejectReason.TIMESTAMP_NOT_NEWER);
    }

    @Test
    void anUpdateOfAnUnknownBundleIsRefused() {
        PskOneWayOffer first = initiator.send(ends.psk, request().build());
        PskOneWayOffer update =
                initiator.sendUpdate(first.association(), request().build());

        rejected(receive(update), RejectReason.MISSING_PAYLOAD);
    }

    @Test
    @Proves("R3830-3.1-09")
    void aMessageThatBeginsABundleIsNoUpdate() {
        PskOneWayOffer first = initiator.send(ends.psk, request().build());
        SecurityAssociation theirs = ((ResponderResult.Established) receive(first)).association();
        PskOneWayOffer other =
                initiator.send(ends.psk, request().csbId(theirs.csbId()).build());

        rejected(
                responder.receiveUpdate(theirs, other.message().octets(), Octets.EMPTY),
                RejectReason.UNEXPECTED_PAYLOAD);
        rejected(
                responder.receiveUpdate(
                        theirs,
                        initiator.send(ends.psk, request().build()).message().octets(),
                        Octets.EMPTY),
                RejectReason.MISMATCH);
    }

    @Test
    @Proves({"R3830-5.1.1-03", "R3830-6.11-02", "R3830-8.1-01", "R4567-4.1.2-13"})
    void allMembersOfAGroupHoldTheSameKeys() {
        OfferRequest group = request().build().drawn(settings);
        PskFixture other = new PskFixture();
        SecretBytes otherPsk = SecretBytes.wrap("another member's key".getBytes(StandardCharsets.US_ASCII));
        PskResponder member = new PskResponder(
                settings, PskLookup.of(PskPeer.of(otherPsk)), other.replays, OfferJudge.acceptSupported(csId -> 0));

        SecurityAssociation first =
                ((ResponderResult.Established) receive(initiator.send(ends.psk, group))).association();
        SecurityAssociation second = ((ResponderResult.Established)
                        member.receive(initiator.send(otherPsk, group).message().octets(), Octets.EMPTY))
                .association();

        assertSameKeys(first, second);
        assertThat(second.state().rand()).isEqualTo(first.state().rand());
    }

    @Test
    @Proves("R3830-5.2-06")
    void timestampsNeverRepeat() {
        List<Long> seen = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            seen.add(initiator
                    .send(ends.psk, request().build())
                    .message()
                    .payload(TPayload.class)
                    .orElseThrow()
                    .tsValue());
        }

        assertThat(seen).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void countersMustGoUp() {
        AtomicLong highest = new AtomicLong(-1);
        PskResponder counting = new PskResponder(
                settings,
                PskLookup.of(PskPeer.of(ends.psk)),
                ends.replays,
                OfferJudge.acceptSupported(csId -> 0),
                (peer, counter) -> highest.getAndAccumulate(counter, Math::max) < counter);
        OfferRequest.Builder first = request().timestamp(new TPayload(TsType.COUNTER, 5));

        Octets message = initiator.send(ends.psk, first.build()).message().octets();

        assertThat(counting.receive(message, Octets.EMPTY)).isInstanceOf(ResponderResult.Established.class);
        rejected(counting.receive(message, Octets.EMPTY), RejectReason.TIMESTAMP_NOT_NEWER);
        rejected(responder.receive(message, Octets.EMPTY), RejectReason.TIMESTAMP_NOT_NEWER);
    }

    @Test
    @Proves("R3830-3.1-04")
    void identitiesMustBeThoseOfTheKey() {
        PskPeer peer = new PskPeer(ends.psk, Optional.of(ALICE), Optional.of(BOB));
        PskResponder strict =
                new PskResponder(settings, PskLookup.of(peer), ends.replays, OfferJudge.acceptSupported(csId -> 0));

        rejected(
                strict.receive(
                        initiator
                                .send(ends.psk, request().initiator(BOB).build())
                                .message()
                                .octets(),
                        Octets.EMPTY),
                RejectReason.IDENTITY_REFUSED);
    }

    @Test
    @Proves({"R3830-3.2-08", "R4567-7.1-03"})
    void wipingAnAssociationWipesItsKeys() {
        PskOneWayOffer offer = initiator.send(ends.psk, request().build());
        SessionKey key = offer.association().cryptoSessions().get(0).keys().get(0);

        offer.close();

        assertThatThrownBy(() -> key.tek().toByteArray()).isInstanceOf(IllegalStateException.class);
        assertThat(ends.psk.toByteArray()).startsWith(1, 2, 3);
    }

    @Test
    @Proves("R3830-3.2-08")
    void closingAPendingOfferWipesItsKeysAndThoseThatProtectIt() {
        PskPendingOffer offer = initiator.offer(ends.psk, request().build());
        Octets answer = ((ResponderResult.Established) receive(offer))
                .reply()
                .orElseThrow()
                .octets();
        TransportedKey tgk = offer.association().keys().get(0);

        offer.close();

        Peers.assertWiped(tgk.key(), offer.association().protectionKey());
        assertThatThrownBy(() -> offer.receive(answer))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the key was wiped");
    }

    @Test
    void anAnswerCannotBeAskedForWithoutAMac() {
        PskInitiator lenient = new PskInitiator(settings().allowNull(true).build());
        OfferRequest unprotected =
                request().encrAlg(EncrAlg.NULL).macAlg(MacAlg.NULL).build();

        assertThatThrownBy(() -> lenient.offer(ends.psk, unprotected))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("MAC alg: NULL, and a verification message needs a MAC (RFC 3830, 5.2)");
        assertThat(lenient.send(ends.psk, unprotected).message().header().v()).isFalse();
    }

    @Test
    void anOfferThatIsTakenUpAgainHoldsWhatItHeld() {
        GeneralExtensionPayload sdpIds =
                new GeneralExtensionPayload(GeneralExtensionType.SDP_IDS, Octets.ofHex("3132"));
        PskPendingOffer made = initiator.offer(
                ends.psk,
                request()
                        .policies(SrtpPolicy.named("AEAD_AES_256_GCM", 0).orElseThrow())
                        .keys(KeySpec.tekAndSalt(32, 12).valid(new KeyValidity.Spi(Octets.ofHex("0a0b"))))
                        .extensions(sdpIds)
                        .build());

        PskPendingOffer resumed = initiator.resume(ends.psk, made.message());

        SecurityAssociation association = resumed.association();
        assertThat(association.extensions()).containsExactly(sdpIds);
        assertThat(association.policies()).isEqualTo(made.association().policies());
        assertThat(association.state()).isEqualTo(made.association().state());
        assertThat(association.keys()).isEqualTo(made.association().keys()).hasSize(1);
        assertThat(association.protectionKey()).isEqualTo(ends.psk);
        assertSameKeys(made.association(), association);
    }

    @Test
    @Proves("R3830-5.3-03")
    void aMessageThatIsRememberedMeanwhileIsRepeated() {
        Octets dialog = Octets.ofHex("d1a109");
        Octets message = initiator.offer(ends.psk, request().build()).message().octets();
        ResponderResult.Established first = (ResponderResult.Established) responder.receive(message, dialog);
        PskResponder racing = new PskResponder(
                settings,
                PskLookup.of(PskPeer.of(ends.psk)),
                new LateReplays(ends.replays),
                OfferJudge.acceptSupported(csId -> 0));

        assertThat(racing.receive(message, dialog))
                .isInstanceOfSatisfying(
                        ResponderResult.Repeated.class,
                        repeated -> assertThat(repeated.reply()).isEqualTo(first.reply()));
        rejected(racing.receive(message, Octets.ofHex("07e4")), RejectReason.REPLAYED);
    }

    /** Sixteen zeros, so that refusing a stranger takes as long as refusing a forger. */
    @Test
    @Proves("R3830-9.5-01")
    void theKeyThatStandsInForAStrangersOpensNothing() {
        PskResponder knowingNobody = new PskResponder(
                settings, claim -> Optional.empty(), ends.replays, OfferJudge.acceptSupported(csId -> 0));
        Octets message = initiator
                .offer(SecretBytes.wrap(new byte[16]), request().build())
                .message()
                .octets();

        rejected(knowingNobody.receive(message, Octets.EMPTY), RejectReason.AUTHENTICATION_FAILED);
        assertThat(ends.replays.seen).isEmpty();
    }

    @Test
    @Proves("R3830-4.2.4-04")
    void anUnprotectedMessageNeedsNoKey() {
        ExchangeSettings lenient = settings().allowNull(true).build();
        PskOneWayOffer offer = new PskInitiator(lenient)
                .sendUnprotected(
                        request().encrAlg(EncrAlg.NULL).macAlg(MacAlg.NULL).build());
        PskResponder knowingNobody = new PskResponder(
                lenient, claim -> Optional.empty(), ends.replays, OfferJudge.acceptSupported(csId -> 0));

        SecurityAssociation theirs = ((ResponderResult.Established)
                        knowingNobody.receive(offer.message().octets(), Octets.EMPTY))
                .association();

        assertThat(theirs.keys()).isEqualTo(offer.association().keys()).hasSize(1);
        assertThat(theirs.protectionKey().length()).isZero();
    }

    private List<String> departures(SecretBytes psk, Prf prf, Compatibility... accepted) {
        ExchangeSettings lenient = settings().accept(accepted).build();
        ResponderResult result = new PskResponder(
                        lenient,
                        PskLookup.of(PskPeer.of(psk)),
                        new PskFixture.Replays(),
                        OfferJudge.acceptSupported(csId -> 0))
                .receive(
                        initiator
                                .send(psk, request().prf(prf).build())
                                .message()
                                .octets(),
                        Octets.EMPTY);
        return result instanceof ResponderResult.Established established
                ? established.association().diagnostics().stream()
                        .map(Diagnostic::rule)
                        .toList()
                : List.of("refused");
    }

    /** Only under keys of whole blocks of 32 octets does the MAC tell which function it was. */
    @Test
    @Proves("R3830-4.1.2-01")
    void theEmptyLastBlockIsToldByTheMacWhereItCanBe() {
        SecretBytes whole = SecretBytes.copyOf(Octets.ofHex("5a".repeat(32)));
        Compatibility option = Compatibility.PRF_EMPTY_LAST_BLOCK;

        assertThat(departures(whole, Prf.MIKEY_1)).isEmpty();
        assertThat(departures(whole, Prf.MIKEY_1, option)).isEmpty();
        assertThat(departures(whole, Prf.MIKEY_1_EMPTY_LAST_BLOCK)).containsExactly("refused");
        assertThat(departures(whole, Prf.MIKEY_1_EMPTY_LAST_BLOCK, option)).containsExactly("PRF_EMPTY_LAST_BLOCK");
        assertThat(departures(ends.psk, Prf.MIKEY_1, option)).containsExactly("PRF_EMPTY_LAST_BLOCK");
        assertThat(departures(ends.psk, Prf.HMAC_SHA_256, option)).isEmpty();
    }

    /** The verification MAC of RFC 3830, 5.2 is over the message, both identities and T; minisip leaves the identities out. */
    @Test
    @Proves("R3830-5.2-07")
    void aVerificationWithoutIdentitiesIsAcceptedOnlyByName() throws GeneralSecurityException {
        for (boolean accepts : new boolean[] {false, true}) {
            ExchangeSettings own = accepts
                    ? settings().accept(Compatibility.V_WITHOUT_IDENTITIES).build()
                    : settings;
            PskPendingOffer offer =
                    new PskInitiator(own).offer(ends.psk, request().build());
            byte[] answer = ((ResponderResult.Established) receive(offer))
                    .reply()
                    .orElseThrow()
                    .octets()
                    .toByteArray();
            String rand = offer.message()
                    .payload(RandPayload.class)
                    .orElseThrow()
                    .rand()
                    .toHex();
            byte[] label = Octets.ofHex("2d22ac75ff"
                            + String.format("%08x", offer.message().header().csbId()) + rand)
                    .toByteArray();
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(SecondPrf.derive(true, ends.psk.toByteArray(), label, 20), "HmacSHA1"));
            mac.update(answer, 0, answer.length - 20);
            mac.update(offer.message()
                    .payload(TPayload.class)
                    .orElseThrow()
                    .valueOctets()
                    .toByteArray());
            System.arraycopy(mac.doFinal(), 0, answer, answer.length - 20, 20);

            InitiatorResult result = offer.receive(Octets.copyOf(answer));

            if (accepts) {
                assertThat(((InitiatorResult.Established) result).association().diagnostics())
                        .extracting(Diagnostic::rule)
                        .containsExactly("V_WITHOUT_IDENTITIES");
            } else {
                assertThat(((Rejected) result).reason()).isEqualTo(RejectReason.AUTHENTICATION_FAILED);
            }
        }
    }

    @Test
    void otherKindsOfMessageAreRefusedByName() {
        MikeyMessage error = MikeyMessage.encode(
                new CommonHeader(DataType.DH_INIT, false, 0, 1, SrtpIdMap.of(List.of())),
                List.of(new TPayload(TsType.NTP_UTC, 1)));

        Rejected refused = rejected(responder.receive(error.octets(), Octets.EMPTY), RejectReason.WRONG_DATA_TYPE);

        assertThat(refused.errorNo()).isEqualTo(ErrorNo.INVALID_DT);
        assertThat(refused.errorMessage()).isPresent();
    }

    @Test
    @Proves("R3830-6.1.1-03")
    void theRolloverCountersAreThoseOfTheMomentTheMessageIsMade() {
        AtomicLong packets = new AtomicLong(3);
        OfferRequest running = request()
                .csIdMap(CsIdMap.srtp(new SrtpId(0, 0xa11ce001L, 0), new SrtpId(0, 0xa11ce002L, 0)))
                .roc(ssrc -> ssrc == 0xa11ce001L ? packets.get() : 0)
                .build();
        initiator.send(ends.psk, running);
        packets.set(4);

        PskOneWayOffer offer = initiator.send(ends.psk, running);
        SecurityAssociation theirs = ((ResponderResult.Established) receive(offer)).association();

        assertThat(theirs.cryptoSessions()).extracting(CryptoSession::roc).containsExactly(4L, 0L);
        assertSameKeys(offer.association(), theirs);
    }

    @Test
    void aTekWithTheSaltRunOnIsMadeOnlyByName() {
        OfferRequest appended = request()
                .policies(SrtpPolicy.named("AES_CM_128_HMAC_SHA1_80", 0).orElseThrow())
                .keys(KeySpec.of(KeyDataType.TEK, SecretBytes.wrap(new byte[30])))
                .build();

        assertThatThrownBy(() -> initiator.send(ends.psk, appended))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TEK: 30 octets")
                .hasMessageContaining("TEK+SALT");
        PskInitiator lenient = new PskInitiator(
                settings().accept(Compatibility.TEK_WITH_SALT_APPENDED).build());
        assertThat(lenient.send(ends.psk, appended).association().keys())
                .singleElement()
                .satisfies(key -> assertThat(key.key().length()).isEqualTo(30));
        OfferRequest tooLong = request()
                .policies(SrtpPolicy.named("AES_CM_128_HMAC_SHA1_80", 0).orElseThrow())
                .keys(KeySpec.of(KeyDataType.TEK, SecretBytes.wrap(new byte[31])))
                .build();
        assertThatThrownBy(() -> lenient.send(ends.psk, tooLong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TEK: 31 octets");
    }
}
