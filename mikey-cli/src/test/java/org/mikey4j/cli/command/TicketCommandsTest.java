package org.mikey4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mikey4j.cli.Cli;
import org.mikey4j.cli.ExitCode;

/** The six messages of MIKEY-TICKET, each made by one command from what the others printed. */
class TicketCommandsTest {
    private static final String ALICE = "sip:alice@example.org";
    private static final String BOB = "sip:bob@example.org";
    private static final String KMS = "sip:kms@example.org";

    @TempDir
    Path directory;

    @BeforeEach
    void keys() throws IOException {
        secret("alice.psk", "51525354555657585960616263646566");
        secret("bob.psk", "71727374757677787980818283848586");
        secret("kms.tpk", "0102030405060708090a0b0c0d0e0f10");
    }

    private void secret(String name, String hex) throws IOException {
        Path file = Files.writeString(directory.resolve(name), hex);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    private Cli.Result run(String... arguments) {
        return Cli.run(arguments);
    }

    /** Runs a command that prints a message, and keeps the message. */
    private String made(String name, String... arguments) throws IOException {
        Cli.Result result = run(arguments);
        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
        Files.writeString(directory.resolve(name), result.out());
        return path(name);
    }

    private String request(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "generate",
                "ticket-request",
                "--psk",
                "file:" + path("alice.psk"),
                "--id-i",
                ALICE,
                "--kms",
                KMS,
                "--responder",
                BOB));
        arguments.addAll(List.of(more));
        return made("request", arguments.toArray(new String[0]));
    }

    private String grant(String request) throws IOException {
        return made("grant", "respond", "--credentials", path("alice.psk"), "--tpk", path("kms.tpk"), request);
    }

    private String transfer(String request, String grant) throws IOException {
        return made(
                "transfer",
                "generate",
                "ticket-transfer",
                "--psk",
                "file:" + path("alice.psk"),
                "--request",
                request,
                "--grant",
                grant,
                "--ssrc",
                "1a2b3c4d",
                "--ssrc",
                "0");
    }

    @Test
    void sixMessages() throws IOException {
        String request = request();
        String grant = grant(request);
        Cli.Result granted = run("verify", "--credentials", path("alice.psk"), "--answer", grant, request);
        assertThat(granted.out())
                .startsWith("verified: HMAC-SHA-1-160 of the message and of the answer\n")
                .contains("  from " + ALICE + "  to " + KMS);
        String transfer = transfer(request, grant);
        String[] resolution = resolution(transfer);
        Cli.Result opened = run(
                "verify",
                "--credentials",
                path("bob.psk"),
                "--tpk",
                path("kms.tpk"),
                "--answer",
                resolution[1],
                resolution[0]);
        assertThat(opened.out()).startsWith("verified: HMAC-SHA-1-160 of the message and of the answer\n");
        String answer = made("answer", "respond", "--tpk", path("kms.tpk"), "--ssrc", "5e6f7a8b", transfer);
        Cli.Result both = run("verify", "--tpk", path("kms.tpk"), "--answer", answer, transfer);
        assertThat(both.exitCode()).isZero();
        assertThat(both.out())
                .contains("  from " + ALICE + "  to " + BOB, "CS 1  ssrc 1a2b3c4d", "CS 2  ssrc 5e6f7a8b", "  mki ");
    }

    /** As a Responder has it, who does not know the ticket protection key. */
    @Test
    void aTransferIsAnsweredWithWhatTheServiceResolved() throws IOException {
        String request = request();
        String grant = grant(request);
        String transfer = transfer(request, grant);
        String[] resolution = resolution(transfer);
        String answer = made(
                "answer",
                "respond",
                "--credentials",
                path("bob.psk"),
                "--resolve",
                resolution[0],
                "--resolved",
                resolution[1],
                "--ssrc",
                "5e6f7a8b",
                transfer);

        Cli.Result both = run("verify", "--tpk", path("kms.tpk"), "--answer", answer, transfer);

        assertThat(both.out()).contains("CS 1  ssrc 1a2b3c4d", "CS 2  ssrc 5e6f7a8b");
        Cli.Result alice = run(
                "respond",
                "--credentials",
                path("alice.psk"),
                "--resolve",
                resolution[0],
                "--resolved",
                resolution[1],
                transfer);
        assertThat(alice.exitCode()).isEqualTo(ExitCode.NO.code());
        assertThat(alice.err()).contains("--resolve: the message is not one of this end's");
        String other = made(
                "other",
                "generate",
                "ticket-transfer",
                "--psk",
                "file:" + path("alice.psk"),
                "--request",
                request(),
                "--grant",
                grant(path("request")),
                "--ssrc",
                "1a2b3c4d",
                "--ssrc",
                "0");
        Cli.Result mixed = run(
                "respond",
                "--credentials",
                path("bob.psk"),
                "--resolve",
                resolution[0],
                "--resolved",
                resolution[1],
                other);
        assertThat(mixed.exitCode()).isEqualTo(ExitCode.NO.code());
        assertThat(mixed.err()).contains("--resolve: it is about another ticket than the message");
        Cli.Result half = run("respond", "--credentials", path("bob.psk"), "--resolve", resolution[0], transfer);
        assertThat(half.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(half.err()).contains("--resolve goes with --resolved");
    }

    private String[] resolution(String transfer) throws IOException {
        String resolve = made(
                "resolve",
                "generate",
                "ticket-resolve",
                "--psk",
                "file:" + path("bob.psk"),
                "--id-r",
                BOB,
                "--kms",
                KMS,
                transfer);
        return new String[] {
            resolve, made("resolved", "respond", "--credentials", path("bob.psk"), "--tpk", path("kms.tpk"), resolve)
        };
    }

    @Test
    void strongerAlgorithmsAndNoForking() throws IOException {
        secret("alice.psk", "51".repeat(32));
        secret("kms.tpk", "01".repeat(32));
        String request = request("--bits", "256", "--flags", "DEFGHJNO", "--until", "2099-01-01T00:00:00Z");
        String transfer = transfer(request, grant(request));
        Cli.Result result = run("verify", "--tpk", path("kms.tpk"), transfer);
        assertThat(result.out())
                .isEqualTo("verified: HMAC-SHA-256-256 of the message; the keys come with the answer\n");
    }

    @Test
    void aWrongKeyIsTold() throws IOException {
        String request = request();
        String transfer = transfer(request, grant(request));
        secret("kms.tpk", "ff0102030405060708090a0b0c0d0e0f");
        Cli.Result wrong = run("verify", "--tpk", path("kms.tpk"), transfer);
        assertThat(wrong.exitCode()).isEqualTo(ExitCode.NO.code());
        assertThat(wrong.out()).startsWith("not verified: the ticket is not authentic");
        Cli.Result forged = run("verify", "--credentials", path("bob.psk"), request);
        assertThat(forged.exitCode()).isEqualTo(ExitCode.NO.code());
        assertThat(forged.out()).startsWith("not verified: the MAC is wrong, or no key is known for the sender");
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        String request = request();
        String transfer = transfer(request, grant(request));
        Cli.Result noKey = run("verify", transfer);
        assertThat(noKey.exitCode()).isEqualTo(4);
        assertThat(noKey.err()).contains("the ticket is sealed under a key that was not given", "--tpk");
        Cli.Result noResponder =
                run("generate", "ticket-request", "--psk", path("alice.psk"), "--id-i", ALICE, "--kms", KMS);
        assertThat(noResponder.exitCode()).isEqualTo(2);
        assertThat(noResponder.err()).contains("a ticket policy names one responder or more");
        Cli.Result flags = run(
                "generate",
                "ticket-request",
                "--psk",
                path("alice.psk"),
                "--id-i",
                ALICE,
                "--kms",
                KMS,
                "--responder",
                BOB,
                "--flags",
                "DG");
        assertThat(flags.exitCode()).isEqualTo(2);
        assertThat(flags.err()).contains("G implies F");
    }
}
