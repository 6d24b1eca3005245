package org.mikey4j.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.DhGroup;
import org.mikey4j.crypto.DhHalfKey;
import org.mikey4j.crypto.JcaAlgorithms;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.DhPolicy;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.NtpTime;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.dhhmac.DhHmacInitiator;
import org.mikey4j.exchange.dhhmac.DhHmacPendingOffer;
import org.mikey4j.exchange.dhhmac.DhHmacResponder;
import org.mikey4j.exchange.psk.PskLookup;
import org.mikey4j.exchange.psk.PskPeer;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.replay.InMemoryReplayCache;
import org.mikey4j.testing.Peers;
import org.mikey4j.testing.Proves;

/** The DHHMAC messages of {@code messages/rfc3830.json}, made and answered octet for octet. */
class DhHmacVectorsTest {
    private final MessageVector iMessage = vector("dhhmac-i");
    private final MessageVector rMessage = vector("dhhmac-r");
    private final MikeyMessage printed = MikeyMessage.decode(iMessage.message().toByteArray());
    private final TPayload t = printed.payload(TPayload.class).orElseThrow();
    private final Clock clock =
            Clock.fixed(NtpTime.toInstant(t.tsValue(), Instant.parse("2026-11-01T00:00:00Z")), ZoneOffset.UTC);
    private final SecureRandom random = new SecureRandom();
    private final ExchangeSettings settings =
            ExchangeSettings.builder(clock, random).build();
    private final SecretBytes psk = SecretBytes.copyOf(iMessage.secret("psk"));

    private static MessageVector vector(String id) {
        return VectorFile.messages("messages/rfc3830.json")
                .filter(v -> v.toString().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private DhPolicy groups(Octets exponent) {
        return DhPolicy.of(random)
                .withHalfKeys(group -> DhHalfKey.of(group, JcaAlgorithms.PLATFORM, SecretBytes.copyOf(exponent)));
    }

    private void assertKeys(SecurityAssociation association) {
        assertThat(association.keys().get(0).key().toByteArray())
                .isEqualTo(HexFormat.of()
                        .parseHex(VectorFile.read("crypto/rfc3830.json")
                                .get("dh_group5")
                                .get("tgk_192_octets")
                                .asText()));
        var key = association.cryptoSessions().get(0).keys().get(0);
        var secrets = rMessage.json().get("secrets");
        assertThat(HexFormat.of().formatHex(key.tek().toByteArray()))
                .isEqualTo(secrets.get("tek").get(0).asText());
        assertThat(HexFormat.of().formatHex(key.salt().toByteArray()))
                .isEqualTo(secrets.get("salt").get(0).asText());
    }

    @Test
    @Proves({"R4650-3-01", "R4650-3-07"})
    void theInitiatorMakesTheSameOctetsAndAcceptsTheAnswer() {
        OfferRequest request = OfferRequest.builder()
                .csbId(printed.header().csbId())
                .csIdMap(printed.header().csIdMap())
                .timestamp(t)
                .rand(printed.payload(RandPayload.class).orElseThrow().rand())
                .initiator(Peers.ALICE)
                .responder(Peers.BOB)
                .policies(printed.payloads(SpPayload.class).toArray(new SpPayload[0]))
                .build();

        DhHmacPendingOffer offer =
                new DhHmacInitiator(settings, groups(iMessage.secret("xi"))).offer(psk, DhGroup.OAKLEY_5, request);

        assertThat(offer.message().octets()).isEqualTo(iMessage.message());
        assertKeys(Peers.established(offer.receive(rMessage.message())));
    }

    @Test
    @Proves({"R4650-3-01", "R4650-3-08", "R4650-4.1-01", "R4650-4.2-04"})
    void theResponderMakesTheSameOctets() {
        DhHmacResponder responder = new DhHmacResponder(
                settings,
                groups(rMessage.secret("xr")),
                Peers.BOB,
                PskLookup.of(PskPeer.of(psk)),
                InMemoryReplayCache.builder(clock, random, 4)
                        .trackedSince(Instant.MIN)
                        .build(),
                OfferJudge.acceptSupported(csId -> 0x22222222L));

        var answered = Peers.answered(responder.receive(iMessage.message(), Octets.EMPTY));

        assertThat(answered.reply().orElseThrow().octets()).isEqualTo(rMessage.message());
        assertKeys(answered.association());
    }
}
