package org.mikey4j.exchange.psk;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Security;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mikey4j.exchange.CryptoSession;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.CountingHmac;

/**
 * What a whole exchange costs, in numbers that do not vary with the machine: the guard of its speed. How long it takes beside
 * its bare cryptography is in BENCHMARKS.md.
 */
@Tag("counts-allocation")
class PskCostTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final PskFixture ends = new PskFixture();
    private final ExchangeSettings settings = PskFixture.settings().build();
    private final PskInitiator initiator = new PskInitiator(settings);
    private final PskResponder responder = ends.responder(settings);

    /** An offer, its answer, the verification, and the keys of both crypto sessions at both ends. */
    private void exchange() {
        try (PskPendingOffer offer =
                initiator.offer(ends.psk, PskFixture.request().build())) {
            ResponderResult.Established answered = (ResponderResult.Established)
                    responder.receive(offer.message().octets(), Octets.EMPTY);
            InitiatorResult.Established established = (InitiatorResult.Established)
                    offer.receive(answered.reply().orElseThrow().octets());
            keys(answered.association());
            keys(established.association());
        }
    }

    private static void keys(SecurityAssociation association) {
        try (association) {
            for (CryptoSession session : association.cryptoSessions()) {
                assertThat(session.keys()).isNotEmpty();
            }
        }
    }

    /** For code that is not compiled yet, which allocates more; compiled it is 27,600 (BENCHMARKS.md). */
    @Test
    void anExchangeAllocatesLessThan80000Octets() {
        for (int i = 0; i < 3; i++) {
            exchange();
        }
        long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        exchange();

        assertThat(THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before)
                .isBetween(10_000L, 80_000L);
    }

    /**
     * An output of the PRF of at most 160 bits takes two HMACs (RFC 3830, 4.1.2). At each end: three keys of the message, TEK
     * and salt of two crypto sessions, the MAC of the offer and the V of the answer: 16. Three keys are set up, one for the PRF of the
     * message, one for both MACs and one for the PRF of the crypto sessions, and each is overwritten by another afterwards.
     */
    @Test
    void anExchangeTakesNoHmacMoreThanTheStandardAsksFor() throws Exception {
        assertThat(counted()).isEqualTo("32 HMACs, 12 times keyed");
    }

    /** In a Java of its own, because the provider has to be there before anything has chosen one. */
    private static String counted() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Counted.class.getName()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return out.strip();
    }

    static final class Counted {
        private Counted() {}

        public static void main(String[] arguments) {
            CountingHmac counting = new CountingHmac();
            Security.insertProviderAt(counting, 1);
            PskCostTest ends = new PskCostTest();
            ends.exchange();
            int computed = counting.computed();
            int keyed = counting.keyed();
            ends.exchange();
            System.out.println(
                    (counting.computed() - computed) + " HMACs, " + (counting.keyed() - keyed) + " times keyed");
        }
    }
}
