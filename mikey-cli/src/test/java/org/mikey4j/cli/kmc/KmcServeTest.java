package org.mikey4j.cli.kmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.cli.Cli;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.sip.SipNode;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.kmc.PairKey;
import org.mikey4j.message.Octets;

/** Centres that serve: behind Kamailio, with SIPp at both ends. */
class KmcServeTest {
    private static final String ALICE = "sip:alice@a.example";
    private static final String BOB = "sip:bob@b.example";
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    private Path folder;

    private final List<Integer> ports = SipNode.freePorts(8);
    private final List<Process> processes = new ArrayList<>();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        processes.forEach(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private Process run(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(Path.of(command[0]).getFileName() + "" + processes.size() + ".out")
                        .toFile())
                .start();
        processes.add(process);
        return process;
    }

    private String resource(String name) throws IOException {
        try (InputStream in = KmcServeTest.class.getResourceAsStream("/kmc/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String get(int port, String path, int status) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        assertThat(connection.getResponseCode()).isEqualTo(status);
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The lines that SIPp logged: the key line that the first description of each call brought. */
    private List<Octets> logged(String scenario) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            Path log = files.filter(f -> f.getFileName().toString().matches(scenario + "_\\d+_logs.log"))
                    .findFirst()
                    .orElseThrow();
            return Files.readAllLines(log).stream()
                    .filter(line -> line.contains("key-mgmt:mikey"))
                    .map(line -> line.replaceAll(".*mikey ([A-Za-z0-9+/=]+).*", "$1"))
                    .map(base64 -> Octets.copyOf(java.util.Base64.getDecoder().decode(base64)))
                    .toList();
        }
    }

    /** What Kamailio is told for TLS: whose certificates it takes, what it shows, and where it listens. */
    private String tls(TrialCentres centres) throws IOException {
        centres.named("proxy.pem", "--dns", "proxy.example");
        String pem = folder.resolve("proxy.pem").toString();
        return String.join(
                "\n",
                "enable_tls=yes",
                "listen=tls:127.0.0.1:" + ports.get(4),
                "loadmodule \"tls.so\"",
                "modparam(\"tls\", \"tls_method\", \"TLSv1.2+\")",
                "modparam(\"tls\", \"private_key\", \"" + pem + "\")",
                "modparam(\"tls\", \"certificate\", \"" + pem + "\")",
                "modparam(\"tls\", \"ca_list\", \"" + folder.resolve("ca.pem") + "\")",
                "modparam(\"tls\", \"verify_certificate\", 1)",
                "modparam(\"tls\", \"require_certificate\", 1)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tls"})
    void callsBehindKamailioGetTheirKeys(String transport, TestReporter reporter) throws Exception {
        Path modules = Path.of("/usr/lib/x86_64-linux-gnu/kamailio/modules");
        boolean secure = transport.equals("tls");
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/sbin/kamailio")) && Files.exists(modules),
                "Kamailio is not installed");
        Assumptions.assumeTrue(
                !secure || Files.exists(modules.resolve("tls.so")), "Kamailio's module for TLS is not installed");
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/sipp")), "SIPp is not installed");
        TrialCentres centres = new TrialCentres(folder);
        opened.add(centres);
        String peers = secure ? "\ntls.peers = proxy.example\n" : "\n";
        KmcServer b = centres.bob("listen = " + transport + ":127.0.0.1:" + ports.get(1) + peers);
        KmcServer a = centres.alice(
                "listen = " + transport + ":127.0.0.1:" + ports.get(0) + "\nhttp = 127.0.0.1:" + ports.get(5) + peers);
        Files.writeString(
                folder.resolve("kamailio.cfg"),
                resource("kamailio.cfg")
                        .replace("@MODULES@", modules + "/")
                        .replace("@TLS@", secure ? tls(centres) : "")
                        .replace("@BY@", secure ? ";transport=tls" : "")
                        .replace("@BACK@", Integer.toString(ports.get(secure ? 4 : 2)))
                        .replace("@KMC_A@", Integer.toString(ports.get(0)))
                        .replace("@KMC_B@", Integer.toString(ports.get(1)))
                        .replace("@PROXY@", Integer.toString(ports.get(2)))
                        .replace("@CALLEE@", Integer.toString(ports.get(3))));
        Files.writeString(folder.resolve("caller.xml"), resource("caller.xml"));
        Files.writeString(folder.resolve("callee.xml"), resource("callee.xml"));
        run("/usr/sbin/kamailio", "-f", "kamailio.cfg", "-E", "-DD", "-Y", folder.toString());
        run(
                "/usr/bin/sipp",
                "-sf",
                "callee.xml",
                "-i",
                "127.0.0.1",
                "-p",
                ports.get(3).toString(),
                "-nostdin",
                "-trace_logs");
        Thread.sleep(1500);

        Process caller = run(
                "/usr/bin/sipp",
                "-sf",
                "caller.xml",
                "-i",
                "127.0.0.1",
                "-p",
                ports.get(6).toString(),
                "-m",
                "20",
                "-r",
                "20",
                "-nostdin",
                "-trace_logs",
                "127.0.0.1:" + ports.get(2));
        assertThat(caller.waitFor(40, TimeUnit.SECONDS)).as("the calls end").isTrue();

        assertThat(caller.exitValue()).as("SIPp counts no failed call").isZero();
        assertThat(a.agent().counters().answered()).isEqualTo(20);
        assertThat(b.agent().counters().answered()).isEqualTo(20);
        assertThat(get(ports.get(5), "/health", 200)).isEqualTo("ok\n");
        assertThat(get(ports.get(5), "/metrics", 200))
                .contains("# TYPE mikey_kmc_calls_answered_total counter\nmikey_kmc_calls_answered_total 20\n")
                .contains("mikey_kmc_calls 0\n");
        get(ports.get(5), "/else", 404);
        List<Octets> toAlice = logged("caller");
        List<Octets> toBob = logged("callee");
        assertThat(toAlice).hasSize(20);
        assertThat(toBob).hasSize(20);
        String session = Long.toString(caller.pid()) + "x1";
        PairKey atAlice = first(toAlice, message -> centres.atAlice(session, message));
        PairKey atBob = first(toBob, message -> centres.atBob(session, message));
        assertThat(atAlice).as("the first call's key").isEqualTo(atBob);
        reporter.publishEntry(
                "interop",
                "Kamailio and SIPp | key management centres as application servers, 20 calls"
                        + (secure ? ", over TLS with certificates by name" : "")
                        + " | SIPp calls and answers, Kamailio routes, our two centres put keys in | works");

        a.agent().drain();
        assertThat(get(ports.get(5), "/health", 503)).isEqualTo("draining\n");
        Process late = run(
                "/usr/bin/sipp",
                "-sf",
                "caller.xml",
                "-i",
                "127.0.0.1",
                "-p",
                ports.get(7).toString(),
                "-m",
                "1",
                "-nostdin",
                "127.0.0.1:" + ports.get(2));
        assertThat(late.waitFor(40, TimeUnit.SECONDS)).isTrue();
        assertThat(late.exitValue()).as("a call that is turned away").isEqualTo(1);
        assertThat(a.agent().counters().overload()).isEqualTo(1);
    }

    /** Of all hand-outs the one that is about this call. */
    private static PairKey first(List<Octets> messages, java.util.function.Function<Octets, PairKey> open) {
        for (Octets message : messages) {
            try {
                return open.apply(message);
            } catch (org.mikey4j.kmc.KmcRefusal e) {
                assertThat(e.reason()).isEqualTo(org.mikey4j.kmc.KmcRefusal.Reason.OTHER_CALL);
            }
        }
        throw new AssertionError("no message is about the call");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "listen = udp:127.0.0.1:5060|c: domain is missing",
                "domain = a|c: listen is missing: udp:127.0.0.1:5060",
                "domain = a;listen = udp:127.0.0.1:5060|c: no users; a line is: user.sip:alice@a = file:alice.key",
                "domain = a;listen = sctp:127.0.0.1:5060|c:2: listen is udp:ADDRESS:PORT, or the same with tcp or tls, not sctp:127.0.0.1:5060",
                "domain = a;listen = tls:127.0.0.1:5061;user.u = x;tls.key = x|c:2: SIP over TLS needs tls.key and tls.trust",
                "domain = a;listen = udp:127.0.0.1:1;name = not a name|c:3: name is the name of a host, not not a name",
                "domain = a;listen = udp:127.0.0.1:1;tls.peers = a.example, *.b|c:3: tls.peers is the name of a host, not *.b",
                "domain = a;listen = udp:host:5060|c:2: an IP address and a port are wanted, not host:5060",
                "domain = a;listen = udp:127.0.0.1:99999|c:2: an IP address and a port are wanted, not 127.0.0.1:99999",
                "domain = a;;domain = b|c:3: domain is set twice",
                "domain = a;colour = red|c:2: no setting colour",
                "domain|c:1: name = value is wanted",
                "domain = a;scheme = 5;listen = udp:127.0.0.1:1|c:2: scheme is 1, 2 or 3, not 5",
                "domain = a;listen = udp:127.0.0.1:1;user.u = x;http = 192.0.2.1:80|c:4: http is for this machine alone: 127.0.0.1 or [::1]",
                "domain = a;listen = udp:127.0.0.1:1;user.u = x;limit.calls = many|c:4: limit.calls is a number, not many",
                "domain = a;listen = udp:127.0.0.1:1;user.u = x;scheme = 3|c:3: scheme 3 needs a share.u",
                "domain = a;listen = udp:127.0.0.1:1;user.u = x;store = file|c:4: store is jdbc:h2:file:PATH or jdbc:postgresql://HOST/DATABASE",
                "domain = a;listen = udp:127.0.0.1:1;user.u = x;store = jdbc:h2:file:s|c:4: a store needs a master key; a line is: master.key.1 = file:master.key",
                "domain = a;listen = udp:127.0.0.1:1;user.u = x;scheme = 1;media.otherwise = untrusted|c:5: protection can end in the network in schemes 2 and 3",
                "domain = a;listen = udp:127.0.0.1:1;user.u = x;media.untrusted = b, c|c:4: media.element is missing: where protection ends",
                "domain = a;listen = udp:127.0.0.1:1;user.u = x;media.element = sip:f|c:4: the element needs a key: user.sip:f",
                "domain = a;listen = udp:127.0.0.1:1;user.u = x;media.element = u;media.otherwise = maybe|c:5: media.otherwise is trusted or untrusted",
                "domain = a;listen = udp:127.0.0.1:1;user.u = x;custodian.judge = j.pem|c: lawful access needs two custodians; a line is: custodian.NAME = certificate.pem",
                "domain = a;listen = udp:127.0.0.1:1;user.u = x;custodian.j = j;custodian.o = o|c: lawful access needs a store, where its record is",
                "domain = a;listen = udp:127.0.0.1:1;user.u = x;store = jdbc:h2:file:s;master.key.1 = x;custodian.j = j;custodian.o = o;scheme = 1|c:8: lawful access is for schemes 2 and 3, in which the centre has the keys",
                "domain = a;listen = udp:127.0.0.1:1;user.u = x;store = jdbc:h2:file:s;master.key.1 = x;custodian.j = j;custodian.o = o;warrant.1 = u 2026-01-01T00:00:00Z 2025-01-01T00:00:00Z|c:8: a warrant is URI FROM UNTIL, as in sip:bob@b.example 2026-01-01T00:00:00Z 2026-04-01T00:00:00Z",
                "domain = a;listen = udp:127.0.0.1:1;user.u = x;store = jdbc:h2:file:s;master.key.1 = x;custodian.j = j;custodian.o = o;warrant.1 = u|c:8: a warrant is URI FROM UNTIL, as in sip:bob@b.example 2026-01-01T00:00:00Z 2026-04-01T00:00:00Z",
                "domain = a;listen = udp:127.0.0.1:1;user.u = x;store = jdbc:h2:file:s;master.key.1 = x;master.key.2 = y|c: master.current is missing: which of the master keys seals",
                "domain = a;listen = udp:127.0.0.1:1;user.u = x;store = jdbc:h2:file:s;master.key.1 = x;master.current = 2|c:6: there is no master.key.2",
                "domain = a;listen = udp:127.0.0.1:1;user.u = x;link.peer.b = 127.0.0.1:2|c: connections with other centres need link.key and link.trust"
            })
    void aFaultInTheSettingsIsToldWithItsLine(String config, String fault) {
        assertThatThrownBy(() -> KmcConfig.parse("c", config.replace(';', '\n')))
                .isInstanceOf(CliFailure.class)
                .hasMessage(fault);
    }

    @Test
    void theCommandChecksSettingsAndKeys() throws IOException {
        Path config = Files.writeString(
                folder.resolve("kmc.conf"),
                "# trial\ndomain = a.example\nlisten = udp:127.0.0.1:5060\nuser." + ALICE + " = env:KEY\n");
        Cli.Result fine = new Cli()
                .environment("KEY", "00".repeat(16))
                .with("kmc", "serve", "--config", config.toString(), "--check");
        Cli.Result weak =
                new Cli().environment("KEY", "0011").with("kmc", "serve", "--config", config.toString(), "--check");

        assertThat(fine.out()).isEqualTo(config + ": 1 users, 0 other centres\n");
        assertThat(weak.exitCode()).isEqualTo(4);
        assertThat(weak.err()).startsWith("mikey: the key of " + ALICE + " has 2 octets, 16 or more are wanted\n");
        assertThat(Cli.run("kmc").exitCode()).isEqualTo(2);
        assertThat(Cli.run("kmc", "serve").exitCode()).isEqualTo(2);
        assertThat(Cli.run("kmc", "serve", "--config", "/nonexistent").exitCode())
                .isEqualTo(5);
    }

    @Test
    void anAddressThatIsTakenIsSaid() {
        String config = "domain = a.example\nlisten = udp:127.0.0.1:" + ports.get(0) + "\nuser." + ALICE + " = x\n";
        Map<String, SecretBytes> keys = Map.of(ALICE, SecretBytes.random(RANDOM, 16));
        KmcSecrets secrets = KmcSecrets.of(keys);
        opened.add(new KmcServer(KmcConfig.parse("c", config), secrets, Clock.systemUTC(), RANDOM, (call, what) -> {}));

        assertThatThrownBy(() -> new KmcServer(
                        KmcConfig.parse("c", config), secrets, Clock.systemUTC(), RANDOM, (call, what) -> {}))
                .isInstanceOf(CliFailure.class)
                .hasMessageStartingWith("the centre does not start: cannot listen on udp:127.0.0.1:" + ports.get(0));
    }
}
