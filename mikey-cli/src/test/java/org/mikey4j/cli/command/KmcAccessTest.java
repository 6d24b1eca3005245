package org.mikey4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mikey4j.cli.Cli;
import org.mikey4j.cli.Schemas;
import org.mikey4j.cli.kmc.KmcConfig;
import org.mikey4j.cli.kmc.KmcSecrets;
import org.mikey4j.cli.kmc.KmcServer;
import org.mikey4j.cli.kmc.TlsCentreLink;
import org.mikey4j.cli.sip.SipNode;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.kmc.CallBinding;
import org.mikey4j.kmc.CentreMessage;
import org.mikey4j.kmc.KeyComponent;
import org.mikey4j.kmc.LawfulAccess.Custodian;
import org.mikey4j.kmc.MasterKeys;
import org.mikey4j.kmc.Side;
import org.mikey4j.message.IdPayload;
import org.mikey4j.trust.Credentials;
import org.mikey4j.trust.KeyFile;
import org.mikey4j.trust.PasswordSource;

/** Lawful access at a centre that serves: what a warrant names is put down, two give it out, and every change shows. */
class KmcAccessTest {
    private static final String ALICE = "sip:alice@a.example";
    private static final String BOB = "sip:bob@b.example";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOW = Instant.now();

    @TempDir
    private static Path keys;

    private static final Map<String, Credentials> MADE = new HashMap<>();

    @TempDir
    private Path folder;

    private String config = "";

    /** The combined keys of the calls, from what the centres said to each other. */
    private final Map<String, String> kab = new HashMap<>();

    private static Cli.Result mikey(String... arguments) {
        return new Cli()
                .environment("MASTER", "0f".repeat(32))
                .environment("KEY", "0a".repeat(16))
                .at(Clock.systemUTC().instant().toString())
                .with(arguments);
    }

    private static void keygen(String name, String... more) throws IOException {
        Path file = keys.resolve(name + ".pem");
        List<String> arguments = new ArrayList<>(List.of("keygen", "--out", file.toString()));
        arguments.addAll(List.of(more));
        Cli.Result result = mikey(arguments.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.err()).isZero();
        MADE.put(name, KeyFile.credentials(Files.readAllBytes(file), PasswordSource.NONE));
    }

    @BeforeAll
    static void keys() throws IOException {
        String issuer = keys.resolve("ca.pem").toString();
        keygen("ca", "--ca", "--subject", "CN=Trial CA");
        keygen("a", "--issuer", issuer, "--dns", "a.example");
        keygen("b", "--issuer", issuer, "--dns", "b.example");
        keygen("judge", "--issuer", issuer, "--email", "judge@b.example");
        keygen("officer", "--issuer", issuer, "--email", "officer@b.example");
    }

    /** Two calls to Bob, whom a warrant names, and one to Carol, whom none does. */
    @BeforeEach
    void serve() throws Exception {
        List<Integer> ports = SipNode.freePorts(2);
        config = Files.writeString(
                        folder.resolve("kmc.conf"),
                        String.join(
                                "\n",
                                "domain = b.example",
                                "listen = udp:127.0.0.1:" + ports.get(0),
                                "link.listen = 127.0.0.1:" + ports.get(1),
                                "link.key = " + keys.resolve("b.pem"),
                                "link.trust = " + keys.resolve("ca.pem"),
                                "user." + BOB + " = env:KEY",
                                "user.sip:carol@b.example = env:KEY",
                                "store = jdbc:h2:file:" + folder.resolve("store"),
                                "master.key.1 = env:MASTER",
                                "custodian.judge = " + keys.resolve("judge.pem"),
                                "custodian.officer = " + keys.resolve("officer.pem"),
                                "warrant.4711 = " + BOB + " " + NOW.minus(Duration.ofDays(1)) + " "
                                        + NOW.plus(Duration.ofDays(1)),
                                "warrant.4712 = " + BOB + " " + NOW.minus(Duration.ofDays(2)) + " "
                                        + NOW.minus(Duration.ofDays(1)),
                                ""))
                .toString();
        KmcSecrets secrets = new KmcSecrets(
                Map.of(BOB, SecretBytes.random(RANDOM, 16), "sip:carol@b.example", SecretBytes.random(RANDOM, 16)),
                Map.of(),
                Optional.of(new KmcSecrets.Tls(MADE.get("b"), MADE.get("ca").certificates())),
                Optional.empty(),
                Optional.of(new KmcSecrets.Store(
                        Optional.empty(), new MasterKeys(RANDOM, "1", Map.of("1", SecretBytes.random(RANDOM, 32))))),
                List.of(custodian("judge"), custodian("officer")));
        try (KmcServer server = new KmcServer(
                        KmcConfig.parse("kmc.conf", Files.readString(Path.of(config))),
                        secrets,
                        Clock.systemUTC(),
                        RANDOM,
                        (call, what) -> {});
                TlsCentreLink link = new TlsCentreLink(
                        MADE.get("a").key(),
                        MADE.get("a").certificates(),
                        MADE.get("ca").certificates(),
                        Map.of("b.example", new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.get(1))),
                        Clock.systemUTC())) {
            call(link, "call-1", BOB);
            call(link, "call-2", "sip:carol@b.example");
            call(link, "call-3", BOB);
            assertThat(server.agent().calls()).as("no SIP was needed").isZero();
        }
    }

    private Custodian custodian(String name) {
        return new Custodian(name, MADE.get(name).certificates().get(0).getPublicKey());
    }

    private void call(TlsCentreLink link, String id, String callee) throws IOException {
        CallBinding call = new CallBinding(id, IdPayload.uri(ALICE), IdPayload.uri(callee));
        SecretBytes ka = SecretBytes.random(RANDOM, 16);
        try (CentreMessage answer =
                link.ask("b.example", CentreMessage.of(new KeyComponent(ka.copy(), call, Side.CALLER)))) {
            byte[] combined = ka.toByteArray();
            byte[] kb = answer.value().toByteArray();
            for (int i = 0; i < combined.length; i++) {
                combined[i] ^= kb[i];
            }
            kab.put(id, HexFormat.of().formatHex(combined));
        }
    }

    private Cli.Result release(String call, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("kmc", "release", "--config", config, "--warrant", "4711", "--call", call, "--from", ALICE));
        arguments.addAll(List.of("--to", BOB, "--reason", "case 12"));
        arguments.addAll(List.of(more));
        return mikey(arguments.toArray(String[]::new));
    }

    private String key(String custodian, String file) {
        return custodian + "=file:" + keys.resolve(file + ".pem");
    }

    private Cli.Result audit(String... more) {
        List<String> arguments = new ArrayList<>(List.of("kmc", "audit", "--config", config));
        arguments.addAll(List.of(more));
        return mikey(arguments.toArray(String[]::new));
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("store"), "sa", "");
                Statement change = connection.createStatement()) {
            assertThat(change.executeUpdate(statement)).isPositive();
        }
    }

    @Test
    void twoCustodiansGiveOutTheKeyThatTheCentresMade() throws IOException {
        Path out = folder.resolve("kab.json");
        Cli.Result shown = release(
                "call-1",
                "--custodian",
                key("judge", "judge"),
                "--custodian",
                key("officer", "officer"),
                "--show-secrets");
        Cli.Result written = release(
                "call-3",
                "--custodian",
                key("officer", "officer"),
                "--custodian",
                key("judge", "judge"),
                "--out",
                out.toString());

        assertThat(shown.out())
                .as(shown.err())
                .isEqualTo("released: entry 1, warrant 4711\nKab 16 octets, " + kab.get("call-1") + "\n");
        assertThat(written.exitCode()).isZero();
        assertThat(written.out()).doesNotContain(kab.get("call-3")).contains("Kab 16 octets, sha256/8=");
        assertThat(Files.readString(out)).isEqualTo("{\"psk\":\"" + kab.get("call-3") + "\"}\n");
        Cli.Result audit = audit();
        assertThat(audit.exitCode()).isZero();
        assertThat(audit.out()
                        .lines()
                        .map(line -> line.replaceAll("2\\d{3}-\\S+", "TIME").replaceAll("[0-9a-f]{16,}", "HEX")))
                .containsExactly(
                        "1  TIME  kept  warrant 4711  call HEX  for judge and officer",
                        "2  TIME  kept  warrant 4711  call HEX  for judge and officer",
                        "3  TIME  released  warrant 4711  call HEX  entry 1, by judge and officer: case 12",
                        "4  TIME  released  warrant 4711  call HEX  entry 2, by judge and officer: case 12",
                        "whole: 4 entries, head 4:HEX");
        assertThat(audit.out()).doesNotContain(kab.get("call-1"));
        Schemas.KMC_AUDIT.assertDescribes(audit("--json").out());
    }

    @Test
    void oneCustodianAloneGetsNothing() {
        Cli.Result alone = release("call-1", "--custodian", key("judge", "judge"));
        Cli.Result twice =
                release("call-1", "--custodian", key("judge", "judge"), "--custodian", key("officer", "judge"));
        Cli.Result nobody = release("call-1", "--custodian", key("mallory", "judge"));

        assertThat(alone.exitCode()).isEqualTo(4);
        assertThat(alone.err()).isEqualTo("mikey: the key of officer is missing: both custodians are needed\n");
        assertThat(twice.exitCode()).isEqualTo(1);
        assertThat(twice.err()).contains("mikey: officer: the share does not open with this key\n");
        assertThat(nobody.exitCode()).isEqualTo(2);
        assertThat(nobody.err()).startsWith("mikey: no custodian mallory\n");
        assertThat(alone.out() + twice.out() + nobody.out()).isEmpty();
        assertThat(audit().out()).contains("whole: 2 entries").doesNotContain("released");
    }

    @Test
    void onlyWhatAWarrantNamesIsThere() {
        String[] both = {"--custodian", key("judge", "judge"), "--custodian", key("officer", "officer")};
        Cli.Result other = release("call-4", both);
        Cli.Result carol = mikey(
                "kmc",
                "release",
                "--config",
                config,
                "--warrant",
                "4711",
                "--call",
                "call-2",
                "--from",
                ALICE,
                "--to",
                "sip:carol@b.example",
                "--reason",
                "x",
                both[0],
                both[1],
                both[2],
                both[3]);

        for (Cli.Result none : List.of(other, carol)) {
            assertThat(none.exitCode()).isEqualTo(1);
            assertThat(none.err()).isEqualTo("mikey: no key of this call was put down under this warrant\n");
        }
        assertThat(mikey("kmc", "release", "--config", config).err()).startsWith("mikey: --call is missing\n");
    }

    @Test
    void aChangedRecordIsFoundByItsEntry() throws SQLException {
        Cli.Result before = audit();
        String head = before.out().strip().replaceAll("(?s).*head ", "");
        assertThat(audit("--head", head).exitCode()).isZero();
        sql("UPDATE mikey_kmc_access SET detail = 'for nobody' WHERE number = 2");

        Cli.Result changed = audit();
        assertThat(changed.exitCode()).isEqualTo(1);
        assertThat(changed.out()).endsWith("damaged: the record was changed at entry 2, or one is missing\n");
        Schemas.KMC_AUDIT.assertDescribes(audit("--json").out());
        Cli.Result refused =
                release("call-1", "--custodian", key("judge", "judge"), "--custodian", key("officer", "officer"));
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).isEqualTo("mikey: the record was changed at entry 2, or one is missing\n");
        sql("UPDATE mikey_kmc_access SET kind = 'lost' WHERE number = 2");
        assertThat(audit().out()).endsWith("damaged: the record was changed at entry 2, which cannot be read\n");

        sql("DELETE FROM mikey_kmc_access WHERE number = 2");
        assertThat(audit().out()).as("nobody noted it").contains("whole: 1 entries");
        assertThat(audit("--head", head).out())
                .endsWith(
                        "damaged: the record does not have the entry that was noted, 2; it was cut off or written anew\n");
        assertThat(audit("--head", "2").exitCode()).isEqualTo(2);
        sql("UPDATE mikey_kmc_access SET number = 5");
        assertThat(audit().out()).endsWith("damaged: the record was changed at entry 1, or one is missing\n");
    }

    @Test
    void aRecordThatIsNotThereIsSaid() throws IOException {
        String none = Files.writeString(
                        folder.resolve("none.conf"),
                        Files.readString(Path.of(config)).replace("/store\n", "/elsewhere\n"))
                .toString();
        String without = Files.writeString(
                        folder.resolve("without.conf"),
                        Files.readString(Path.of(config)).replaceAll("(?m)^(custodian|warrant).*\n", ""))
                .toString();

        assertThat(mikey("kmc", "audit", "--config", none).exitCode()).isEqualTo(5);
        assertThat(mikey("kmc", "audit", "--config", without).err())
                .startsWith("mikey: the settings have no custodians, so there is no lawful access\n");
    }
}
