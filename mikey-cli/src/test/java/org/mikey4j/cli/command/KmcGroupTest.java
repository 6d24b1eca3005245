package org.mikey4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.cli.Cli;
import org.mikey4j.cli.Schemas;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.kmc.GroupBinding;
import org.mikey4j.kmc.GroupUser;
import org.mikey4j.kmc.GroupUser.Membership;
import org.mikey4j.kmc.Subscriber;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.replay.InMemoryReplayCache;

/** {@code mikey kmc group}: each run is another process of the centre, and the members are told what they need. */
class KmcGroupTest {
    private static final String GROUP = "sip:team@a.example";
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    private Path folder;

    private Path config;
    private final Map<String, GroupUser> users = new HashMap<>();
    private final Map<String, Membership> held = new HashMap<>();

    @BeforeEach
    void members() throws IOException {
        StringBuilder settings =
                new StringBuilder("domain = a.example\nlisten = udp:127.0.0.1:5060\nstore = jdbc:h2:file:"
                        + folder.resolve("store") + "\nmaster.key.1 = env:MASTER\n");
        for (String name : List.of("alice", "bob", "carol")) {
            String uri = "sip:" + name + "@a.example";
            settings.append("user.").append(uri).append(" = env:").append(name).append('\n');
            users.put(
                    uri,
                    new GroupUser(
                            ExchangeSettings.builder(Clock.systemUTC(), RANDOM).build(),
                            new Subscriber(IdPayload.uri(uri), SecretBytes.copyOf(Octets.ofHex(key(name)))),
                            IdPayload.uri("sip:kmc.a.example"),
                            new GroupBinding("s1", IdPayload.uri(GROUP)),
                            InMemoryReplayCache.builder(Clock.systemUTC(), RANDOM, 10)
                                    .trackedSince(java.time.Instant.MIN)
                                    .build()));
        }
        config = Files.writeString(folder.resolve("kmc.conf"), settings);
    }

    private static String key(String name) {
        return String.format("%02x", name.length()).repeat(16);
    }

    private Cli.Result group(String action, String... more) {
        List<String> arguments = new ArrayList<>(List.of("kmc", "group", action));
        arguments.addAll(List.of("--config", config.toString(), "--group", GROUP, "--session", "s1"));
        arguments.addAll(List.of(more));
        return new Cli()
                .at(Clock.systemUTC().instant().toString())
                .environment("alice", key("alice"))
                .environment("bob", key("bob"))
                .environment("carol", key("carol"))
                .environment("MASTER", "0f".repeat(32))
                .with(arguments.toArray(String[]::new));
    }

    /** The members take what is printed for them. */
    private List<String> sent(Cli.Result result) {
        assertThat(result.exitCode()).as(result.err()).isZero();
        List<String> lines = result.out().lines().toList();
        for (String line : lines.subList(1, lines.size())) {
            String to = line.replaceAll("^to (.*): .*", "$1");
            Octets message = Octets.copyOf(Base64.getDecoder().decode(line.replaceAll(".* ", "")));
            Membership before = held.get(to);
            held.put(
                    to,
                    before == null
                            ? users.get(to).receive(message)
                            : users.get(to).receive(before, message));
        }
        return lines;
    }

    @Test
    void aGroupIsRunFromOpenToClose() {
        List<String> begun = sent(group(
                "open",
                "--member",
                "sip:alice@a.example",
                "--member",
                "sip:bob@a.example",
                "--streams",
                "2",
                "--sp",
                "AES_CM_128_HMAC_SHA1_32"));
        assertThat(begun).hasSize(3).first().isEqualTo("key 1: sip:alice@a.example, sip:bob@a.example");
        assertHold(1, "sip:alice@a.example", "sip:bob@a.example");
        assertThat(held.get("sip:bob@a.example").association().cryptoSessions()).hasSize(2);
        assertThat(held.get("sip:bob@a.example").association().policies()).hasSize(1);

        assertThat(sent(group("join", "--member", "sip:carol@a.example", "--same-key")))
                .hasSize(2)
                .first()
                .isEqualTo("key 1: sip:alice@a.example, sip:bob@a.example, sip:carol@a.example");
        assertHold(1, "sip:alice@a.example", "sip:carol@a.example");
        assertThat(sent(group("leave", "--member", "sip:bob@a.example"))).hasSize(3);
        assertHold(2, "sip:alice@a.example", "sip:carol@a.example");
        assertThat(held.get("sip:bob@a.example").generation()).as("who left").isEqualTo(1);
        assertThat(sent(group("rekey")).get(0)).isEqualTo("key 3: sip:alice@a.example, sip:carol@a.example");
        assertHold(3, "sip:alice@a.example", "sip:carol@a.example");
        assertThat(group("show").out()).isEqualTo("key 3: sip:alice@a.example, sip:carol@a.example\n");
        assertThat(group("close").out()).isEqualTo("key 3: sip:alice@a.example, sip:carol@a.example\n");
        assertThat(group("show").err()).startsWith("mikey: the session is not open\n");
    }

    private void assertHold(long generation, String... members) {
        for (String member : members) {
            assertThat(held.get(member).generation()).isEqualTo(generation);
            assertThat(held.get(member).association().keys().get(0).key())
                    .isEqualTo(held.get(members[0]).association().keys().get(0).key());
        }
    }

    @Test
    void programsReadIt() {
        String begun =
                group("open", "--member", "sip:alice@a.example", "--json").out();
        String joined = group("join", "--member", "sip:bob@a.example", "--same-key", "--json")
                .out();

        Schemas.KMC_GROUP.assertDescribes(begun);
        Schemas.KMC_GROUP.assertDescribes(joined);
        assertThat(begun.replaceAll("\\s", ""))
                .matches(
                        "\\{\"key\":1,\"members\":\\[\\{\"member\":\"sip:alice@a.example\",\"message\":\"AQ[^\"]+\"}]}");
        assertThat(joined.replaceAll("\\s", ""))
                .matches("\\{\"key\":1,\"members\":\\[\\{\"member\":\"sip:alice@a.example\"},"
                        + "\\{\"member\":\"sip:bob@a.example\",\"message\":\"AQ[^\"]+\"}]}");
    }

    @Test
    void whatCannotBeIsSaid() {
        assertThat(group("open", "--member", "sip:alice@a.example").exitCode()).isZero();
        Cli.Result again = group("open");
        Cli.Result stranger = group("join", "--member", "sip:mallory@a.example");
        Cli.Result nobody = group("leave", "--member", "sip:bob@a.example");

        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).startsWith("mikey: the session is open already\n");
        assertThat(stranger.exitCode()).isEqualTo(1);
        assertThat(stranger.err()).startsWith("mikey: sip:mallory@a.example is no user of this centre\n");
        assertThat(nobody.exitCode()).isEqualTo(1);
        assertThat(nobody.err()).startsWith("mikey: members: it is none\n");
    }

    @ParameterizedTest
    @CsvSource({
        "turn, --member x, 'group: do what? open, join, leave, rekey, show, close'",
        "join, --same-key, join needs one --member",
        "open, --streams 0, --streams is a number from 1 to 255",
        "open, --streams many, --streams is a number from 1 to 255",
        "open, --sp ROT13, --sp: no policy ROT13"
    })
    void aMistakeIsSaid(String action, String more, String error) {
        Cli.Result result = group(action, more.split(" "));

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).startsWith("mikey: " + error + "\n");
    }

    @Test
    void itNeedsAStoreAndASession() throws IOException {
        assertThat(Cli.run("kmc", "group", "show", "--group", GROUP).err()).startsWith("mikey: --session is missing\n");
        Files.writeString(
                config, "domain = a.example\nlisten = udp:127.0.0.1:5060\nuser.sip:alice@a.example = env:alice\n");

        Cli.Result result = group("show");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).startsWith("mikey: the settings have no store, where groups are kept\n");
    }
}
