package org.mikey4j.cli.kmc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.cli.Cli;
import org.mikey4j.cli.sip.SipNode;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.kmc.CallBinding;
import org.mikey4j.kmc.CallUser;
import org.mikey4j.kmc.PairKey;
import org.mikey4j.kmc.Side;
import org.mikey4j.kmc.Subscriber;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.replay.InMemoryReplayCache;
import org.mikey4j.trust.Credentials;
import org.mikey4j.trust.KeyFile;
import org.mikey4j.trust.PasswordSource;

/** The centres of two networks that serve, connected with each other: Alice is a user of the one, Bob of the other. */
public final class TrialCentres implements AutoCloseable {
    public static final String ALICE = "sip:alice@a.example";
    public static final String BOB = "sip:bob@b.example";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;
    private final Credentials authority;
    private final SecretBytes aliceKey = SecretBytes.random(RANDOM, 16);
    private final SecretBytes bobKey = SecretBytes.random(RANDOM, 16);
    private final int linkPort = SipNode.freePorts(1).get(0);
    private final List<KmcServer> servers = new ArrayList<>();

    /** @param folder takes the keys of the centres */
    public TrialCentres(Path folder) throws IOException {
        this.folder = folder;
        this.authority = credentials("ca.pem", "--ca", "--subject", "CN=Trial CA");
    }

    private Credentials credentials(String name, String... more) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("keygen", "--out", folder.resolve(name).toString()));
        arguments.addAll(List.of(more));
        Cli.Result made = new Cli().at(Clock.systemUTC().instant().toString()).with(arguments.toArray(String[]::new));
        assertThat(made.exitCode()).as(made.err()).isZero();
        return KeyFile.credentials(Files.readAllBytes(folder.resolve(name)), PasswordSource.NONE);
    }

    /** A key and certificate for a network, by the authority that the centres trust. */
    public Credentials credentials(String domain) throws IOException {
        Path made = folder.resolve(domain + ".pem");
        return Files.exists(made)
                ? KeyFile.credentials(Files.readAllBytes(made), PasswordSource.NONE)
                : credentials(
                        domain + ".pem", "--issuer", folder.resolve("ca.pem").toString(), "--dns", domain);
    }

    /** A key and certificate with these options of {@code mikey keygen}, by the same authority. */
    public Credentials named(String file, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("--issuer", folder.resolve("ca.pem").toString()));
        return credentials(file, arguments.toArray(String[]::new));
    }

    /** The centre of Alice's network, with these settings besides those of users and the link. */
    public KmcServer alice(String settings) throws IOException {
        return serve(
                "domain = a.example\nlink.peer.b.example = 127.0.0.1:" + linkPort + "\nuser." + ALICE + " = x\n"
                        + settings,
                Map.of(ALICE, aliceKey.copy()),
                credentials("a.example"),
                credentials("a.example"));
    }

    /** The centre of Bob's network. */
    public KmcServer bob(String settings) throws IOException {
        return bob(settings, credentials("b.example"));
    }

    /** The same, with a certificate of its own for SIP. */
    public KmcServer bob(String settings, Credentials sip) throws IOException {
        return serve(
                "domain = b.example\nlink.listen = 127.0.0.1:" + linkPort + "\nuser." + BOB + " = x\n" + settings,
                Map.of(BOB, bobKey.copy()),
                credentials("b.example"),
                sip);
    }

    private KmcServer serve(String config, Map<String, SecretBytes> keys, Credentials own, Credentials sip) {
        KmcServer server = new KmcServer(
                KmcConfig.parse("test", config + "\nlink.key = x\nlink.trust = x\ntls.key = x\ntls.trust = x\n"),
                new KmcSecrets(
                        keys,
                        Map.of(),
                        Optional.of(new KmcSecrets.Tls(own, authority.certificates())),
                        Optional.of(new KmcSecrets.Tls(sip, authority.certificates())),
                        Optional.empty(),
                        List.of()),
                Clock.systemUTC(),
                RANDOM,
                (call, what) -> {});
        servers.add(server);
        return server;
    }

    /** The key that Alice finds in what her centre handed out for a call. */
    public PairKey atAlice(String session, Octets handOut) {
        return user(session, ALICE, aliceKey, "a.example", Side.CALLER).receivePairKey(handOut);
    }

    /** The key that Bob finds. */
    public PairKey atBob(String session, Octets handOut) {
        return user(session, BOB, bobKey, "b.example", Side.CALLEE).receivePairKey(handOut);
    }

    private static CallUser user(String call, String id, SecretBytes key, String centre, Side side) {
        return new CallUser(
                ExchangeSettings.builder(Clock.systemUTC(), RANDOM).build(),
                new Subscriber(IdPayload.uri(id), key),
                IdPayload.uri("sip:kmc." + centre),
                new CallBinding(call, IdPayload.uri(ALICE), IdPayload.uri(BOB)),
                side,
                InMemoryReplayCache.builder(Clock.systemUTC(), RANDOM, 100)
                        .trackedSince(java.time.Instant.MIN)
                        .build());
    }

    @Override
    public void close() {
        servers.forEach(KmcServer::close);
        aliceKey.close();
        bobKey.close();
    }
}
