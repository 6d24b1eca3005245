package org.mikey4j.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.EccCurve;

/** Elliptic curve Diffie-Hellman against Bouncy Castle's points, and the points that are refused. */
class EcHalfKeyTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @ParameterizedTest
    @EnumSource(EcGroup.class)
    void bothEndsAgreeOnThePointThatBouncyCastleComputes(EcGroup group) {
        X9ECParameters theirs = SECNamedCurves.getByName("secp" + group.name().substring(2) + "r1");
        BigInteger x = new BigInteger(theirs.getN().bitLength() - 2, RANDOM).add(BigInteger.ONE);
        try (EcHalfKey ours = EcHalfKey.of(group, SecretBytes.wrap(fixed(x, group.scalarOctets())));
                EcHalfKey peer = EcHalfKey.generate(group, RANDOM)) {
            assertThat(ours.publicPoint().toByteArray())
                    .isEqualTo(theirs.getG().multiply(x).normalize().getEncoded(false));
            byte[] common = theirs.getCurve()
                    .decodePoint(peer.publicPoint().toByteArray())
                    .multiply(x)
                    .normalize()
                    .getEncoded(false);
            assertThat(ours.agree(peer.publicPoint())).isEqualTo(SecretBytes.wrap(common));
            assertThat(peer.agree(ours.publicPoint())).isEqualTo(SecretBytes.wrap(common));
        }
    }

    @ParameterizedTest
    @EnumSource(EcGroup.class)
    void pointsThatNoHonestPeerSendsAreRefusedByName(EcGroup group) {
        try (EcHalfKey half = EcHalfKey.generate(group, RANDOM)) {
            byte[] point = half.publicPoint().toByteArray();
            assertThat(group.fault(half.publicPoint())).isEmpty();

            assertThat(group.fault(Octets.copyOf(new byte[point.length]))).contains(EcGroup.Fault.INFINITY);
            assertThat(group.fault(Octets.copyOf(new byte[1]))).contains(EcGroup.Fault.INFINITY);
            assertThat(group.fault(Octets.EMPTY).map(EcGroup.Fault::text)).contains("is not an uncompressed point");
            byte[] compressed = point.clone();
            compressed[0] = 2;
            assertThat(group.fault(Octets.copyOf(compressed))).contains(EcGroup.Fault.FORM);
            assertThat(group.fault(Octets.copyOf(Arrays.copyOf(point, point.length - 1))))
                    .contains(EcGroup.Fault.FORM);
            byte[] off = point.clone();
            off[off.length - 1] ^= 1;
            assertThat(group.fault(Octets.copyOf(off))).contains(EcGroup.Fault.OFF_CURVE);
            byte[] origin = new byte[point.length];
            origin[0] = 4;
            assertThat(group.fault(Octets.copyOf(origin))).contains(EcGroup.Fault.OFF_CURVE);
            byte[] beyond = point.clone();
            Arrays.fill(beyond, 1, beyond.length, (byte) 0xff);
            assertThat(group.fault(Octets.copyOf(beyond))).contains(EcGroup.Fault.OFF_CURVE);
            assertThatThrownBy(() -> half.agree(Octets.copyOf(off)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("ECC point: not a point of " + group);
        }
    }

    @Test
    void secretsOutsideTheRangeAreRefused() {
        byte[] order = fixed(SECNamedCurves.getByName("secp256r1").getN(), 32);
        for (byte[] x : new byte[][] {new byte[32], order, new byte[31]}) {
            assertThatThrownBy(() -> EcHalfKey.of(EcGroup.P_256, SecretBytes.copyOf(x)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void numbersAreThoseOfTheRegistry() {
        assertThat(EcGroup.of(EccCurve.P_256)).contains(EcGroup.P_256);
        assertThat(EcGroup.of(EccCurve.P_521)).contains(EcGroup.P_521);
        assertThat(EcGroup.of(EccCurve.K_283)).isEmpty();
        // The values of RFC 6267, 6.1.4.
        assertThat(EcGroup.P_192.eccCurve()).isEqualTo(1);
        assertThat(EcGroup.P_224.eccCurve()).isEqualTo(5);
        assertThat(EcGroup.P_256.eccCurve()).isEqualTo(8);
        assertThat(EcGroup.P_384.eccCurve()).isEqualTo(11);
        assertThat(EcGroup.P_521.eccCurve()).isEqualTo(14);
        assertThat(EcGroup.P_192.isLegacy()).isTrue();
        assertThat(EcGroup.P_256.isLegacy()).isFalse();
    }

    @Test
    void aWipedHalfKeyAgreesOnNothing() {
        EcHalfKey half = EcHalfKey.generate(EcGroup.P_256, RANDOM);
        Octets point = half.publicPoint();
        half.close();
        assertThatThrownBy(() -> half.agree(point)).isInstanceOf(IllegalStateException.class);
    }

    private static byte[] fixed(BigInteger number, int octets) {
        byte[] signed = number.toByteArray();
        byte[] result = new byte[octets];
        int length = Math.min(signed.length, octets);
        System.arraycopy(signed, signed.length - length, result, octets - length, length);
        return result;
    }
}
