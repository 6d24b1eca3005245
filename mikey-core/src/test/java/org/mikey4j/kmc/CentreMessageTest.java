package org.mikey4j.kmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.kmc.CentreMessage.Kind;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.Peers;

class CentreMessageTest {
    private static final CallBinding CALL = new CallBinding("c1", IdPayload.uri("sip:a@x"), IdPayload.uri("sip:b@y"));
    private static final String VALUE = "000102030405060708090a0b0c0d0e0f";

    /** Written out by hand from the layout: version, kind, side, call, caller, callee, nonce, value. */
    private static final String COMPONENT =
            "010101" + "00026331" + "0100077369703a614078" + "0100077369703a624079" + "00" + "10" + VALUE;

    @Test
    void aComponentIsWrittenAsTheLayoutSays() {
        KeyComponent component =
                new KeyComponent(SecretBytes.copyOf(HexFormat.of().parseHex(VALUE)), CALL, Side.CALLER);

        byte[] octets = CentreMessage.of(component).encode();

        assertThat(HexFormat.of().formatHex(octets)).isEqualTo(COMPONENT);
        assertThat(CentreMessage.decode(octets)).isEqualTo(CentreMessage.of(component));
    }

    @Test
    void theShareOfTheCallerBringsANonce() {
        CentreMessage share =
                new CentreMessage(Kind.SHARE, CALL, Side.CALLER, Octets.ofHex(VALUE), SecretBytes.copyOf(new byte[32]));

        assertThat(CentreMessage.decode(share.encode())).isEqualTo(share);
        assertThat(share.toString()).doesNotContain("00000000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|WRONG_CONTENT|message of the other centre: it ends at octet 0",
                "02|WRONG_CONTENT|message of the other centre: another version",
                "010301|WRONG_CONTENT|message of the other centre: neither component nor share",
                "010103|WRONG_CONTENT|message of the other centre: neither component nor share",
                "010101ffff|WRONG_CONTENT|message of the other centre: it ends at octet 5",
                "01010100026331010000|WRONG_CONTENT|message of the other centre: an empty identity",
                "0101010001e7|WRONG_CONTENT|message of the other centre: the call is not UTF-8",
                "010101" + "0000" + "0100077369703a614078" + "0100077369703a624079" + "0010" + VALUE
                        + "|WRONG_CONTENT|message of the other centre: no call, or octets left over",
                COMPONENT + "00|WRONG_CONTENT|message of the other centre: no call, or octets left over",
                "010101" + "00026331" + "0100077369703a614078" + "0100077369703a624079" + "000101"
                        + "|LENGTH|value of the other centre: 1 octets",
                "010201" + "00026331" + "0100077369703a614078" + "0100077369703a624079" + "0010" + VALUE
                        + "|LENGTH|nonce of the other centre: 0 octets",
                "010102" + "00026331" + "0100077369703a614078" + "0100077369703a624079" + "010010" + VALUE
                        + "|LENGTH|nonce of the other centre: 1 octets"
            })
    void whatIsNoMessageIsRefused(String hex, KmcRefusal.Reason reason, String message) {
        assertThatThrownBy(() -> CentreMessage.decode(HexFormat.of().parseHex(hex)))
                .isInstanceOfSatisfying(
                        KmcRefusal.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessage(message);
    }

    private static CentreMessage share(int nonce, int value) {
        return new CentreMessage(
                Kind.SHARE, CALL, Side.CALLER, Octets.copyOf(new byte[nonce]), SecretBytes.random(Peers.RANDOM, value));
    }

    @ParameterizedTest
    @CsvSource({"16, 16", "255, 32"})
    void theShortestAndTheLongestGoThrough(int nonce, int value) {
        CentreMessage message = share(nonce, value);

        assertThat(CentreMessage.decode(message.encode())).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource({
        "15, 16, nonce of the other centre: 15 octets",
        "256, 16, nonce of the other centre: 256 octets",
        "16, 15, value of the other centre: 15 octets",
        "16, 33, value of the other centre: 33 octets"
    })
    void whatIsShorterOrLongerIsNotSent(int nonce, int value, String message) {
        assertThatThrownBy(() -> share(nonce, value))
                .isInstanceOfSatisfying(
                        KmcRefusal.class, e -> assertThat(e.reason()).isEqualTo(KmcRefusal.Reason.LENGTH))
                .hasMessage(message);
    }

    @Test
    void aPartOfTheCallHas65535OctetsAtMost() {
        CentreMessage longest = called("c".repeat(0xffff));

        assertThat(CentreMessage.decode(longest.encode())).isEqualTo(longest);
        assertThatThrownBy(() -> called("c".repeat(0x10000)).encode())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("call: 65536 octets");
    }

    private static CentreMessage called(String callId) {
        CallBinding call = new CallBinding(callId, Peers.ALICE, Peers.BOB);
        return new CentreMessage(Kind.COMPONENT, call, Side.CALLEE, Octets.EMPTY, SecretBytes.random(Peers.RANDOM, 16));
    }

    @Test
    void closeWipesTheValue() {
        SecretBytes value = SecretBytes.random(Peers.RANDOM, 16);
        KeyComponent component = new KeyComponent(value, CALL, Side.CALLER);
        CentreMessage message = CentreMessage.of(component);

        message.close();

        Peers.assertWiped(message.value());
        assertThat(value.toByteArray()).as("the component is another's").hasSize(16);
    }

    @Test
    void nothingLongerOrShorterIsAMessage() {
        byte[] octets = HexFormat.of().parseHex(COMPONENT);
        for (int length = 0; length < octets.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(octets, length);
            assertThatThrownBy(() -> CentreMessage.decode(cut)).isInstanceOf(KmcRefusal.class);
        }
    }
}
