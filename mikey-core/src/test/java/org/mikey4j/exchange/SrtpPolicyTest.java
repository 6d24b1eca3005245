package org.mikey4j.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.exchange.SrtpPolicy.Authentication;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.Octets;
import org.mikey4j.message.PolicyParameter;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.registry.ProtType;
import org.mikey4j.message.registry.SrtpAuthAlg;
import org.mikey4j.message.registry.SrtpEncrAlg;
import org.mikey4j.message.registry.SrtpPrf;
import org.mikey4j.testing.Proves;

class SrtpPolicyTest {
    private static final Authentication SHA1_80 = new Authentication(SrtpAuthAlg.HMAC_SHA_1, 20, 10);
    private static final Authentication SHA1_32 = new Authentication(SrtpAuthAlg.HMAC_SHA_1, 20, 4);

    /** Parameters written as "type=hex". */
    private static SpPayload sp(String... parameters) {
        List<PolicyParameter> list = new ArrayList<>();
        for (String parameter : parameters) {
            String[] parts = parameter.split("=", -1);
            list.add(new PolicyParameter(Integer.parseInt(parts[0]), Octets.ofHex(parts[1])));
        }
        return SpPayload.of(3, ProtType.SRTP, list);
    }

    private static SrtpPolicy policy(String... parameters) {
        return SrtpPolicy.of(sp(parameters));
    }

    @Test
    @Proves("R3830-6.10.1-01")
    void takesTheDefaultsOfSrtp() {
        assertThat(SrtpPolicy.defaults())
                .isEqualTo(new SrtpPolicy(
                        SrtpEncrAlg.AES_CM, 16, 14, SrtpPrf.AES_CM, 0, true, true, true, SHA1_80, SHA1_80, 0, 1, 0));
        assertThat(SrtpPolicy.defaults().name()).contains("AES_CM_128_HMAC_SHA1_80");
    }

    /** The tables of RFC 4568, 6.2, RFC 6188, 4, and RFC 7714, 12. */
    @ParameterizedTest
    @CsvSource({
        "AES_CM_128_HMAC_SHA1_80, 1, 16, 14, 10, 10",
        "AES_CM_128_HMAC_SHA1_32, 1, 16, 14, 4, 10",
        "F8_128_HMAC_SHA1_80, 2, 16, 14, 10, 10",
        "AES_192_CM_HMAC_SHA1_80, 1, 24, 14, 10, 10",
        "AES_192_CM_HMAC_SHA1_32, 1, 24, 14, 4, 10",
        "AES_256_CM_HMAC_SHA1_80, 1, 32, 14, 10, 10",
        "AES_256_CM_HMAC_SHA1_32, 1, 32, 14, 4, 10",
    })
    void namesTheCounterModeSuites(String name, int alg, int key, int salt, int srtpTag, int srtcpTag) {
        SrtpPolicy policy = SrtpPolicy.of(SrtpPolicy.named(name, 0).orElseThrow());
        assertThat(policy.encrAlg()).isEqualTo(alg);
        assertThat(policy.masterKeyOctets()).isEqualTo(key);
        assertThat(policy.masterSaltOctets()).isEqualTo(salt);
        assertThat(policy.srtp()).isEqualTo(new Authentication(1, 20, srtpTag));
        assertThat(policy.srtcp()).isEqualTo(new Authentication(1, 20, srtcpTag));
        assertThat(policy.isAead()).isFalse();
        assertThat(policy.name()).contains(name);
    }

    @ParameterizedTest
    @CsvSource({"AEAD_AES_128_GCM, 16", "AEAD_AES_256_GCM, 32"})
    void namesTheGcmSuites(String name, int key) {
        SrtpPolicy policy = SrtpPolicy.of(SrtpPolicy.named(name, 0).orElseThrow());
        assertThat(policy.encrAlg()).isEqualTo(6);
        assertThat(policy.masterKeyOctets()).isEqualTo(key);
        assertThat(policy.masterSaltOctets()).isEqualTo(12);
        assertThat(policy.aeadTagLength()).isEqualTo(16);
        assertThat(policy.srtp()).isEqualTo(Authentication.NONE);
        assertThat(policy.srtcp()).isEqualTo(Authentication.NONE);
        assertThat(policy.name()).contains(name);
    }

    /** TS 33.180, E.2: the rollover counter follows SRTP packets, and nothing follows SRTCP packets. */
    @Test
    void readsTheDefaultOfMissionCriticalGroups() {
        SpPayload group = SrtpPolicy.named("MCX_GROUP", 0).orElseThrow();
        assertThat(group)
                .isEqualTo(new SpPayload(
                        0,
                        0,
                        Octets.ofHex("000106" + "010110" + "020104" + "04010c" + "050100" + "060100" + "0d020001"
                                + "120104" + "130100" + "140110")));
        SrtpPolicy policy = SrtpPolicy.of(group);
        assertThat(policy.srtp()).isEqualTo(new Authentication(SrtpAuthAlg.RCCM3, 0, 4));
        assertThat(policy.srtcp()).isEqualTo(Authentication.NONE);
        assertThat(policy.rocTransmissionRate()).isEqualTo(1);
        assertThat(policy.aeadTagLength()).isEqualTo(16);
        assertThat(policy.name()).contains("MCX_GROUP");
        assertThat(SrtpPolicy.of(SrtpPolicy.named("MCX_PRIVATE", 0).orElseThrow()))
                .isEqualTo(SrtpPolicy.of(SrtpPolicy.named("AEAD_AES_128_GCM", 0).orElseThrow()));
    }

    /** The policy of the sample of RFC 4567, 5.1, has no parameter; this one is what ONVIF devices send. */
    @Test
    void readsEachParameter() {
        SrtpPolicy policy = policy(
                "0=02", "1=10", "2=01", "3=14", "4=0e", "5=00", "6=0400", "7=00", "8=00", "9=00", "10=00", "11=08",
                "12=02", "13=0100");
        assertThat(policy)
                .isEqualTo(new SrtpPolicy(
                        SrtpEncrAlg.AES_F8,
                        16,
                        14,
                        SrtpPrf.AES_CM,
                        1024,
                        false,
                        false,
                        false,
                        new Authentication(1, 20, 8),
                        new Authentication(1, 20, 8),
                        2,
                        256,
                        0));
        assertThat(policy.name()).isEmpty();
    }

    @Test
    void particularParametersComeBeforeGeneralOnes() {
        SrtpPolicy both = policy("2=00", "3=10", "11=08", "14=02", "15=01", "16=12", "17=13", "18=0c", "19=0a");
        assertThat(both.srtp()).isEqualTo(new Authentication(SrtpAuthAlg.RCCM1, 18, 12));
        assertThat(both.srtcp()).isEqualTo(new Authentication(SrtpAuthAlg.HMAC_SHA_1, 19, 10));
        SrtpPolicy one = policy("11=04", "19=0a");
        assertThat(one.srtp()).isEqualTo(SHA1_32);
        assertThat(one.srtcp()).isEqualTo(SHA1_80);
    }

    @Test
    void leadingZerosDoNoHarm() {
        assertThat(policy("1=0010", "6=00000100").keyDerivationRate()).isEqualTo(256);
        assertThat(policy("6=01000000").keyDerivationRate()).isEqualTo(1 << 24);
    }

    @Test
    void knowsCiphersThatCameLater() {
        assertThat(policy("0=07", "1=20", "5=02").masterSaltOctets()).isEqualTo(14);
        assertThat(policy("0=08", "1=20", "5=02").masterSaltOctets()).isEqualTo(12);
        assertThat(policy("0=08").aeadTagLength()).isEqualTo(16);
        assertThat(policy("0=03", "5=01").srtp()).isEqualTo(SHA1_80);
        assertThat(policy("0=04").aeadTagLength()).isEqualTo(10);
        assertThat(policy("0=05").aeadTagLength()).isEqualTo(12);
    }

    @Test
    void keepsAMasterKeyForPacketsThatAreOnlyAuthenticated() {
        assertThat(policy("0=00", "1=00").masterKeyOctets()).isEqualTo(16);
        assertThat(policy("0=00").masterKeyOctets()).isEqualTo(16);
        assertThat(policy("0=00", "1=20").masterKeyOctets()).isEqualTo(32);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0=09 | 0 | SRTP parameter 0 (encryptionAlgorithm) is unknown(9)",
                "0=01 1=11 | 1 | SRTP parameter 1 (sessionEncrKeyLength) is 17 octets, which AES-CM does not take",
                "0=06 1=18 | 1 | SRTP parameter 1 (sessionEncrKeyLength) is 24 octets, which AES-GCM does not take",
                "0=02 1=20 | 1 | SRTP parameter 1 (sessionEncrKeyLength) is 32 octets, which AES-F8 does not take",
                "0=00 1=05 | 1 | SRTP parameter 1 (sessionEncrKeyLength) is 5 octets, which NULL does not take",
                "2=05 | 2 | SRTP parameter 2 (authenticationAlgorithm) is unknown(5)",
                "4=0f | 4 | SRTP parameter 4 (sessionSaltKeyLength) is 15, more than the 14 octets that SRTP takes",
                "0=06 4=0e | 4 | SRTP parameter 4 (sessionSaltKeyLength) is 14, not the 12 octets of GCM (RFC 7714, 12)",
                "5=03 | 5 | SRTP parameter 5 (srtpPrf) is unknown(3)",
                "0=06 5=01 | 5 | SRTP parameter 5 (srtpPrf) is SEED-CTR, and AES-GCM takes AES-CM only (RFC 7714, 15)",
                "6=03 | 6 | SRTP parameter 6 (keyDerivationRate) is 3, not 0 or a power of two up to 2^24",
                "6=02000000 | 6 | SRTP parameter 6 (keyDerivationRate) is 33554432, not 0 or a power of two up to 2^24",
                "6=0100000000 | 6 | SRTP parameter 6 (keyDerivationRate) is larger than 4 octets",
                "7=02 | 7 | SRTP parameter 7 (srtpEncryption) is 2, not 0 or 1",
                "8= | 8 | SRTP parameter 8 (srtcpEncryption) has no value",
                "9=01 | 9 | SRTP parameter 9 (fecOrder) is not FEC-SRTP, the only order there is",
                "10=ff | 10 | SRTP parameter 10 (srtpAuthentication) is 255, not 0 or 1",
                "11=15 | 11 | SRTP parameter 11 (authenticationTagLength) is 21, and a tag of HMAC-SHA-1 has 1 to 20 octets",
                "11=00 | 11 | SRTP parameter 11 (authenticationTagLength) is 0, and a tag of HMAC-SHA-1 has 1 to 20 octets",
                "14=02 18=03 | 18 | SRTP parameter 18 (srtpAuthTagLength) is 3, and a tag of RCCm1 has 4 to 24 octets",
                "2=04 15=01 18=05 | 18 | SRTP parameter 18 (srtpAuthTagLength) is 5, and a tag of RCCm3 has 4 to 4 octets",
                "12=0100 | 12 | SRTP parameter 12 (srtpPrefixLength) is larger than 1 octet",
                "13=0000 | 13 | SRTP parameter 13 (rocTransmissionRate) is 0 (RFC 4771, 4)",
                "13=010000 | 13 | SRTP parameter 13 (rocTransmissionRate) is larger than 2 octets",
                "0=06 20=0c | 20 | SRTP parameter 20 (aeadAuthTagLength) is 12, not 16 (RFC 7714, 14.3)",
                "0=05 20=03 | 20 | SRTP parameter 20 (aeadAuthTagLength) is 3, not 4 to 16",
                "0=04 20=11 | 20 | SRTP parameter 20 (aeadAuthTagLength) is 17, not 4 to 16",
                "20=10 | 20 | SRTP parameter 20 (aeadAuthTagLength) does not go with AES-CM (RFC 7714, 14.3)",
                "21=01 | 21 | SRTP parameter 21 (unknown(21)) is not a parameter of SRTP",
                "1=10 1=10 | 1 | SRTP parameter 1 (sessionEncrKeyLength) is there twice",
            })
    void saysWhichParameterCannotBeUsed(String parameters, int parameter, String message) {
        SpPayload payload = sp(parameters.split(" "));
        assertThatThrownBy(() -> SrtpPolicy.of(payload))
                .isInstanceOf(UnusablePolicyException.class)
                .hasMessage(message)
                .asInstanceOf(InstanceOfAssertFactories.type(UnusablePolicyException.class))
                .returns(parameter, UnusablePolicyException::parameter);
    }

    @Test
    void theNamesAreThoseOfSdesAndOfMissionCriticalServices() {
        assertThat(SrtpPolicy.names())
                .containsExactly(
                        "AES_CM_128_HMAC_SHA1_80",
                        "AES_CM_128_HMAC_SHA1_32",
                        "AES_192_CM_HMAC_SHA1_80",
                        "AES_192_CM_HMAC_SHA1_32",
                        "AES_256_CM_HMAC_SHA1_80",
                        "AES_256_CM_HMAC_SHA1_32",
                        "F8_128_HMAC_SHA1_80",
                        "AEAD_AES_128_GCM",
                        "AEAD_AES_256_GCM",
                        "MCX_GROUP",
                        "MCX_PRIVATE");
    }

    @ParameterizedTest
    @CsvSource({"04, 4", "10, 16", "05, 5"})
    void theTagOfSeedHas4To16Octets(String value, int octets) {
        assertThat(policy("0=04", "20=" + value).aeadTagLength()).isEqualTo(octets);
        assertThat(policy("0=05", "20=" + value).aeadTagLength()).isEqualTo(octets);
    }

    @Test
    void isForSrtpOnly() {
        assertThatThrownBy(() -> SrtpPolicy.of(SpPayload.of(0, ProtType.TESLA, List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("prot type: TESLA");
        assertThat(SrtpPolicy.named("AES_CM_64", 0)).isEmpty();
    }

    /** GStreamer's policy, where parameter 3 stands for the tag and parameter 11 is not sent. */
    @Test
    void readsTheTagLengthFromTheKeyLengthOnlyWhenThatIsNamed() {
        SpPayload gstreamer = sp("0=01", "1=10", "2=01", "3=04", "7=01", "8=01", "10=01");
        Set<Compatibility> option = Set.of(Compatibility.AUTH_KEY_LENGTH_IS_TAG_LENGTH);

        SrtpPolicy.Reading plain = SrtpPolicy.read(gstreamer, 100, Set.of());
        assertThat(plain.policy().srtp()).isEqualTo(new Authentication(1, 4, 10));
        assertThat(plain.diagnostics())
                .singleElement()
                .returns(114, Diagnostic::offset)
                .returns("AUTH_KEY_LENGTH_IS_TAG_LENGTH", Diagnostic::rule)
                .extracting(Diagnostic::message)
                .asString()
                .endsWith("taken as it stands");

        SrtpPolicy.Reading named = SrtpPolicy.read(gstreamer, 100, option);
        assertThat(named.policy().srtp()).isEqualTo(SHA1_32);
        assertThat(named.policy().srtcp()).isEqualTo(SHA1_32);
        assertThat(named.diagnostics())
                .singleElement()
                .extracting(Diagnostic::message)
                .asString()
                .endsWith("taken as a key of 20 octets and a tag of 4");

        assertThat(SrtpPolicy.read(sp("3=0a"), 0, option).policy()).isEqualTo(SrtpPolicy.defaults());
        assertThat(SrtpPolicy.read(sp("3=0a", "11=04"), 0, option).policy().srtp())
                .as("parameter 11 is right where both are there")
                .isEqualTo(SHA1_32);
        assertThat(SrtpPolicy.read(sp("3=14", "11=0a"), 0, option).diagnostics())
                .isEmpty();
    }

    /** Type, length and value of each parameter that is not left at its default; algorithms and lengths always. */
    @ParameterizedTest
    @CsvSource({
        "'', 000101 010110 020101 030114 0b010a 04010e",
        "0=00 1=00 7=00 8=00 10=00, 000100 010100 020101 030114 0b010a 04010e 070100 080100 0a0100",
        "5=02 6=01 12=02 13=0102, 000101 010110 020101 030114 0b010a 04010e 050102 060101 0c0102 0d020102",
        "6=010000, 000101 010110 020101 030114 0b010a 04010e 0603010000",
        "11=04 19=0a, 000101 010110 020101 030114 0b0104 04010e 0f0101 110114 13010a",
        "0=06, 000106 010110 04010c 140110",
        "0=06 14=04 18=04, 000106 010110 04010c 0e0104 100100 120104 140110",
        "0=06 15=04 19=04, 000106 010110 04010c 0f0104 110100 130104 140110",
        "0=04 20=08, 000104 010110 04010e 140108"
    })
    void writesWhatIsNotTheDefault(String parameters, String written) {
        SrtpPolicy policy = parameters.isEmpty() ? SrtpPolicy.defaults() : policy(parameters.split(" "));

        assertThat(policy.toPayload(5)).isEqualTo(new SpPayload(5, 0, Octets.ofHex(written.replace(" ", ""))));
    }

    @Test
    void comesBackFromItsPayloadUnchanged() {
        for (String name : SrtpPolicy.names()) {
            SrtpPolicy policy = SrtpPolicy.of(SrtpPolicy.named(name, 0).orElseThrow());
            assertThat(SrtpPolicy.of(policy.toPayload(9))).as(name).isEqualTo(policy);
            assertThat(policy.toPayload(9).policyNo()).isEqualTo(9);
        }
        Random random = new Random(61001);
        Set<SrtpPolicy> seen = new HashSet<>();
        int[] types = {0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20};
        String[] values = {"00", "01", "02", "04", "06", "08", "0a", "0c", "0e", "10", "14", "20"};
        for (int i = 0; i < 40_000; i++) {
            List<String> parameters = new ArrayList<>();
            for (int type : types) {
                if (random.nextInt(4) == 0) {
                    parameters.add(type + "=" + values[random.nextInt(values.length)]);
                }
            }
            SrtpPolicy policy;
            try {
                policy = policy(parameters.toArray(String[]::new));
            } catch (UnusablePolicyException e) {
                continue;
            }
            seen.add(policy);
            assertThat(SrtpPolicy.of(policy.toPayload(0)))
                    .as("parameters %s", parameters)
                    .isEqualTo(policy);
        }
        assertThat(seen).as("policies tried").hasSizeGreaterThan(100);
    }
}
