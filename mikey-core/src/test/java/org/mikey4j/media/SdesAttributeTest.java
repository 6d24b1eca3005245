package org.mikey4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.Octets;

class SdesAttributeTest {

    /** The line of RFC 4568, 4 and its key, which is base64 of 30 octets that are all printable. */
    @Test
    void readsTheExamplesOfTheRfc() {
        SdesAttribute first = SdesAttribute.parse("a=crypto:1 AES_CM_128_HMAC_SHA1_80\t"
                + "inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj|2^20|1:32\r\n");
        assertThat(first.tag()).isEqualTo(1);
        assertThat(first.suite()).isEqualTo("AES_CM_128_HMAC_SHA1_80");
        assertThat(first.keys()).singleElement().satisfies(key -> {
            assertThat(key.lifetime()).isEqualTo(OptionalLong.of(1 << 20));
            assertThat(key.mki().toHex()).isEqualTo("0".repeat(63) + "1");
        });
        SrtpKeys keys = first.toKeys(2, 7);
        assertThat(new String(keys.masters().get(0).keyAndSalt(), StandardCharsets.US_ASCII))
                .isEqualTo("wDfvg&T+)xG7@fb5jU,RaA}\\|p0%*#");
        assertThat(keys.policy()).isEqualTo(SrtpPolicy.defaults());
        assertThat(keys.ssrc()).isEqualTo(7);
        assertThat(first.notCarried()).containsExactly("lifetime of 1048576 packets");

        SdesAttribute second = SdesAttribute.parse(
                "crypto:2 F8_128_HMAC_SHA1_80 inline:MTIzNDU2Nzg5QUJDREUwMTIzNDU2Nzg5QUJjZGVm|2^20|1:4;"
                        + "inline:QUJjZGVmMTIzNDU2Nzg5QUJDREUwMTIzNDU2Nzg5|2^20|2:4 FEC_ORDER=FEC_SRTP");
        assertThat(second.keys())
                .extracting(SdesAttribute.SdesKey::mki)
                .containsExactly(Octets.ofHex("00000001"), Octets.ofHex("00000002"));
        assertThat(second.policy().encrAlg()).isEqualTo(2);
        assertThat(second.toLine())
                .isEqualTo("a=crypto:2 F8_128_HMAC_SHA1_80 inline:MTIzNDU2Nzg5QUJDREUwMTIzNDU2Nzg5QUJjZGVm|2^20|1:4;"
                        + "inline:QUJjZGVmMTIzNDU2Nzg5QUJDREUwMTIzNDU2Nzg5|2^20|2:4 FEC_ORDER=FEC_SRTP");

        assertThat(SdesAttribute.parse("a=crypto:1 AES_CM_128_HMAC_SHA1_80 "
                                + "inline:YUJDZGVmZ2hpSktMbW9QUXJzVHVWd3l6MTIzNDU2|1066:4")
                        .keys()
                        .get(0)
                        .mki())
                .isEqualTo(Octets.ofHex("0000042a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AES_CM_128_HMAC_SHA1_80",
                "AES_CM_128_HMAC_SHA1_32",
                "F8_128_HMAC_SHA1_80",
                "AES_192_CM_HMAC_SHA1_80",
                "AES_192_CM_HMAC_SHA1_32",
                "AES_256_CM_HMAC_SHA1_80",
                "AES_256_CM_HMAC_SHA1_32",
                "AEAD_AES_128_GCM",
                "AEAD_AES_256_GCM"
            })
    void comesBackFromALine(String suite) {
        SrtpKeys keys = Streams.stream(Streams.named(suite), 0, Streams.mki("0000002f"));
        SdesAttribute attribute = SdesAttribute.of(4, keys);
        assertThat(attribute.toLine())
                .startsWith("a=crypto:4 " + suite + " inline:AAECAwQF")
                .endsWith("|47:4");
        SrtpKeys back = SdesAttribute.parse(attribute.toLine()).toKeys(1, Streams.SSRC);
        assertThat(back).isEqualTo(keys);
        assertThat(attribute.notCarried()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "6=0400, KDR=10",
        "7=00, UNENCRYPTED_SRTP",
        "8=00, UNENCRYPTED_SRTCP",
        "10=00, UNAUTHENTICATED_SRTP",
        "6=01000000 7=00 8=00 10=00, KDR=24 UNENCRYPTED_SRTP UNENCRYPTED_SRTCP UNAUTHENTICATED_SRTP",
    })
    void saysWhatDepartsFromTheSuite(String parameters, String expected) {
        SrtpKeys keys = Streams.stream(Streams.policy(parameters));
        String line = SdesAttribute.of(1, keys).toLine();
        assertThat(line)
                .startsWith("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:")
                .endsWith(" " + expected);
        assertThat(SdesAttribute.parse(line).toKeys(1, Streams.SSRC)).isEqualTo(keys);
    }

    /** No suite has a NULL cipher; the same packets come of one that is switched off. */
    @Test
    void saysNullAsNotEncrypted() {
        assertThat(SdesAttribute.of(1, Streams.stream(Streams.policy("0=00 1=00")))
                        .toLine())
                .startsWith("a=crypto:1 AES_CM_128_HMAC_SHA1_80 ")
                .endsWith(" UNENCRYPTED_SRTP UNENCRYPTED_SRTCP");
        assertThat(SdesAttribute.of(1, Streams.stream(Streams.policy("14=00"))).toLine())
                .startsWith("a=crypto:1 AES_CM_128_HMAC_SHA1_80 ")
                .endsWith(" UNAUTHENTICATED_SRTP");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0=03 | the cipher SEED-CTR with a key of 16 octets",
                "0=02 11=04 19=0a | the cipher AES-F8 with a key of 16 octets",
                "3=10 | a session authentication key of 16 octets (SRTP parameter 3)",
                "4=00 | a master salt of 0 octets (SRTP parameter 4)",
                "0=07 5=02 | the key derivation function ARIA-CTR (SRTP parameter 5)",
                "6=01 | a key derivation rate of 1",
                "11=04 | for SRTCP packets a tag of 4 octets",
                "11=08 19=0a | for SRTP packets a tag of 8 octets",
                "12=02 | an SRTP prefix (SRTP parameter 12)",
                "14=02 | rollover counters in the packets (RCCm1, RFC 4771)",
                "15=00 | for SRTCP packets a tag of 0 octets",
            })
    void refusesWhatSdesHasNotGot(String parameters, String what) {
        SrtpKeys keys = Streams.stream(Streams.policy(parameters));
        assertThatThrownBy(() -> SdesAttribute.of(1, keys))
                .isInstanceOf(NotExpressibleException.class)
                .hasMessage("SDES cannot express " + what);
    }

    @Test
    void refusesKeysThatSdesCannotHave() {
        SrtpPolicy cm = SrtpPolicy.defaults();
        assertThatThrownBy(() -> SdesAttribute.of(1, Streams.stream(cm, 1, KeyValidity.NULL)))
                .hasMessage("SDES cannot express a rollover counter that does not begin at 0: it is 1");
        assertThatThrownBy(() -> SdesAttribute.of(1, Streams.stream(cm, 0, Streams.interval())))
                .hasMessage("SDES cannot express a key that is valid for an interval of packets");
        assertThatThrownBy(() -> SdesAttribute.of(1, Streams.stream(cm, 0, Streams.mki("0000"))))
                .hasMessage("SDES cannot express an MKI of which all bits are 0");
        assertThatThrownBy(() -> SdesAttribute.of(1, Streams.stream(cm, 0, Streams.mki("01".repeat(129)))))
                .hasMessage("SDES cannot express an MKI of 129 octets");
        assertThatThrownBy(() -> SdesAttribute.of(1_000_000_000, Streams.stream(cm)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "a=key-mgmt:mikey AQ # 2 # no crypto attribute (RFC 4568, 9.1)",
                "a=crypto:01 S K # 9 # the tag is no number of 1 to 9 digits without leading zeros (RFC 4568, 4.1)",
                "a=crypto:1234567890 S K # 9 # the tag is no number of 1 to 9 digits without leading zeros (RFC 4568, 4.1)",
                "a=crypto:1 # 10 # there is no suite (RFC 4568, 4.2)",
                "a=crypto:1 MCX_GROUP inline:K # 11 # the suite is none that is known (RFC 4568, 6.2)",
                "a=crypto:1 AES_CM_128_HMAC_SHA1_80 # 34 # there is no key (RFC 4568, 4.3)",
                "a=crypto:1 AES_CM_128_HMAC_SHA1_80 uri:x # 35 # the key method is not inline (RFC 4568, 6.1)",
                "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:!K # 42 # the key is not base64 (RFC 4568, 9.2)",
                "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:QUJD # 42 # key and salt have 3 octets, and the suite takes 30 "
                        + "(RFC 4568, 6.1)",
            })
    void saysWhatIsWrongAndWhere(String line, int position, String what) {
        assertMalformed(line, position, what);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "|0 # 83 # the lifetime is no number from 1 to 2^48 without leading zeros (RFC 4568, 6.1)",
                "|2^49 # 83 # the lifetime is no number from 1 to 2^48 without leading zeros (RFC 4568, 6.1)",
                "|281474976710657 # 83 # the lifetime is no number from 1 to 2^48 without leading zeros (RFC 4568, 6.1)",
                "|2^020 # 83 # the lifetime is no number from 1 to 2^48 without leading zeros (RFC 4568, 6.1)",
                "||1:4 # 83 # the lifetime is no number from 1 to 2^48 without leading zeros (RFC 4568, 6.1)",
                "|2^20|x # 88 # what follows the key is no lifetime and MKI (RFC 4568, 9.2)",
                "|2^20|1:4|5 # 88 # what follows the key is no lifetime and MKI (RFC 4568, 9.2)",
                "|1:0 # 85 # the length of the MKI is no number from 1 to 128 (RFC 4568, 6.1)",
                "|1:129 # 85 # the length of the MKI is no number from 1 to 128 (RFC 4568, 6.1)",
                "|0:4 # 83 # the MKI is no positive number of 4 octets without leading zeros (RFC 4568, 6.1)",
                "|256:1 # 83 # the MKI is no positive number of 1 octets without leading zeros (RFC 4568, 6.1)",
                "; # 83 # the key method is not inline (RFC 4568, 6.1)",
                " KDR=0 # 83 # KDR is no number from 1 to 24 (RFC 4568, 6.3.1)",
                " KDR=25 # 83 # KDR is no number from 1 to 24 (RFC 4568, 6.3.1)",
                " WSH=63 # 83 # WSH is no number from 64 (RFC 4568, 6.3.6)",
                " FEC_ORDER=X # 83 # FEC_ORDER is neither FEC_SRTP nor SRTP_FEC (RFC 4568, 6.3.4)",
                " FEC_KEY=inline:x # 83 # the session parameter is none that is known (RFC 4568, 6.3.7)",
                " UNENCRYPTED_SRTP=1 # 83 # the session parameter is none that is known (RFC 4568, 6.3.7)",
                " KDR=1 KDR=2 # 89 # the session parameter is there twice (RFC 4568, 6.3)",
            })
    void saysWhatIsWrongBehindTheKey(String rest, int position, String what) {
        // A leading space would be lost in the table.
        String behind = rest.startsWith("|") || rest.startsWith(";") ? rest : " " + rest.strip();
        assertMalformed(
                "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:YUJDZGVmZ2hpSktMbW9QUXJzVHVWd3l6MTIzNDU2" + behind,
                position,
                what);
    }

    @Test
    void severalKeysHaveMkisOfOneLength() {
        String one = "inline:YUJDZGVmZ2hpSktMbW9QUXJzVHVWd3l6MTIzNDU2";
        String line = "a=crypto:1 AES_CM_128_HMAC_SHA1_80 ";
        assertMalformed(line + one + "|1:4;" + one, 35, "there are several keys, and one has no MKI (RFC 4568, 6.1)");
        assertMalformed(line + one + "|1:4;" + one + "|2:1", 35, "the MKIs differ in length (RFC 4568, 6.1)");
        assertMalformed(line + one + "|1:4;" + one + "|1:4", 35, "two keys have the same MKI (RFC 4568, 6.1)");
    }

    @Test
    void leavesOutWhatChangesNoPacketAndRefusesWhatMikeyHasNotGot() {
        String line = "a=crypto:9 AEAD_AES_128_GCM inline:AAECAwQFBgcICQoLDA0OD6ChoqOkpaanqKmqqw== WSH=128 -x=y";
        SdesAttribute attribute = SdesAttribute.parse(line);
        assertThat(attribute.notCarried()).containsExactly("WSH=128", "-x=y");
        assertThat(attribute.toKeys(1, Streams.SSRC)).isEqualTo(Streams.stream(Streams.named("AEAD_AES_128_GCM")));
        assertThat(attribute.toLine()).isEqualTo(line);
        assertThatThrownBy(
                        () -> SdesAttribute.parse(line + " FEC_ORDER=SRTP_FEC").policy())
                .isInstanceOf(NotExpressibleException.class)
                .hasMessage("MIKEY cannot express FEC_ORDER=SRTP_FEC");
    }

    @Test
    void showsNoKeyUnlessAsked() {
        SdesAttribute attribute = SdesAttribute.of(1, Streams.stream(Streams.named("AES_CM_128_HMAC_SHA1_80")));
        assertThat(attribute.toString()).doesNotContain("AAECAw").doesNotContain("000102");
        assertThat(SdesAttribute.parse(attribute.toLine() + " -FEC_KEY=inline:AAECAw -x=y"))
                .hasToString("SdesAttribute[tag 1, AES_CM_128_HMAC_SHA1_80, 1 keys, 2 session parameters]");
        attribute.close();
        assertThatThrownBy(attribute::toLine).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> SdesAttribute.parse("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:SECRET!SECRET"))
                .message()
                .doesNotContain("SECRET");
    }

    private static void assertMalformed(String line, int position, String what) {
        assertThatThrownBy(() -> SdesAttribute.parse(line))
                .isInstanceOf(MalformedSdesException.class)
                .hasMessage("a=crypto, character " + position + ": " + what)
                .extracting(e -> ((MalformedSdesException) e).position())
                .isEqualTo(position);
    }
}
