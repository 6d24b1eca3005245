package org.mikey4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mikey4j.cli.Cli;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.StandardInput;
import org.mikey4j.cli.TextSink;
import org.mikey4j.cli.kmc.StoreSettings;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.kmc.CallBinding;
import org.mikey4j.kmc.InMemoryKmcStore;
import org.mikey4j.kmc.KeyManagementCentre;
import org.mikey4j.kmc.KmcStore;
import org.mikey4j.kmc.PairKey;
import org.mikey4j.message.IdPayload;

/** Master keys from files of digits and from PKCS #12 files that the JDK's keytool made. */
class MasterKeyFileTest {
    @TempDir
    private Path folder;

    private Cli.Result check(String... lines) throws IOException {
        Path config = Files.writeString(
                folder.resolve("kmc.conf"),
                "domain = a.example\nlisten = udp:127.0.0.1:5060\nuser.sip:alice@a.example = env:KEY\nstore = jdbc:h2:file:"
                        + folder.resolve("store") + "\n" + String.join("\n", lines) + "\n");
        return new Cli()
                .environment("KEY", "00".repeat(16))
                .environment("MASTER", "0f".repeat(32))
                .environment("SHORT", "0f".repeat(16))
                .environment("PASSWORD", "changeit")
                .environment("WRONG", "changed")
                .with("kmc", "serve", "--check", "--config", config.toString());
    }

    private void assertMissing(String message, String... lines) throws IOException {
        Cli.Result result = check(lines);
        assertThat(result.exitCode()).as(result.err()).isEqualTo(4);
        assertThat(result.err()).startsWith("mikey: " + message + "\n");
    }

    private Path keytool(String alias, String algorithm, String bits) throws Exception {
        Path file = folder.resolve("kmc.p12");
        Process made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genseckey",
                        "-keyalg",
                        algorithm,
                        "-keysize",
                        bits,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "changeit",
                        "-alias",
                        alias)
                .redirectErrorStream(true)
                .start();
        String said = new String(made.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(made.waitFor()).as(said).isZero();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    @Test
    void aKeyIsInAFileOfDigits() throws IOException {
        Files.writeString(folder.resolve("master.key"), "0e".repeat(32) + "\n");

        assertThat(check("master.key.1 = file:" + folder.resolve("master.key")).exitCode())
                .isZero();
        assertThat(check("master.key.1 = env:MASTER", "master.key.2 = env:MASTER", "master.current = 2")
                        .exitCode())
                .isZero();
        assertMissing("master key 1: 16 octets, 32 expected", "master.key.1 = env:SHORT");
        assertMissing("master key 1: there is no environment variable NONE", "master.key.1 = env:NONE");
        assertMissing(
                "the ID of a master key has 1 to 32 letters, digits, '.', '-' and '_'", "master.key.a/b = env:MASTER");
    }

    @Test
    void aKeyIsInAPkcs12FileUnderItsId() throws Exception {
        Path file = keytool("k1", "AES", "256");
        String p12 = " = pkcs12:" + file;

        assertThat(check("master.key.k1" + p12, "master.password = env:PASSWORD")
                        .exitCode())
                .isZero();
        assertMissing("master key k1: master.password is missing", "master.key.k1" + p12);
        assertMissing(
                "master key k1: the password does not open " + file + ", or it is no PKCS #12 file",
                "master.key.k1" + p12,
                "master.password = env:WRONG");
        assertMissing(
                "master key k2: " + file + " has no key with that alias",
                "master.key.k2" + p12,
                "master.password = env:PASSWORD");
        keytool("short", "AES", "128");
        assertMissing(
                "master key short: 16 octets, 32 expected", "master.key.short" + p12, "master.password = env:PASSWORD");
    }

    /** What one node sealed under the digits another opens with the file. */
    @Test
    void bothFormsGiveTheSameKey() throws Exception {
        Path file = keytool("k1", "AES", "256");
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, "changeit".toCharArray());
        }
        String digits = HexFormat.of()
                .formatHex(store.getKey("k1", "changeit".toCharArray()).getEncoded());

        CliContext context = new CliContext(
                new StandardInput(InputStream.nullInputStream()),
                new TextSink(OutputStream.nullOutputStream(), false),
                new TextSink(OutputStream.nullOutputStream(), false),
                Map.of("DIGITS", digits, "PASSWORD", "changeit"),
                Clock.systemUTC(),
                SecureRandom::new,
                label -> new char[0]);
        KmcStore shared = new InMemoryKmcStore(Clock.systemUTC(), new SecureRandom(), 10);
        PairKey kab = new PairKey(
                SecretBytes.random(new SecureRandom(), 16),
                new CallBinding("c", IdPayload.uri("sip:a@x"), IdPayload.uri("sip:b@y")));

        node(shared, "pkcs12:" + file, context).keep(kab);

        assertThat(node(shared, "env:DIGITS", context).kept(kab.call())).contains(kab);
    }

    private static KeyManagementCentre node(KmcStore store, String reference, CliContext context) {
        StoreSettings settings = new StoreSettings(
                "jdbc:h2:file:x",
                Optional.empty(),
                Optional.empty(),
                Map.of("k1", reference),
                "k1",
                Optional.of("env:PASSWORD"));
        return new KeyManagementCentre(
                ExchangeSettings.builder(Clock.systemUTC(), new SecureRandom()).build(),
                IdPayload.uri("sip:kmc"),
                store,
                MasterKeyFile.read(settings, context));
    }
}
