package org.mikey4j.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.testing.Proves;

/** What is drawn at random, and from where. */
class RandomValuesTest {
    /** Gives out octets that count up, so that each draw can be told. */
    private static final class Counting extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private byte next;

        @Override
        public void nextBytes(byte[] bytes) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = next++;
            }
        }
    }

    private static ExchangeSettings.Builder settings(SecureRandom random) {
        return ExchangeSettings.builder(Clock.systemUTC(), random);
    }

    @Test
    @Proves({"R3830-6.1-06", "R3830-6.1-07", "R3830-6.1-08"})
    void aCsbIdThatIsInUseIsDrawnAgain() {
        Set<Long> inUse = new HashSet<>(Set.of(0x00010203L, 0x04050607L));

        long csbId =
                settings(new Counting()).csbIdInUse(inUse::contains).build().newCsbId();

        assertThat(csbId).isEqualTo(0x08090a0bL);
    }

    @Test
    @Proves({"R3830-3.1-06", "R3830-6.11-01"})
    void eachKeyAndEachRandIsDrawnOnItsOwn() {
        SecureRandom random = new Counting();

        TransportedKey first = KeySpec.tgk().draw(random);
        TransportedKey second = KeySpec.tgk().draw(random);

        assertThat(first.key().toByteArray()).isEqualTo(counted(0));
        assertThat(second.key().toByteArray()).isEqualTo(counted(16));
        assertThat(OfferRequest.newRand(settings(random).build()).toByteArray()).isEqualTo(counted(32));
    }

    @Test
    @Proves("R3830-8.1-01")
    void aRequestThatIsDrawnKeepsWhatWasDrawn() {
        KeyValidity mki = new KeyValidity.Spi(Octets.ofHex("0a"));
        OfferRequest request = OfferRequest.builder()
                .keys(KeySpec.tgk(), KeySpec.tekAndSalt(16, 14).valid(mki))
                .build();

        OfferRequest drawn = request.drawn(settings(new Counting()).build());

        assertThat(drawn.csbId()).hasValue(0x00010203L);
        assertThat(drawn.rand().orElseThrow().toHex()).isEqualTo("0405060708090a0b0c0d0e0f10111213");
        assertThat(drawn.keys())
                .containsExactly(
                        new KeySpec(
                                KeyDataType.TGK,
                                16,
                                0,
                                KeyValidity.NULL,
                                Optional.of(SecretBytes.wrap(counted(0x14))),
                                Optional.empty()),
                        new KeySpec(
                                KeyDataType.TEK_SALT,
                                16,
                                14,
                                mki,
                                Optional.of(SecretBytes.wrap(counted(0x24))),
                                Optional.of(SecretBytes.wrap(Arrays.copyOf(counted(0x34), 14)))));
        assertThat(drawn.drawn(settings(new Counting()).build()).keys())
                .as("nothing is drawn twice")
                .isEqualTo(drawn.keys());
    }

    private static byte[] counted(int from) {
        byte[] octets = new byte[16];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) (from + i);
        }
        return octets;
    }
}
