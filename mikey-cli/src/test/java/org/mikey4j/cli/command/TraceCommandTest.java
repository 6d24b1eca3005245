package org.mikey4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mikey4j.cli.capture.Captures.pcap;
import static org.mikey4j.cli.capture.Captures.sip;
import static org.mikey4j.cli.capture.Captures.udp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mikey4j.cli.Cli;

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
                .contains("exchange 2: CSB ID 01020304, re-keying 1", "no answer was seen")
                .contains(
                        "not placed: " + file + " frame 5:13: PSK_RESP answers nothing that was seen (CSB ID 0a0b0c0d)",
                        "not placed: " + file + " frame 6:13: a message that cannot be read, from a=key-mgmt, session");
    }

    @Test
    void whatIsNoCaptureIsSaid() {
        Cli.Result text = Cli.run("trace", "docs/samples/offer.sdp");
        assertThat(text.exitCode()).isEqualTo(3);
        assertThat(text.err()).startsWith("mikey: docs/samples/offer.sdp: is no capture\n");
    }
}
