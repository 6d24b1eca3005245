package org.mikey4j.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mikey4j.exchange.CryptoSession;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.Octets;

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
    private static final String LINE = "a=key-mgmt:mikey ";

    private final TestEnds ends = new TestEnds();

    private SdpOffer offer(int... sections) {
        SdpOffer.Builder builder = SdpOffer.builder(OFFER);
        for (int section : sections) {
            builder.mikey(section, ends::message);
        }
        return builder.build(SdpUse.OFFER);
    }

    private SdpAnswerer.Outcome answer(SdpUse use, String offer) {
        return SdpAnswerer.receive(use, offer, ends.responder(use.absence()));
    }

    private SdpAnswerer.Outcome answer(String offer) {
        return answer(SdpUse.OFFER, offer);
    }

    private SdpAnswerer.Outcome.Accepted accepted(String offer) {
        return (SdpAnswerer.Outcome.Accepted) answer(offer);
    }

    private SdpAnswerer.Outcome.Refused refused(String offer) {
        return (SdpAnswerer.Outcome.Refused) answer(offer);
    }

    private static SdpOffer.Outcome.Established established(SdpOffer offer, String answer) {
        return (SdpOffer.Outcome.Established) offer.receive(answer);
    }

    @Test
    @DisplayName(
            "R4567-4-02, R4567-3-01, R4567-4.1.1-01, R4567-4.1.1-02, R4567-4.1.1-03, R4567-7-01: keys through an offer and an answer at session level")
    void sessionLevel() {
        SdpOffer offer = offer(SdpSection.SESSION);

        SdpAnswerer.Outcome.Accepted accepted = accepted(offer.text());
        String answer = accepted.answer(ANSWER);
        SecurityAssociation ours = established(offer, answer).associations().get(SdpSection.SESSION);

        for (int media : List.of(0, 1)) {
            TestEnds.assertSameKeys(ours, accepted.association(media).orElseThrow());
        }
        assertThat(Sdp.parse(offer.text()).withoutAttributes()).isEqualTo(OFFER);
        assertThat(Sdp.parse(answer).withoutAttributes()).isEqualTo(ANSWER);
    }

    @Test
    @DisplayName("R4567-7.1-01: two consecutive crypto sessions for each media description, the offerer's first")
    void cryptoSessionsFollowTheMedia() {
        SdpOffer offer = offer(SdpSection.SESSION);
        SdpAnswerer.Outcome.Accepted accepted = accepted(offer.text());
        SecurityAssociation ours =
                established(offer, accepted.answer(ANSWER)).associations().get(SdpSection.SESSION);
        CsNumbering numbering = CsNumbering.of(Sdp.parse(offer.text()), SdpSection.SESSION);

        assertThat(ours.cryptoSessions()).extracting(CryptoSession::csId).containsExactly(1, 2, 3, 4);
        for (int media : List.of(0, 1)) {
            CryptoSession sent = numbering.offererStream(ours, media).orElseThrow();
            CryptoSession received = numbering.answererStream(ours, media).orElseThrow();
            assertThat(sent.csId()).isEqualTo(2 * media + 1);
            assertThat(sent.ssrc()).isEqualTo(TestEnds.OFFERER_SSRC + media);
            assertThat(received.csId()).isEqualTo(2 * media + 2);
            assertThat(received.ssrc()).isEqualTo(TestEnds.ANSWERER_SSRC + received.csId());
        }
        assertThatThrownBy(() -> numbering.offererCsId(2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("m= line 2");
    }

    @Test
    void mediaWithKeysOfTheirOwnAreNotNumberedAtSessionLevel() {
        Sdp sdp = Sdp.parse(offer(SdpSection.SESSION, 0).text());

        assertThat(CsNumbering.of(sdp, SdpSection.SESSION).media()).containsExactly(1);
        assertThat(CsNumbering.of(sdp, 0).offererCsId(0)).isEqualTo(1);
    }

    @Test
    @DisplayName("R4567-4.1.2-05, R4567-4.1.2-10: every key-mgmt attribute is processed, at its own level")
    void mediaLevel() {
        SdpOffer offer = offer(0, 1);

        SdpAnswerer.Outcome.Accepted accepted = accepted(offer.text());
        SdpOffer.Outcome.Established established = established(offer, accepted.answer(ANSWER));

        assertThat(established.associations()).containsOnlyKeys(0, 1);
        for (int media : List.of(0, 1)) {
            TestEnds.assertSameKeys(
                    established.associations().get(media),
                    accepted.association(media).orElseThrow());
        }
    }

    @Test
    @DisplayName("R4567-4.1.2-06, R4567-4.1.1-04, R4567-4.1.2-04: one failure aborts the whole setup")
    void oneFailureAbortsAll() {
        SdpAnswerer.Outcome.Refused refused =
                refused(TestEnds.tampered(offer(0, 1).text(), LINE));

        assertThat(refused.section()).isEqualTo(1);
        assertThat(refused.reason().reason()).isEqualTo(RejectReason.AUTHENTICATION_FAILED);
        ends.assertAllWiped(1);
        assertThat(refused.warnings()).extracting(Warning::code).containsExactly(399);
        assertThat(refused.warnings().get(0).text()).isEqualTo("Key management failed");
    }

    @Test
    @DisplayName("R4567-4.1.2-06: one answer that fails leaves the offerer without any association")
    void oneFailedAnswerFailsAll() {
        SdpOffer offer = offer(0, 1);
        String answer = accepted(offer.text()).answer(ANSWER);
        ends.beginAnew();

        assertThat(offer.receive(TestEnds.tampered(answer, LINE)))
                .isInstanceOfSatisfying(SdpOffer.Outcome.Refused.class, r -> {
                    assertThat(r.section()).isEqualTo(1);
                    assertThat(r.reason().reason()).isEqualTo(RejectReason.AUTHENTICATION_FAILED);
                });
        ends.assertAllWiped(1);
        assertThat(offer.receive(answer)).isInstanceOf(SdpOffer.Outcome.Established.class);
    }

    @Test
    @DisplayName("R4567-4.1.2-12: keys that cannot be changed are answered with 488 and warning 306")
    void aFailedRekeyingSaysSo() {
        String tampered = TestEnds.tampered(offer(0).text(), LINE);

        assertThat(answer(SdpUse.REKEYING_OFFER, tampered))
                .isInstanceOfSatisfying(
                        SdpAnswerer.Outcome.Refused.class,
                        r -> assertThat(r.warnings()).extracting(Warning::code).containsExactly(306, 399));
    }

    @Test
    @DisplayName("R4567-4.1.4-01, R4567-4.1.2-01, R4567-4.1.2-02, R4567-4.1.2-03, R4567-7-02: "
            + "an offer whose protocols were changed is refused")
    void biddingDownIsSeen() {
        SdpOffer offer = SdpOffer.builder(OFFER)
                .protocol(SdpSection.SESSION, "better", level -> {
                    assertThat(level.prtclIds()).containsExactly("better", "mikey");
                    return Octets.ofHex("aa");
                })
                .mikey(SdpSection.SESSION, ends::message)
                .build(SdpUse.OFFER);
        String stripped = offer.text().replaceFirst("a=key-mgmt:better [^\r]*\r\n", "");

        SdpAnswerer.Outcome.Refused refused = refused(stripped);

        assertThat(answer(offer.text())).isInstanceOf(SdpAnswerer.Outcome.Accepted.class);
        assertThat(refused.reason().reason()).isEqualTo(RejectReason.OFFER_CHANGED);
        assertThat(refused.reason().authenticated()).isTrue();
        assertThat(offer.receive(refused.answer(ANSWER).orElseThrow()))
                .isInstanceOfSatisfying(
                        SdpOffer.Outcome.Refused.class,
                        r -> assertThat(r.reason().reason()).isEqualTo(RejectReason.PEER_ERROR));
    }

    @Test
    @DisplayName(
            "R4567-4.1.4-03, R4567-4.1.2-07, R4567-4.1.2-08: protocols stand and are listed in order of preference")
    void protocolsKeepTheirOrder() {
        SdpOffer offer = SdpOffer.builder(OFFER)
                .mikey(0, ends::message)
                .protocol(0, "second", level -> Octets.ofHex("aa"))
                .protocol(0, "third", level -> Octets.ofHex("bb"))
                .build(SdpUse.OFFER);

        assertThat(Sdp.parse(offer.text()).section(0).prtclIds()).containsExactly("mikey", "second", "third");
        assertThat(SdpIds.of(List.of("mikey", "second", "third")).data())
                .isEqualTo(Octets.ofHex("6d696b65793b7365636f6e643b7468697264"));
        assertThat(answer(offer.text())).isInstanceOf(SdpAnswerer.Outcome.Accepted.class);
    }

    @Test
    @DisplayName("R4567-4.1.4-02, R4567-4.1.4-05: the single protocol of an offer is listed too")
    void aSingleProtocolIsListedToo() {
        String bare = Sdp.parse(OFFER)
                .withAttribute(
                        0,
                        "mikey",
                        ends.initiator
                                .offer(ends.psk, OfferRequest.builder().build())
                                .message()
                                .octets());

        assertThat(SdpAnswerer.receive(SdpUse.OFFER, bare, ends.responder(SdpIds.Absence.REFUSE)))
                .isInstanceOfSatisfying(
                        SdpAnswerer.Outcome.Refused.class,
                        r -> assertThat(r.reason().reason()).isEqualTo(RejectReason.OFFER_CHANGED));
        assertThat(SdpAnswerer.receive(SdpUse.OFFER, offer(0).text(), ends.responder(SdpIds.Absence.REFUSE)))
                .isInstanceOf(SdpAnswerer.Outcome.Accepted.class);
        assertThat(answer(bare)).isInstanceOf(SdpAnswerer.Outcome.Accepted.class);
    }

    @Test
    void amongSeveralProtocolsAMessageWithoutTheListIsRefused() {
        SdpOffer offer = SdpOffer.builder(OFFER)
                .protocol(0, "other", level -> Octets.ofHex("aa"))
                .mikey(
                        0,
                        level -> OfferedMessage.oneWay(ends.initiator
                                .offer(ends.psk, OfferRequest.builder().build())
                                .message()))
                .build(SdpUse.OFFER);

        assertThat(refused(offer.text()).reason().reason()).isEqualTo(RejectReason.OFFER_CHANGED);
    }

    @Test
    @DisplayName("R4567-4.1.1-07: protocols that are not supported are answered with 488")
    void otherProtocolsAloneAreAnsweredWith488() {
        String offer = Sdp.parse(OFFER).withAttribute(0, "other", Octets.ofHex("aa"));

        SdpAnswerer.Outcome.NoCommonProtocol none = (SdpAnswerer.Outcome.NoCommonProtocol) answer(offer);

        assertThat(none.offered()).containsExactly("other");
        assertThat(none.warnings())
                .extracting(w -> w.header("example.org"))
                .containsExactly("306 example.org \"Attribute not understood\"");
        assertThat(answer(OFFER)).isInstanceOf(SdpAnswerer.Outcome.NoKeyManagement.class);
    }

    @Test
    @DisplayName("R4567-8-03: an answer without a message is told apart from one with keys")
    void anAnswerWithoutAMessageIsNoAnswer() {
        SdpOffer offer = offer(SdpSection.SESSION);

        assertThat(offer.receive(ANSWER)).isEqualTo(new SdpOffer.Outcome.NoAnswer(SdpSection.SESSION, List.of()));
    }

    @Test
    void mediaThatTheAnswerRefusesNeedNoKeys() {
        SdpOffer offer = offer(0, 1);
        String answer = accepted(offer.text()).answer(ANSWER);
        String withoutVideo = Sdp.parse(answer).edit().remove(1, "mikey").text().replace("m=video 50002", "m=video 0");

        assertThat(established(offer, withoutVideo).associations()).containsOnlyKeys(0);
        assertThat(offer.receive(Sdp.parse(answer).edit().remove(1, "mikey").text()))
                .isEqualTo(new SdpOffer.Outcome.NoAnswer(
                        1, Sdp.parse(answer).section(0).attributes()));
    }

    @Test
    void anUnreadableLineIsNamed() {
        SdpAnswerer.Outcome.Malformed malformed =
                (SdpAnswerer.Outcome.Malformed) answer(OFFER + "a=key-mgmt:mikey AQAFgM0XflAB...\r\n");

        assertThat(malformed.diagnostics()).extracting(Diagnostic::rule).containsExactly("DOCUMENTATION_PLACEHOLDER");
        assertThat(malformed.diagnostics().get(0).offset()).isEqualTo(OFFER.length() + 29);
    }

    @Test
    void anAnswerThatCannotBeReadIsNamed() {
        SdpOffer offer = offer(0);
        String answer = accepted(offer.text()).answer(ANSWER);

        assertThat(offer.receive(answer.replace(LINE, LINE + "*")))
                .isInstanceOfSatisfying(
                        SdpOffer.Outcome.Malformed.class,
                        m -> assertThat(m.diagnostics())
                                .extracting(Diagnostic::rule)
                                .contains("BASE64_CHARACTER"));
        assertThat(offer.receive(answer.replaceFirst("(a=key-mgmt[^\r]*\r\n)", "$1$1")))
                .isInstanceOfSatisfying(
                        SdpOffer.Outcome.Malformed.class,
                        m -> assertThat(m.diagnostics())
                                .extracting(Diagnostic::rule)
                                .containsExactly("PROTOCOL_REPEATED"));
    }

    @ParameterizedTest
    @EnumSource(SdpUse.class)
    void aProtocolStandsOnceAtALevel(SdpUse use) {
        String twice = offer(0).text().replaceFirst("(a=key-mgmt[^\r]*\r\n)", "$1$1");

        assertThat(answer(use, twice))
                .isInstanceOfSatisfying(
                        SdpAnswerer.Outcome.Malformed.class,
                        m -> assertThat(m.diagnostics())
                                .extracting(Diagnostic::rule)
                                .containsExactly("PROTOCOL_REPEATED"));
        assertThatThrownBy(() -> SdpOffer.builder(OFFER)
                        .mikey(0, ends::message)
                        .mikey(0, ends::message)
                        .build(use))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a second MIKEY message at the same level");
    }

    @Test
    @DisplayName("R4567-4.1.3-01: an announcement has one protocol, and nobody answers")
    void anAnnouncementHasOneProtocol() {
        String two = Sdp.parse(offer(0).text()).withAttribute(1, "other", Octets.ofHex("aa"));

        assertThat(answer(SdpUse.ONE_WAY, two))
                .isInstanceOfSatisfying(
                        SdpAnswerer.Outcome.Malformed.class,
                        m -> assertThat(m.diagnostics())
                                .extracting(Diagnostic::rule)
                                .containsExactly("SEVERAL_PROTOCOLS"));
        assertThatThrownBy(() -> SdpOffer.builder(OFFER).mikey(0, ends::message).build(SdpUse.ONE_WAY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nobody can answer a message in an announcement");
    }

    @Test
    void theSameOfferInTheSameDialogIsARepetition() {
        SdpOffer offer = offer(0);
        SdpAnswerer.Outcome.Accepted first = accepted(offer.text());
        SdpAnswerer.Outcome.Accepted again = accepted(offer.text());

        assertThat(first.repeated()).isEmpty();
        assertThat(again.repeated()).containsExactly(0);
        assertThat(again.association(0)).isEmpty();
        assertThat(again.answer(ANSWER)).isEqualTo(first.answer(ANSWER));
    }
}
