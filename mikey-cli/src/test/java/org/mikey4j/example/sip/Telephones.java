package org.mikey4j.example.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.mikey4j.cli.Cli;
import org.mikey4j.cli.sip.SipNode;
import org.mikey4j.crypto.HashAlgorithm;
import org.mikey4j.crypto.JcaAlgorithms;
import org.mikey4j.crypto.MessageSigner;
import org.mikey4j.crypto.SignatureScheme;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.LocalIdentity;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.replay.InMemoryReplayCache;
import org.mikey4j.trust.Credentials;
import org.mikey4j.trust.KeyFile;
import org.mikey4j.trust.PasswordSource;
import org.mikey4j.trust.PkixPolicy;
import org.mikey4j.trust.PkixValidator;

/** Telephones with certificates of one authority, or of another. Closing it switches them off. */
final class Telephones implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Keys take long to make; they are the same for all tests. */
    private static final Path FOLDER = folder();

    private final List<Phone> phones = new ArrayList<>();
    private volatile boolean spoiled;

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("telephones");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file of this name, made by {@code mikey keygen} if it is not there yet. */
    private static Path file(String name, String... how) {
        Path file = FOLDER.resolve(name + ".pem");
        if (Files.notExists(file)) {
            List<String> arguments = new ArrayList<>(List.of("keygen", "--out", file.toString()));
            arguments.addAll(List.of(how));
            Cli.Result made =
                    new Cli().at(Clock.systemUTC().instant().toString()).with(arguments.toArray(String[]::new));
            assertThat(made.exitCode()).as(made.err()).isZero();
            file.toFile().deleteOnExit();
        }
        return file;
    }

    private static Path issuer(String authority) {
        return file(authority, "--ca", "--subject", "CN=" + authority);
    }

    private static Path certificate(String user, String authority) {
        return file(user + "-of-" + authority, "--issuer", issuer(authority).toString(), "--id", identity(user));
    }

    /** Makes the keys that a test is going to need, before its time counts. */
    static void prepare() {
        certificate("alice", "ca");
        certificate("bob", "ca");
        certificate("alice", "other-ca");
    }

    private static Credentials credentials(Path file) throws IOException {
        return KeyFile.credentials(Files.readAllBytes(file), PasswordSource.NONE);
    }

    static String identity(String user) {
        return "sip:" + user + "@example.org";
    }

    /** What a telephone asks the library with. */
    CallKeys keys(String user, String authority) throws Exception {
        Path issuer = issuer(authority);
        Credentials credentials = credentials(certificate(user, authority));
        return new CallKeys(
                ExchangeSettings.builder(Clock.systemUTC(), RANDOM).build(),
                new LocalIdentity(IdPayload.uri(identity(user)), credentials.payloads(), signer(credentials)),
                PeerTrust.of(new PkixValidator(PkixPolicy.trusting(
                                List.of(credentials(issuer).certificates().get(0)))
                        .build())),
                InMemoryReplayCache.builder(Clock.systemUTC(), RANDOM, 1000)
                        .trackedSince(Instant.MIN)
                        .build());
    }

    /** From now on all signatures are wrong. */
    void spoilSignatures() {
        spoiled = true;
    }

    private MessageSigner signer(Credentials credentials) {
        MessageSigner good = MessageSigner.rsa(
                credentials.key(),
                SignatureScheme.RSA_PKCS1_V1_5,
                HashAlgorithm.SHA_256,
                JcaAlgorithms.PLATFORM,
                RANDOM);
        return new MessageSigner() {
            @Override
            public int sType() {
                return good.sType();
            }

            @Override
            public int signatureOctets() {
                return good.signatureOctets();
            }

            @Override
            public Octets sign(Octets message) {
                return good.sign(spoiled ? Octets.ofHex("00") : message);
            }
        };
    }

    Phone phone(String user, String authority, int port) throws Exception {
        Phone phone = new Phone(user, port, keys(user, authority));
        phones.add(phone);
        return phone;
    }

    Phone phone(String user, int port) throws Exception {
        return phone(user, "ca", port);
    }

    static List<Integer> ports(int count) {
        return SipNode.freePorts(count);
    }

    @Override
    public void close() {
        phones.forEach(Phone::close);
    }
}
