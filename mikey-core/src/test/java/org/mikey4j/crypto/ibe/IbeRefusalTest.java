package org.mikey4j.crypto.ibe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.BERSequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.ibe.IbeException.Rule;
import org.mikey4j.crypto.internal.CurveArithmetic;
import org.mikey4j.crypto.internal.Scalars;
import org.mikey4j.message.Octets;

/** What is refused, by name: wrong keys, wrong identities, changed data, points that are none or of another order. */
class IbeRefusalTest {
    private static final IbeDomain DOMAIN = IbeDomain.DEFAULT;
    private static final BigInteger P = DOMAIN.field().modulus();
    private static final BigInteger Q = DOMAIN.scalars().modulus();
    private static final BigInteger X =
            coordinate(DOMAIN.curve().encode(DOMAIN.generator().base()), 0);
    private static final BigInteger Y =
            coordinate(DOMAIN.curve().encode(DOMAIN.generator().base()), 1);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Octets BOB = Octets.of("bob 2026-11", StandardCharsets.US_ASCII);
    private static final Octets BOB_LATER = Octets.of("bob 2026-12", StandardCharsets.US_ASCII);
    private static final IbeMasterSecret MASTER = IbeMasterSecret.generate(DOMAIN, RANDOM);
    private static final IbeMasterSecret OTHER = IbeMasterSecret.generate(DOMAIN, RANDOM);
    private static final IbeParameters KMS = MASTER.parameters();
    private static final IbePrivateKey KEY = MASTER.extract(BOB);
    private static final SecretBytes MESSAGE = SecretBytes.copyOf("a message".getBytes(StandardCharsets.US_ASCII));
    private static final Octets CIPHERTEXT = KMS.encrypt(BOB, MESSAGE, RANDOM);

    @Test
    void whatIsEncryptedIsDecrypted() {
        assertThat(KEY.decrypt(CIPHERTEXT)).isEqualTo(MESSAGE);
        assertThat(CIPHERTEXT.length() - MESSAGE.length()).isLessThanOrEqualTo(IbeParameters.MAX_OVERHEAD_OCTETS);
        assertThat(KMS.encrypt(BOB, MESSAGE, RANDOM)).isNotEqualTo(CIPHERTEXT);
        for (int length : new int[] {0, 1, 32, 33, 1000}) {
            SecretBytes message = SecretBytes.random(RANDOM, length);
            assertThat(KEY.decrypt(KMS.encrypt(BOB, message, RANDOM))).isEqualTo(message);
        }
    }

    @Test
    void keysAreReadBack() {
        SecretBytes der = KEY.encode();
        assertThat(IbePrivateKey.decode(KMS, BOB, der).decrypt(CIPHERTEXT)).isEqualTo(MESSAGE);
        assertThat(IbeParameters.decode(DOMAIN, KMS.encode())).isEqualTo(KMS);
        assertThat(IbeMasterSecret.of(DOMAIN, MASTER.secret()).parameters()).isEqualTo(KMS);
        assertThat(OTHER.parameters()).isNotEqualTo(KMS);
        assertThat(IbeDomain.of(P, Q, X, Y)).isNotNull();
    }

    @Test
    void anotherIdentityPeriodOrServiceDecryptsNothing() {
        refused(Rule.CIPHERTEXT_MISMATCH, () -> MASTER.extract(BOB_LATER).decrypt(CIPHERTEXT));
        refused(Rule.CIPHERTEXT_MISMATCH, () -> OTHER.extract(BOB).decrypt(CIPHERTEXT));
    }

    @Test
    void everyChangedOctetIsRefused() {
        byte[] octets = CIPHERTEXT.toByteArray();
        // One octet in seven, and all of the frame, V and W behind U: each costs a pairing.
        for (int i = 0; i < octets.length; i += i < 16 || i > octets.length - 60 ? 1 : 7) {
            byte[] changed = octets.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> KEY.decrypt(Octets.copyOf(changed)))
                    .as("octet %d", i)
                    .isInstanceOf(IbeException.class);
        }
    }

    @Test
    void everyTruncationIsRefused() {
        for (int length = 0; length < CIPHERTEXT.length(); length++) {
            Octets cut = CIPHERTEXT.slice(0, length);
            refused(Rule.CIPHERTEXT_FORM, () -> KEY.decrypt(cut));
        }
        byte[] longer = Arrays.copyOf(CIPHERTEXT.toByteArray(), CIPHERTEXT.length() + 1);
        refused(Rule.CIPHERTEXT_FORM, () -> KEY.decrypt(Octets.copyOf(longer)));
    }

    @Test
    void ciphertextsHaveOneForm() throws Exception {
        byte[] v = new byte[32];
        byte[] w = new byte[9];
        byte[] otherVersion = sequence(3, X, Y, v, w).getEncoded(ASN1Encoding.DER);
        refused(Rule.CIPHERTEXT_FORM, () -> KEY.decrypt(Octets.copyOf(otherVersion)));
        byte[] shortV = sequence(2, X, Y, new byte[31], w).getEncoded(ASN1Encoding.DER);
        refused(Rule.CIPHERTEXT_FORM, () -> KEY.decrypt(Octets.copyOf(shortV)));
        byte[] negative = sequence(2, X.negate(), Y, v, w).getEncoded(ASN1Encoding.DER);
        refused(Rule.CIPHERTEXT_FORM, () -> KEY.decrypt(Octets.copyOf(negative)));
        byte[] ber = new BERSequence(parts(2, X, Y, v, w)).getEncoded(ASN1Encoding.BER);
        refused(Rule.CIPHERTEXT_FORM, () -> KEY.decrypt(Octets.copyOf(ber)));
    }

    @Test
    void pointsOffTheCurveAndOfLowOrderAreRefusedByName() {
        refused(Rule.CIPHERTEXT_POINT, () -> KEY.decrypt(ciphertext(X, Y.add(BigInteger.ONE))));
        refused(Rule.CIPHERTEXT_POINT, () -> KEY.decrypt(ciphertext(X, Y.add(P))));
        // (-1, 0) has order 2, (0, 1) order 3; both lie on y^2 = x^3 + 1.
        refused(Rule.CIPHERTEXT_ORDER, () -> KEY.decrypt(ciphertext(P.subtract(BigInteger.ONE), BigInteger.ZERO)));
        refused(Rule.CIPHERTEXT_ORDER, () -> KEY.decrypt(ciphertext(BigInteger.ZERO, BigInteger.ONE)));

        refused(Rule.PUBLIC_KEY_POINT, () -> IbeParameters.decode(DOMAIN, point(X, Y.add(BigInteger.ONE))));
        refused(Rule.PUBLIC_KEY_POINT, () -> IbeParameters.decode(DOMAIN, Octets.EMPTY));
        refused(Rule.PUBLIC_KEY_ORDER, () -> IbeParameters.decode(DOMAIN, point(BigInteger.ZERO, BigInteger.ONE)));
    }

    @Test
    void privateKeysOfOthersAreRefused() {
        refused(Rule.PRIVATE_KEY_VALIDATION, () -> IbePrivateKey.decode(KMS, BOB_LATER, KEY.encode()));
        refused(Rule.PRIVATE_KEY_VALIDATION, () -> IbePrivateKey.decode(OTHER.parameters(), BOB, KEY.encode()));
        refused(
                Rule.PRIVATE_KEY_VALIDATION,
                () -> IbePrivateKey.decode(KMS, BOB, privateKey(BigInteger.ZERO, BigInteger.ONE)));
        refused(Rule.PRIVATE_KEY_FORM, () -> IbePrivateKey.decode(KMS, BOB, privateKey(X, Y.add(BigInteger.ONE))));
        refused(Rule.PRIVATE_KEY_FORM, () -> IbePrivateKey.decode(KMS, BOB, SecretBytes.empty()));
    }

    @Test
    void masterSecretsOutsideTheRangeAreRefused() {
        for (BigInteger s : new BigInteger[] {BigInteger.ZERO, BigInteger.ONE, Q}) {
            refused(
                    Rule.MASTER_SECRET_RANGE,
                    () -> IbeMasterSecret.of(DOMAIN, SecretBytes.wrap(IbeDomain.fixed(s, 32))));
        }
    }

    @Test
    void domainsThatAreNoneAreRefused() {
        refused(Rule.DOMAIN_SIZE, () -> IbeDomain.of(P.shiftRight(1), Q, X, Y));
        refused(Rule.DOMAIN_SIZE, () -> IbeDomain.of(P, Q.shiftLeft(1), X, Y));
        refused(Rule.DOMAIN_SIZE, () -> IbeDomain.of(P.negate(), Q, X, Y));
        refused(Rule.DOMAIN_PRIMES, () -> IbeDomain.of(P.add(BigInteger.TWO), Q, X, Y));
        refused(Rule.DOMAIN_PRIMES, () -> IbeDomain.of(P, Q.add(BigInteger.TWO), X, Y));
        // 11 modulo 12 and a multiple of q less one, but not prime
        refused(Rule.DOMAIN_PRIMES, () -> IbeDomain.of(P.add(Q.multiply(BigInteger.valueOf(12))), Q, X, Y));
        refused(Rule.DOMAIN_GENERATOR, () -> IbeDomain.of(P, Q, X, Y.add(BigInteger.ONE)));
        refused(Rule.DOMAIN_GENERATOR, () -> IbeDomain.of(P, Q, X, Y.add(P)));
        refused(Rule.DOMAIN_GENERATOR, () -> IbeDomain.of(P, Q, BigInteger.ZERO, BigInteger.ONE));
    }

    @Test
    void wipedKeysDoNothing() {
        IbePrivateKey key = MASTER.extract(BOB);
        key.close();
        assertThatThrownBy(() -> key.decrypt(CIPHERTEXT)).isInstanceOf(IllegalStateException.class);
        IbeMasterSecret master = IbeMasterSecret.generate(DOMAIN, RANDOM);
        master.close();
        assertThatThrownBy(() -> master.extract(BOB))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the secret was wiped");
    }

    @Test
    void nothingSecretIsPrinted() {
        String secret = coordinate(KEY.encode().toByteArray(), 9).toString(16);
        assertThat(KEY.toString())
                .isEqualTo("IbePrivateKey[identity=" + BOB + "]")
                .doesNotContain(secret);
        assertThat(MASTER.toString()).isEqualTo("IbeMasterSecret[parameters=" + KMS.encode() + "]");
    }

    @Test
    void theMultiplierIsTheHashReduced() {
        byte[] rho = SecretBytes.random(RANDOM, 32).toByteArray();
        byte[] message = MESSAGE.toByteArray();
        byte[] wide = DOMAIN.hash().wide(rho, DOMAIN.hash().digest(message));
        try (CurveArithmetic arithmetic = new CurveArithmetic(DOMAIN.curve())) {
            byte[] reduced = IbeDomain.fixed(new BigInteger(1, wide).mod(Q), 32);
            assertThat(arithmetic.areEqual(
                            DOMAIN.generator().multiply(arithmetic, KMS.multiplier(rho, message)),
                            DOMAIN.generator().multiply(arithmetic, Scalars.limbs(DOMAIN.scalars(), reduced))))
                    .isTrue();
        }
    }

    private static void refused(Rule rule, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        IbeException.class, e -> assertThat(e.rule()).isEqualTo(rule))
                .hasMessageMatching("[A-Za-z].+ \\(RFC 5091, [2458][0-9. and]*\\)");
    }

    private static Octets ciphertext(BigInteger x, BigInteger y) {
        return octets(() -> sequence(2, x, y, new byte[32], new byte[9]));
    }

    private static SecretBytes privateKey(BigInteger x, BigInteger y) {
        ASN1EncodableVector block = new ASN1EncodableVector();
        block.add(new ASN1Integer(2));
        block.add(coordinates(x, y));
        return SecretBytes.copyOf(octets(() -> new DERSequence(block)));
    }

    private static Octets octets(Supplier<DERSequence> sequence) {
        try {
            return Octets.copyOf(sequence.get().getEncoded(ASN1Encoding.DER));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DERSequence sequence(int version, BigInteger x, BigInteger y, byte[] v, byte[] w) {
        return new DERSequence(parts(version, x, y, v, w));
    }

    private static ASN1EncodableVector parts(int version, BigInteger x, BigInteger y, byte[] v, byte[] w) {
        ASN1EncodableVector parts = new ASN1EncodableVector();
        parts.add(new ASN1Integer(version));
        parts.add(coordinates(x, y));
        parts.add(new DEROctetString(v));
        parts.add(new DEROctetString(w));
        return parts;
    }

    private static DERSequence coordinates(BigInteger x, BigInteger y) {
        ASN1EncodableVector point = new ASN1EncodableVector();
        point.add(new ASN1Integer(x));
        point.add(new ASN1Integer(y));
        return new DERSequence(point);
    }

    private static Octets point(BigInteger x, BigInteger y) {
        byte[] octets = new byte[DOMAIN.curve().pointOctets()];
        octets[0] = 4;
        int size = DOMAIN.field().octets();
        System.arraycopy(IbeDomain.fixed(x, size), 0, octets, 1, size);
        System.arraycopy(IbeDomain.fixed(y, size), 0, octets, 1 + size, size);
        return Octets.copyOf(octets);
    }

    private static BigInteger coordinate(byte[] uncompressed, int index) {
        int size = DOMAIN.field().octets();
        int from = Math.min(1 + index * size, uncompressed.length - size);
        return new BigInteger(1, Arrays.copyOfRange(uncompressed, from, from + size));
    }
}
