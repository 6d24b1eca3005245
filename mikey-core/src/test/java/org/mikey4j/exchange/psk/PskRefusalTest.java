package org.mikey4j.exchange.psk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.NtpTime;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.EncrAlg;
import org.mikey4j.message.registry.ErrorNo;
import org.mikey4j.message.registry.MacAlg;
import org.mikey4j.message.registry.ProtType;
import org.mikey4j.message.registry.TsType;

/** What a Responder that lets unprotected messages in refuses all the same: one departure from a good message each. */
class PskRefusalTest {
    private static final TPayload T = new TPayload(TsType.NTP_UTC, NtpTime.of(PskFixture.NOW));
    private static final RandPayload RAND = new RandPayload(Octets.ofHex("a0".repeat(16)));
    private static final Octets TEK_AND_SALT =
            Octets.ofHex("0030" + "0010" + "11".repeat(16) + "000e" + "22".repeat(14));
    private static final Octets TGK = Octets.ofHex("0000" + "0010" + "11".repeat(16));
    private static final KemacPayload KEMAC = kemac(EncrAlg.NULL, TEK_AND_SALT);

    private static KemacPayload kemac(int encrAlg, Octets keyData) {
        return new KemacPayload(encrAlg, keyData, MacAlg.NULL, Octets.EMPTY);
    }

    private static MikeyMessage message(int prfFunc, boolean v, Payload... payloads) {
        return MikeyMessage.encode(
                new CommonHeader(DataType.PSK_INIT, v, prfFunc, 0x01020304, CsIdMap.srtp(new SrtpId(0, 1, 0))),
                new ArrayList<>(List.of(payloads)));
    }

    private static ResponderResult receive(MikeyMessage message, Compatibility... accepted) {
        ExchangeSettings settings =
                PskFixture.settings().allowNull(true).accept(accepted).build();
        return new PskFixture().responder(settings).receive(message.octets(), Octets.EMPTY);
    }

    static Stream<Arguments> departures() {
        return Stream.of(
                arguments(
                        "an unknown PRF",
                        message(99, false, T, RAND, KEMAC),
                        RejectReason.UNSUPPORTED_PRF,
                        ErrorNo.INVALID_PRF),
                arguments(
                        "an unknown cipher",
                        message(0, false, T, RAND, kemac(99, TEK_AND_SALT)),
                        RejectReason.UNSUPPORTED_ENCRYPTION,
                        ErrorNo.INVALID_EA),
                arguments(
                        "a cipher without a MAC",
                        message(0, false, T, RAND, kemac(EncrAlg.AES_CM_128, TEK_AND_SALT)),
                        RejectReason.UNSUPPORTED_MAC,
                        ErrorNo.INVALID_MAC),
                arguments(
                        "an answer without a MAC",
                        message(0, true, T, RAND, KEMAC),
                        RejectReason.UNSUPPORTED_MAC,
                        ErrorNo.INVALID_MAC),
                arguments(
                        "a 32-bit timestamp",
                        message(0, false, new TPayload(TsType.NTP_UTC_32, 0x11223344), RAND, KEMAC),
                        RejectReason.TIMESTAMP_UNSUPPORTED,
                        ErrorNo.INVALID_TS),
                arguments(
                        "a policy for another protocol",
                        message(0, false, T, RAND, SpPayload.of(0, ProtType.TESLA, List.of()), KEMAC),
                        RejectReason.UNSUPPORTED_PROTOCOL,
                        ErrorNo.INVALID_SP),
                arguments(
                        "two timestamps",
                        message(0, false, T, T, RAND, KEMAC),
                        RejectReason.UNEXPECTED_PAYLOAD,
                        ErrorNo.UNSPECIFIED),
                arguments(
                        "a payload after the KEMAC",
                        message(0, false, T, KEMAC, RAND),
                        RejectReason.UNEXPECTED_PAYLOAD,
                        ErrorNo.UNSPECIFIED),
                arguments("no KEMAC", message(0, false, T, RAND), RejectReason.MISSING_PAYLOAD, ErrorNo.UNSPECIFIED),
                arguments(
                        "no timestamp",
                        message(0, false, RAND, KEMAC),
                        RejectReason.MISSING_PAYLOAD,
                        ErrorNo.UNSPECIFIED),
                arguments("no RAND", message(0, false, T, KEMAC), RejectReason.MISSING_PAYLOAD, ErrorNo.UNSPECIFIED),
                arguments(
                        "no key",
                        message(0, false, T, RAND, kemac(EncrAlg.NULL, Octets.EMPTY)),
                        RejectReason.KEYS_UNUSABLE,
                        ErrorNo.UNSPECIFIED));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("departures")
    void oneDepartureIsRefusedByName(String what, MikeyMessage message, RejectReason reason, int errorNo) {
        ResponderResult result = receive(message);

        assertThat(result).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.reason()).as(rejected.detail()).isEqualTo(reason);
            assertThat(rejected.errorNo()).isEqualTo(errorNo);
        });
    }

    @Test
    void withoutADepartureItIsAccepted() {
        assertThat(receive(message(0, false, T, RAND, KEMAC))).isInstanceOf(ResponderResult.Established.class);
    }

    @Test
    void withoutARandATekIsOfUseAndATgkIsNot() {
        assertThat(receive(message(0, false, T, KEMAC), Compatibility.NULL_WITHOUT_RAND))
                .isInstanceOf(ResponderResult.Established.class);
        assertThat(receive(message(0, false, T, kemac(EncrAlg.NULL, TGK)), Compatibility.NULL_WITHOUT_RAND))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(RejectReason.KEYS_UNUSABLE));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "MALFORMED,UNSPECIFIED,01000500010203040000",
        "UNSUPPORTED_MAC,INVALID_MAC,010001000102030400000000" + "0000ff",
        "UNSUPPORTED_HASH,INVALID_HA,01000800010203040000000361",
    })
    void octetsThatCannotBeReadAreRefusedByName(RejectReason reason, String errorNo, String hex)
            throws ReflectiveOperationException {
        ResponderResult result =
                new PskFixture().responder(PskFixture.settings().build()).receive(Octets.ofHex(hex), Octets.EMPTY);

        int expected = ErrorNo.class.getField(errorNo).getInt(null);
        assertThat(result).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.reason()).as(rejected.detail()).isEqualTo(reason);
            assertThat(rejected.errorNo()).isEqualTo(expected);
        });
    }
}
