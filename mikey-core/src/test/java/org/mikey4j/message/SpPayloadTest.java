package org.mikey4j.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpPayloadTest {
    /** Types 2, 0, 9 and again 2, with values of 1, 0, 200 and 2 octets. */
    private final SpPayload policy =
            new SpPayload(7, 0, Octets.ofHex("020199" + "0000" + "09c8" + "02".repeat(200) + "02021122"));

    @Test
    void aParameterIsTheFirstOfItsType() {
        assertThat(policy.parameter(2)).contains(Octets.ofHex("99"));
        assertThat(policy.parameter(0)).contains(Octets.EMPTY);
        assertThat(policy.parameter(9)).contains(Octets.ofHex("02".repeat(200)));
        assertThat(policy.parameter(0x99)).isEmpty();
        assertThat(policy.parameter(1)).isEmpty();
        assertThat(new SpPayload(0, 0, Octets.ofHex("0100" + "05023132")).parameter(5))
                .contains(Octets.ofHex("3132"));
    }

    @Test
    void parametersKeepTheOrderOfTheWire() {
        List<PolicyParameter> parameters = policy.parameters();

        assertThat(parameters)
                .containsExactly(
                        PolicyParameter.of(2, 0x99),
                        new PolicyParameter(0, Octets.EMPTY),
                        new PolicyParameter(9, Octets.ofHex("02".repeat(200))),
                        new PolicyParameter(2, Octets.ofHex("1122")));
        assertThat(SpPayload.of(7, 0, parameters)).isEqualTo(policy);
        assertThat(PolicyParameter.of(2, 0xff).value().toHex()).isEqualTo("ff");
    }

    /** The list, and where the parameter begins that does not fit. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"00, 0", "0001, 0", "00ff00, 0", "000199" + "01, 3", "000199" + "010299, 3", "0000" + "0000" + "05, 4"})
    void parametersThatDoNotAddUpAreRefused(String list, int at) {
        Octets octets = Octets.ofHex(list);

        assertThatThrownBy(() -> new SpPayload(0, 0, octets))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("policy param: the parameter at %d overruns the list", at);
        assertThatThrownBy(() ->
                        new SpPayload(0, 0, Octets.ofHex("ffff" + list + "ffff").slice(2, octets.length())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("policy param: the parameter at %d overruns the list", at);
        assertThatThrownBy(() -> MikeyMessage.decode(
                        Octets.ofHex("01000a00010203040000" + "000000" + String.format("%04x", octets.length()) + list)
                                .toByteArray()))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage(
                        "SP payload, policy param at offset %d: the parameter at octet %d of the list of %d octets "
                                + "overruns it [RFC 3830, 6.10]",
                        15 + at, at, octets.length());
    }
}
