package org.mikey4j.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.mikey4j.cli.capture.Captures.pcap;
import static org.mikey4j.cli.capture.Captures.sip;
import static org.mikey4j.cli.capture.Captures.udp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.cli.Cli;
import org.mikey4j.cli.carrier.CarrierReader;
import org.mikey4j.cli.trace.TextLog;
import org.mikey4j.cli.trace.TracedExchange;
import org.mikey4j.cli.trace.Tracer;

/** What is said of the exchanges in a capture. */
class TraceCommandTest {
    private static final String KEY = "000102030405060708090a0b0c0d0e0f";
    private static final String SAMPLE = "docs/samples/call.pcap";

    /** A minute after the captures that are made here begin. */
    private static final String AT = "2023-11-14T22:14:20Z";

    @TempDir
    private Path folder;

    private String made(String... arguments) {
        Cli.Result result = new Cli().environment("KEY", KEY).at(AT).with(arguments);
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result.out().strip();
    }

    private String offer(String csbId) {
        return made(
                "generate",
                "psk",
                "--unsafe-test-keys",
                "--csb-id",
                csbId,
                "--psk",
                "env:KEY",
                "--verify",
                "--ssrc",
                "1a2b3c4d",
                "--ssrc",
                "0",
                "--id-i",
                "sip:a@x",
                "--id-r",
                "sip:b@x");
    }

    private String answer(String offer) throws IOException {
        Path file = folder.resolve("offer");
        Files.writeString(file, offer);
        return made("respond", "--credentials", "env:KEY", file.toString());
    }

    private static String sdp(String message) {
        return "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\na=key-mgmt:mikey " + message
                + "\r\nm=audio 4000 RTP/SAVP 0\r\n";
    }

    private List<JsonNode> trace(int exitCode, List<byte[]> packets, String... more) throws IOException {
        Path file = Files.write(folder.resolve("c.pcap"), pcap(packets));
        List<String> arguments = new ArrayList<>(List.of("trace", "--json", file.toString()));
        arguments.addAll(List.of(more));
        Cli.Result result = new Cli().environment("KEY", KEY).with(arguments.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(exitCode);
        List<JsonNode> objects = new ArrayList<>();
        for (String line : result.out().lines().toList()) {
            objects.add(new ObjectMapper().readTree(line));
        }
        return objects;
    }

    @Test
    void theSampleIsAsThePageSays() throws IOException {
        Path report = folder.resolve("r.html");
        Cli.Result result = new Cli()
                .environment("PSK", "30313233343536373839414243444546")
                .with("trace", "--report", report.toString(), SAMPLE);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out())
                .contains("the signalling failed; nobody has keys")
                .endsWith("2 exchanges, 1 as they should be\n");
        assertThat(Files.readString(report))
                .startsWith("<!DOCTYPE html>")
                .contains("Exchange 2: CSB ID cd177e50", "488 INVITE", "192.0.2.3:5060");
    }

    /** A file gets 80 columns whatever the terminal; a terminal gets its own width; and every word is there in all of them. */
    @ParameterizedTest
    @CsvSource({
        "false,,80,17",
        "false,200,80,17",
        "true,,80,17",
        "true,x,80,17",
        "true,50,50,26",
        "true,7,40,35",
        "true,200,200,12"
    })
    void noLineIsWiderThanTheWindow(boolean terminal, String columns, int width, int lines) {
        String[] command = {"trace", "--color", "never", "--credentials", "env:PSK", SAMPLE};
        Cli cli = new Cli().environment("PSK", "30313233343536373839414243444546");
        String usual = cli.with(command).out();
        if (columns != null) {
            cli.environment("COLUMNS", columns);
        }
        if (terminal) {
            cli.onTerminal();
        }

        String out = cli.with(command).out();

        assertThat(out.lines())
                .hasSize(lines)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(width));
        assertThat(out.split("\\s+"))
                .containsExactly(usual.split("\\s+"))
                .containsSubsequence("192.0.2.1:5060", "->", "192.0.2.2:5060", "INVITE", "1", "PSK_INIT,", "193");
    }

    @Test
    void bothEndsHaveTheKeysAndTheyAreWrittenDown() throws IOException {
        String offer = offer("01020304");
        String answer = answer(offer);
        Path log = folder.resolve("keys");

        List<JsonNode> found = trace(
                0,
                List.of(
                        udp(1, 2, sip("INVITE sip:b@x SIP/2.0", "c1", 1, sdp(offer))),
                        udp(2, 3, sip("INVITE sip:b@x SIP/2.0", "another", 1, sdp(offer))),
                        udp(3, 2, sip("SIP/2.0 200 OK", "another", 1, sdp(answer))),
                        udp(2, 1, sip("SIP/2.0 200 OK", "c1", 1, sdp(answer)))),
                "--credentials",
                "env:KEY",
                "--keys-out",
                log.toString());

        assertThat(found).hasSize(1);
        assertThat(found.get(0).get("state").asText()).isEqualTo("answered");
        assertThat(found.get(0).get("verdict").asText())
                .matches("verified: both ends have the same keys \\(sha256/8=[0-9a-f]{8}\\)");
        assertThat(found.get(0).get("messages").get(0).get("to").asText()).isEqualTo("192.0.2.3:5060");
        assertThat(found.get(0).get("messages").get(1).get("seen").asInt()).isEqualTo(2);
        assertThat(Files.readString(log)).contains("01020304").contains("1a2b3c4d");
    }

    /** Three exchanges, and a secret that can be had once. */
    @ParameterizedTest
    @ValueSource(strings = {"prompt", "stdin", "fd"})
    void aSecretThatCanBeHadOnceServesAllExchanges(String place) throws Exception {
        Path capture = Files.write(
                folder.resolve("c.pcap"),
                pcap(List.of(
                        udp(1, 2, sip("INVITE sip:b@x SIP/2.0", "c1", 1, sdp(offer("01020304")))),
                        udp(1, 3, sip("INVITE sip:c@x SIP/2.0", "c2", 1, sdp(offer("05060708")))),
                        udp(1, 4, sip("INVITE sip:d@x SIP/2.0", "c3", 1, sdp(offer("090a0b0c")))))));
        String[] command = {"trace", "--json", "--credentials", place, capture.toString()};
        Cli cli = new Cli().typing(KEY).stdin(KEY);
        String out;
        if (place.equals("fd")) {
            assumeTrue(Files.isDirectory(Path.of("/dev/fd")), "there is no /dev/fd");
            out = withDescriptor(command);
        } else {
            out = cli.with(command).out();
        }

        assertThat(out.lines())
                .hasSize(3)
                .allSatisfy(line -> assertThat(
                                new ObjectMapper().readTree(line).get("verdict").asText())
                        .startsWith("the message is verified"));
        assertThat(cli.asked()).isEqualTo(place.equals("prompt") ? 1 : 0);
    }

    /** In a process of its own, whose standard input, the descriptor 0, is a pipe. */
    private static String withDescriptor(String... command) throws Exception {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.mikey4j.cli.Main"));
        for (String word : command) {
            line.add(word.equals("fd") ? "fd:0" : word);
        }
        Process process = new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(KEY.getBytes(UTF_8));
        }
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }

    @Test
    void aWrongKeyIsNotTheirs() throws IOException {
        String offer = offer("01020304");
        List<byte[]> packets = List.of(udp(1, 2, sip("INVITE sip:b@x SIP/2.0", "c1", 1, sdp(offer))));
        Path other = Files.writeString(folder.resolve("other"), "ff".repeat(16));

        List<JsonNode> found = trace(1, packets, "--credentials", "file:" + other);

        assertThat(found.get(0).get("state").asText()).isEqualTo("unanswered");
        assertThat(found.get(0).get("verdict").asText())
                .isEqualTo("not verified: the MAC is wrong, or no key is known for the sender");
    }

    @Test
    void reKeysForksAndWhatBelongsToNothing() throws IOException {
        String offer = offer("01020304");
        String answer = answer(offer);
        String other = made(
                "respond",
                "--credentials",
                "env:KEY",
                "--ssrc",
                "99999999",
                folder.resolve("offer").toString());
        String again = offer("01020304");
        String foreign = answer(offer("0a0b0c0d"));

        Path file = Files.write(
                folder.resolve("c.pcap"),
                pcap(List.of(
                        udp(1, 2, sip("INVITE sip:b@x SIP/2.0", "c1", 1, sdp(offer))),
                        udp(2, 1, sip("SIP/2.0 200 OK", "c1", 1, sdp(answer))),
                        udp(3, 1, sip("SIP/2.0 200 OK", "c1", 1, sdp(other))),
                        udp(1, 2, sip("INVITE sip:b@x SIP/2.0", "c1", 2, sdp(again))),
                        udp(2, 1, sip("SIP/2.0 200 OK", "c1", 2, sdp(foreign))),
                        udp(2, 1, sip("SIP/2.0 200 OK", "c1", 2, sdp("AQID"))))));
        Cli.Result result = Cli.run("trace", file.toString());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out())
                .contains("exchange 1: CSB ID 01020304, 2 crypto sessions", "answered by several ends")
                .contains("exchange 2: CSB ID 01020304, re-keying 1", "no answer was seen");
        assertThat(result.out().replaceAll("\\s+", " "))
                .contains(
                        "not placed: " + file + " frame 5:13: PSK_RESP answers nothing that was seen (CSB ID 0a0b0c0d)",
                        "not placed: " + file + " frame 6:13: a message that cannot be read, from a=key-mgmt, session");
    }

    /** Two calls at once whose bundles have one ID: the dialog tells which answer is whose. */
    @Test
    void anAnswerBelongsToItsDialogFirst() throws IOException {
        String one = offer("01020304");
        String answerToOne = answer(one);
        String two = offer("01020304");
        String answerToTwo = answer(two);

        List<JsonNode> found = trace(
                0,
                List.of(
                        udp(1, 2, sip("INVITE sip:b@x SIP/2.0", "c1", 1, sdp(one))),
                        udp(3, 4, sip("INVITE sip:b@x SIP/2.0", "c2", 1, sdp(two))),
                        udp(2, 1, sip("SIP/2.0 200 OK", "c1", 1, sdp(answerToOne))),
                        udp(4, 3, sip("SIP/2.0 200 OK", "c2", 1, sdp(answerToTwo)))),
                "--credentials",
                "env:KEY");

        assertThat(found)
                .extracting(e -> e.get("state").asText() + " "
                        + e.get("messages").get(1).get("dialog").asText())
                .containsExactly("answered c1", "answered c2");
        assertThat(found).allSatisfy(e -> assertThat(e.get("verdict").asText()).startsWith("verified: both ends"));
    }

    @Test
    void eachEndOfAForkIsCheckedAndWhatWasAgreedIsTold() throws IOException {
        String offer = offer("01020304");
        String answer = answer(offer);
        String other = made(
                "respond",
                "--credentials",
                "env:KEY",
                "--ssrc",
                "99999999",
                folder.resolve("offer").toString());

        List<JsonNode> found = trace(
                0,
                List.of(
                        udp(1, 2, sip("INVITE sip:b@x SIP/2.0", "c1", 1, sdp(offer))),
                        udp(2, 1, sip("SIP/2.0 200 OK", "c1", 1, sdp(answer))),
                        udp(3, 1, sip("SIP/2.0 200 OK", "c1", 1, sdp(other)))),
                "--credentials",
                "env:KEY");

        assertThat(found.get(0).get("verdict").asText())
                .matches("with 192\\.0\\.2\\.2:5060 verified: both ends have the same keys .*; "
                        + "with 192\\.0\\.2\\.3:5060 verified: both ends have the same keys .*");
        assertThat(found.get(0).get("agreed"))
                .extracting(s -> s.get("ssrc").asText())
                .contains("1a2b3c4d", "99999999")
                .hasSize(4);
    }

    /** A log of a proxy, with the time before each start line; and messages as somebody pasted them. */
    @Test
    void logsAndPastedMessagesAreFollowed() throws IOException {
        String offer = offer("01020304");
        String answer = answer(offer);
        String log = "12:00:01 DEBUG started\n"
                + "12:00:02 DEBUG <--- " + new String(sip("INVITE sip:b@x SIP/2.0", "c1", 1, sdp(offer)), UTF_8)
                + "\n12:00:03 DEBUG ---> " + new String(sip("SIP/2.0 200 OK", "c1", 1, sdp(answer)), UTF_8)
                + "\n12:00:04 DEBUG "
                + new String(sip("INVITE sip:b@x SIP/2.0", "c2", 1, sdp(offer("0000000a"))), UTF_8)
                + "\n12:00:05 DEBUG SIP/2.0 488 Not Acceptable Here\nCall-ID: c2\nCSeq: 1 INVITE\n\n";
        Path file = Files.writeString(folder.resolve("log"), log);

        Cli.Result result =
                new Cli().environment("KEY", KEY).at(AT).with("trace", "--credentials", "env:KEY", file.toString());
        Cli.Result pasted = new Cli().stdin(offer + "\n").with("trace", "--json");
        Cli.Result pair = new Cli()
                .stdin("a=key-mgmt:mikey " + offer + "\na=key-mgmt:mikey " + answer + "\n")
                .with("trace", "--json");

        assertThat(result.out())
                .contains("sip:a@x -> sip:b@x  SIP INVITE  line 2  PSK_INIT", "sip:b@x -> sip:a@x  SIP 200 INVITE")
                .contains("verified: both ends have the same keys", "SIP 488 INVITE", "the signalling failed")
                .endsWith("2 exchanges, 1 as they should be\n");
        assertThat(new ObjectMapper().readTree(pasted.out()).get("state").asText())
                .isEqualTo("unanswered");
        assertThat(new ObjectMapper().readTree(pair.out()).get("state").asText())
                .isEqualTo("answered");
    }

    /** What is over is let go of: an answer that comes after very many others is too late. */
    @Test
    void onlySoManyExchangesAreFollowedAtATime() throws IOException {
        List<String> seen = new ArrayList<>();
        Tracer tracer = new Tracer(2, new Tracer.Listener() {
            @Override
            public void exchange(TracedExchange exchange) {
                seen.add(exchange.number() + " " + exchange.state());
            }

            @Override
            public void problem(String what) {
                seen.add(what);
            }
        });
        String first = offer("00000001");
        String answer = answer(first);
        for (String message : List.of(first, offer("00000002"), offer("00000003"), answer)) {
            TextLog.signals(new CarrierReader.Input("t", message, CarrierReader.read("t", message)))
                    .forEach(tracer::add);
        }
        tracer.finish();

        assertThat(seen)
                .containsExactly(
                        "1 UNANSWERED",
                        "t: PSK_RESP answers nothing that was seen (CSB ID 00000001)",
                        "2 UNANSWERED",
                        "3 UNANSWERED");
    }

    @Test
    void whatHasNoMikeyIsSaid() {
        Cli.Result text = new Cli().stdin("nothing\n").with("trace");
        assertThat(text.exitCode()).isEqualTo(3);
        assertThat(text.err()).isEqualTo("mikey: stdin: no MIKEY message in it\n");
    }
}
