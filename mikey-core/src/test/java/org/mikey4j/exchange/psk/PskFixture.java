package org.mikey4j.exchange.psk;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SrtpId;
import org.mikey4j.replay.ReplayCache;

/** Two ends that share a key. */
final class PskFixture {
    static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    static final IdPayload ALICE = IdPayload.uri("sip:alice@example.org");
    static final IdPayload BOB = IdPayload.uri("sip:bob@example.org");

    final SecretBytes psk = SecretBytes.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
    final Replays replays = new Replays();

    static ExchangeSettings.Builder settings() {
        return settings(NOW);
    }

    static ExchangeSettings.Builder settings(Instant at) {
        return ExchangeSettings.builder(Clock.fixed(at, ZoneOffset.UTC), new SecureRandom());
    }

    PskResponder responder(ExchangeSettings settings) {
        return new PskResponder(
                settings,
                PskLookup.of(PskPeer.of(psk)),
                replays,
                OfferJudge.acceptSupported(csId -> 0xb0b00000L + csId));
    }

    static OfferRequest.Builder request() {
        return OfferRequest.builder()
                .initiator(ALICE)
                .responder(BOB)
                .csIdMap(CsIdMap.srtp(new SrtpId(0, 0xa11ce001L, 0), new SrtpId(0, 0, 7)));
    }

    /** A cache without a bound. */
    static final class Replays implements ReplayCache {
        final Map<Octets, Outcome.Seen> seen = new HashMap<>();
        final Map<Octets, Instant> until = new HashMap<>();
        Instant trackedSince = Instant.MIN;
        boolean full;

        @Override
        public Optional<Outcome.Seen> find(Octets key) {
            return Optional.ofNullable(seen.get(key));
        }

        @Override
        public Outcome putIfAbsent(Octets key, Instant expiry, Octets context, Octets answer) {
            if (full) {
                return new Outcome.Full();
            }
            Outcome.Seen before = seen.putIfAbsent(key, new Outcome.Seen(context, answer));
            until.putIfAbsent(key, expiry);
            return before == null ? new Outcome.Fresh() : before;
        }

        @Override
        public Instant trackedSince() {
            return trackedSince;
        }
    }
}
