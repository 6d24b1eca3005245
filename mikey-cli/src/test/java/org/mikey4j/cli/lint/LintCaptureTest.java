package org.mikey4j.cli.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mikey4j.cli.capture.Captures.pcap;
import static org.mikey4j.cli.capture.Captures.sip;
import static org.mikey4j.cli.capture.Captures.udp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mikey4j.cli.Cli;
import org.mikey4j.message.SrtpId;

/** In a capture the rules are about the texts that carry messages, and about requests and responses, too. */
class LintCaptureTest {
    /** When the captures that are made here begin. */
    private static final Instant TIME = Instant.parse("2023-11-14T22:13:20Z");

    private static final String SETUP = "SETUP rtsp://camera.example.org/1 RTSP/1.0\nCSeq: 2\n";

    @TempDir
    private Path folder;

    private List<String> lint(List<byte[]> packets, String... more) throws IOException {
        Path file = Files.write(folder.resolve("c.pcap"), pcap(packets));
        List<String> arguments = new ArrayList<>(List.of("lint", "--json", "--fail-on", "never"));
        arguments.addAll(List.of(more));
        arguments.add(file.toString());
        Cli.Result result = Cli.run(arguments.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.err()).isZero();
        List<String> findings = new ArrayList<>();
        for (JsonNode part : new ObjectMapper().readTree(result.out()).get("parts")) {
            for (JsonNode finding : part.get("findings")) {
                findings.add(finding.get("rule").asText() + " "
                        + finding.get("source").asText().replace(file + " ", ""));
            }
        }
        return findings;
    }

    private static byte[] rtsp(String text) {
        return (text.replace("\n", "\r\n") + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String sdp(Sample message) {
        return "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\n" + message.attribute()
                + "\r\nm=audio 4000 RTP/SAVP 0\r\n";
    }

    @Test
    void theTextOfAMessageIsJudgedAndAMessageOnItsWayIsOne() throws IOException {
        byte[] invite = sip("INVITE sip:b@x SIP/2.0", "c1", 1, sdp(Sample.psk().with(Sample.t(TIME))));

        List<String> found = lint(List.of(udp(1, 2, invite), udp(1, 2, invite), udp(2, 3, invite)));

        assertThat(found).contains("SESSION_LEVEL_KEYS frame 1:13");
        assertThat(found).noneMatch(f -> f.startsWith("MESSAGE_REPEATED") || f.contains("frame 2"));
    }

    @Test
    void requestAndResponseAreJudgedTogether() throws IOException {
        Sample camera = Sample.camera().with(Sample.t(TIME));
        byte[] setup = rtsp(SETUP + camera.header());
        byte[] refusal = rtsp("RTSP/1.0 400 Bad Request\nCSeq: 2");

        assertThat(lint(List.of(udp(1, 2, setup), udp(2, 1, refusal))))
                .contains("KEYMGMT_FAILURE_NOT_463 frame 2:1")
                .doesNotHaveDuplicates();
        assertThat(lint(List.of(udp(1, 2, setup), udp(2, 1, rtsp("RTSP/1.0 463 Key Management Failure\nCSeq: 2")))))
                .noneMatch(f -> f.startsWith("KEYMGMT_FAILURE_NOT_463"));
    }

    /** The server's key came in its description, and the client's in its request: both SSRCs are known. */
    @Test
    void keysOfTheWholeDialogCount() throws IOException {
        Sample server = Sample.camera().with(Sample.t(TIME));
        Sample client = server.sessions(new SrtpId(0, 0x77777777L, 0));
        byte[] setup = rtsp(SETUP + client.header());
        byte[] answer = rtsp("RTSP/1.0 200 OK\nCSeq: 2\nTransport: RTP/SAVP;unicast;ssrc=1A2B3C4D");
        String description = "v=0\nm=audio 0 RTP/SAVP 0\n"
                + Sample.camera().with(Sample.t(TIME)).attribute() + "\n";
        byte[] described = rtsp("RTSP/1.0 200 OK\nCSeq: 1\nContent-Type: application/sdp\nContent-Length: "
                + description.length() + "\n\n" + description);

        assertThat(lint(List.of(udp(2, 1, described), udp(1, 2, setup), udp(2, 1, answer))))
                .noneMatch(f -> f.startsWith("SSRC_DIFFERS"));
        assertThat(lint(List.of(udp(1, 2, setup), udp(2, 1, answer))))
                .contains("SSRC_DIFFERS_FROM_TRANSPORT frame 2:3");
    }

    @Test
    void anAnswerIsJudgedWithItsOffer() throws IOException {
        byte[] invite =
                sip("INVITE sip:b@x SIP/2.0", "c1", 1, sdp(Sample.psk().v().with(Sample.t(TIME))));
        byte[] late = sip("SIP/2.0 200 OK", "c1", 1, sdp(Sample.answer().with(Sample.t(TIME.plusSeconds(1)))));

        assertThat(lint(List.of(udp(1, 2, invite), udp(2, 1, late))))
                .contains("ANSWER_WITH_NEW_TIMESTAMP frame 2:13", "SESSION_LEVEL_KEYS frame 2:13")
                .noneMatch(f -> f.startsWith("MEDIA_LEVEL_KEYS"));
    }

    @Test
    void whatCanBeReadOnTheWayIsInTheClearAndAsOldAsItWasThen() throws IOException {
        byte[] setup = rtsp(SETUP + Sample.camera().with(Sample.t(TIME)).header());

        assertThat(lint(List.of(udp(1, 2, setup))))
                .contains("NULL_IN_THE_CLEAR frame 1:3")
                .noneMatch(f -> f.startsWith("T_STALE"));
        assertThat(lint(List.of(udp(1, 2, setup)), "--transport", "tls", "--at", "2026-11-23T12:00:00Z"))
                .contains("T_STALE frame 1:3")
                .noneMatch(f -> f.startsWith("NULL_IN_THE_CLEAR"));
    }

    @Test
    void anAnswerWithoutTheKeysThatWereAskedForIsFound() throws IOException {
        byte[] invite =
                sip("INVITE sip:b@x SIP/2.0", "c1", 1, sdp(Sample.psk().v().with(Sample.t(TIME))));
        byte[] trying = rtsp("SIP/2.0 100 Trying\nCall-ID: c1\nCSeq: 1 INVITE\nContent-Length: 0");
        String plain = "v=0\r\no=- 2 2 IN IP4 192.0.2.2\r\ns=-\r\nt=0 0\r\nm=audio 4002 RTP/AVP 0\r\n";

        assertThat(lint(List.of(
                        udp(1, 2, invite), udp(2, 1, trying), udp(2, 1, sip("SIP/2.0 200 OK", "c1", 1, plain)))))
                .contains("ANSWER_WITHOUT_KEYS frame 3:9");
    }
}
