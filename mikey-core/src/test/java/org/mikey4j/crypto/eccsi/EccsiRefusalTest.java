package org.mikey4j.crypto.eccsi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.eccsi.EccsiException.Rule;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.Proves;

/** What is refused, and with which rule. */
class EccsiRefusalTest {
    private static final String ORDER = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
    private static final String MODULUS = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";
    private static final Octets IDENTIFIER = Octets.of("2011-02\0tel:+447700900123\0", StandardCharsets.US_ASCII);
    private static final Octets OTHER = Octets.of("2011-03\0tel:+447700900123\0", StandardCharsets.US_ASCII);
    private static final Octets MESSAGE = Octets.of("message\0", StandardCharsets.US_ASCII);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Ksak KSAK = Ksak.generate(RANDOM);
    private static final Kpak KPAK = KSAK.kpak();
    private static final EccsiSigningKey KEY = KSAK.issue(IDENTIFIER, RANDOM);
    private static final Octets SIGNATURE = KEY.sign(MESSAGE, RANDOM);

    /** The first and last octets of r, s, and the form, x and y of the PVT. */
    static IntStream changedOctets() {
        return IntStream.of(0, 31, 32, 63, 64, 65, 96, 97, 128);
    }

    @ParameterizedTest
    @MethodSource("changedOctets")
    @Proves("R6507-5.2.2-01")
    void anyChangedPartOfASignatureIsRefused(int at) {
        Rule expected = at < 64 ? Rule.SIGNATURE_MISMATCH : Rule.PVT_POINT;

        assertRefused(() -> KPAK.verify(IDENTIFIER, MESSAGE, changed(SIGNATURE, at)), expected);
    }

    @Test
    @Proves("R6507-5.2.2-01")
    void signatureWithThePvtOfAnotherKeyIsRefused() {
        EccsiSigningKey second = KSAK.issue(IDENTIFIER, RANDOM);
        Octets mixed =
                Octets.ofHex(SIGNATURE.slice(0, 64).toHex() + second.pvt().toHex());

        assertRefused(() -> KPAK.verify(IDENTIFIER, MESSAGE, mixed), Rule.SIGNATURE_MISMATCH);
    }

    @Test
    @Proves("R6507-5.2.2-02")
    void otherIdentifierMessageOrServiceIsRefused() {
        assertRefused(() -> KPAK.verify(OTHER, MESSAGE, SIGNATURE), Rule.SIGNATURE_MISMATCH);
        assertRefused(() -> KPAK.verify(IDENTIFIER, MESSAGE.slice(0, 7), SIGNATURE), Rule.SIGNATURE_MISMATCH);
        Kpak other = Ksak.generate(RANDOM).kpak();
        assertRefused(() -> other.verify(IDENTIFIER, MESSAGE, SIGNATURE), Rule.SIGNATURE_MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 64, 128, 130})
    @Proves("R6507-3.3-01")
    void signatureOfAnotherLengthIsRefused(int length) {
        byte[] octets = new byte[length];
        SIGNATURE.slice(0, Math.min(length, SIGNATURE.length())).copyTo(octets, 0);

        assertRefused(() -> KPAK.verify(IDENTIFIER, MESSAGE, Octets.copyOf(octets)), Rule.SIGNATURE_LENGTH);
    }

    @Test
    @Proves("R6507-5.2.2-02")
    void partsOutOfRangeAreRefused() {
        String r = SIGNATURE.slice(0, 32).toHex();
        String s = SIGNATURE.slice(32, 32).toHex();
        String pvt = KEY.pvt().toHex();
        for (String parts : new String[] {r + "00".repeat(32), r + ORDER, r + "ff".repeat(32), MODULUS + s}) {
            assertRefused(() -> KPAK.verify(IDENTIFIER, MESSAGE, Octets.ofHex(parts + pvt)), Rule.SIGNATURE_RANGE);
        }
        assertRefused(
                () -> KPAK.verify(IDENTIFIER, MESSAGE, Octets.ofHex("00".repeat(32) + s + pvt)),
                Rule.SIGNATURE_MISMATCH);
    }

    @Test
    @Proves("R6507-5.1.2-01")
    void pointsThatAreNotOnTheCurveAreRefused() {
        Octets infinity = Octets.ofHex("00");
        Octets origin = Octets.ofHex("04" + "00".repeat(64));
        Octets compressed = Octets.ofHex("02" + KPAK.encode().slice(1, 32).toHex());
        for (Octets point : new Octets[] {Octets.EMPTY, infinity, origin, compressed, changed(KPAK.encode(), 64)}) {
            assertRefused(() -> Kpak.decode(point), Rule.KPAK_POINT);
            assertRefused(() -> EccsiSigningKey.validate(KPAK, IDENTIFIER, KEY.ssk(), point), Rule.PVT_POINT);
        }
    }

    @Test
    @Proves("R6507-5.1.2-01")
    void keyMaterialThatDoesNotFitIsRefused() {
        SecretBytes wrong = SecretBytes.wrap(
                changed(Octets.copyOf(KEY.ssk().toByteArray()), 31).toByteArray());
        assertRefused(() -> EccsiSigningKey.validate(KPAK, IDENTIFIER, wrong, KEY.pvt()), Rule.SSK_VALIDATION);
        assertRefused(() -> EccsiSigningKey.validate(KPAK, OTHER, KEY.ssk(), KEY.pvt()), Rule.SSK_VALIDATION);
        Kpak other = Ksak.generate(RANDOM).kpak();
        assertRefused(() -> EccsiSigningKey.validate(other, IDENTIFIER, KEY.ssk(), KEY.pvt()), Rule.SSK_VALIDATION);
        Octets otherPvt = KSAK.issue(IDENTIFIER, RANDOM).pvt();
        assertRefused(() -> EccsiSigningKey.validate(KPAK, IDENTIFIER, KEY.ssk(), otherPvt), Rule.SSK_VALIDATION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "01", "0000000000000000000000000000000000000000000000000000000000000000", ORDER})
    @Proves("R6507-4.2-01")
    void secretsOutOfRangeAreRefused(String hex) {
        SecretBytes secret = SecretBytes.copyOf(Octets.ofHex(hex));

        assertRefused(() -> EccsiSigningKey.validate(KPAK, IDENTIFIER, secret, KEY.pvt()), Rule.SSK_RANGE);
        assertRefused(() -> Ksak.of(secret), Rule.KSAK_RANGE);
    }

    @Test
    @Proves("R6507-5.2.1-01")
    void everySignatureIsAnotherOne() {
        assertThat(KEY.sign(MESSAGE, RANDOM)).isNotEqualTo(SIGNATURE);
    }

    @Test
    void closedKeyDoesNotSign() {
        EccsiSigningKey key = KSAK.issue(IDENTIFIER, RANDOM);
        key.close();

        assertThatThrownBy(() -> key.sign(MESSAGE, RANDOM))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the secret was wiped");
    }

    @Test
    void closedServiceKeyIssuesNothing() {
        Ksak service = Ksak.generate(RANDOM);
        service.close();

        assertThatThrownBy(() -> service.issue(IDENTIFIER, RANDOM))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the secret was wiped");
    }

    @Test
    void publicKeysAreEqualWhereTheirPointsAre() {
        assertThat(Kpak.decode(KPAK.encode())).isEqualTo(KPAK).hasSameHashCodeAs(KPAK);
        assertThat(Ksak.generate(RANDOM).kpak()).isNotEqualTo(KPAK);
    }

    @Test
    @Proves("R6507-4.2-01")
    void noSecretIsShown() {
        String ssk = Octets.copyOf(KEY.ssk().toByteArray()).toHex();
        String ksak = Octets.copyOf(KSAK.secret().toByteArray()).toHex();

        assertThat(KEY.toString()).doesNotContain(ssk);
        assertThat(KSAK.toString()).doesNotContain(ksak);
    }

    private static Octets changed(Octets octets, int at) {
        byte[] copy = octets.toByteArray();
        copy[at] ^= 1;
        return Octets.copyOf(copy);
    }

    private static void assertRefused(ThrowingCallable action, Rule rule) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        EccsiException.class, e -> assertThat(e.rule()).isEqualTo(rule))
                .hasMessageMatching("[A-Za-z].+ \\(RFC 6507, [3-5]\\.[0-9. and]+\\)");
    }
}
