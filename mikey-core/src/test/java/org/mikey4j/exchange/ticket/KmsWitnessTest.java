package org.mikey4j.exchange.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mikey4j.testing.Peers.ALICE;
import static org.mikey4j.testing.Peers.CLOCK;
import static org.mikey4j.testing.Peers.assertEveryChangeRefused;
import static org.mikey4j.testing.Peers.trust;

import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.Proves;

/** A signed message to the service as others see it pass. */
class KmsWitnessTest {
    private final TicketFixture parties = new TicketFixture();

    private KmsWitness.Result seen(Clock clock, Octets message) {
        return new KmsWitness(TicketFixture.settings(clock), trust()).receive(TicketFixture.KMS, message);
    }

    private static void assertRefused(KmsWitness.Result result, RejectReason reason, String detail) {
        assertThat(result).isInstanceOfSatisfying(KmsWitness.Refused.class, refused -> {
            assertThat(refused.rejected().reason()).isEqualTo(reason);
            assertThat(refused.rejected().detail()).contains(detail);
            assertThat(refused.rejected().errorMessage()).isEmpty();
        });
    }

    @Test
    @Proves("R6043-4.2.1.3-01")
    void theSignatureIsVerifiedWithoutTheKeyOfTheService() {
        MikeyMessage request =
                parties.signing().request(parties.terms().build()).message();

        assertThat(seen(CLOCK, request.octets()))
                .isInstanceOfSatisfying(
                        KmsWitness.Authentic.class,
                        authentic -> assertThat(authentic.sender()).isEqualTo(ALICE));
        assertEveryChangeRefused(
                request.octets(),
                octets -> seen(CLOCK, octets) instanceof KmsWitness.Refused refused ? refused.rejected() : "accepted");
    }

    @Test
    void otherMessagesAndTimesAreRefusedByName() {
        MikeyMessage signed = parties.signing().request(parties.terms().build()).message();
        MikeyMessage shared =
                parties.client(ALICE).request(parties.terms().build()).message();

        assertRefused(
                seen(CLOCK, shared.octets()),
                RejectReason.WRONG_DATA_TYPE,
                "REQUEST_INIT_PSK is no signed message to a KMS");
        assertRefused(
                seen(Clock.offset(CLOCK, Duration.ofMinutes(6)), signed.octets()),
                RejectReason.TIMESTAMP_OUTSIDE_WINDOW,
                "is more than PT5M from the local time");
        assertRefused(seen(CLOCK, Octets.EMPTY), RejectReason.MALFORMED, "");
    }
}
