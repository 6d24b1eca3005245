package org.mikey4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.mikey4j.exchange.SrtpPolicy;

/** The vectors that the RFCs print, and what SRTP libraries make of what the RFCs leave open. */
class SrtpSessionKeysTest {
    private static final String KEY = "e1f97a0d3e018be0d64fa32c06de4139";
    private static final SrtpMasterKey RFC_3711 = Streams.master(KEY, "0ec675ad498afeebb6960b3aabe6");

    @Test
    void derivesTheKeysOfRfc3711() {
        SrtpSessionKeys keys = SrtpSessionKeys.derive(RFC_3711, SrtpPolicy.defaults(), 0, 0);
        assertThat(Streams.hex(keys.srtpEncryption())).isEqualTo("c61e7a93744f39ee10734afe3ff7a087");
        assertThat(Streams.hex(keys.srtpSalt())).isEqualTo("30cbbc08863d8c85d49db34a9ae1");
        assertThat(Streams.hex(keys.srtpAuthentication())).isEqualTo("cebe321f6ff7716b6fd4ab49af256a156d38baa4");
        // RFC 3711, B.3 has a key of 94 octets, so that the counter goes through six blocks.
        assertThat(Streams.hex(SrtpSessionKeys.derive(RFC_3711, 1, 0, 94)))
                .isEqualTo("cebe321f6ff7716b6fd4ab49af256a156d38baa48f0a0acf3c34e2359e6cdbce"
                        + "e049646c43d9327ad175578ef72270986371c10c9a369ac2f94a8c5fbcdddc25"
                        + "6d6e919a48b610ef17c2041e474035766b68642c59bbfc2f34db60dbdfb2");
    }

    /** RFC 3711 has no vector for SRTCP; these were computed independently with the label where libraries have it. */
    @Test
    void derivesSrtcpKeysWithTheLabelWhereSrtpHasIt() {
        SrtpSessionKeys keys = SrtpSessionKeys.derive(RFC_3711, SrtpPolicy.defaults(), 0, 0);
        assertThat(Streams.hex(keys.srtcpEncryption())).isEqualTo("4c1aa45a81f73d61c800bbb00fbb1eaa");
        assertThat(Streams.hex(keys.srtcpAuthentication())).isEqualTo("8d54534feb49ae8e7993a6bd0b844fc323a93dfd");
        assertThat(Streams.hex(keys.srtcpSalt())).isEqualTo("9581c7ad87b3e530bf3e4454a8b3");
    }

    /** RFC 6188, 7.2 and 7.4. */
    @Test
    void derivesTheKeysOfRfc6188() {
        SrtpMasterKey aes256 = Streams.master(
                "f0f04914b513f2763a1b1fa130f10e2998f6f6e43e4309d1e622a0e332b9f1b6", "3b04803de51ee7c96423ab5b78d2");
        SrtpSessionKeys keys = SrtpSessionKeys.derive(aes256, Streams.named("AES_256_CM_HMAC_SHA1_80"), 0, 0);
        assertThat(Streams.hex(keys.srtpEncryption()))
                .isEqualTo("5ba1064e30ec51613cad926c5a28ef731ec7fb397f70a960653caf06554cd8c4");
        assertThat(Streams.hex(keys.srtpSalt())).isEqualTo("fa31791685ca444a9e07c6c64e93");
        assertThat(Streams.hex(keys.srtpAuthentication())).isEqualTo("fd9c32d39ed5fbb5a9dc96b30818454d1313dc05");

        SrtpMasterKey aes192 =
                Streams.master("73edc66c4fa15776fb57f9505c17136550ffda71f3e8e5f1", "c8522f3acd4ce86d5add78edbb11");
        SrtpSessionKeys shorter = SrtpSessionKeys.derive(aes192, Streams.named("AES_192_CM_HMAC_SHA1_80"), 0, 0);
        assertThat(Streams.hex(shorter.srtpEncryption())).isEqualTo("31874736a8f1143870c26e4857d8a5b2c4a354407faadabb");
        assertThat(Streams.hex(shorter.srtpSalt())).isEqualTo("2372b82d639b6d8503a47adc0a6c");
        assertThat(Streams.hex(shorter.srtpAuthentication())).isEqualTo("355b10973cd95b9eacf4061c7e1a7151e7cfbfcb");
    }

    /** RFC 7714, 11, erratum 4938; computed independently. */
    @Test
    void fillsTheSaltOfGcmUpOnItsRight() {
        SrtpMasterKey master = Streams.master("000102030405060708090a0b0c0d0e0f", "a0a1a2a3a4a5a6a7a8a9aaab");
        SrtpSessionKeys keys = SrtpSessionKeys.derive(master, Streams.named("AEAD_AES_128_GCM"), 0, 0);
        assertThat(Streams.hex(keys.srtpEncryption())).isEqualTo("077c6143cb221bc355ff23d5f984a16e");
        assertThat(Streams.hex(keys.srtpSalt())).isEqualTo("9af3e95364ebac9c99c5a7c4");
        assertThat(keys.srtpAuthentication().length()).isZero();
    }

    /** The quotient of index and rate is xored into the end of the salt, so keys of a salt that has it already are the same. */
    @Test
    void derivesAnewAtTheRate() {
        SrtpPolicy plain = SrtpPolicy.defaults();
        SrtpSessionKeys keys = SrtpSessionKeys.derive(RFC_3711, Streams.policy("6=10"), 0x123456789abfL, 0x1f);

        SrtpMasterKey srtp = Streams.master(KEY, "0ec675ad498afeebb7b54e5d224d");
        SrtpMasterKey srtcp = Streams.master(KEY, "0ec675ad498afeebb6960b3aabe7");
        assertThat(keys.srtpEncryption())
                .isEqualTo(SrtpSessionKeys.derive(srtp, plain, 0, 0).srtpEncryption());
        assertThat(keys.srtcpEncryption())
                .isEqualTo(SrtpSessionKeys.derive(srtcp, plain, 0, 0).srtcpEncryption());
        assertThat(SrtpSessionKeys.derive(RFC_3711, plain, 0x123456789abfL, 0x1f))
                .as("without a rate the index is of no matter")
                .isEqualTo(SrtpSessionKeys.derive(RFC_3711, plain, 0, 0));
    }

    @Test
    void refusesWhatItCannotDerive() {
        assertThatThrownBy(() -> SrtpSessionKeys.derive(RFC_3711, Streams.policy("5=02"), 0, 0))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessage("SRTP's keys are derived by ARIA-CTR, and here by AES-CM only");
        assertThatThrownBy(() -> SrtpSessionKeys.derive(RFC_3711, SrtpPolicy.defaults(), 1L << 48, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("index: 281474976710656, SRTCP index: 0");
        assertThatThrownBy(() -> SrtpSessionKeys.derive(RFC_3711, SrtpPolicy.defaults(), 0, 1L << 31))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("index: 0, SRTCP index: 2147483648");
    }

    @Test
    void wipesItsKeys() {
        SrtpSessionKeys keys = SrtpSessionKeys.derive(RFC_3711, SrtpPolicy.defaults(), 0, 0);
        assertThat(keys.toString()).contains("16 octets").doesNotContain("c61e7a93");
        keys.close();
        assertThatThrownBy(() -> keys.srtcpSalt().toByteArray()).isInstanceOf(IllegalStateException.class);
    }
}
