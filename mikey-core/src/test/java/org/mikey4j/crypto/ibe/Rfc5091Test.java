package org.mikey4j.crypto.ibe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.internal.AffinePoint;
import org.mikey4j.message.Octets;

/**
 * The values that RFC 5091 prints in section 7. Its sample of BFencrypt (7.6) has a U of 256 bits over a p of 192 and belongs to other
 * parameters than it states; a second implementation, which agrees with everything else, computed what is here instead.
 */
class Rfc5091Test {
    private static final IbeHash SHA_1 = new IbeHash("SHA-1", 20);
    private static final Octets BOB = Octets.of("Bob", StandardCharsets.US_ASCII);

    private static final IbeDomain SMALL = new IbeDomain(
            hex("a6a0ffd016103ffffffffff595f002fe9ef195f002fe9efb"),
            hex("ffffffffffffffffffffffeffffffffffff"),
            hex("6924c354256acf5a0ff7f61be4f0495b54540a5bf6395b3d"),
            hex("024fd8e2eb7c09104bca116f41c035219955237c0eac19ab"),
            SHA_1);

    private static final String S = "0749e52ddb807e0220054417e514742b05a0";

    @Test
    void hashToRange() {
        byte[] string = "This ASCII string without null-terminator".getBytes(StandardCharsets.US_ASCII);
        assertThat(SHA_1.toRange(string, hex("ffffffffffffffffffffefffffffffffffffffff")))
                .isEqualTo(hex("79317c1610c1fc018e9c53d89d59c108cd518608"));
    }

    @Test
    void pairing() {
        IbeDomain domain = new IbeDomain(
                hex("bffffffffffffffffffffffffffcffff3"),
                hex("fffffffffffffffffffffffffffbffff"),
                hex("489a03c58dcf7fcfc97e99ffef0bb4634"),
                hex("510c6972d795ec0c2b081b81de767f808"),
                SHA_1);
        AffinePoint a = domain.generator().base();
        AffinePoint b = domain.curve()
                .point(hex("40e98b9382e0b1fa6747dcb1655f54f75"), hex("b497a6a02e7611511d0db2ff133b32a3f"));
        String expected = "08b2cac13cbd422658f9e5757b85493818" + "0bc6af59f54d0a5d83c8efd8f5214fad3c";
        assertThat(HexFormat.of().formatHex(Type1Pairing.canonical(domain, a, b)))
                .isEqualTo(expected);
        assertThat(HexFormat.of().formatHex(Type1Pairing.canonical(domain, b, a)))
                .isEqualTo(expected);
    }

    @Test
    void publicKeyOfAnIdentity() {
        assertThat(coordinates(SMALL.point(BOB)))
                .isEqualTo("22fa1207e0d19e1a4825009e0e88e35eb57ba79391498f59"
                        + "982d29acf942127e0f01c881b5ec1b5fe23d05269f538836");
    }

    @Test
    void privateKeyOfAnIdentity() {
        try (IbeMasterSecret master = IbeMasterSecret.of(SMALL, secret(S));
                IbePrivateKey key = master.extract(BOB);
                SecretBytes der = key.encode()) {
            assertThat(coordinates(master.parameters().encode()))
                    .isEqualTo("a68412ae960d1392701066664d20b2f4a76d6ee715621108"
                            + "9e7644e75c9a131d075752e143e3f0435ff231b6745a486f");
            // SEQUENCE { 2, SEQUENCE { x, y } }; both coordinates have their highest bit set.
            assertThat(HexFormat.of().formatHex(der.toByteArray()))
                    .isEqualTo("303b020102" + "3036" + "021900" + "8212b74ea75c841a9d1accc914ca140f4032d191b5ce5501"
                            + "021900" + "950643d940aba68099bdcb40082532b6130c88d317958657");
        }
    }

    @Test
    void encryption() {
        byte[] rho = HexFormat.of().parseHex("ed5397ff77b567ba5ecb644d7671d6b6f2082968");
        SecureRandom given = new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] bytes) {
                System.arraycopy(rho, 0, bytes, 0, bytes.length);
            }
        };
        try (IbeMasterSecret master = IbeMasterSecret.of(SMALL, secret(S));
                IbePrivateKey key = master.extract(BOB);
                SecretBytes message = SecretBytes.copyOf("Hi there!".getBytes(StandardCharsets.US_ASCII))) {
            Octets ciphertext = master.parameters().encrypt(BOB, message, given);
            assertThat(ciphertext.toHex())
                    .isEqualTo("305a020102" + "3034" + "0218" + "4c1a590bf1191150b44786af914729b08ff7128b752dbab7"
                            + "0218" + "279e159efd9a5f834d673ada217035e50ef1ea33c047d1bf" + "0414"
                            + "379d3f9c38adf1deaf09e4fb48c538b61a5d3d8f" + "0409" + "1c04aaec1308e0f32b");
            assertThat(key.decrypt(ciphertext)).isEqualTo(message);
        }
    }

    @Test
    void smallDomainsAreForTheseNumbersOnly() {
        assertThatThrownBy(() -> IbeDomain.of(
                        SMALL.field().modulus(), SMALL.scalars().modulus(), BigInteger.ONE, BigInteger.ONE))
                .isInstanceOfSatisfying(
                        IbeException.class, e -> assertThat(e.rule()).isEqualTo(IbeException.Rule.DOMAIN_SIZE));
    }

    private static String coordinates(AffinePoint point) {
        return coordinates(Octets.copyOf(SMALL.curve().encode(point)));
    }

    private static String coordinates(Octets uncompressed) {
        return uncompressed.slice(1, uncompressed.length() - 1).toHex();
    }

    private static SecretBytes secret(String hex) {
        return SecretBytes.wrap(HexFormat.of().parseHex(hex));
    }

    private static BigInteger hex(String digits) {
        return new BigInteger(digits, 16);
    }
}
