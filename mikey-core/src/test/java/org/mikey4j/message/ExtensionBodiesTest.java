package org.mikey4j.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.message.registry.GeneralExtensionType;
import org.mikey4j.message.registry.OmaBcastSubtype;
import org.mikey4j.message.registry.ProtType;
import org.mikey4j.message.registry.TeslaParam;
import org.mikey4j.testing.Proves;

/** The bodies of OMA BCAST extensions and TESLA policies, against octets written down by hand from the standards. */
class ExtensionBodiesTest {
    @ParameterizedTest
    @CsvSource({
        "1, LTKM, 01a1b2",
        "2, STKM, 02a1b2",
        "3, LTKM_REPORTING, 03a1b2",
        "4, PARENTAL_CONTROL, 04a1b2",
        "192, private(192), c0a1b2",
        "191, unknown(191), bfa1b2"
    })
    @Proves({"R4909-3-01", "R4909-3-02", "R4909-3-03", "R5410-3-01"})
    void everySubtypeOfOmaBcastHasItsName(int subtype, String name, String data) {
        OmaBcast block = new OmaBcast(subtype, Octets.ofHex("a1b2"));
        GeneralExtensionPayload extension = block.extension();
        assertThat(extension)
                .isEqualTo(new GeneralExtensionPayload(GeneralExtensionType.OMA_BCAST, Octets.ofHex(data)));
        assertThat(OmaBcast.of(extension)).isEqualTo(block);
        assertThat(OmaBcastSubtype.REGISTRY.name(subtype)).isEqualTo(name);
        assertThat(block.toString()).startsWith(name);
    }

    @Test
    void anExtensionOfAnotherTypeOrWithoutASubtypeIsRefused() {
        assertThatThrownBy(() -> OmaBcast.of(new GeneralExtensionPayload(3, Octets.ofHex("01"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("type: KEY_ID is not OMA BCAST");
        assertThatThrownBy(() -> OmaBcast.of(new GeneralExtensionPayload(5, Octets.EMPTY)))
                .isInstanceOfSatisfying(
                        MalformedMessageException.class,
                        e -> assertThat(e.rule()).isEqualTo(DecodeRule.TRUNCATED));
        assertThatThrownBy(() -> new OmaBcast(256, Octets.EMPTY)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Proves({"R4442-4.2-01", "R4442-4.2-02", "R4442-4.2-03"})
    void aTeslaPolicyIsWrittenAndReadParameterByParameter() {
        TeslaPolicy policy = TeslaPolicy.of(0xeea4b9c000000000L, 100, 2, 36000);
        SpPayload payload = policy.toPayload(7);
        assertThat(payload.protType()).isEqualTo(ProtType.TESLA);
        assertThat(payload.parameters()).extracting(PolicyParameter::type).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(PayloadChain.encode(List.of(payload)).toHex())
                .isEqualTo("00" + "07" + "01" + "0026" + "010100" + "0201a0" + "030100" + "040150"
                        + "0508eea4b9c000000000" + "060400000064" + "07020002" + "080400008ca0");
        assertThat(TeslaPolicy.of(payload)).isEqualTo(policy);

        TeslaPolicy inBand = policy.withReceiverTimestamp(0xeea4b9c000000001L);
        assertThat(inBand.toPayload(7).parameters().get(8))
                .isEqualTo(new PolicyParameter(TeslaParam.RECEIVER_TIMESTAMP, Octets.ofHex("eea4b9c000000001")));
        assertThat(TeslaPolicy.of(inBand.toPayload(7))).isEqualTo(inBand);
    }

    @Test
    void otherWidthsOfNumbersAreReadAndWhatIsMissingIsMissing() {
        SpPayload payload = SpPayload.of(
                0,
                ProtType.TESLA,
                List.of(
                        new PolicyParameter(TeslaParam.PRF_OUTPUT_LENGTH, Octets.ofHex("000000a0")),
                        new PolicyParameter(200, Octets.ofHex("ff"))));
        TeslaPolicy policy = TeslaPolicy.of(payload);
        assertThat(policy.prfOutputLength()).isEqualTo(OptionalLong.of(160));
        assertThat(policy.startOfSession()).isEmpty();
        assertThat(policy.receiverTimestamp()).isEmpty();
    }

    @Test
    void valuesOfWrongWidthAreRefusedByName() {
        assertThatThrownBy(() -> TeslaPolicy.of(SpPayload.of(
                        0,
                        ProtType.TESLA,
                        List.of(new PolicyParameter(TeslaParam.START_OF_SESSION, Octets.ofHex("eea4b9c0"))))))
                .hasMessage("startOfSession: 4 octets (RFC 4442, 4.2)");
        assertThatThrownBy(() -> TeslaPolicy.of(SpPayload.of(
                        0, ProtType.TESLA, List.of(new PolicyParameter(TeslaParam.INTERVAL_DURATION, Octets.EMPTY)))))
                .hasMessage("intervalDuration: 0 octets (RFC 4442, 4.2)");
        assertThatThrownBy(() -> TeslaPolicy.of(0, 100, 0x10000, 1).toPayload(0))
                .hasMessage("keyDisclosureDelay: 65536 does not fit 2 octets (RFC 4442, 4.2)");
        assertThatThrownBy(() -> TeslaPolicy.of(SpPayload.of(3, ProtType.SRTP, List.of())))
                .hasMessage("policy 3 is for SRTP");
    }
}
