package org.mikey4j.exchange.dhhmac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mikey4j.testing.Peers.ALICE;
import static org.mikey4j.testing.Peers.BOB;
import static org.mikey4j.testing.Peers.CAROL;
import static org.mikey4j.testing.Peers.CLOCK;
import static org.mikey4j.testing.Peers.RANDOM;
import static org.mikey4j.testing.Peers.answered;
import static org.mikey4j.testing.Peers.assertEveryChangeRefused;
import static org.mikey4j.testing.Peers.assertEveryTruncationRefused;
import static org.mikey4j.testing.Peers.assertSameKeys;
import static org.mikey4j.testing.Peers.at;
import static org.mikey4j.testing.Peers.established;
import static org.mikey4j.testing.Peers.kinds;
import static org.mikey4j.testing.Peers.rejected;
import static org.mikey4j.testing.Peers.reply;
import static org.mikey4j.testing.Peers.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.DhGroup;
import org.mikey4j.crypto.KemacCipher;
import org.mikey4j.crypto.MacAlgorithm;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.DhPolicy;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.exchange.psk.PskLookup;
import org.mikey4j.exchange.psk.PskPeer;
import org.mikey4j.message.CertPayload;
import org.mikey4j.message.ChashPayload;
import org.mikey4j.message.DhPayload;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PkePayload;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.RandrPayload;
import org.mikey4j.message.SakkePayload;
import org.mikey4j.message.SignPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.TrPayload;
import org.mikey4j.message.VPayload;
import org.mikey4j.message.registry.ErrorNo;
import org.mikey4j.message.registry.MacAlg;
import org.mikey4j.message.registry.TsType;
import org.mikey4j.replay.InMemoryCounterLog;
import org.mikey4j.sdp.OfferedMessage;
import org.mikey4j.sdp.Sdp;
import org.mikey4j.sdp.SdpAnswerer;
import org.mikey4j.sdp.SdpIds;
import org.mikey4j.sdp.SdpOffer;
import org.mikey4j.sdp.SdpUse;
import org.mikey4j.testing.Peers;
import org.mikey4j.testing.Proves;
import org.mikey4j.testing.SecondPrf;

class DhHmacExchangeTest {
    private static final DhPolicy GROUPS = DhPolicy.of(RANDOM);

    private final SecretBytes psk = SecretBytes.random(RANDOM, 16);
    private final ExchangeSettings settings =
            ExchangeSettings.builder(CLOCK, RANDOM).build();
    private final DhHmacInitiator initiator = new DhHmacInitiator(settings, GROUPS);
    private final DhHmacResponder responder = responder(PskLookup.of(PskPeer.of(psk)), GROUPS);

    private DhHmacResponder responder(PskLookup lookup, DhPolicy groups) {
        return new DhHmacResponder(
                settings, groups, BOB, lookup, Peers.replays(), OfferJudge.acceptSupported(csId -> 0xb0b00000L + csId));
    }

    private DhHmacPendingOffer offer() {
        return initiator.offer(psk, DhGroup.OAKLEY_5, request().build());
    }

    private ResponderResult receive(MikeyMessage message) {
        return responder.receive(message.octets(), Octets.EMPTY);
    }

    /** Other payloads under a right MAC. */
    private Octets resealed(MikeyMessage message, Octets rand, UnaryOperator<List<Payload>> change) {
        List<Payload> payloads = new ArrayList<>(message.payloads());
        payloads.remove(payloads.size() - 1);
        try (MessageProtection protection = MessageProtection.derive(
                KemacCipher.NULL,
                MacAlgorithm.HMAC_SHA_1_160,
                20,
                Prf.MIKEY_1,
                psk,
                message.header().csbId(),
                rand)) {
            return protection
                    .appendMac(message.header(), change.apply(payloads))
                    .octets();
        }
    }

    private static Octets rand(DhHmacPendingOffer offer) {
        return offer.message().payload(RandPayload.class).orElseThrow().rand();
    }

    @Test
    @Proves("R4650-4.1-02")
    void payloadsThatHaveNoPlaceInThisModeAreRefusedByBothEnds() {
        List<Payload> others = List.of(
                new PkePayload(0, Octets.ofHex("00")),
                new CertPayload(1, Octets.ofHex("00")),
                new ChashPayload(0, Octets.copyOf(new byte[20])),
                new VPayload(MacAlg.NULL, Octets.EMPTY),
                new TrPayload(1, TsType.NTP_UTC, 0),
                new IdrPayload(1, 1, Octets.ofHex("61")),
                new RandrPayload(1, Octets.copyOf(new byte[16])),
                new SakkePayload(1, 1, Octets.ofHex("00")));
        DhHmacPendingOffer offer = offer();
        MikeyMessage answer = answered(receive(offer.message())).reply().orElseThrow();
        for (Payload other : others) {
            UnaryOperator<List<Payload>> adding = payloads -> {
                payloads.add(1, other);
                return payloads;
            };
            Octets rand = rand(offer);
            rejected(
                    responder.receive(resealed(offer.message(), rand, adding), Octets.EMPTY),
                    RejectReason.UNEXPECTED_PAYLOAD);
            rejected(offer.receive(resealed(answer, rand, adding)), RejectReason.UNEXPECTED_PAYLOAD);
        }
        List<Payload> signed = new ArrayList<>(offer.message().payloads());
        signed.set(signed.size() - 1, new SignPayload(0, Octets.copyOf(new byte[16])));
        rejected(receive(MikeyMessage.encode(offer.message().header(), signed)), RejectReason.UNEXPECTED_PAYLOAD);
        established(offer.receive(answer.octets()));
    }

    @Test
    @Proves("R4650-4.4-01")
    void theSdpIdsAreListedAndAuthenticated() {
        SdpOffer offer = SdpOffer.builder("v=0\r\no=a 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\nm=audio 9 RTP/SAVP 0\r\n")
                .mikey(0, level -> {
                    DhHmacPendingOffer made = initiator.offer(
                            psk,
                            DhGroup.OAKLEY_5,
                            request().extensions(level.sdpIds()).build());
                    return OfferedMessage.awaiting(made.message(), made::receive);
                })
                .protocol(0, "other", level -> Octets.ofHex("aa"))
                .build(SdpUse.OFFER);
        SdpAnswerer.Exchange exchange = (message, level) -> new DhHmacResponder(
                        settings,
                        GROUPS,
                        BOB,
                        PskLookup.of(PskPeer.of(psk)),
                        Peers.replays(),
                        level.judge(SdpIds.Absence.REFUSE, OfferJudge.acceptSupported(csId -> 1)))
                .receive(message, Octets.EMPTY);

        assertThat(SdpAnswerer.receive(SdpUse.OFFER, offer.text(), exchange))
                .isInstanceOf(SdpAnswerer.Outcome.Accepted.class);
        String stripped = offer.text().replaceFirst("a=key-mgmt:other [^\r]*\r\n", "");
        assertThat(SdpAnswerer.receive(SdpUse.OFFER, stripped, exchange))
                .isInstanceOfSatisfying(SdpAnswerer.Outcome.Refused.class, refused -> {
                    assertThat(refused.reason().reason()).isEqualTo(RejectReason.OFFER_CHANGED);
                    assertThat(refused.reason().authenticated()).isTrue();
                });
        MikeyMessage message = MikeyMessage.decode(Sdp.parse(offer.text())
                .section(0)
                .attributes()
                .get(0)
                .data()
                .octets()
                .toByteArray());
        List<Payload> forged = new ArrayList<>(message.payloads());
        forged.replaceAll(
                payload -> payload instanceof GeneralExtensionPayload ? SdpIds.of(List.of("mikey")) : payload);
        rejected(receive(MikeyMessage.encode(message.header(), forged)), RejectReason.AUTHENTICATION_FAILED);
    }

    @Test
    @Proves("R4650-3-01")
    void bothEndsHoldTheSameKeys() {
        for (int mac : new int[] {MacAlg.HMAC_SHA_1_160, MacAlg.HMAC_SHA_256_256}) {
            DhHmacPendingOffer offer =
                    initiator.offer(psk, DhGroup.OAKLEY_5, request().macAlg(mac).build());
            ResponderResult.Established answered = answered(receive(offer.message()));

            SecurityAssociation ours =
                    established(offer.receive(answered.reply().orElseThrow().octets()));

            assertSameKeys(ours, answered.association());
            assertThat(ours.responder()).contains(BOB);
            assertThat(answered.association().initiator()).contains(ALICE);
            assertThat(ours.protectionKey()).isEqualTo(psk);
        }
    }

    @Test
    void theRolloverCountersAreThoseOfTheMomentTheMessageIsMade() {
        DhHmacPendingOffer offer =
                initiator.offer(psk, DhGroup.OAKLEY_5, request().roc(ssrc -> 7).build());
        ResponderResult.Established answered = answered(receive(offer.message()));

        assertSameKeys(established(offer.receive(answered.reply().orElseThrow().octets())), answered.association());
        assertThat(answered.association().cryptoSessions())
                .isNotEmpty()
                .allSatisfy(session -> assertThat(session.roc()).isEqualTo(7));
    }

    @Test
    @Proves({"R4650-3-02", "R4650-3-05", "R4650-4.2-03", "R4650-4.3-01"})
    void thePayloadsStandInTheOrderOfTheStandard() {
        DhHmacPendingOffer offer = offer();

        assertThat(kinds(offer.message())).containsExactly("T", "Rand", "Id", "Id", "Dh", "Kemac");
        assertThat(kinds(answered(receive(offer.message())).reply().orElseThrow()))
                .containsExactly("T", "Id", "Id", "Dh", "Dh", "Kemac");
    }

    @Test
    @Proves("R4650-3-08")
    void changingAnyOctetOfEitherMessageIsRefused() {
        DhHmacPendingOffer offer = offer();
        assertEveryChangeRefused(offer.message().octets(), octets -> responder.receive(octets, Octets.EMPTY));
        assertEveryChangeRefused(reply(receive(offer.message())), offer::receive);
    }

    @Test
    @Proves("R4650-4.1-03")
    void truncatingEitherMessageIsRefused() {
        DhHmacPendingOffer offer = offer();
        assertEveryTruncationRefused(offer.message().octets(), octets -> responder.receive(octets, Octets.EMPTY));
        assertEveryTruncationRefused(reply(receive(offer.message())), offer::receive);
    }

    @Test
    @Proves({"R4650-3-09", "R4650-4.1-03"})
    void nothingIsExponentiatedBeforeTheMacIsRight() {
        DhPolicy none = GROUPS.withHalfKeys(group -> {
            throw new AssertionError("a half key was asked for");
        });
        DhHmacResponder stranger = responder(PskLookup.of(PskPeer.of(SecretBytes.random(RANDOM, 16))), none);
        DhHmacResponder knowsNobody = responder(claim -> Optional.empty(), none);
        Octets message = offer().message().octets();

        Rejected wrongKey = rejected(stranger.receive(message, Octets.EMPTY), RejectReason.AUTHENTICATION_FAILED);
        Rejected noKey = rejected(knowsNobody.receive(message, Octets.EMPTY), RejectReason.AUTHENTICATION_FAILED);

        assertThat(wrongKey).isEqualTo(noKey);
        assertThat(wrongKey.errorMessage()).isPresent();
        assertThat(wrongKey.errorNo()).isEqualTo(ErrorNo.AUTH_FAILURE);
    }

    @Test
    @Proves({"R4650-4.2-01", "R4650-4.2-02"})
    void aMessageWithoutAMacOrWithEncryptedDataIsRefused() {
        DhHmacPendingOffer offer = offer();
        MikeyMessage message = offer.message();
        rejected(
                responder.receive(
                        withKemac(message, new KemacPayload(0, Octets.EMPTY, MacAlg.NULL, Octets.EMPTY)), Octets.EMPTY),
                RejectReason.UNSUPPORTED_MAC);
        Octets twenty = Octets.copyOf(new byte[20]);
        rejected(
                responder.receive(
                        withKemac(message, new KemacPayload(1, twenty, MacAlg.HMAC_SHA_1_160, twenty)), Octets.EMPTY),
                RejectReason.UNSUPPORTED_ENCRYPTION);
        assertThatThrownBy(() -> initiator.offer(
                        psk, DhGroup.OAKLEY_5, request().macAlg(MacAlg.NULL).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("MAC alg");
    }

    private static Octets withKemac(MikeyMessage message, KemacPayload kemac) {
        List<Payload> payloads = new ArrayList<>(message.payloads());
        payloads.set(payloads.size() - 1, kemac);
        return MikeyMessage.encode(message.header(), payloads).octets();
    }

    @Test
    @Proves({"R4650-3-03", "R4650-3-04", "R4650-3-05", "R4650-3-06"})
    void bothIdentitiesAreNeeded() {
        DhHmacPendingOffer offer = offer();
        UnaryOperator<List<Payload>> noIds = payloads ->
                payloads.stream().filter(p -> !(p instanceof IdPayload)).toList();
        UnaryOperator<List<Payload>> onlyIdr =
                payloads -> payloads.stream().filter(p -> !p.equals(ALICE)).toList();
        rejected(
                responder.receive(resealed(offer.message(), rand(offer), noIds), Octets.EMPTY),
                RejectReason.MISSING_PAYLOAD);
        Octets unnamed = resealed(offer.message(), rand(offer), onlyIdr);
        rejected(responder.receive(unnamed, Octets.EMPTY), RejectReason.MISSING_PAYLOAD);
        DhHmacResponder knowing =
                responder(PskLookup.of(new PskPeer(psk, Optional.of(ALICE), Optional.empty())), GROUPS);
        assertThat(answered(knowing.receive(unnamed, Octets.EMPTY))
                        .association()
                        .initiator())
                .contains(ALICE);

        MikeyMessage answer = answered(receive(offer.message())).reply().orElseThrow();
        rejected(offer.receive(resealed(answer, rand(offer), noIds)), RejectReason.MISSING_PAYLOAD);
        rejected(
                offer.receive(resealed(
                        answer,
                        rand(offer),
                        payloads -> payloads.stream()
                                .map(p -> p.equals(ALICE) ? CAROL : p)
                                .toList())),
                RejectReason.IDENTITY_REFUSED);
        rejected(
                offer.receive(resealed(
                        answer,
                        rand(offer),
                        payloads -> payloads.stream()
                                .map(p -> p.equals(BOB) ? CAROL : p)
                                .toList())),
                RejectReason.IDENTITY_REFUSED);
        assertThat(established(offer.receive(resealed(
                                answer,
                                rand(offer),
                                payloads -> payloads.stream()
                                        .filter(p -> !p.equals(BOB))
                                        .toList())))
                        .responder())
                .contains(BOB);
        assertThatThrownBy(() -> initiator.offer(
                        psk,
                        DhGroup.OAKLEY_5,
                        OfferRequest.builder().initiator(ALICE).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("IDr");
    }

    @Test
    void aMessageForAnotherResponderIsRefused() {
        rejected(
                receive(initiator
                        .offer(psk, DhGroup.OAKLEY_5, request().responder(CAROL).build())
                        .message()),
                RejectReason.IDENTITY_REFUSED);
    }

    @Test
    void aRefusalAfterAuthenticationIsUnderTheMac() {
        DhHmacPendingOffer offer = new DhHmacInitiator(settings, GROUPS.allowing(DhGroup.OAKLEY_1))
                .offer(psk, DhGroup.OAKLEY_1, request().build());
        MikeyMessage error = rejected(receive(offer.message()), RejectReason.UNSUPPORTED_DH)
                .errorMessage()
                .orElseThrow();

        Rejected told = rejected(offer.receive(error.octets()), RejectReason.PEER_ERROR);

        assertThat(kinds(error)).containsExactly("T", "Err", "Kemac");
        assertThat(told.errorNo()).isEqualTo(ErrorNo.INVALID_DH);
        assertThat(told.authenticated()).isTrue();
        assertEveryChangeRefused(error.octets(), offer::receive);
    }

    @Test
    void aValueOutsideTheSubgroupIsRefused() {
        DhHmacPendingOffer offer = offer();
        byte[] one = new byte[192];
        one[191] = 1;
        UnaryOperator<List<Payload>> weak = payloads -> {
            List<Payload> changed = new ArrayList<>(payloads);
            int first = changed.stream()
                    .filter(p -> p instanceof DhPayload)
                    .map(changed::indexOf)
                    .findFirst()
                    .orElseThrow();
            changed.set(first, new DhPayload(0, Octets.copyOf(one), ((DhPayload) changed.get(first)).kv()));
            return changed;
        };
        rejected(
                responder.receive(resealed(offer.message(), rand(offer), weak), Octets.EMPTY),
                RejectReason.UNSUPPORTED_DH);
        MikeyMessage answer = answered(receive(offer.message())).reply().orElseThrow();
        rejected(offer.receive(resealed(answer, rand(offer), weak)), RejectReason.UNSUPPORTED_DH);
    }

    @Test
    void aReplayIsRefused() {
        MikeyMessage message = offer().message();
        assertThat(reply(receive(message)).length()).isPositive();
        rejected(receive(message), RejectReason.REPLAYED);
    }

    @Test
    @Proves({"R4650-3.1-01", "R4650-3.1-02"})
    void anUpdateWithoutAValueKeepsTheKeysAndOneWithAValueReplacesThem() {
        DhHmacPendingOffer offer = offer();
        ResponderResult.Established answered = answered(receive(offer.message()));
        SecurityAssociation ours =
                established(offer.receive(answered.reply().orElseThrow().octets()));
        DhHmacResponder stateless = responder(claim -> Optional.empty(), GROUPS);

        DhHmacPendingOffer keeping = initiator.offerUpdate(
                ours, DhGroup.OAKLEY_5, request().keys().timestamp(at(1)).build());
        ResponderResult.Established kept = answered(stateless.receiveUpdate(
                answered.association(), keeping.message().octets(), Octets.EMPTY));
        SecurityAssociation ourKept =
                established(keeping.receive(kept.reply().orElseThrow().octets()));
        assertThat(kinds(keeping.message())).containsExactly("T", "Id", "Id", "Kemac");
        assertThat(kinds(kept.reply().orElseThrow())).containsExactly("T", "Id", "Id", "Kemac");
        assertSameKeys(ours, ourKept);
        assertSameKeys(ourKept, kept.association());

        DhHmacPendingOffer renewing = initiator.offerUpdate(
                ourKept, DhGroup.OAKLEY_5, request().timestamp(at(2)).build());
        ResponderResult.Established renewed = answered(
                stateless.receiveUpdate(kept.association(), renewing.message().octets(), Octets.EMPTY));
        SecurityAssociation ourNew =
                established(renewing.receive(renewed.reply().orElseThrow().octets()));
        assertSameKeys(ourNew, renewed.association());
        assertThat(ourNew.cryptoSessions().get(0).keys())
                .isNotEqualTo(ours.cryptoSessions().get(0).keys());
        rejected(
                stateless.receiveUpdate(renewed.association(), keeping.message().octets(), Octets.EMPTY),
                RejectReason.REPLAYED);
    }

    /** RFC 4650, 4.2 prints 2 for NULL encryption and 0 for HMAC-SHA-1; the registry has 0 and 1. */
    @Test
    void theNumbersThatTheTextPrintsAreAcceptedOnlyByName() {
        ExchangeSettings lenient = ExchangeSettings.builder(CLOCK, RANDOM)
                .accept(Compatibility.DHHMAC_NUMBERS_AS_PRINTED)
                .build();
        DhHmacPendingOffer offer = new DhHmacInitiator(lenient, GROUPS)
                .offer(psk, DhGroup.OAKLEY_5, request().build());
        Octets printed = asPrinted(offer.message(), rand(offer));

        rejected(responder.receive(printed, Octets.EMPTY), RejectReason.MALFORMED);

        DhHmacResponder accepting = new DhHmacResponder(
                lenient,
                GROUPS,
                BOB,
                PskLookup.of(PskPeer.of(psk)),
                Peers.replays(),
                OfferJudge.acceptSupported(csId -> 0xb0b00000L + csId));
        Octets again = Octets.ofHex("01");
        ResponderResult.Established answered = answered(accepting.receive(printed, again));
        MikeyMessage reply = answered.reply().orElseThrow();
        int kemac = reply.octets().length() - 25;

        assertThat(answered.association().diagnostics())
                .singleElement()
                .satisfies(d -> assertThat(d.rule()).isEqualTo("DHHMAC_NUMBERS_AS_PRINTED"));
        assertThat(reply.octets().slice(kemac, 5)).isEqualTo(Octets.ofHex("0002000000"));
        assertThat(((ResponderResult.Repeated) accepting.receive(printed, again))
                        .reply()
                        .orElseThrow()
                        .octets())
                .isEqualTo(reply.octets());

        SecurityAssociation ours = established(offer.receive(reply.octets()));
        assertSameKeys(ours, answered.association());
        assertThat(ours.diagnostics())
                .singleElement()
                .satisfies(d -> assertThat(d.rule()).isEqualTo("DHHMAC_NUMBERS_AS_PRINTED"));
        rejected(
                initiator.offer(psk, DhGroup.OAKLEY_5, request().build()).receive(reply.octets()),
                RejectReason.MALFORMED);

        // The registry's numbers go on as before, and a changed octet is refused in either form.
        assertThat(answered(accepting.receive(offer().message().octets(), Octets.EMPTY))
                        .association()
                        .diagnostics())
                .isEmpty();
        DhHmacPendingOffer next = offer();
        Octets another = asPrinted(next.message(), rand(next));
        byte[] forged = another.toByteArray();
        forged[forged.length - 1] ^= 1;
        rejected(accepting.receive(Octets.copyOf(forged), Octets.EMPTY), RejectReason.AUTHENTICATION_FAILED);
        // The MAC is over the numbers as they stand: the registry's over a MAC of the printed ones is no message of
        // anybody.
        rejected(
                accepting.receive(PrintedNumbers.registered(another), Octets.EMPTY),
                RejectReason.AUTHENTICATION_FAILED);
    }

    /** The message as a peer of the printed numbers sends it, with a MAC that is computed here and not by the library. */
    private Octets asPrinted(MikeyMessage message, Octets rand) {
        byte[] octets = message.octets().toByteArray();
        octets[octets.length - 24] = 2;
        octets[octets.length - 21] = 0;
        byte[] label = Octets.ofHex(
                        "2d22ac75ff" + String.format("%08x", message.header().csbId()) + rand.toHex())
                .toByteArray();
        byte[] authKey = SecondPrf.derive(true, psk.toByteArray(), label, 20);
        HMac hmac = new HMac(new SHA1Digest());
        hmac.init(new KeyParameter(authKey));
        hmac.update(octets, 0, octets.length - 20);
        hmac.doFinal(octets, octets.length - 20);
        return Octets.copyOf(octets);
    }

    @Test
    void countersAreAcceptedWhereTheyAreKept() {
        DhHmacResponder keeping = new DhHmacResponder(
                settings,
                GROUPS,
                BOB,
                PskLookup.of(PskPeer.of(psk)),
                Peers.replays(),
                OfferJudge.acceptSupported(csId -> 1),
                new InMemoryCounterLog(1));
        Octets message = initiator
                .offer(
                        psk,
                        DhGroup.OAKLEY_5,
                        request().timestamp(new TPayload(TsType.COUNTER, 9)).build())
                .message()
                .octets();

        assertThat(answered(keeping.receive(message, Octets.EMPTY)).reply()).isPresent();
        rejected(keeping.receive(message, Octets.EMPTY), RejectReason.TIMESTAMP_NOT_NEWER);
        rejected(responder.receive(message, Octets.EMPTY), RejectReason.TIMESTAMP_NOT_NEWER);
    }
}
