package org.mikey4j.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.testing.SecondPrf;
import org.mikey4j.vectors.VectorFile;

/** What the vectors of the PRF do not show; those are in {@code CryptoVectorsTest}. */
class PrfTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] LABEL = HEX.parseHex("2ad01c640101234567101112131415161718191a1b1c1d1e1f");

    private static byte[] counted(int octets) {
        byte[] key = new byte[octets];
        for (int i = 0; i < octets; i++) {
            key[i] = (byte) i;
        }
        return key;
    }

    @Test
    void theBlocksFollowTheStepsOfTheVector() {
        JsonNode steps = VectorFile.read("crypto/rfc3830.json").get("prf_steps");

        byte[] out = Prf.MIKEY_1
                .derive(
                        SecretBytes.wrap(HEX.parseHex(steps.get("inkey").asText())),
                        HEX.parseHex(steps.get("label").asText()),
                        40)
                .toByteArray();

        assertThat(HEX.formatHex(out))
                .isEqualTo(steps.get("block1").asText() + steps.get("block2").asText());
    }

    @Test
    void numbersOfTheRegistry() {
        assertThat(Prf.of(0)).contains(Prf.MIKEY_1);
        assertThat(Prf.of(1)).contains(Prf.HMAC_SHA_256);
        assertThat(Prf.of(2)).isEmpty();
        assertThat(Prf.of(-1)).isEmpty();
        assertThat(Prf.MIKEY_1.prfFunc()).isZero();
        assertThat(Prf.HMAC_SHA_256.prfFunc()).isEqualTo(1);
        assertThat(Prf.MIKEY_1_EMPTY_LAST_BLOCK.prfFunc()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aShortKeyIsTheBeginningOfALongOne(Prf prf) {
        byte[] whole = prf.derive(SecretBytes.wrap(counted(64)), LABEL, 100).toByteArray();
        for (int octets = 0; octets < 100; octets++) {
            assertThat(prf.derive(SecretBytes.wrap(counted(64)), LABEL, octets).toByteArray())
                    .isEqualTo(Arrays.copyOf(whole, octets));
        }
    }

    /** Keys of 32, 64, 96, 128 and 192 octets, where the two differ, and their neighbours, where they do not. */
    @ParameterizedTest
    @ValueSource(ints = {1, 16, 20, 31, 32, 33, 48, 63, 64, 65, 96, 128, 192, 193})
    void theEmptyLastBlockOfMinisip(int inkeyOctets) {
        byte[] inkey = counted(inkeyOctets);

        byte[] standard = Prf.MIKEY_1.derive(SecretBytes.wrap(inkey), LABEL, 46).toByteArray();
        byte[] minisip = Prf.MIKEY_1_EMPTY_LAST_BLOCK
                .derive(SecretBytes.wrap(inkey), LABEL, 46)
                .toByteArray();

        assertThat(minisip).isEqualTo(SecondPrf.minisip(inkey, LABEL, 46));
        assertThat(Arrays.equals(minisip, standard)).isEqualTo(inkeyOctets % 32 != 0);
        assertThat(Prf.isFullBlocks(inkeyOctets)).isEqualTo(inkeyOctets % 32 == 0);
    }

    @Test
    void theLongestKeyEqualsTheSecondComputation() {
        byte[] out = Prf.HMAC_SHA_256
                .derive(SecretBytes.wrap(counted(33)), LABEL, Prf.MAX_OUTKEY_OCTETS)
                .toByteArray();

        assertThat(out).isEqualTo(SecondPrf.derive(false, counted(33), LABEL, 65535));
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyKeyIsRefused(Prf prf) {
        assertThatThrownBy(() -> prf.derive(SecretBytes.empty(), LABEL, 16))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("inkey: the key is empty (RFC 3830, 4.1.2)");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65536, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void keysOfImpossibleSizesAreRefused(int octets) {
        assertThatThrownBy(() -> Prf.MIKEY_1.derive(SecretBytes.wrap(counted(16)), LABEL, octets))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("outkey: " + octets + " octets, 0 to 65535 expected");
    }

    @Test
    void theKeyIsLeftAsItIs() {
        byte[] inkey = counted(33);
        SecretBytes secret = SecretBytes.wrap(inkey);

        Prf.MIKEY_1.derive(secret, LABEL, 16).close();

        assertThat(inkey).isEqualTo(counted(33));
    }
}
