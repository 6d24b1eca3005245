package org.mikey4j.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CryptoSession;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.psk.PskInitiator;
import org.mikey4j.exchange.psk.PskLookup;
import org.mikey4j.exchange.psk.PskPeer;
import org.mikey4j.exchange.psk.PskPendingOffer;
import org.mikey4j.exchange.psk.PskResponder;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SrtpId;
import org.mikey4j.replay.ReplayCache;

/** Two ends that key their media through an SDP offer and answer. */
class OfferAnswerTest {
    private static final String OFFER = SdpTest.sdp(
            "v=0",
            "o=alice 1 1 IN IP4 192.0.2.1",
            "s=-",
            "t=0 0",
            "m=audio 49000 RTP/SAVP 0",
            "m=video 49002 RTP/SAVP 31");
    private static final String ANSWER = SdpTest.sdp(
            "v=0",
            "o=bob 1 1 IN IP4 192.0.2.2",
            "s=-",
            "t=0 0",
            "m=audio 50000 RTP/SAVP 0",
            "m=video 50002 RTP/SAVP 31");

    private final SecretBytes psk = SecretBytes.wrap(new byte[16]);
    private final ExchangeSettings settings = ExchangeSettings.builder(
                    Clock.fixed(Instant.parse("2026-11-01T12:00:00Z"), ZoneOffset.UTC), new SecureRandom())
            .build();
    private final PskInitiator initiator = new PskInitiator(settings);
    private final Map<Integer, PskPendingOffer> pending = new HashMap<>();
    private boolean idsRequired = true;

    private String offerAt(String sdp, int section) {
        return SdpOfferer.offer(sdp, section, ids -> {
            PskPendingOffer offer = initiator.offer(
                    psk,
                    OfferRequest.builder()
                            .csIdMap(CsIdMap.srtp(new SrtpId(0, 1, 0), new SrtpId(0, 0, 0)))
                            .extensions(ids)
                            .build());
            pending.put(section, offer);
            return offer.message();
        });
    }

    private SdpAnswerer.Outcome answer(String offer) {
        ReplayCache cache = new ForgetfulCache();
        return SdpAnswerer.answer(
                offer,
                ANSWER,
                (message, ids) -> new PskResponder(
                                settings,
                                PskLookup.of(PskPeer.of(psk)),
                                cache,
                                SdpIds.judge(ids, idsRequired, OfferJudge.acceptSupported(csId -> 7)))
                        .receive(message, Octets.EMPTY));
    }

    private static void assertSameKeys(SecurityAssociation ours, SecurityAssociation theirs) {
        for (int i = 0; i < ours.cryptoSessions().size(); i++) {
            CryptoSession mine = ours.cryptoSessions().get(i);
            assertThat(theirs.cryptoSessions().get(i).keys())
                    .isEqualTo(mine.keys())
                    .isNotEmpty();
            assertThat(theirs.cryptoSessions().get(i).ssrc()).isEqualTo(mine.ssrc());
        }
    }

    @Test
    @DisplayName("R4567-4.1.1-02, R4567-4.1.1-03, R4567-7-01: keys through an offer and an answer at session level")
    void sessionLevel() {
        String offer = offerAt(OFFER, SdpSection.SESSION);

        SdpAnswerer.Outcome.Accepted accepted = (SdpAnswerer.Outcome.Accepted) answer(offer);
        SdpOfferer.Outcome.Established established = (SdpOfferer.Outcome.Established)
                SdpOfferer.receive(accepted.answer(), SdpSection.SESSION, pending.get(SdpSection.SESSION)::receive);

        assertSameKeys(established.association(), accepted.associations().get(SdpSection.SESSION));
        assertThat(Sdp.parse(offer).withoutAttributes()).isEqualTo(OFFER);
        assertThat(Sdp.parse(accepted.answer()).withoutAttributes()).isEqualTo(ANSWER);
    }

    @Test
    @DisplayName("R4567-4.1.2-05: every key-mgmt attribute is processed, at its own level")
    void mediaLevel() {
        String offer = offerAt(offerAt(OFFER, 0), 1);

        SdpAnswerer.Outcome.Accepted accepted = (SdpAnswerer.Outcome.Accepted) answer(offer);

        for (int media : List.of(0, 1)) {
            SdpOfferer.Outcome.Established established = (SdpOfferer.Outcome.Established)
                    SdpOfferer.receive(accepted.answer(), media, pending.get(media)::receive);
            assertSameKeys(established.association(), accepted.associations().get(media));
        }
    }

    @Test
    @DisplayName("R4567-4.1.2-06: one failure aborts the whole setup")
    void oneFailureAbortsAll() {
        String offer = offerAt(offerAt(OFFER, 0), 1);
        int last = offer.lastIndexOf("a=key-mgmt:mikey ") + 30;
        String tampered =
                offer.substring(0, last) + (offer.charAt(last) == 'A' ? 'B' : 'A') + offer.substring(last + 1);

        SdpAnswerer.Outcome.Refused refused = (SdpAnswerer.Outcome.Refused) answer(tampered);

        assertThat(refused.section()).isEqualTo(1);
        assertThat(refused.warning().code()).isEqualTo(399);
    }

    @Test
    @DisplayName("R4567-4.1.4-01, R4567-7-02: an offer whose protocols were changed is refused")
    void biddingDownIsSeen() {
        String withOther = Sdp.parse(OFFER).withAttribute(SdpSection.SESSION, "better", Octets.ofHex("aa"));
        String offer = offerAt(withOther, SdpSection.SESSION);
        String stripped = offer.replaceFirst("a=key-mgmt:better [^\r]*\r\n", "");

        SdpAnswerer.Outcome.Refused refused = (SdpAnswerer.Outcome.Refused) answer(stripped);

        assertThat(answer(offer)).isInstanceOf(SdpAnswerer.Outcome.Accepted.class);
        assertThat(refused.reason().reason()).isEqualTo(RejectReason.OFFER_CHANGED);
        assertThat(refused.reason().authenticated()).isTrue();
        assertThat(refused.answer()).isPresent();
        assertThat(SdpOfferer.receive(
                        refused.answer().orElseThrow(), SdpSection.SESSION, pending.get(SdpSection.SESSION)::receive))
                .isInstanceOfSatisfying(
                        SdpOfferer.Outcome.Refused.class,
                        r -> assertThat(r.reason().reason()).isEqualTo(RejectReason.PEER_ERROR));
    }

    @Test
    void aMessageWithoutTheListIsRefusedOnlyWhereItIsRequired() {
        PskPendingOffer bare = initiator.offer(psk, OfferRequest.builder().build());
        String offer = Sdp.parse(OFFER).withAttribute(0, "mikey", bare.message().octets());

        assertThat(answer(offer)).isInstanceOf(SdpAnswerer.Outcome.Refused.class);
        idsRequired = false;
        assertThat(answer(offer)).isInstanceOf(SdpAnswerer.Outcome.Accepted.class);
    }

    @Test
    void otherProtocolsAloneAreAnsweredWith488() {
        String offer = Sdp.parse(OFFER).withAttribute(0, "other", Octets.ofHex("aa"));

        SdpAnswerer.Outcome.NoCommonProtocol none = (SdpAnswerer.Outcome.NoCommonProtocol) answer(offer);

        assertThat(none.offered()).containsExactly("other");
        assertThat(none.warning().header("example.org")).isEqualTo("306 example.org \"Attribute not understood\"");
        assertThat(answer(OFFER)).isInstanceOf(SdpAnswerer.Outcome.NoKeyManagement.class);
    }

    @Test
    void anAnswerWithoutAMessageIsNoAnswer() {
        assertThat(SdpOfferer.receive(ANSWER, SdpSection.SESSION, octets -> {
                    throw new AssertionError();
                }))
                .isInstanceOf(SdpOfferer.Outcome.NoAnswer.class);
    }

    @Test
    void anUnreadableLineIsNamed() {
        SdpAnswerer.Outcome.Unreadable unreadable =
                (SdpAnswerer.Outcome.Unreadable) answer(OFFER + "a=key-mgmt:mikey AQAFgM0XflAB...\r\n");

        assertThat(unreadable.attribute().line()).isEqualTo(7);
        assertThat(unreadable.attribute().diagnostics().get(0).rule()).isEqualTo("DOCUMENTATION_PLACEHOLDER");
    }

    private static final class ForgetfulCache implements ReplayCache {
        @Override
        public Optional<Outcome.Seen> find(Octets key) {
            return Optional.empty();
        }

        @Override
        public Outcome putIfAbsent(Octets key, Instant until, Octets context, Octets answer) {
            return new Outcome.Fresh();
        }

        @Override
        public Instant trackedSince() {
            return Instant.MIN;
        }
    }
}
