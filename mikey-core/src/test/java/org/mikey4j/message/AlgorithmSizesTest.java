package org.mikey4j.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sizes that follow from an algorithm: MACs, hashes, Diffie-Hellman values, points and timestamps. */
class AlgorithmSizesTest {
    private static Octets octets(int length) {
        return Octets.copyOf(new byte[length]);
    }

    private static void assertReadBack(Payload payload) {
        Octets encoded = PayloadChain.encode(List.of(payload));
        assertThat(encoded.length()).isEqualTo(1 + payload.bodyLength());
        assertThat(PayloadChain.decode(encoded, payload.type())).containsExactly(payload);
    }

    @ParameterizedTest(name = "{1}: {2} octets")
    @CsvSource({"0, NULL, 0", "1, HMAC-SHA-1-160, 20", "2, HMAC-SHA-256-256, 32"})
    void aMacIsAsLongAsItsAlgorithmHasIt(int macAlg, String name, int size) {
        assertReadBack(new KemacPayload(1, octets(5), macAlg, octets(size)));
        assertReadBack(new VPayload(macAlg, octets(size)));
        assertThatThrownBy(() -> new KemacPayload(1, Octets.EMPTY, macAlg, octets(size + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("MAC: %d octets, but MAC alg %s has %d", size + 1, name, size);
        assertThatThrownBy(() -> new VPayload(macAlg, octets(size + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ver data: %d octets, but auth alg %s has %d", size + 1, name, size);
    }

    @ParameterizedTest(name = "{1}: {2} octets")
    @CsvSource({"0, SHA-1, 20", "1, MD5, 16", "2, SHA-256, 32"})
    void aHashIsAsLongAsItsFunctionHasIt(int hashFunc, String name, int size) {
        assertReadBack(new ChashPayload(hashFunc, octets(size)));
        assertThatThrownBy(() -> new ChashPayload(hashFunc, octets(size - 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("hash: %d octets, but %s has %d", size - 1, name, size);
    }

    /** Primes of 1536, 768 and 1024 bits. */
    @ParameterizedTest(name = "{1}: {2} octets")
    @CsvSource({"0, OAKLEY-5, 192", "1, OAKLEY-1, 96", "2, OAKLEY-2, 128"})
    void aDiffieHellmanValueIsAsLongAsThePrime(int group, String name, int size) {
        assertReadBack(new DhPayload(group, octets(size), new KeyValidity.Spi(Octets.ofHex("0a0b"))));
        assertThatThrownBy(() -> new DhPayload(group, octets(size - 1), KeyValidity.NULL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("DH-value: %d octets, but %s has %d", size - 1, name, size);
    }

    /** One octet and two coordinates, each as many whole octets as the field needs; then zeros up to a multiple of 4. */
    @ParameterizedTest(name = "{1}: {2} octets, {3} in all")
    @CsvSource({
        "1, P-192, 49, 52",
        "2, B-163, 43, 48",
        "3, K-163, 43, 48",
        "4, sect163r1, 43, 48",
        "5, P-224, 57, 60",
        "6, B-233, 61, 64",
        "7, K-233, 61, 64",
        "8, P-256, 65, 68",
        "9, B-283, 73, 76",
        "10, K-283, 73, 76",
        "11, P-384, 97, 100",
        "12, B-409, 105, 108",
        "13, K-409, 105, 108",
        "14, P-521, 133, 136",
        "15, B-571, 145, 148",
        "16, K-571, 145, 148"
    })
    void aPointIsAsLongAsItsCurveHasItAndIsFilledUp(int curve, String name, int size, int paddedFromTheStart) {
        EccptPayload payload = new EccptPayload(curve, Octets.ofHex("77".repeat(size)), 1, 128, KeyValidity.NULL);

        assertThat(PayloadChain.encode(List.of(payload)).toHex())
                .isEqualTo("00" + String.format("%02x", curve) + "77".repeat(size)
                        + "00".repeat(paddedFromTheStart - 2 - size) + "01" + "0080" + "00");
        assertReadBack(payload);
        assertThatThrownBy(() -> new EccptPayload(curve, octets(size + 1), 0, 0, KeyValidity.NULL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ECC point: %d octets, but a point of %s has %d", size + 1, name, size);
    }

    @Test
    void algorithmsOfUnknownSizeAreRefusedByName() {
        assertThatThrownBy(() -> new VPayload(3, Octets.EMPTY)).hasMessage("MAC alg: unknown(3)");
        assertThatThrownBy(() -> new KemacPayload(0, Octets.EMPTY, 241, Octets.EMPTY))
                .hasMessage("MAC alg: private(241)");
        assertThatThrownBy(() -> new ChashPayload(3, Octets.EMPTY)).hasMessage("hash func: unknown(3)");
        assertThatThrownBy(() -> new DhPayload(3, Octets.EMPTY, KeyValidity.NULL))
                .hasMessage("DH-Group: unknown(3)");
        assertThatThrownBy(() -> new EccptPayload(17, Octets.EMPTY, 0, 0, KeyValidity.NULL))
                .hasMessage("ECC curve: unknown(17)");
        assertThatThrownBy(() -> new EccptPayload(0, Octets.EMPTY, 0, 0, KeyValidity.NULL))
                .hasMessage("ECC curve: unknown(0)");
        assertThatThrownBy(() -> new TPayload(4, 0)).hasMessage("TS type: unknown(4)");
        assertThatThrownBy(() -> new TrPayload(1, 4, 0)).hasMessage("TS type: unknown(4)");
    }

    @Test
    void onlySomeKeysHaveASalt() {
        Octets one = Octets.ofHex("aa");
        for (int type : new int[] {1, 3, 5}) {
            assertReadBack(new KeyDataPayload(type, one, one, KeyValidity.NULL));
        }
        assertThatThrownBy(() -> new KeyDataPayload(0, one, one, KeyValidity.NULL))
                .hasMessage("salt data: TGK has no salt");
        assertThatThrownBy(() -> new KeyDataPayload(7, one, one, KeyValidity.NULL))
                .hasMessage("salt data: K_PR has no salt");
    }

    @ParameterizedTest(name = "TS type {0}")
    @CsvSource({
        "0, fedcba9876543210, fedcba9876543210, fedcba9876543210",
        "1, fedcba9876543210, fedcba9876543210, fedcba9876543210",
        "2, fedcba98, fedcba98, 00000000fedcba98",
        "3, fedcba98, fedcba98, fedcba9800000000"
    })
    void aTimestampIsFilledUpTo64BitsOnTheSideOfItsType(int tsType, String value, String wire, String filled) {
        TPayload payload = new TPayload(tsType, Long.parseUnsignedLong(value, 16));

        assertThat(payload.valueOctets().toHex()).isEqualTo(wire);
        assertThat(payload.valueLength()).isEqualTo(wire.length() / 2);
        assertThat(payload.timestamp64()).isEqualTo(Long.parseUnsignedLong(filled, 16));
        assertReadBack(payload);
        assertReadBack(new TrPayload(2, tsType, Long.parseUnsignedLong(value, 16)));
    }
}
