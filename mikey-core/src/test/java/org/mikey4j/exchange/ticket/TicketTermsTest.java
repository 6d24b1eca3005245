package org.mikey4j.exchange.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mikey4j.testing.Peers.ALICE;
import static org.mikey4j.testing.Peers.BOB;
import static org.mikey4j.testing.Peers.CAROL;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.NtpTime;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.message.TicketPolicy;
import org.mikey4j.message.TicketPolicy.Flag;
import org.mikey4j.testing.Proves;

class TicketTermsTest {
    private static final IdPayload KMS = IdPayload.uri("sip:kms@example.org");

    /** Each octet written out by hand after the figures of RFC 6043, 6.4, 6.6 and 6.10. */
    @Test
    @Proves("R6043-6.10-09")
    void theWire() {
        TicketTerms terms = TicketTerms.builder(TicketSuite.BITS_128, IdPayload.uri("b"))
                .kms(IdPayload.uri("k"))
                .initiator(IdPayload.uri("a"))
                .start(Instant.ofEpochSecond(0x80000000L - 2_208_988_800L))
                .end(Instant.parse("2036-02-07T06:28:17Z"))
                .rekeyedEvery(Duration.ofHours(1))
                .keys(KeySpec.tgk())
                .applications(IdPayload.uri("x"))
                .build();
        TicketPolicy policy = terms.toPolicy();
        assertThat(policy.flags()).isEqualTo(0b111111000011);
        assertThat(policy.tpData().toHex())
                .isEqualTo("0e" + "0e0301000" + "16b" // IDRkms
                        + "0d0101000161" // IDRi
                        + "0d020380000000" // TRs
                        + "0d030300000001" // TRe, after the overflow
                        + "01040300000e10" // TRr
                        + "0e000014" + "0000" + "0010" + "00".repeat(16) + "00" // KEMAC, to be checked below
                        + "0e0501000178" // IDRapp
                        + "000201000162"); // IDRr
        assertThat(TicketTerms.of(policy)).isEqualTo(terms);
    }

    @ParameterizedTest
    @CsvSource({
        "DEFGHINO, D, not D implies L",
        "DEFGHINO, F, G implies F",
        "DEFHNO, H, not G implies H",
        "DEFGHINO, E, I implies E",
        "DEFGHKLNO, D, K implies D",
        "DHMNOF, F, M implies F"
    })
    @Proves("R6043-6.10-01")
    void flagsThatContradictEachOther(String good, Flag cleared, String rule) {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        good.chars().forEach(c -> flags.add(Flag.valueOf(String.valueOf((char) c))));
        TicketTerms terms =
                TicketTerms.builder(TicketSuite.BITS_128, BOB).flags(flags).build();
        TicketPolicy policy = terms.toPolicy();
        int bad = policy.flags() & ~TicketPolicy.flags(cleared);
        TicketPolicy contradicting = new TicketPolicy(1, 1, 1, 0, bad, policy.tpData());
        assertThatThrownBy(() -> TicketTerms.of(contradicting))
                .isInstanceOfSatisfying(
                        UnusableTicketException.class,
                        e -> assertThat(e.reason()).isEqualTo(RejectReason.TICKET_POLICY_REFUSED))
                .hasMessageContaining(rule);
        Set<Flag> rest = EnumSet.copyOf(flags);
        rest.remove(cleared);
        assertThatThrownBy(() -> TicketTerms.builder(TicketSuite.BITS_128, BOB)
                        .flags(rest)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(rule);
    }

    @ParameterizedTest
    @CsvSource({
        "'', the data does not name its first payload",
        "00, names one responder or more",
        "0d0d020380000000" + "00020380000000, TRs is there twice",
        "0d0e04000000000000000001" + "000201000162, TRr is not of type NTP-UTC-32",
        "0d0e030200000001" + "000201000162, a counter is no validity period",
        "0e0e0101000161" + "0e0101000161" + "000201000162, IDRi is there twice",
        "0e0e0301000161" + "0e0301000161" + "000201000162, IDRkms is there twice",
        "01" + "0e01000000" + "000201000162, has NULL encryption and NULL MAC",
        "0e0002010001, TP data: IDR payload, idData at offset 3",
        "63, TP data"
    })
    @Proves("R6043-6.10-09")
    void dataThatCannotBeRead(String hex, String why) {
        Octets data = hex.isEmpty() ? Octets.EMPTY : Octets.ofHex(hex);
        TicketPolicy policy = new TicketPolicy(1, 1, 1, 0, 0b111111000011, data);
        assertThatThrownBy(() -> TicketTerms.of(policy))
                .isInstanceOfSatisfying(
                        UnusableTicketException.class,
                        e -> assertThat(e.reason()).isEqualTo(RejectReason.TICKET_POLICY_REFUSED))
                .hasMessageContaining(why);
    }

    @Test
    void anotherPrf() {
        TicketPolicy policy = new TicketPolicy(1, 1, 1, 9, 0b111111000011, Octets.ofHex("0e000201000162"));
        assertThatThrownBy(() -> TicketTerms.of(policy)).hasMessageContaining("PRF func 9 is not supported");
    }

    /** What is not expected is not looked at. */
    @Test
    void unexpectedPayloadsAreIgnored() {
        TicketPolicy policy = new TicketPolicy(
                1, 1, 1, 0, 0b111111000011, Octets.ofHex("0b0d020102" + "0e010300000001" + "000201000162"));
        TicketTerms terms = TicketTerms.of(policy);
        assertThat(terms.responders()).containsExactly(IdPayload.uri("b"));
        assertThat(terms.start()).isEmpty();
    }

    @Test
    void thePeriodOfValidity() {
        Instant from = Instant.parse("2026-01-01T00:00:00Z");
        Instant until = Instant.parse("2026-01-02T00:00:00Z");
        TicketTerms terms = TicketTerms.builder(TicketSuite.BITS_128, BOB, CAROL)
                .start(from)
                .end(until)
                .build();
        terms.requireValidAt(from);
        terms.requireValidAt(until);
        assertThatThrownBy(() -> terms.requireValidAt(from.minusNanos(1)))
                .isInstanceOf(UnusableTicketException.class)
                .hasMessage("the ticket is not valid before 2026-01-01T00:00:00Z");
        assertThatThrownBy(() -> terms.requireValidAt(until.plusNanos(1)))
                .isInstanceOf(UnusableTicketException.class)
                .hasMessage("the ticket is not valid after 2026-01-02T00:00:00Z");
        TicketTerms always = TicketTerms.builder(TicketSuite.BITS_128, BOB).build();
        always.requireValidAt(Instant.MIN);
        always.requireValidAt(Instant.MAX);
        assertThat(TicketTerms.of(terms.toPolicy())).isEqualTo(terms);
    }

    @Test
    @Proves("R6043-6.3-01")
    void theOverflowOf2036() {
        assertThat(NtpTime.toInstant1968(0xffffffffL << 32)).isEqualTo(Instant.parse("2036-02-07T06:28:15Z"));
        assertThat(NtpTime.toInstant1968(0)).isEqualTo(Instant.parse("2036-02-07T06:28:16Z"));
        assertThat(NtpTime.toInstant1968(0x80000000L << 32)).isEqualTo(Instant.parse("1968-01-20T03:14:08Z"));
        assertThat(NtpTime.toInstant1968(0x7fffffffL << 32)).isEqualTo(Instant.parse("2104-02-26T09:42:23Z"));
    }

    @Test
    void whatABuilderKeeps() {
        TicketTerms terms = TicketTerms.builder(TicketSuite.BITS_256, BOB)
                .kms(KMS)
                .initiator(ALICE)
                .type(2, 3, 4)
                .without(Flag.I, Flag.E)
                .with(Flag.J)
                .build();
        assertThat(terms.toBuilder().build()).isEqualTo(terms);
        assertThat(terms.has(Flag.J)).isTrue();
        assertThat(terms.has(Flag.I)).isFalse();
        assertThat(terms.toBuilder().responders(List.of(CAROL)).build().responders())
                .containsExactly(CAROL);
    }
}
