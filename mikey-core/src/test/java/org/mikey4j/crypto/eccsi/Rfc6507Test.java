package org.mikey4j.crypto.eccsi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.message.Octets;

/** The test data of RFC 6507, Appendix A, octet for octet. */
class Rfc6507Test {
    private static final Octets IDENTIFIER = Octets.of("2011-02\0tel:+447700900123\0", StandardCharsets.US_ASCII);
    private static final Octets MESSAGE = Octets.of("message\0", StandardCharsets.US_ASCII);
    private static final String KPAK = "0450D4670BDE75244F28D2838A0D25558A7A72686D4522D4C8273FB6442AEBFA93"
            + "DBDD37551AFD263B5DFD617F3960C65A8C298850FF99F20366DCE7D4367217F4";
    private static final String PVT = "04758A142779BE89E829E71984CB40EF758CC4AD775FC5B9A3E1C8ED52F6FA36D9"
            + "A79D247692F4EDA3A6BDAB77D6AA6474A464AE4934663C5265BA7018BA091F79";
    private static final String SSK = "23F374AE1F4033F3E9DBDDAAEF20F4CF0B86BBD5A138A5AE9E7E006B34489A0D";
    private static final String HS = "490F3FEBBC1C902F6289723D7F8CBF79DB88930849D19F38F0295B5C276C14D1";
    private static final String R = "269D4C8FDEB66A74E4EF8C0D5DCC597DDFE6029C2AFFC4936008CD2CC1045D81";
    private static final String S = "E09B528D0EF8D6DF1AA3ECBF80110CFCEC9FC68252CEBB679F4134846940CCFD";

    @Test
    void kpakComesFromKsak() {
        assertThat(ksak().kpak().encode()).isEqualTo(Octets.ofHex(KPAK));
    }

    @Test
    void serviceIssuesTheKeyPair() {
        EccsiSigningKey key = ksak().issue(IDENTIFIER, new GivenRandom(number("23456")));

        assertThat(key.pvt()).isEqualTo(Octets.ofHex(PVT));
        assertThat(key.hs()).isEqualTo(Octets.ofHex(HS));
        assertThat(key.ssk()).isEqualTo(SecretBytes.copyOf(Octets.ofHex(SSK)));
    }

    @Test
    void signatureIsTheOneThatIsPublished() {
        Octets signature = signingKey().sign(MESSAGE, new GivenRandom(number("34567")));

        assertThat(signature).isEqualTo(Octets.ofHex(R + S + PVT));
    }

    @Test
    void signatureVerifies() {
        Kpak.decode(Octets.ofHex(KPAK)).verify(IDENTIFIER, MESSAGE, Octets.ofHex(R + S + PVT));
    }

    private static Ksak ksak() {
        return Ksak.of(SecretBytes.wrap(number("12345")));
    }

    private static EccsiSigningKey signingKey() {
        return EccsiSigningKey.validate(
                Kpak.decode(Octets.ofHex(KPAK)), IDENTIFIER, SecretBytes.copyOf(Octets.ofHex(SSK)), Octets.ofHex(PVT));
    }

    private static byte[] number(String hex) {
        return HexFormat.of().parseHex("0".repeat(64 - hex.length()) + hex);
    }
}
