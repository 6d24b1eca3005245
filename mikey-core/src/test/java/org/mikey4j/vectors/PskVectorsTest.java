package org.mikey4j.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.NtpTime;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.psk.PskInitiator;
import org.mikey4j.exchange.psk.PskLookup;
import org.mikey4j.exchange.psk.PskPeer;
import org.mikey4j.exchange.psk.PskPendingOffer;
import org.mikey4j.exchange.psk.PskResponder;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.testing.NoReplays;

/** The PSK messages of {@code messages/rfc3830.json}, made, received and answered octet for octet. */
class PskVectorsTest {
    private static final IdPayload ALICE = IdPayload.uri("sip:alice@example.org");
    private static final IdPayload BOB = IdPayload.uri("sip:bob@example.org");

    private final MessageVector iMessage = vector("psk-i");
    private final MessageVector rMessage = vector("psk-r");
    private final SecretBytes psk = SecretBytes.copyOf(iMessage.secret("psk"));

    private static MessageVector vector(String id) {
        return VectorFile.messages("messages/rfc3830.json")
                .filter(v -> v.toString().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static ExchangeSettings settings(MessageVector at) {
        TPayload t = MikeyMessage.decode(at.message().toByteArray())
                .payload(TPayload.class)
                .orElseThrow();
        Instant then = NtpTime.toInstant(t.tsValue(), Instant.parse("2026-11-01T00:00:00Z"));
        return ExchangeSettings.builder(Clock.fixed(then, ZoneOffset.UTC), new SecureRandom())
                .build();
    }

    private PskResponder responder(MessageVector at) {
        PskPeer peer = new PskPeer(psk, Optional.of(ALICE), Optional.of(BOB));
        return new PskResponder(
                settings(at), PskLookup.of(peer), new NoReplays(), OfferJudge.acceptSupported(csId -> 0x22222222L));
    }

    private static void assertKeys(SecurityAssociation association, JsonNode secrets) {
        for (int i = 0; i < secrets.get("tek").size(); i++) {
            assertThat(HexFormat.of()
                            .formatHex(association
                                    .cryptoSessions()
                                    .get(i)
                                    .keys()
                                    .get(0)
                                    .tek()
                                    .toByteArray()))
                    .isEqualTo(secrets.get("tek").get(i).asText());
            if (secrets.has("salt")) {
                assertThat(HexFormat.of()
                                .formatHex(association
                                        .cryptoSessions()
                                        .get(i)
                                        .keys()
                                        .get(0)
                                        .salt()
                                        .toByteArray()))
                        .isEqualTo(secrets.get("salt").get(i).asText());
            }
        }
    }

    @Test
    void theInitiatorMakesTheSameOctets() {
        MikeyMessage printed = MikeyMessage.decode(iMessage.message().toByteArray());
        OfferRequest request = OfferRequest.builder()
                .csbId(printed.header().csbId())
                .csIdMap(printed.header().csIdMap())
                .timestamp(printed.payload(TPayload.class).orElseThrow())
                .rand(printed.payload(RandPayload.class).orElseThrow().rand())
                .initiator(ALICE)
                .responder(BOB)
                .policies(printed.payloads(SpPayload.class).toArray(new SpPayload[0]))
                .keys(KeySpec.of(KeyDataType.TGK, SecretBytes.copyOf(iMessage.secret("tgk")))
                        .valid(new KeyValidity.Spi(iMessage.secret("mki"))))
                .build();

        PskPendingOffer offer = new PskInitiator(settings(iMessage)).offer(psk, request);

        assertThat(offer.message().octets()).isEqualTo(iMessage.message());
        assertKeys(offer.association(), iMessage.json().get("secrets"));
        InitiatorResult answered = offer.receive(rMessage.message());
        assertThat(answered)
                .isInstanceOfSatisfying(
                        InitiatorResult.Established.class,
                        e -> assertThat(e.association().cryptoSessions().get(1).ssrc())
                                .isEqualTo(0x22222222L));
    }

    @Test
    void theResponderGivesTheSameAnswer() {
        ResponderResult.Established established =
                (ResponderResult.Established) responder(iMessage).receive(iMessage.message(), Octets.EMPTY);

        assertKeys(established.association(), iMessage.json().get("secrets"));
        assertThat(established.reply().orElseThrow().octets()).isEqualTo(rMessage.message());
    }

    @Test
    void theUpdatesContinueTheBundle() {
        MessageVector noKey = vector("psk-update-nokey");
        MessageVector newKey = vector("psk-update-newkey");
        SecurityAssociation first = ((ResponderResult.Established)
                        responder(iMessage).receive(iMessage.message(), Octets.EMPTY))
                .association();

        SecurityAssociation kept = ((ResponderResult.Established)
                        responder(noKey).receiveUpdate(first, noKey.message(), Octets.EMPTY))
                .association();
        SecurityAssociation fresh = ((ResponderResult.Established)
                        responder(newKey).receiveUpdate(first, newKey.message(), Octets.EMPTY))
                .association();

        assertKeys(kept, noKey.json().get("secrets"));
        assertKeys(fresh, newKey.json().get("secrets"));
    }
}
