package org.mikey4j.cli.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One back-to-back user agent between two SIPps, with an exchange that waits, refuses or lets pass. */
@Timeout(120)
class B2buaTest {
    private static final int WAITING = 40;

    @TempDir
    private Path folder;

    private final List<Integer> ports = SipNode.freePorts(5);
    private final List<Sipp> ends = new ArrayList<>();
    private final List<B2bua> agents = new ArrayList<>();
    private final List<SipNode> nodes = new ArrayList<>();
    private final CountDownLatch keys = new CountDownLatch(1);

    @BeforeEach
    void installed() {
        Sipp.assumeInstalled();
    }

    @AfterEach
    void close() {
        keys.countDown();
        ends.forEach(Sipp::close);
        SipNode.closeAll(nodes);
    }

    private B2bua open(BodyExchange exchange, Duration ringing) {
        B2buaLimits limits = new B2buaLimits(100, 100, Duration.ofSeconds(5), ringing, Duration.ofDays(1));
        SipNode.Binding here = new SipNode.Binding("udp", "127.0.0.1", ports.get(0));
        nodes.add(SipNode.open("B2BUA", List.of(here), new SipOptions(), node -> {
            agents.add(new B2bua(node, exchange, DialogStore.NONE, limits, Clock.systemUTC(), new SecureRandom()));
            return agents.get(0);
        }));
        return agents.get(0);
    }

    /** The first end is the callee. */
    private Sipp end(String scenario, String... more) throws IOException, InterruptedException {
        int port = ports.get(1 + ends.size());
        String callee = ports.get(1).toString();
        Stream<String> all = Stream.concat(
                Stream.of("-t", "u1", "-key", "kmca", ports.get(0).toString()),
                Stream.of("-key", "kmcb", callee, "-key", "callee", callee));
        all = Stream.concat(all, Arrays.stream(more));
        Stream<String> target = ends.isEmpty() ? Stream.of() : Stream.of("127.0.0.1:" + ports.get(0));
        Sipp end = Sipp.start(folder, scenario, port, Stream.concat(all, target).toArray(String[]::new));
        ends.add(end);
        Thread.sleep(200);
        return end;
    }

    private static BodyExchange refusingAnswers() {
        return crossing -> crossing.fromCaller()
                ? new BodyExchange.Passage.On(crossing.sdp())
                : new BodyExchange.Passage.Refused(488, "the keys are wrong");
    }

    /** Waits for keys that do not come, for calls of one user. */
    private BodyExchange waitingFor(String user) {
        return crossing -> {
            if (crossing.from().startsWith("sip:" + user + "@")) {
                try {
                    keys.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return new BodyExchange.Passage.On(crossing.sdp());
        };
    }

    @Test
    void callsThatWaitForTheirKeysHoldUpNoOther() throws Exception {
        B2bua agent = open(waitingFor("slow"), Duration.ofHours(1));
        end("user-callee");
        Sipp slow = end("user-caller", "-s", "slow", "-m", Integer.toString(WAITING), "-r", "1000", "-l", "1000");
        while (agent.settingUp() < WAITING) {
            Thread.sleep(20);
        }

        end("user-caller", "-s", "quick", "-m", "1").succeeds();
        end("waiting-caller", "-s", "slow", "-m", "1").succeeds();
        assertThat(agent.settingUp()).as("the others wait still").isEqualTo(WAITING);
        assertThat(agent.counters().answered()).isEqualTo(1);
        assertThat(agent.counters().failed()).as("the one that was given up").isEqualTo(1);

        keys.countDown();
        slow.succeeds();
        assertThat(agent.counters().answered()).isEqualTo(WAITING + 1L);
        while (agent.calls() > 0) { // what is answered is forgotten just after
            Thread.sleep(20);
        }
        assertThat(nodes.get(0).faults()).isZero();
    }

    @Test
    void anAnswerWithoutTheRightKeysIsTakenDown() throws Exception {
        B2bua agent = open(refusingAnswers(), Duration.ofHours(1));
        Sipp callee = end("user-callee", "-m", "1");
        end("refused-caller", "-m", "1").succeeds();
        callee.succeeds();

        assertThat(agent.counters().refused()).isEqualTo(1);
        assertThat(agent.counters().answered()).isZero();
        assertThat(agent.calls()).isZero();
    }

    @Test
    void aCallThatNobodyAnswersIsGivenUp() throws Exception {
        B2bua agent = open(BodyExchange.passing(), Duration.ofSeconds(1));
        Sipp callee = end("cancel-callee", "-m", "1");
        end("overdue-caller", "-m", "1").succeeds();
        callee.succeeds();

        assertThat(agent.counters().failed()).isEqualTo(1);
        assertThat(agent.calls()).isZero();
        assertThat(agent.settingUp()).isZero();
    }

    @Test
    void anAnswerThatComesTooLateIsHungUpOn() throws Exception {
        B2bua agent = open(BodyExchange.passing(), Duration.ofSeconds(1));
        Sipp callee = end("late-callee", "-m", "1");
        end("overdue-caller", "-m", "1").succeeds();
        callee.succeeds();

        assertThat(agent.counters().answered()).isZero();
        assertThat(agent.calls()).isZero();
        assertThat(nodes.get(0).faults()).isZero();
    }
}
