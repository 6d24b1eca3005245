package org.mikey4j.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CryptoSession;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.psk.PskInitiator;
import org.mikey4j.exchange.psk.PskLookup;
import org.mikey4j.exchange.psk.PskPeer;
import org.mikey4j.exchange.psk.PskPendingOffer;
import org.mikey4j.exchange.psk.PskResponder;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SrtpId;
import org.mikey4j.replay.InMemoryReplayCache;
import org.mikey4j.replay.ReplayCache;

/** Two ends with a pre-shared key, as an application has them behind its SDP. */
final class TestEnds {
    static final int OFFERER_SSRC = 1;
    static final int ANSWERER_SSRC = 7;

    final SecretBytes psk = SecretBytes.wrap(new byte[16]);
    final PskInitiator initiator;
    private final List<SecurityAssociation> made = new ArrayList<>();
    private final ExchangeSettings settings;
    private final ReplayCache cache;

    TestEnds() {
        Clock clock = Clock.fixed(Instant.parse("2026-11-01T12:00:00Z"), ZoneOffset.UTC);
        settings = ExchangeSettings.builder(clock, new SecureRandom()).build();
        initiator = new PskInitiator(settings);
        cache = InMemoryReplayCache.builder(clock, new SecureRandom(), 1_000)
                .trackedSince(Instant.MIN)
                .build();
    }

    /** A message for a level, which lists the protocols of the offer. */
    OfferedMessage message(KeyMgmtLevel level) {
        PskPendingOffer pending = initiator.offer(
                psk,
                OfferRequest.builder()
                        .csIdMap(level.numbering().srtpIdMap(media -> new SrtpId(0, OFFERER_SSRC + media, 0)))
                        .extensions(level.sdpIds())
                        .build());
        return OfferedMessage.awaiting(pending.message(), answer -> noted(pending.receive(answer)));
    }

    SdpAnswerer.Exchange responder(SdpIds.Absence absence) {
        return (message, level) -> noted(new PskResponder(
                        settings,
                        PskLookup.of(PskPeer.of(psk)),
                        cache,
                        level.judge(absence, OfferJudge.acceptSupported(csId -> ANSWERER_SSRC + csId)))
                .receive(message, Octets.ofHex("d1")));
    }

    private <R> R noted(R result) {
        if (result instanceof InitiatorResult.Established established) {
            made.add(established.association());
        } else if (result instanceof ResponderResult.Established established) {
            made.add(established.association());
        }
        return result;
    }

    /** Forgets the associations that were made until now. */
    void beginAnew() {
        made.clear();
    }

    /** All associations that were made since are wiped, and so many were made. */
    void assertAllWiped(int count) {
        assertThat(made)
                .hasSize(count)
                .allSatisfy(association -> assertThatThrownBy(association::cryptoSessions)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("wiped"));
    }

    static void assertSameKeys(SecurityAssociation ours, SecurityAssociation theirs) {
        assertThat(ours.cryptoSessions()).isNotEmpty().hasSameSizeAs(theirs.cryptoSessions());
        for (int i = 0; i < ours.cryptoSessions().size(); i++) {
            CryptoSession mine = ours.cryptoSessions().get(i);
            assertThat(theirs.cryptoSessions().get(i).keys())
                    .isEqualTo(mine.keys())
                    .isNotEmpty();
            assertThat(theirs.cryptoSessions().get(i).ssrc()).isEqualTo(mine.ssrc());
        }
    }

    /** The text with one character of the last message behind {@code marker} changed, where only the MAC sees it. */
    static String tampered(String text, String marker) {
        int at = text.lastIndexOf(marker) + marker.length() + 30;
        return text.substring(0, at) + (text.charAt(at) == 'A' ? 'B' : 'A') + text.substring(at + 1);
    }
}
