package org.mikey4j.kmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.kmc.KmcRefusal.Reason;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.Peers;

/** Components, and the key that two of them make. */
class PairKeyTest {
    private static final CallBinding CALL = new CallBinding("session-1", Peers.ALICE, Peers.BOB);

    private static SecretBytes secret(String hex) {
        return SecretBytes.copyOf(Octets.ofHex(hex));
    }

    /** Components cut from SHA-256 of "Ka" and "Kb", and their xor, by Python. */
    @Test
    void theCombinationIsTheXorOfTheComponents() {
        KeyComponent ka = new KeyComponent(secret("7d57fd69f38d7b9486ee83c39ff8c5a9"), CALL, Side.CALLER);
        KeyComponent kb = new KeyComponent(secret("a4d7dcbb9fc81474c74a0b3347ee3336"), CALL, Side.CALLEE);
        PairKey kab = new PairKey(secret("d98021d26c456fe041a488f0d816f69f"), CALL);

        assertThat(ka.combine(kb)).isEqualTo(kab);
        assertThat(kb.combine(ka)).isEqualTo(kab);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 17, 31, 32})
    void bothHave16To32Octets(int octets) {
        KeyComponent ka = new KeyComponent(SecretBytes.random(Peers.RANDOM, octets), CALL, Side.CALLER);
        KeyComponent kb = new KeyComponent(SecretBytes.random(Peers.RANDOM, octets), CALL, Side.CALLEE);

        assertThat(ka.combine(kb).value().length()).isEqualTo(octets);
    }

    @ParameterizedTest
    @CsvSource({"0", "15", "33"})
    void noKeyIsShorterOrLonger(int octets) {
        SecretBytes value = SecretBytes.random(Peers.RANDOM, octets);

        assertThatThrownBy(() -> new PairKey(value, CALL))
                .isInstanceOfSatisfying(
                        KmcRefusal.class, e -> assertThat(e.reason()).isEqualTo(Reason.LENGTH))
                .hasMessage("combined key: " + octets + " octets");
        assertThatThrownBy(() -> new KeyComponent(value, CALL, Side.CALLER))
                .isInstanceOfSatisfying(
                        KmcRefusal.class, e -> assertThat(e.reason()).isEqualTo(Reason.LENGTH))
                .hasMessage("component: " + octets + " octets, 16 to 32 expected");
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32})
    void aKeyIsZeroIfAllOfItIs(int octets) {
        assertThatThrownBy(() -> new PairKey(SecretBytes.wrap(new byte[octets]), CALL))
                .isInstanceOfSatisfying(
                        KmcRefusal.class, e -> assertThat(e.reason()).isEqualTo(Reason.ZERO_KEY))
                .hasMessage("the combined key is all zeros");
        for (int at = 0; at < octets; at++) {
            byte[] one = new byte[octets];
            one[at] = 1;
            assertThat(new PairKey(SecretBytes.wrap(one), CALL).value().length())
                    .isEqualTo(octets);
        }
    }

    @Test
    void closeWipesThem() {
        SecretBytes component = SecretBytes.random(Peers.RANDOM, 16);
        SecretBytes combined = SecretBytes.random(Peers.RANDOM, 16);

        new KeyComponent(component, CALL, Side.CALLER).close();
        new PairKey(combined, CALL).close();

        Peers.assertWiped(component, combined);
    }
}
