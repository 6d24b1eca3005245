package org.mikey4j.crypto.sakke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mikey4j.crypto.IdentityVectors.octets;
import static org.mikey4j.crypto.IdentityVectors.secret;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.crypto.IdentityVectors;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.sakke.SakkeException.Rule;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.Proves;

/** What is refused, and with which rule. */
class SakkeRefusalTest {
    private static final JsonNode VECTOR = IdentityVectors.file("rfc6508.json");
    private static final Octets IDENTIFIER = octets(VECTOR, "identifier");
    private static final Octets OTHER = Octets.of("2011-03\0tel:+447700900123\0", StandardCharsets.US_ASCII);
    private static final Octets DATA = octets(VECTOR, "encapsulated");
    private static final SakkePublicKey PUBLIC_KEY = SakkePublicKey.decode(octets(VECTOR, "publicKey"));
    private static final SakkeReceiverKey KEY =
            SakkeReceiverKey.validate(PUBLIC_KEY, IDENTIFIER, secret(VECTOR, "rsk"));

    /** (0, 0), the one point of order two. */
    private static final Octets ORDER_TWO = Octets.ofHex("04" + "00".repeat(256));

    @AfterAll
    static void wipe() {
        KEY.close();
    }

    /** Bits in the form octet, x, y and H, in the first and the last octet of each. */
    static IntStream changedOctets() {
        return IntStream.of(0, 1, 128, 129, 256, 257, 272);
    }

    @ParameterizedTest
    @MethodSource("changedOctets")
    @Proves("R6508-6.2.2-01")
    void anyChangedPartOfTheDataIsRefused(int at) {
        Rule expected = at < 257 ? Rule.R_POINT : Rule.R_MISMATCH;

        assertRefused(() -> KEY.decapsulate(changed(DATA, at)), expected);
    }

    @Test
    @Proves("R6508-6.2.2-01")
    void rOfAnotherMessageIsRefused() {
        Octets other = PUBLIC_KEY.encapsulate(IDENTIFIER, SecretBytes.wrap(new byte[16]));
        Octets mixed =
                Octets.ofHex(other.slice(0, 257).toHex() + DATA.slice(257, 16).toHex());

        assertRefused(() -> KEY.decapsulate(mixed), Rule.R_MISMATCH);
    }

    @Test
    void negatedRIsRefused() {
        BigInteger p = new BigInteger(VECTOR.get("parameters").get("p").asText(), 16);
        BigInteger y = new BigInteger(VECTOR.get("ry").asText(), 16);
        String negated = "04" + VECTOR.get("rx").asText() + "%0256x".formatted(p.subtract(y));

        assertRefused(
                () -> KEY.decapsulate(Octets.ofHex(negated + VECTOR.get("h").asText())), Rule.R_MISMATCH);
    }

    @Test
    void dataForAnotherIdentifierAreRefused() {
        Octets forOther = PUBLIC_KEY.encapsulate(OTHER, secret(VECTOR, "ssv"));

        assertRefused(() -> KEY.decapsulate(forOther), Rule.R_MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16, 256, 257, 272, 274, 289})
    void dataOfAnotherLengthAreRefused(int length) {
        byte[] octets = new byte[length];
        DATA.slice(0, Math.min(length, DATA.length())).copyTo(octets, 0);

        assertRefused(() -> KEY.decapsulate(Octets.copyOf(octets)), Rule.DATA_LENGTH);
    }

    @Test
    void longSharedSecretValuesNeedTheirOption() {
        SecretBytes ssv = SecretBytes.wrap(new byte[32]);
        assertRefused(() -> PUBLIC_KEY.encapsulate(IDENTIFIER, ssv), Rule.SSV_LENGTH);
        assertRefused(
                () -> PUBLIC_KEY.encapsulate(IDENTIFIER, secret(VECTOR, "ssv"), SsvSize.BITS_256), Rule.SSV_LENGTH);

        Octets data = PUBLIC_KEY.encapsulate(IDENTIFIER, ssv, SsvSize.BITS_256);
        assertRefused(() -> KEY.decapsulate(data), Rule.DATA_LENGTH);
        assertRefused(() -> KEY.decapsulate(DATA, SakkeOptions.STRICT.withSsvSize(SsvSize.BITS_256)), Rule.DATA_LENGTH);
    }

    @Test
    @Proves("R6508-6.2.2-02")
    void pointsOfSmallOrderAreRefused() {
        Octets h = DATA.slice(257, 16);
        assertRefused(() -> KEY.decapsulate(Octets.ofHex(ORDER_TWO.toHex() + h.toHex())), Rule.R_ORDER);
        assertRefused(() -> KEY.decapsulate(Octets.ofHex(orderFour().toHex() + h.toHex())), Rule.R_ORDER);
        assertRefused(() -> SakkePublicKey.decode(ORDER_TWO), Rule.PUBLIC_KEY_ORDER);
        assertRefused(() -> SakkePublicKey.decode(orderFour()), Rule.PUBLIC_KEY_ORDER);
        assertRefused(
                () -> SakkeReceiverKey.validate(PUBLIC_KEY, IDENTIFIER, SecretBytes.copyOf(ORDER_TWO)), Rule.RSK_ORDER);
        assertRefused(
                () -> SakkeReceiverKey.validate(PUBLIC_KEY, IDENTIFIER, SecretBytes.copyOf(orderFour())),
                Rule.RSK_ORDER);
    }

    @Test
    @Proves("R6508-6.2.2-02")
    void pointsOutsideTheSubgroupAreRefused() {
        Octets outside = plusOrderTwo(DATA.slice(0, 257));

        assertRefused(
                () -> KEY.decapsulate(
                        Octets.ofHex(outside.toHex() + DATA.slice(257, 16).toHex())),
                Rule.R_MISMATCH);
        assertRefused(() -> SakkePublicKey.decode(outside), Rule.PUBLIC_KEY_ORDER);
        assertRefused(
                () -> SakkeReceiverKey.validate(PUBLIC_KEY, IDENTIFIER, SecretBytes.copyOf(outside)), Rule.RSK_ORDER);
    }

    @Test
    @Proves("R6508-4-01")
    void infinityAndOtherFormsAreRefused() {
        Octets infinity = Octets.ofHex("00");
        Octets compressed = Octets.ofHex("02" + VECTOR.get("rx").asText());
        for (Octets form : new Octets[] {Octets.EMPTY, infinity, compressed}) {
            assertRefused(() -> SakkePublicKey.decode(form), Rule.PUBLIC_KEY_POINT);
            assertRefused(
                    () -> SakkeReceiverKey.validate(PUBLIC_KEY, IDENTIFIER, SecretBytes.copyOf(form)), Rule.RSK_POINT);
        }
    }

    @Test
    @Proves("R6508-6.1.2-01")
    void receiverKeyOfAnotherIdentifierOrServiceIsRefused() {
        assertRefused(() -> SakkeReceiverKey.validate(PUBLIC_KEY, OTHER, secret(VECTOR, "rsk")), Rule.RSK_VALIDATION);

        SakkePublicKey otherService =
                SakkeMasterSecret.of(number(BigInteger.TWO)).publicKey();
        assertRefused(
                () -> SakkeReceiverKey.validate(otherService, IDENTIFIER, secret(VECTOR, "rsk")), Rule.RSK_VALIDATION);
    }

    @Test
    @Proves("R6508-2.2-01")
    void identifiersAreIntegersFromTwoToTheOrder() {
        BigInteger q = new BigInteger(VECTOR.get("parameters").get("q").asText(), 16);
        SecretBytes ssv = secret(VECTOR, "ssv");
        for (String hex : new String[] {"", "00", "01", "000001", q.toString(16), "01" + "00".repeat(128)}) {
            assertRefused(() -> PUBLIC_KEY.encapsulate(Octets.ofHex(hex), ssv), Rule.IDENTIFIER_RANGE);
        }
        assertThat(PUBLIC_KEY.encapsulate(Octets.ofHex("02"), ssv).length()).isEqualTo(273);
        assertThat(PUBLIC_KEY
                        .encapsulate(Octets.ofHex(q.subtract(BigInteger.ONE).toString(16)), ssv)
                        .length())
                .isEqualTo(273);
    }

    @Test
    void identifierThatIsTheMasterSecretsNegativeHasNoKey() {
        BigInteger q = new BigInteger(VECTOR.get("parameters").get("q").asText(), 16);
        BigInteger z = new BigInteger(VECTOR.get("masterSecret").asText(), 16);
        Octets negative = Octets.ofHex(q.subtract(z).toString(16));
        try (SakkeMasterSecret masterSecret = SakkeMasterSecret.of(number(z))) {
            assertRefused(() -> masterSecret.extract(negative), Rule.IDENTIFIER_UNUSABLE);
        }
        assertRefused(() -> PUBLIC_KEY.encapsulate(negative, secret(VECTOR, "ssv")), Rule.IDENTIFIER_UNUSABLE);
        assertRefused(
                () -> SakkeReceiverKey.validate(PUBLIC_KEY, negative, secret(VECTOR, "rsk")), Rule.IDENTIFIER_UNUSABLE);
    }

    @Test
    @Proves("R6508-6.1-01")
    void masterSecretsAreFromTwoToTheOrder() {
        BigInteger q = new BigInteger(VECTOR.get("parameters").get("q").asText(), 16);
        for (BigInteger value : new BigInteger[] {BigInteger.ZERO, BigInteger.ONE, q}) {
            assertRefused(() -> SakkeMasterSecret.of(number(value)), Rule.MASTER_SECRET_RANGE);
        }
        assertRefused(() -> SakkeMasterSecret.of(SecretBytes.wrap(new byte[] {2})), Rule.MASTER_SECRET_RANGE);
    }

    @Test
    @Proves("R6508-7-01")
    void closedKeysDoNothing() {
        SakkeReceiverKey key = SakkeReceiverKey.validate(PUBLIC_KEY, IDENTIFIER, secret(VECTOR, "rsk"));
        key.close();
        SakkeMasterSecret masterSecret = SakkeMasterSecret.of(secret(VECTOR, "masterSecret"));
        masterSecret.close();

        assertThatThrownBy(() -> key.decapsulate(DATA))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the secret was wiped");
        assertThatThrownBy(key::rsk).isInstanceOf(IllegalStateException.class).hasMessage("the secret was wiped");
        assertThatThrownBy(() -> masterSecret.extract(IDENTIFIER))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the secret was wiped");
    }

    @Test
    void noSecretIsShown() {
        assertThat(KEY.toString()).doesNotContain(VECTOR.get("rsk").asText().substring(2, 34));
        try (SakkeMasterSecret masterSecret = SakkeMasterSecret.of(secret(VECTOR, "masterSecret"))) {
            assertThat(masterSecret.toString()).doesNotContain("aff429d35f84");
        }
    }

    private static Octets changed(Octets octets, int at) {
        byte[] copy = octets.toByteArray();
        copy[at] ^= 1;
        return Octets.copyOf(copy);
    }

    private static SecretBytes number(BigInteger value) {
        return SecretBytes.copyOf(Octets.ofHex("%0256x".formatted(value)));
    }

    /** A point of order four: the tangent at it meets (0, 0), so x^2 = -3 and y^2 = x^3 - 3x. */
    private static Octets orderFour() {
        BigInteger p = new BigInteger(VECTOR.get("parameters").get("p").asText(), 16);
        BigInteger root = p.add(BigInteger.ONE).shiftRight(2);
        BigInteger x = p.subtract(BigInteger.valueOf(3)).modPow(root, p);
        BigInteger square = x.pow(3).subtract(x.multiply(BigInteger.valueOf(3))).mod(p);
        BigInteger y = square.modPow(root, p);
        if (!y.multiply(y).mod(p).equals(square)) {
            x = p.subtract(x);
            y = p.subtract(square).modPow(root, p);
        }
        return Octets.ofHex("04" + "%0256x".formatted(x) + "%0256x".formatted(y));
    }

    /** The sum of a point and (0, 0): (-3/x, 3y/x^2). */
    private static Octets plusOrderTwo(Octets point) {
        BigInteger p = new BigInteger(VECTOR.get("parameters").get("p").asText(), 16);
        BigInteger x = new BigInteger(1, point.slice(1, 128).toByteArray());
        BigInteger y = new BigInteger(1, point.slice(129, 128).toByteArray());
        BigInteger inverse = x.modInverse(p);
        BigInteger three = BigInteger.valueOf(3);
        return Octets.ofHex("04"
                + "%0256x".formatted(three.negate().multiply(inverse).mod(p))
                + "%0256x".formatted(three.multiply(y).multiply(inverse.pow(2)).mod(p)));
    }

    private static void assertRefused(ThrowingCallable action, Rule rule) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        SakkeException.class, e -> assertThat(e.rule()).isEqualTo(rule));
    }

    @Test
    void publicKeysAreEqualWhereTheirPointsAre() {
        assertThat(SakkePublicKey.decode(octets(VECTOR, "publicKey")))
                .isEqualTo(PUBLIC_KEY)
                .hasSameHashCodeAs(PUBLIC_KEY);
        assertThat(SakkeMasterSecret.of(number(BigInteger.TWO)).publicKey()).isNotEqualTo(PUBLIC_KEY);
        assertThat(PUBLIC_KEY.equals(PUBLIC_KEY.encode())).isFalse();
    }
}
