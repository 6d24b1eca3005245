package org.mikey4j.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.Proves;
import org.mikey4j.vectors.VectorFile;

class DhGroupTest {
    private static final JcaAlgorithms PLATFORM = JcaAlgorithms.PLATFORM;

    /** p = 2^n - 2^(n-64) - 1 + 2^64 (floor(2^(n-130) pi) + c), as RFC 2412, E has it. */
    @ParameterizedTest
    @CsvSource({"OAKLEY_1, 768, 149686", "OAKLEY_2, 1024, 129093", "OAKLEY_5, 1536, 741804"})
    @Proves({"R3830-4.2.7-01", "R3830-4.2.7-02"})
    void thePrimesAreMadeOfPi(DhGroup group, int bits, long c) {
        BigInteger two = BigInteger.TWO;

        BigInteger prime = two.pow(bits)
                .subtract(two.pow(bits - 64))
                .subtract(BigInteger.ONE)
                .add(two.pow(64).multiply(pi(bits - 130).add(BigInteger.valueOf(c))));

        assertThat(group.prime()).isEqualTo(prime);
        assertThat(group.octets()).isEqualTo(bits / 8);
    }

    @ParameterizedTest
    @EnumSource
    void thePrimesAreSafeAndTwoIsASquare(DhGroup group) {
        BigInteger q = group.prime().shiftRight(1);

        assertThat(group.prime().isProbablePrime(40)).isTrue();
        assertThat(q.isProbablePrime(40)).isTrue();
        assertThat(BigInteger.TWO.modPow(q, group.prime())).isEqualTo(BigInteger.ONE);
    }

    /** floor(2^bits pi), by Machin's formula. */
    private static BigInteger pi(int bits) {
        int guard = 32;
        BigInteger one = BigInteger.ONE.shiftLeft(bits + guard);
        return arctan(5, one)
                .multiply(BigInteger.valueOf(16))
                .subtract(arctan(239, one).multiply(BigInteger.valueOf(4)))
                .shiftRight(guard);
    }

    private static BigInteger arctan(int inverse, BigInteger one) {
        BigInteger power = one.divide(BigInteger.valueOf(inverse));
        BigInteger sum = power;
        BigInteger square = BigInteger.valueOf((long) inverse * inverse);
        for (int n = 3, sign = -1; power.signum() != 0; n += 2, sign = -sign) {
            power = power.divide(square);
            sum = sum.add(power.divide(BigInteger.valueOf(n)).multiply(BigInteger.valueOf(sign)));
        }
        return sum;
    }

    @Test
    @Proves({"R3830-3.3-06", "R3830-4.2.7-01", "R3830-6.4-01"})
    void theHalvesOfTheVectorGiveItsTgk() {
        JsonNode vector = VectorFile.read("crypto/rfc3830.json").get("dh_group5");
        DhHalfKey i = DhHalfKey.of(DhGroup.OAKLEY_5, PLATFORM, secret(vector.get("xi")));
        DhHalfKey r = DhHalfKey.of(DhGroup.OAKLEY_5, PLATFORM, secret(vector.get("xr")));

        assertThat(i.publicValue().toHex()).isEqualTo(vector.get("dhi").asText());
        assertThat(r.publicValue().toHex()).isEqualTo(vector.get("dhr").asText());
        assertThat(i.agree(r.publicValue())).isEqualTo(secret(vector.get("tgk_192_octets")));
        assertThat(r.agree(i.publicValue())).isEqualTo(secret(vector.get("tgk_192_octets")));
    }

    private static SecretBytes secret(JsonNode hex) {
        return SecretBytes.copyOf(Octets.ofHex(hex.asText()));
    }

    @ParameterizedTest
    @EnumSource
    @Proves({"R3830-3.3-03", "R3830-3.3-04", "R4650-5.3-01"})
    void drawnHalvesAgreeWithTheSecondComputation(DhGroup group) {
        SecureRandom random = new SecureRandom();
        byte[] x = new byte[32];
        random.nextBytes(x);
        DhHalfKey drawn = DhHalfKey.generate(group, PLATFORM, random);
        DhHalfKey given = DhHalfKey.of(group, PLATFORM, SecretBytes.copyOf(x));

        BigInteger expected =
                new BigInteger(1, drawn.publicValue().toByteArray()).modPow(new BigInteger(1, x), group.prime());

        assertThat(new BigInteger(1, given.agree(drawn.publicValue()).toByteArray()))
                .isEqualTo(expected);
        assertThat(drawn.agree(given.publicValue())).isEqualTo(given.agree(drawn.publicValue()));
    }

    /** With the exponent 2 the common value of 2^2 is 16: all the octets before it are zeros. */
    @Test
    void aShortCommonValueIsFilledUpWithZeros() {
        DhHalfKey two = DhHalfKey.of(DhGroup.OAKLEY_5, PLATFORM, SecretBytes.wrap(new byte[] {2}));

        assertThat(two.publicValue().toHex()).isEqualTo("00".repeat(191) + "04");
        assertThat(Octets.copyOf(two.agree(two.publicValue()).toByteArray()).toHex())
                .isEqualTo("00".repeat(191) + "10");
    }

    @Test
    void valuesThatAreNotPublicValuesAreRefused() {
        DhGroup group = DhGroup.OAKLEY_5;
        BigInteger p = group.prime();
        DhHalfKey ours = DhHalfKey.generate(group, PLATFORM, new SecureRandom());
        for (BigInteger bad : new BigInteger[] {
            BigInteger.ZERO,
            BigInteger.ONE,
            p.subtract(BigInteger.ONE),
            p,
            p.add(BigInteger.ONE),
            // Minus a square is no square, since -1 is none.
            p.subtract(BigInteger.valueOf(4)),
        }) {
            Octets value = Octets.ofHex(String.format("%0384x", bad));
            assertThat(group.isPublicValue(value)).as(bad.toString(16)).isFalse();
            assertThatThrownBy(() -> ours.agree(value))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("DH-value");
        }
        assertThat(group.isPublicValue(ours.publicValue().slice(0, 191))).isFalse();
        assertThat(group.isPublicValue(Octets.ofHex("00".repeat(191) + "04"))).isTrue();
    }

    /** The values of RFC 3830, 6.4. */
    @ParameterizedTest
    @CsvSource({"OAKLEY_5, 0, false", "OAKLEY_1, 1, true", "OAKLEY_2, 2, true"})
    void numbersOfTheRegistryAndWhatIsOnlyByChoice(DhGroup group, int dhGroup, boolean legacy) {
        assertThat(group.dhGroup()).isEqualTo(dhGroup);
        assertThat(DhGroup.of(dhGroup)).contains(group);
        assertThat(group.isLegacy()).isEqualTo(legacy);
        assertThat(DhGroup.of(3)).isEmpty();
    }

    /** The least is 2, which generates the squares; the greatest exponent, p - 2, gives the half of 1. */
    @ParameterizedTest
    @EnumSource
    void theLeastPublicValueAndTheGreatestExponentAreTaken(DhGroup group) {
        BigInteger p = group.prime();
        int size = group.octets();
        String digits = "%0" + 2 * size + "x";

        assertThat(group.isPublicValue(Octets.ofHex("00".repeat(size - 1) + "02")))
                .isTrue();
        DhHalfKey greatest = DhHalfKey.of(group, PLATFORM, exponent(p.subtract(BigInteger.TWO)));
        assertThat(greatest.publicValue().toHex())
                .isEqualTo(digits.formatted(p.add(BigInteger.ONE).shiftRight(1)));
        for (BigInteger bad : new BigInteger[] {BigInteger.ONE, p.subtract(BigInteger.ONE)}) {
            assertThatThrownBy(() -> DhHalfKey.of(group, PLATFORM, exponent(bad)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("x: not between 2 and p - 2");
        }
    }

    private static SecretBytes exponent(BigInteger x) {
        return SecretBytes.wrap(x.toByteArray());
    }
}
