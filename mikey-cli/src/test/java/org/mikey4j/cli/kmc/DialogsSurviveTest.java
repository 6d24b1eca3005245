package org.mikey4j.cli.kmc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mikey4j.cli.Main;
import org.mikey4j.cli.sip.SipNode;
import org.mikey4j.cli.sip.WirePhone;
import org.mikey4j.cli.sip.WirePhone.Seen;

/** {@code mikey kmc serve} in a process that is killed: calls that were answered go on with the one that comes after it. */
class DialogsSurviveTest {
    private static final int CALLS = 1_000;
    private static final int AT_ONCE = 40;

    @TempDir
    private Path folder;

    private final List<Integer> ports = SipNode.freePorts(3);
    private final int node = ports.get(0);
    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void stop() {
        processes.forEach(Process::destroyForcibly);
    }

    /** Starts the centre, and waits until it serves. */
    private Process serve() throws IOException {
        Path config = folder.resolve("kmc.conf");
        Files.writeString(
                config,
                String.join(
                        "\n",
                        "domain = a.example",
                        "listen = udp:127.0.0.1:" + node,
                        "user.sip:alice@a.example = env:KEY",
                        "user.sip:bob@a.example = env:KEY",
                        "store = jdbc:h2:file:" + folder.resolve("store"),
                        "master.key.1 = env:MASTER",
                        ""));
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path") + ":" + System.getProperty("jdk.module.path", ""),
                        Main.class.getName(),
                        "kmc",
                        "serve",
                        "--config",
                        config.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("KEY", "0a".repeat(16));
        builder.environment().put("MASTER", "0b".repeat(32));
        Process process = builder.start();
        processes.add(process);
        assertThat(new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))
                        .readLine())
                .isEqualTo("ready: a.example on udp:127.0.0.1:" + node);
        return process;
    }

    private static List<Integer> all() {
        return IntStream.range(0, CALLS).boxed().toList();
    }

    /** Does something for each number, some at once, until each is done. */
    private static void each(String what, Iterable<Integer> numbers, java.util.function.IntConsumer send, Done done)
            throws InterruptedException {
        Set<Integer> open = ConcurrentHashMap.newKeySet();
        for (int number : numbers) {
            open.add(number);
            send.accept(number);
            if (open.size() >= AT_ONCE) {
                WirePhone.until(what, () -> {}, () -> {
                    open.removeIf(done::of);
                    return open.size() < AT_ONCE;
                });
            }
        }
        WirePhone.until(what, () -> open.forEach(send::accept), () -> {
            open.removeIf(done::of);
            return open.isEmpty();
        });
    }

    private interface Done {
        boolean of(int number);
    }

    @Test
    void noAcknowledgedCallIsLostByKillMinusNine() throws Exception {
        Process first = serve();
        try (WireCalls calls = new WireCalls(ports.get(1), ports.get(2), number -> false)) {
            each("all to ring", all(), number -> calls.invite(node, number), calls.atBob::containsKey);
            Thread answering = new Thread(() -> answerAll(calls));
            answering.start();
            WirePhone.until("half of the answers", () -> {}, () -> calls.acknowledged.size() >= CALLS / 2);
            new ProcessBuilder("kill", "-9", Long.toString(first.pid())).start().waitFor();
            assertThat(first.waitFor()).isEqualTo(128 + 9);
            answering.interrupt();
            answering.join();
            Thread.sleep(200);
            List<Integer> acknowledged = List.copyOf(calls.acknowledged.keySet());
            assertThat(acknowledged.size()).isBetween(CALLS / 2, CALLS - 1);

            serve();
            assertSameAnswerAgain(calls, acknowledged.get(0));
            each(
                    "ACK at Bob",
                    acknowledged,
                    number -> calls.fromAlice(node, number, "ACK", 1, ""),
                    number -> calls.bob.heard("1 ACK", number));
            List<Integer> some = acknowledged.stream().filter(n -> n % 10 == 0).toList();
            assertHeld(calls, some);
            each(
                    "BYE at the other end and its answer",
                    acknowledged,
                    number -> hangUp(calls, number),
                    number -> isHungUp(calls, number));
            assertThat(calls.alice.heard("200 3 BYE"))
                    .isNotEmpty()
                    .allMatch(seen -> seen.header("X-By").equals("bob"));
            assertThat(calls.bob.heard("200 1 BYE"))
                    .isNotEmpty()
                    .allMatch(seen -> seen.header("X-By").equals("alice"));

            each(
                    "488 to an offer that was here before",
                    all(),
                    number -> calls.invite(node, number, "again-" + number, "z9hG4bKr" + number),
                    number -> calls.alice.heard("488 1 INVITE", number));
            assertThat(calls.bob.heard("1 INVITE").stream()
                            .map(seen -> seen.number() + " " + seen.header("Call-ID"))
                            .distinct())
                    .as("each call came to Bob once")
                    .hasSize(CALLS);
        }
    }

    /** Bob answers, again and again what Alice did not hear yet, until he is interrupted. */
    private static void answerAll(WireCalls calls) {
        try {
            while (true) {
                for (int number : all()) {
                    if (!calls.acknowledged.containsKey(number)) {
                        calls.answer(calls.atBob.get(number));
                        Thread.sleep(1);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void assertSameAnswerAgain(WireCalls calls, int number) throws InterruptedException {
        Seen before = calls.acknowledged.get(number);
        long answers = count(calls, number);
        WirePhone.until("the answer again", () -> calls.invite(node, number), () -> count(calls, number) > answers);
        assertThat(calls.alice.heard("200 1 INVITE").stream().filter(seen -> seen.number() == number))
                .extracting(seen -> seen.header("To") + seen.contact() + seen.body())
                .containsOnly(before.header("To") + before.contact() + before.body());
    }

    private static long count(WireCalls calls, int number) {
        return calls.alice.heard("200 1 INVITE").stream()
                .filter(seen -> seen.number() == number)
                .count();
    }

    private void assertHeld(WireCalls calls, List<Integer> numbers) throws InterruptedException {
        each(
                "answers to the hold",
                numbers,
                number -> calls.fromAlice(node, number, "INVITE", 2, WireCalls.sdp(number, "2")),
                number -> calls.alice.heard("200 2 INVITE", number));
        each(
                "ACK of the hold at Bob",
                numbers,
                number -> calls.fromAlice(node, number, "ACK", 2, ""),
                number -> calls.bob.heard("2 ACK", number));
        assertThat(calls.bob.heard("2 INVITE")).allMatch(seen -> seen.body().equals(WireCalls.sdp(seen.number(), "2")));
        assertThat(calls.alice.heard("200 2 INVITE"))
                .allMatch(seen -> seen.body().equals(WireCalls.sdp(seen.number(), "2"))
                        && seen.header("X-By").equals("bob"));
    }

    /** By Alice or by Bob. */
    private void hangUp(WireCalls calls, int number) {
        if (number % 2 == 0) {
            calls.fromAlice(node, number, "BYE", 3, "");
        } else {
            calls.fromBob(node, number, "BYE", 1);
        }
    }

    private static boolean isHungUp(WireCalls calls, int number) {
        return number % 2 == 0
                ? calls.alice.heard("200 3 BYE", number) && calls.bob.heard("3 BYE", number)
                : calls.bob.heard("200 1 BYE", number) && calls.alice.heard("1 BYE", number);
    }
}
