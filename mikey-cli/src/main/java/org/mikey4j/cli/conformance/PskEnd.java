package org.mikey4j.cli.conformance;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CryptoSession;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.SessionKey;
import org.mikey4j.exchange.psk.PskInitiator;
import org.mikey4j.exchange.psk.PskLookup;
import org.mikey4j.exchange.psk.PskOneWayOffer;
import org.mikey4j.exchange.psk.PskPeer;
import org.mikey4j.exchange.psk.PskResponder;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SrtpId;
import org.mikey4j.replay.InMemoryReplayCache;

/** Either end of the pre-shared key method, with keys that everybody knows. */
final class PskEnd {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final IdPayload ALICE = IdPayload.uri("sip:alice@example.org");
    private static final IdPayload BOB = IdPayload.uri("sip:bob@example.org");

    private final SecretBytes psk;
    private final Clock clock;

    /**
     * @param psk hexadecimal digits
     * @param at the time, ISO 8601
     */
    PskEnd(String psk, String at) {
        this.psk = SecretBytes.wrap(HexFormat.of().parseHex(psk));
        this.clock = Clock.fixed(Instant.parse(at), ZoneOffset.UTC);
    }

    /**
     * What an end came to.
     *
     * @param refusal why a message was refused; empty if it was not
     * @param message what is sent; empty if nothing is
     */
    record Result(String refusal, String message, List<Scenario.Keys> keys) {}

    private ExchangeSettings settings() {
        return ExchangeSettings.builder(clock, RANDOM).build();
    }

    /** Receives an I_MESSAGE. */
    Result respond(Octets message, long ssrc) {
        InMemoryReplayCache replays = InMemoryReplayCache.builder(clock, RANDOM, 4)
                .trackedSince(Instant.MIN)
                .build();
        ResponderResult result = new PskResponder(
                        settings(), PskLookup.of(PskPeer.of(psk)), replays, OfferJudge.acceptSupported(csId -> ssrc))
                .receive(message, Octets.EMPTY);
        if (result instanceof Rejected rejected) {
            return new Result(rejected.reason() + ": " + rejected.detail(), "", List.of());
        }
        ResponderResult.Established established = (ResponderResult.Established) result;
        try (SecurityAssociation association = established.association()) {
            return new Result(
                    "", established.reply().map(m -> m.octets().toHex()).orElse(""), keys(association));
        }
    }

    /** Makes an I_MESSAGE that asks for no answer. */
    Result initiate(int prf) {
        OfferRequest request = OfferRequest.builder()
                .prf(Prf.of(prf).orElseThrow())
                .initiator(ALICE)
                .responder(BOB)
                .csIdMap(CsIdMap.srtp(new SrtpId(0, 0x1a2b3c4d, 0)))
                .build();
        try (PskOneWayOffer offer = new PskInitiator(settings()).send(psk, request)) {
            return new Result("", offer.message().octets().toHex(), keys(offer.association()));
        }
    }

    private static List<Scenario.Keys> keys(SecurityAssociation association) {
        List<Scenario.Keys> keys = new ArrayList<>();
        for (CryptoSession session : association.cryptoSessions()) {
            for (SessionKey key : session.keys()) {
                keys.add(new Scenario.Keys(Integer.toString(session.csId()), hex(key.tek()), hex(key.salt())));
            }
        }
        return keys;
    }

    private static String hex(SecretBytes secret) {
        return HexFormat.of().formatHex(secret.toByteArray());
    }
}
