package org.mikey4j.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.message.TicketPolicy.Flag;
import org.mikey4j.message.registry.PayloadType;

/** The policy in TP and TICKET: after version and subtype 7 bits of PRF, the flags D to O and 5 reserved bits (RFC 6043, 6.10). */
class TicketPolicyTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "D, 010000", "E, 008000", "F, 004000", "G, 002000", "H, 001000", "I, 000800",
        "J, 000400", "K, 000200", "L, 000100", "M, 000080", "N, 000040", "O, 000020"
    })
    void everyFlagHasItsBit(Flag flag, String bits) {
        TicketPolicy policy = new TicketPolicy(1, 1, 1, 0, TicketPolicy.flags(flag), Octets.EMPTY);
        Octets encoded = PayloadChain.encode(List.of(new TpPayload(policy)));

        assertThat(encoded.toHex()).isEqualTo("00" + "0001" + "0101" + bits + "0000");
        assertThat(PayloadChain.decode(encoded, PayloadType.TP)).containsExactly(new TpPayload(policy));
        for (Flag other : Flag.values()) {
            assertThat(policy.has(other)).as("%s", other).isEqualTo(other == flag);
        }
    }

    @Test
    void flagsAddUp() {
        assertThat(TicketPolicy.flags(new Flag[0])).isZero();
        assertThat(TicketPolicy.flags(Flag.values())).isEqualTo(0xfff);
        assertThat(TicketPolicy.flags(Flag.D, Flag.O, Flag.D)).isEqualTo(0x801);
        TicketPolicy all = new TicketPolicy(0xfffe, 0xfd, 0xfc, 0x7f, 0xfff, Octets.ofHex("aabb"));
        assertThat(all.has(Flag.D)).isTrue();
        assertThat(PayloadChain.encode(List.of(new TpPayload(all))).toHex())
                .isEqualTo("00" + "fffe" + "fdfc" + "ffffe0" + "0002aabb");
    }

    @Test
    void everyFieldIsFoundWhereItStands() {
        Inspection inspection = MikeyMessage.inspect(
                Octets.ofHex("010010000102030400" + "01" + "00" + "0002" + "0305" + "0307a0" + "0001cc"),
                DecodeOptions.STRICT);

        assertThat(inspection.diagnostics()).isEmpty();
        assertThat(inspection.layout().get(1).fields())
                .extracting(
                        f -> f.name(),
                        f -> f.offset(),
                        f -> f.length(),
                        f -> f.number().orElse(-1))
                .containsExactly(
                        tuple("nextPayload", 10, 1, 0L),
                        tuple("ticketType", 11, 2, 2L),
                        tuple("subtype", 13, 1, 3L),
                        tuple("version", 14, 1, 5L),
                        tuple("prfFunc", 15, 3, 1L),
                        tuple("flags", 15, 3, 0x83dL),
                        tuple("res", 15, 3, 0L),
                        tuple("tpDataLength", 18, 2, 1L),
                        tuple("tpData", 20, 1, -1L));
    }

    @Test
    void whatIsUnassignedOrReservedIsFoundWhereItStands() {
        Inspection inspection = MikeyMessage.inspect(
                Octets.ofHex("010010000102030400" + "01" + "00" + "0003" + "0101" + "04001f" + "0000"),
                DecodeOptions.STRICT);

        assertThat(inspection.diagnostics())
                .extracting(Diagnostic::severity, Diagnostic::rule, Diagnostic::offset, Diagnostic::message)
                .containsExactly(
                        tuple(
                                Severity.INFO,
                                "UNASSIGNED_VALUE",
                                11,
                                "TP payload, ticket type at offset 11: Ticket Type unknown(3) [RFC 3830, 10]"),
                        tuple(
                                Severity.INFO,
                                "UNASSIGNED_VALUE",
                                15,
                                "TP payload, PRF func at offset 15: PRF Func unknown(2) [RFC 3830, 10]"),
                        tuple(
                                Severity.WARNING,
                                "RESERVED_NOT_ZERO",
                                15,
                                "TP payload, res at offset 15: reserved bits are 31, not 0 [RFC 3830, 6]"));
    }
}
