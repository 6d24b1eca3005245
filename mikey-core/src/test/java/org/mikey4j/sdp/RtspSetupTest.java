package org.mikey4j.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.Octets;

/** An RTSP server and its client, in the roles of the standard and in those of cameras (RFC 4567, 4.2). */
class RtspSetupTest {
    private static final String BASE = "rtsp://server.example.org/stream";
    private static final RtspUris URIS =
            new RtspUris(Optional.of(BASE + "/"), List.of(BASE + "/audio", BASE + "/video"));
    private static final String DESCRIPTION = SdpTest.sdp(
            "v=0",
            "o=- 1 1 IN IP4 192.0.2.1",
            "s=-",
            "t=0 0",
            "a=control:*",
            "m=audio 0 RTP/SAVP 0",
            "a=control:audio",
            "m=video 0 RTP/SAVP 31",
            "a=control:video");

    private final TestEnds ends = new TestEnds();

    private SdpOffer description(int... sections) {
        SdpOffer.Builder builder = SdpOffer.builder(DESCRIPTION);
        for (int section : sections) {
            builder.mikey(section, ends::message);
        }
        return builder.build(SdpUse.RTSP);
    }

    /** The client's KeyMgmt value for a section, as its answer to the description. */
    private SdpAnswerer.Outcome.Accepted client(SdpOffer description) {
        return (SdpAnswerer.Outcome.Accepted)
                SdpAnswerer.receive(SdpUse.RTSP, description.text(), ends.responder(SdpUse.RTSP.absence()));
    }

    private static String header(SdpAnswerer.Outcome.Accepted client, int section, String uri) {
        return KeyMgmtHeader.value(uri, client.replies().get(section).octets());
    }

    private static RtspSetup setup(int media, String header) {
        String request = "SETUP " + URIS.media().get(media) + " RTSP/1.0\r\nCSeq: 3\r\n"
                + (header.isEmpty() ? "" : "KeyMgmt: " + header + "\r\n") + "\r\n";
        return new RtspSetup(URIS, media, KeyMgmtHeader.find(request));
    }

    private static RtspOutcome.Failed failed(RtspOutcome outcome) {
        return (RtspOutcome.Failed) outcome;
    }

    private static void assertFailed(RtspOutcome outcome, KeyMgmtRule rule) {
        assertThat(failed(outcome).status()).isEqualTo(RtspStatus.KEY_MANAGEMENT_FAILURE);
        assertThat(failed(outcome).diagnostics()).extracting(Diagnostic::rule).contains(rule.name());
    }

    @Test
    @DisplayName("R4567-3.2-01, R4567-4.2-03: the answer for the session has the aggregate control URI")
    void sessionLevel() {
        SdpOffer description = description(SdpSection.SESSION);
        SdpAnswerer.Outcome.Accepted client = client(description);
        String answer = header(client, SdpSection.SESSION, BASE);

        RtspOutcome.Keyed keyed = (RtspOutcome.Keyed) setup(0, answer).receiveAnswer(description, false);

        TestEnds.assertSameKeys(
                keyed.associations().get(SdpSection.SESSION),
                client.associations().get(SdpSection.SESSION));
        assertThat(keyed.keyMgmt()).isEmpty();
        assertThat(keyed.diagnostics()).isEmpty();
        assertThat(setup(1, "").receiveAnswer(description, true)).isEqualTo(new RtspOutcome.NoKeys());
    }

    @Test
    @DisplayName(
            "R4567-4.2-06, R4567-3.2-02: the answer for a media description comes in its own SETUP, with or without URI")
    void mediaLevel() {
        SdpOffer description = description(0, 1);
        SdpAnswerer.Outcome.Accepted client = client(description);

        for (int media : List.of(0, 1)) {
            for (String uri : List.of(URIS.media().get(media), "")) {
                RtspOutcome.Keyed keyed = (RtspOutcome.Keyed)
                        setup(media, header(client, media, uri)).receiveAnswer(description, false);
                TestEnds.assertSameKeys(
                        keyed.associations().get(media), client.associations().get(media));
            }
        }
        assertFailed(
                setup(0, header(client, 1, URIS.media().get(1))).receiveAnswer(description, false),
                KeyMgmtRule.URI_UNKNOWN);
    }

    @Test
    void anAnswerForTheSessionWithoutItsUriIsReadWithADiagnostic() {
        SdpOffer description = description(SdpSection.SESSION);

        RtspOutcome.Keyed keyed = (RtspOutcome.Keyed)
                setup(0, header(client(description), SdpSection.SESSION, "")).receiveAnswer(description, false);

        assertThat(keyed.diagnostics()).extracting(Diagnostic::rule).containsExactly("URI_MISSING");
    }

    @Test
    void oneRequestCanAnswerForTheSessionAndForItsMedia() {
        SdpOffer description = description(SdpSection.SESSION, 0);
        SdpAnswerer.Outcome.Accepted client = client(description);
        String both = header(client, SdpSection.SESSION, BASE) + ", "
                + header(client, 0, URIS.media().get(0));

        RtspOutcome.Keyed keyed = (RtspOutcome.Keyed) setup(0, both).receiveAnswer(description, false);

        assertThat(keyed.associations()).containsOnlyKeys(SdpSection.SESSION, 0);
    }

    @Test
    @DisplayName("R4567-4.2-07: a SETUP without the header that is expected is answered with 403")
    void aMissingAnswerIsForbidden() {
        SdpOffer description = description(SdpSection.SESSION, 0);
        SdpAnswerer.Outcome.Accepted client = client(description);

        assertThat(failed(setup(1, "").receiveAnswer(description, false)).status())
                .isEqualTo(RtspStatus.FORBIDDEN);
        ends.beginAnew();
        assertThat(failed(setup(0, header(client, SdpSection.SESSION, BASE)).receiveAnswer(description, false))
                        .status())
                .isEqualTo(RtspStatus.FORBIDDEN);
        ends.assertAllWiped(1);
        assertThat(setup(0, "").receiveAnswer(SdpOffer.builder(DESCRIPTION).build(SdpUse.RTSP), false))
                .isEqualTo(new RtspOutcome.NoKeys());
    }

    @Test
    @DisplayName("R4567-4.2-09: what cannot be used is answered with 463")
    void whatCannotBeUsedIsAFailure() {
        SdpOffer description = description(SdpSection.SESSION);
        String answer = header(client(description), SdpSection.SESSION, BASE);

        RtspOutcome.Failed tampered =
                failed(setup(0, TestEnds.tampered(answer, "data=\"")).receiveAnswer(description, false));
        assertThat(tampered.status()).isEqualTo(RtspStatus.KEY_MANAGEMENT_FAILURE);
        assertThat(tampered.reason().orElseThrow().reason()).isEqualTo(RejectReason.AUTHENTICATION_FAILED);
        assertFailed(
                setup(0, answer.replace("prot=mikey", "prot=other")).receiveAnswer(description, false),
                KeyMgmtRule.HEADER_SYNTAX);
        assertFailed(
                setup(0, answer.replace("data=\"", "data=\"*")).receiveAnswer(description, false),
                KeyMgmtRule.DATA_MISSING);
        assertFailed(
                setup(0, answer.replace(BASE, BASE + "/other")).receiveAnswer(description, false),
                KeyMgmtRule.URI_UNKNOWN);
        ends.beginAnew();
        assertFailed(setup(0, answer + ", " + answer).receiveAnswer(description, false), KeyMgmtRule.URI_UNKNOWN);
        ends.assertAllWiped(1);
        assertFailed(setup(0, answer).receiveAnswer(description(0), false), KeyMgmtRule.URI_UNKNOWN);
    }

    @Test
    void aClientThatBeginsIsAnswered() {
        KeyMgmtLevel level = new KeyMgmtLevel(1, List.of("mikey"), new CsNumbering(List.of(1)));
        OfferedMessage message = ends.message(level);
        String uri = URIS.media().get(1);
        String header = KeyMgmtHeader.value(uri, message.message().octets());

        RtspOutcome.Keyed keyed =
                (RtspOutcome.Keyed) setup(1, header).receiveOffer(true, ends.responder(SdpIds.Absence.ACCEPT));

        KeyMgmtHeader reply =
                KeyMgmtHeader.parse(keyed.keyMgmt().orElseThrow()).headers().get(0);
        assertThat(reply.uri()).isEqualTo(uri);
        AtomicReference<SecurityAssociation> clients = new AtomicReference<>();
        assertThat(message.answer()
                        .orElseThrow()
                        .apply(reply.data().orElseThrow().octets()))
                .isInstanceOfSatisfying(InitiatorResult.Established.class, e -> clients.set(e.association()));
        TestEnds.assertSameKeys(clients.get(), keyed.associations().get(1));

        RtspOutcome.Failed tampered = failed(setup(1, TestEnds.tampered(header, "data=\""))
                .receiveOffer(true, ends.responder(SdpIds.Absence.ACCEPT)));
        assertThat(tampered.reason().orElseThrow().reason()).isEqualTo(RejectReason.AUTHENTICATION_FAILED);
    }

    @Test
    void aClientThatBeginsCanBeRequiredTo() {
        SdpAnswerer.Exchange never = (message, level) -> {
            throw new AssertionError();
        };

        assertThat(failed(setup(0, "").receiveOffer(true, never)).status()).isEqualTo(RtspStatus.FORBIDDEN);
        assertThat(setup(0, "").receiveOffer(false, never)).isEqualTo(new RtspOutcome.NoKeys());
    }

    @Test
    @DisplayName(
            "R4567-4.2-02, R4567-4.2-05: one protocol at a level, and none for the session without its control URI")
    void theDescriptionKeepsTheRules() {
        assertThatThrownBy(() -> SdpOffer.builder(DESCRIPTION)
                        .mikey(0, ends::message)
                        .protocol(0, "other", level -> Octets.ofHex("aa"))
                        .build(SdpUse.RTSP))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("only one key management protocol can stand here");
        assertThatThrownBy(() -> SdpOffer.builder(DESCRIPTION.replace("a=control:*\r\n", ""))
                        .mikey(SdpSection.SESSION, ends::message)
                        .build(SdpUse.RTSP))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("keys for the session need its control URI, a=control");
        assertThatThrownBy(() -> new RtspSetup(URIS, 2, KeyMgmtHeader.parse("")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("media description 2: there are 2");
    }
}
