package org.mikey4j.cli.kmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mikey4j.cli.Cli;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.sip.SipNode;
import org.mikey4j.cli.sip.SipOptions;
import org.mikey4j.cli.sip.Sipp;

/** SIP over TCP, with SIPp at both ends, and over TLS, between the centres and with OpenSSL. */
class SipTransportTest {
    private static final Path OPENSSL = Path.of("/usr/bin/openssl");
    private static final List<Integer> PORTS = SipNode.freePorts(5);

    @TempDir
    private static Path keys;

    private static TrialCentres centres;
    private static KmcServer a;
    private static KmcServer b;

    @TempDir
    private Path folder;

    private final List<Integer> ports = SipNode.freePorts(2);
    private final List<Sipp> ends = new ArrayList<>();

    @BeforeAll
    static void open() throws IOException {
        centres = new TrialCentres(keys);
        b = centres.bob("listen = tcp:127.0.0.1:" + PORTS.get(2) + ", tls:127.0.0.1:" + PORTS.get(3));
        a = centres.alice("listen = tcp:127.0.0.1:" + PORTS.get(0) + ", tls:127.0.0.1:" + PORTS.get(1));
    }

    @AfterAll
    static void closeCentres() {
        centres.close();
    }

    @AfterEach
    void close() {
        ends.forEach(Sipp::close);
    }

    private Sipp end(String scenario, String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-t", "t1", "-s", "alice"));
        arguments.addAll(List.of(more));
        Sipp end = Sipp.start(folder, scenario, ports.get(ends.size()), arguments.toArray(String[]::new));
        ends.add(end);
        Thread.sleep(300);
        return end;
    }

    /** @param toB the port and parameters of the Route to the centre of the callee */
    private void calls(String scenario, int count, String toB) throws Exception {
        Sipp.assumeInstalled();
        long answered = b.agent().counters().answered();
        String number = Integer.toString(count);
        // It goes on listening, since a connection that it closed would be a fault.
        Sipp callee = end(scenario + "-callee");
        String centre = PORTS.get(0).toString();
        String at = ports.get(0).toString();
        end(
                        scenario + "-caller",
                        "-m",
                        number,
                        "-key",
                        "kmca",
                        centre,
                        "-key",
                        "kmcb",
                        toB,
                        "-key",
                        "callee",
                        at,
                        "127.0.0.1:" + centre)
                .succeeds();
        assertThat(callee.messages(false, "INVITE")).hasSize(count).allSatisfy(invite -> {
            assertThat(invite.header("Via")).startsWith("SIP/2.0/TCP 127.0.0.1:" + PORTS.get(2));
            assertThat(invite.body()).contains("a=key-mgmt:mikey ");
        });
        assertThat(b.agent().counters().answered()).isEqualTo(answered + count);
        assertThat(b.agent().calls()).isZero();
        assertThat(b.faults()).isZero();
    }

    @Test
    void callsGoOverTcp() throws Exception {
        calls("user", 10, PORTS.get(2) + ";transport=tcp");
    }

    @Test
    void aReliableEarlyAnswerGoesOverTcp() throws Exception {
        calls("early", 1, PORTS.get(2) + ";transport=tcp");
    }

    @Test
    void callsGoOverTlsBetweenTheCentres() throws Exception {
        calls("user", 10, PORTS.get(3) + ";transport=tls");
    }

    /** What OpenSSL hears to OPTIONS, with these of its arguments. */
    private String ask(String... arguments) throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(OPENSSL), "OpenSSL is not installed");
        List<String> command = new ArrayList<>(List.of(
                OPENSSL.toString(),
                "s_client",
                "-quiet",
                "-connect",
                "127.0.0.1:" + PORTS.get(1),
                "-verify_return_error",
                "-CAfile",
                keys.resolve("ca.pem").toString()));
        command.addAll(List.of(arguments));
        Process client = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String options = "OPTIONS sip:kmc@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TLS 127.0.0.1:9;branch=z9hG4bK1\r\n"
                + "From: <sip:monitor@a.example>;tag=1\r\nTo: <sip:kmc@a.example>\r\nCall-ID: " + client.pid()
                + "\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
        try (OutputStream to = client.getOutputStream()) {
            to.write(options.getBytes(StandardCharsets.US_ASCII));
            to.flush();
            StringBuilder heard = new StringBuilder();
            for (int octet = client.getInputStream().read();
                    octet >= 0;
                    octet = client.getInputStream().read()) {
                heard.append((char) octet);
                if (heard.toString().endsWith("\r\n\r\n")) {
                    break;
                }
            }
            return heard.toString();
        } catch (IOException e) {
            // It gave up before it had read what to send.
            return "";
        } finally {
            client.destroyForcibly();
            client.waitFor();
        }
    }

    @Test
    void whoShowsACertificateOfTheAuthorityIsServedOverTls() throws Exception {
        String pem = keys.resolve("a.example.pem").toString();

        for (String version : List.of("-tls1_3", "-tls1_2")) {
            assertThat(ask(version, "-cert", pem, "-key", pem)).startsWith("SIP/2.0 200 OK\r\n");
        }
        assertThat(ask("-tls1_1", "-cipher", "ALL:@SECLEVEL=0", "-cert", pem, "-key", pem))
                .as("an old version")
                .isEmpty();
        assertThat(ask("-tls1_2", "-cipher", "AES128-SHA:AES128-GCM-SHA256", "-cert", pem, "-key", pem))
                .as("a suite without forward secrecy")
                .isEmpty();
    }

    @Test
    void whoShowsNoneOrThatOfAnotherIsNot() throws Exception {
        Path other = folder.resolve("other.pem");
        Cli.Result made = new Cli()
                .at(java.time.Clock.systemUTC().instant().toString())
                .with("keygen", "--out", other.toString(), "--dns", "a.example");
        assertThat(made.exitCode()).as(made.err()).isZero();

        assertThat(ask()).as("no certificate").isEmpty();
        assertThat(ask("-cert", other.toString(), "-key", other.toString()))
                .as("somebody else's")
                .isEmpty();
    }

    @Test
    void tlsWithoutAKeyIsAnErrorAtTheStart() {
        assertThatThrownBy(() -> SipNode.open(
                        "x", List.of(new SipNode.Binding("tls", "127.0.0.1", ports.get(0))), new SipOptions(), node -> {
                            throw new AssertionError();
                        }))
                .isInstanceOf(org.mikey4j.cli.sip.SipFailure.class)
                .hasMessage(
                        "cannot listen on tls:127.0.0.1:" + ports.get(0) + ": there is no key and certificate for TLS");
        assertThatThrownBy(() -> centres.alice("listen = tls:127.0.0.1:" + PORTS.get(1)))
                .isInstanceOf(CliFailure.class)
                .hasMessageStartingWith("the centre does not start: cannot listen on tls:127.0.0.1:" + PORTS.get(1));
    }
}
