package org.mikey4j.exchange.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.TsType;
import org.mikey4j.replay.ReplayCache;
import org.mikey4j.testing.Peers;

/** What becomes of the keys of a message when it is remembered. */
class FreshnessTest {
    private static final Octets CONTEXT = Octets.ofHex("0a");
    private static final ExchangeSettings SETTINGS =
            ExchangeSettings.builder(Peers.CLOCK, Peers.RANDOM).build();

    private final TransportedKey key = new TransportedKey(
            KeyDataType.TGK_SALT, SecretBytes.wrap(new byte[16]), SecretBytes.wrap(new byte[14]), KeyValidity.NULL);

    private static Freshness freshness(TPayload timestamp, ReplayCache cache) {
        MikeyMessage message = MikeyMessage.encode(
                new CommonHeader(DataType.PSK_INIT, false, 0, 7, CsIdMap.srtp()),
                List.of(timestamp, new RandPayload(Octets.ofHex("a0".repeat(16)))));
        return Freshness.of(new ReceivedOffer(message, Prf.MIKEY_1, timestamp), 0, CONTEXT, SETTINGS, cache);
    }

    /** A cache whose answer to everything is this. */
    private static ReplayCache answering(ReplayCache.Outcome outcome) {
        return new ReplayCache() {
            @Override
            public Optional<Outcome.Seen> find(Octets key) {
                return Optional.empty();
            }

            @Override
            public Outcome putIfAbsent(Octets key, Instant expiry, Octets context, Octets answer) {
                return outcome;
            }

            @Override
            public Instant trackedSince() {
                return Instant.MIN;
            }
        };
    }

    private Optional<?> remember(TPayload timestamp, ReplayCache.Outcome outcome) {
        return freshness(timestamp, answering(outcome)).remember(Optional.empty(), List.of(key));
    }

    @Test
    void theKeysOfANewMessageAreLeft() {
        assertThat(remember(Peers.at(0), new ReplayCache.Outcome.Fresh())).isEmpty();

        assertThat(key.key().toByteArray()).hasSize(16);
        assertThat(key.salt().toByteArray()).hasSize(14);
    }

    @Test
    void theKeysOfAMessageWithACounterAreLeftWhateverIsRemembered() {
        assertThat(remember(new TPayload(TsType.COUNTER, 1), new ReplayCache.Outcome.Full()))
                .isEmpty();

        assertThat(key.key().toByteArray()).hasSize(16);
    }

    @Test
    void theKeysOfARepeatedMessageAreWiped() {
        assertThat(remember(Peers.at(0), new ReplayCache.Outcome.Seen(CONTEXT, Octets.EMPTY)))
                .isPresent();

        Peers.assertWiped(key.key(), key.salt());
    }

    @Test
    void theKeysOfAMessageThatIsRefusedAreWiped() {
        assertThatThrownBy(() -> remember(Peers.at(0), new ReplayCache.Outcome.Seen(Octets.ofHex("0b"), Octets.EMPTY)))
                .isInstanceOf(Refusal.class)
                .hasMessage("the message was accepted before");
        Peers.assertWiped(key.key(), key.salt());
    }

    @Test
    void theKeysOfAMessageThatFindsNoRoomAreWiped() {
        assertThatThrownBy(() -> remember(Peers.at(0), new ReplayCache.Outcome.Full()))
                .isInstanceOf(Refusal.class)
                .hasMessage("the replay cache is full");
        Peers.assertWiped(key.key(), key.salt());
    }

    @Test
    void theKeysOfAMessageThatComesTooLateAreWiped() {
        assertThatThrownBy(() -> remember(Peers.at(0), new ReplayCache.Outcome.TooLate()))
                .isInstanceOf(Refusal.class)
                .hasMessage("the message may have been accepted before and forgotten since");
        Peers.assertWiped(key.key(), key.salt());
    }
}
