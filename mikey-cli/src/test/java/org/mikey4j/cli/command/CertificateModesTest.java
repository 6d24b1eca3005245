package org.mikey4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.cli.Cli;
import org.mikey4j.crypto.DhGroup;
import org.mikey4j.message.DhPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.PkePayload;
import org.mikey4j.message.SignPayload;

/** Keys, certificates, and the modes that need them, from the command line; openssl reads what we make and the other way. */
class CertificateModesTest {
    private static final String PSK = "000102030405060708090a0b0c0d0e0f";
    private static final String EXPONENT = "7f".repeat(32);

    @TempDir
    private static Path keys;

    @TempDir
    private Path folder;

    @BeforeAll
    static void certificates() {
        TrialCertificates.make(keys, "alice", "bob");
    }

    private static String key(String name) {
        return keys.resolve(name).toString();
    }

    private static Cli.Result ok(Cli.Result result) {
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result;
    }

    private static Cli cli() {
        return new Cli().environment("PSK", PSK).environment("X", EXPONENT).environment("SEED", "00");
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    /** Runs a line in which {@code @name} stands for a file of the keys. */
    private static Cli.Result run(String line) {
        return cli().with(Arrays.stream(line.split(" "))
                .map(word -> word.startsWith("@") ? key(word.substring(1)) : word)
                .toArray(String[]::new));
    }

    private static JsonNode json(Cli.Result result) throws IOException {
        return new ObjectMapper().readTree(result.out());
    }

    private static MikeyMessage message(Cli.Result result) {
        return MikeyMessage.decode(Base64.getDecoder().decode(result.out().strip()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "pk|--identity @alice.pem --peer-cert @bob.pem --verify|--identity @bob.pem|--identity @bob.pem",
                "pk|--identity @alice.pem --peer-cert @bob.pem --verify --padding oaep-sha256 --signature pss-sha256"
                        + "|--identity @bob.pem --padding oaep-sha256|--identity @bob.pem --padding oaep-sha256",
                "dh|--identity @alice.pem --dh-private env:X|--identity @bob.pem|--dh-private env:X",
                "dh|--identity @alice.pem --dh-private env:X --group oakley-2"
                        + "|--identity @bob.pem --group oakley-2|--dh-private env:X --group oakley-2",
                "dhhmac|--psk env:PSK --dh-private env:X --id-i sip:alice@example.org"
                        + "|--credentials env:PSK|--credentials env:PSK --dh-private env:X",
                "rsa-r|--identity @alice.pem|--identity @bob.pem|--identity @alice.pem",
                "rsa-r|--identity @alice.pem --no-rand|--identity @bob.pem|--identity @alice.pem"
            })
    void aWholeExchange(String mode, String generate, String respond, String verify) throws IOException {
        String offer = file(
                "offer",
                ok(run("generate " + mode + " --id-r sip:bob@example.org --ssrc 1a2b3c4d " + generate))
                        .out());
        String answer = file(
                "answer",
                ok(run("respond --trust @ca.pem " + respond + " " + offer)).out());

        JsonNode verified =
                json(ok(run("verify --json --trust @ca.pem " + verify + " --answer " + answer + " " + offer)));
        assertThat(verified.get("verified").asBoolean()).isTrue();
        assertThat(verified.get("mode").asText()).isEqualTo(mode);
        assertThat(verified.get("answered").asBoolean()).isTrue();
        assertThat(verified.get("crypto")).hasSize(1);
        assertThat(verified.get("crypto").get(0).get("ssrc").asText()).isEqualTo("1a2b3c4d");
        assertThat(verified.get("crypto").get(0).get("tekLength").asInt()).isEqualTo(16);

        Cli.Result text = ok(run("verify --trust @ca.pem " + verify + " --answer " + answer + " " + offer));
        assertThat(text.out())
                .startsWith("verified: ")
                .contains("of the answer")
                .contains("CS 1  ssrc 1a2b3c4d");

        Cli.Result tampered =
                run("verify --trust @ca.pem " + verify + " --answer " + file("bad", tampered(answer)) + " " + offer);
        assertThat(tampered.exitCode()).isEqualTo(1);
        assertThat(tampered.out()).startsWith("not verified: ");
    }

    private static String tampered(String answer) throws IOException {
        byte[] octets =
                Base64.getDecoder().decode(Files.readString(Path.of(answer)).strip());
        octets[octets.length - 1] ^= 1;
        return Base64.getEncoder().encodeToString(octets);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dh", "rsa-r"})
    void theMessageAloneIsCheckedWithNothingButTrust(String mode) throws IOException {
        String offer = file(
                "offer",
                ok(run("generate " + mode + " --identity @alice.pem --id-r sip:bob@example.org"))
                        .out());

        Cli.Result good = ok(run("verify --trust @ca.pem " + offer));
        Cli.Result bad = run("verify --trust @other.pem " + offer);

        assertThat(good.out())
                .isEqualTo("verified: RSA-PKCS1-1.5 signature of the message; the keys come with the answer\n");
        assertThat(bad.exitCode()).isEqualTo(1);
        assertThat(bad.out()).startsWith("not verified: ").contains("NO_PATH");
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        String dh = file(
                "dh",
                ok(run("generate dh --identity @alice.pem --id-r sip:bob@example.org"))
                        .out());
        String answer = file(
                "answer",
                ok(run("respond --trust @ca.pem --identity @bob.pem " + dh)).out());

        assertMissing("generate pk --identity @alice.pem", "the Responder's certificate is needed");
        assertMissing("generate dh --private-key @alice.pem", "a private key and its certificate are needed");
        assertMissing("generate dhhmac --id-i a@b", "a pre-shared key is needed");
        assertMissing("verify " + dh, "nobody vouches for the other end's certificate");
        assertMissing("respond --trust @ca.pem " + dh, "a private key and its certificate are needed");
        assertThat(ok(run("verify --trust @ca.pem --answer " + answer + " " + dh))
                        .out())
                .isEqualTo(
                        "verified: RSA-PKCS1-1.5 signature of the message and of the answer; its keys take the Initiator's"
                                + " secret exponent\n");
        assertMissing(
                "verify --trust @ca.pem --dh-private env:X --answer " + answer + " " + dh,
                "this exponent does not give the public value of the message");
        assertMissing("generate dh --identity " + dh, "--identity: the file is neither PEM nor DER");
    }

    private static void assertMissing(String line, String what) {
        Cli.Result result = run(line);
        assertThat(result.exitCode()).as(line).isEqualTo(4);
        assertThat(result.err()).startsWith("mikey: ").contains(what);
    }

    @Test
    void aLegacyGroupIsRefusedUnlessNamed() throws IOException {
        String offer = file(
                "offer",
                ok(run("generate dh --identity @alice.pem --group oakley-1 --id-r sip:bob@example.org"))
                        .out());

        Cli.Result result = run("verify --trust @ca.pem " + offer);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).startsWith("not verified: DH-Group 1 is not allowed here");
        ok(run("verify --trust @ca.pem --group oakley-1 " + offer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "psk --psk env:PSK --verify",
                "pk --identity @alice.pem --peer-cert @bob.pem",
                "pk --identity @alice.pem --peer-cert @bob.pem --signature pss-sha256",
                "dh --identity @alice.pem",
                "dhhmac --psk env:PSK --id-i a@b.example --id-r c@d.example",
                "rsa-r --identity @alice.pem"
            })
    void theSameSeedGivesTheSameMessage(String mode) throws Exception {
        String seed = file("seed", "mikey4j");
        String line = "generate " + mode + " --unsafe-test-keys --timestamp ee85de3400000000 --seed-file " + seed;

        MikeyMessage message = message(ok(run(line)));

        assertThat(message(ok(run(line)))).isEqualTo(message);
        assertThat(message(ok(run(line.replace(seed, file("other", "mikey4k"))))))
                .isNotEqualTo(message);
        byte[] stream = stream("mikey4j", 8);
        String csbId = HexFormat.of().toHexDigits((int) message.header().csbId());
        assertThat(HexFormat.of().formatHex(stream)).contains(csbId);
    }

    /** The blocks SHA-256(seed || n), as the help text defines them. */
    private static byte[] stream(String seed, int blocks) throws Exception {
        ByteBuffer stream = ByteBuffer.allocate(32 * blocks);
        for (long n = 0; n < blocks; n++) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(seed.getBytes(StandardCharsets.UTF_8));
            stream.put(digest.digest(ByteBuffer.allocate(8).putLong(n).array()));
        }
        return stream.array();
    }

    @Test
    void theExponentOfASeedIsInItsStream() throws Exception {
        String seed = file("seed", "mikey4j");
        MikeyMessage message =
                message(ok(run("generate dh --identity @alice.pem --unsafe-test-keys --seed-file " + seed)));
        BigInteger sent = new BigInteger(
                1, message.payload(DhPayload.class).orElseThrow().dhValue().toByteArray());
        byte[] stream = stream("mikey4j", 4);
        List<BigInteger> candidates = new ArrayList<>();
        for (int at = 0; at + 32 <= stream.length; at++) {
            candidates.add(BigInteger.TWO.modPow(
                    new BigInteger(1, Arrays.copyOfRange(stream, at, at + 32)), DhGroup.OAKLEY_5.prime()));
        }

        assertThat(candidates).contains(sent);
    }

    @Test
    void aSeedNeedsToBeAllowed() throws IOException {
        Cli.Result result = run("generate dh --identity @alice.pem --seed-file " + file("seed", "x"));

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .contains("--seed-file makes messages that can be guessed")
                .contains("--unsafe-test-keys");
    }

    @Test
    void secretsAreReadOnce() throws IOException {
        String identity = Files.readString(keys.resolve("alice.pem"));
        ok(cli().stdin(identity).with("generate", "rsa-r", "--identity", "stdin"));

        String offer = file(
                "offer",
                ok(run("generate dh --identity @alice.pem --dh-private env:X")).out());
        String answer = file(
                "answer",
                ok(run("respond --trust @ca.pem --identity @bob.pem " + offer)).out());
        Cli.Result refused = cli().stdin(EXPONENT)
                .with(
                        "verify",
                        "--trust",
                        key("ca.pem"),
                        "--dh-private",
                        "stdin",
                        "--answer",
                        file("bad", tampered(answer)),
                        offer);
        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(1);
        assertThat(refused.out()).startsWith("not verified: ");
    }

    @Test
    void inspectShowsCertificatesAsPeopleKnowThem() throws IOException {
        String offer =
                file("offer", ok(run("generate dh --identity @alice.pem")).out());

        String text = ok(run("inspect " + offer)).out();
        JsonNode certificate = null;
        for (JsonNode payload : json(run("inspect --json " + offer)).get("payloads")) {
            certificate = payload.has("certificate") ? payload.get("certificate") : certificate;
        }

        assertThat(text)
                .contains("CN=sip:alice@example.org")
                .contains("URI sip:alice@example.org")
                .contains("CN=Trial CA")
                .contains("RSA, 2048 bits")
                .contains("digitalSignature, keyEncipherment");
        assertThat(certificate).isNotNull();
        assertThat(certificate.get("issuer").asText()).isEqualTo("CN=Trial CA");
        assertThat(certificate.get("sha256").asText()).matches("([0-9a-f]{2}:){31}[0-9a-f]{2}");
    }

    @Test
    void aCertificateThatIsNoneIsPassedOver() {
        // HDR of DH_INIT with an empty map, then CERT of type 0 with four octets.
        Cli.Result result = new Cli()
                .stdin("01 04 07 80 00000001 00 01 00 00 0004 deadbeef".replace(" ", ""))
                .with("inspect", "-");

        assertThat(result.out()).contains("cannot be read as X.509");
    }

    @Test
    void certSaysWhetherACertificateIsBelieved() {
        Cli.Result trusted = ok(run("cert --trust @ca.pem --id sip:alice@example.org @alice.pem"));
        Cli.Result name = run("cert --trust @ca.pem --id sip:mallory@example.org @alice.pem");
        Cli.Result late = run("cert --trust @ca.pem --at 2099-01-01T00:00:00Z @alice.pem");
        Cli.Result stranger = run("cert --trust @other.pem @alice.pem");

        assertThat(trusted.out()).contains("trusted: URI sip:alice@example.org");
        assertThat(name.exitCode()).isEqualTo(1);
        assertThat(name.out()).contains("refused: WRONG_NAME");
        assertThat(late.out()).contains("refused: EXPIRED");
        assertThat(stranger.out()).contains("refused: NO_PATH");
        assertThat(run("cert --trust @ca.pem --use envelope @alice.pem").exitCode())
                .isZero();
        assertThat(run("cert --use x --trust @ca.pem @alice.pem").exitCode()).isEqualTo(2);
    }

    @Test
    void aPrivateKeyIsForItsOwnerAndNotWrittenOver() throws IOException {
        Path alice = keys.resolve("alice.pem");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(alice)))
                .isEqualTo("rw-------");
        Cli.Result again = run("keygen --id sip:alice@example.org --out @alice.pem");
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err()).contains("is there already");
        assertThat(run("keygen --issuer @alice.pem --id sip:x@example.org --out @x.pem")
                        .err())
                .contains("its certificate may not issue others");
    }

    @Test
    void opensslReadsOurCertificatesOpensOurEnvelopesAndVerifiesOurSignatures() throws Exception {
        openssl("verify", "-CAfile", key("ca.pem"), key("alice.pem"));
        MikeyMessage message = message(ok(cli().environment("E", "a5".repeat(16))
                .with(
                        "generate",
                        "pk",
                        "--identity",
                        key("alice.pem"),
                        "--peer-cert",
                        key("bob.pem"),
                        "--unsafe-test-keys",
                        "--envelope-key",
                        "env:E")));
        Path envelope = Files.write(
                folder.resolve("envelope"),
                message.payload(PkePayload.class).orElseThrow().data().toByteArray());
        String opened =
                openssl("pkeyutl", "-decrypt", "-inkey", key("bob.pem"), "-in", envelope.toString(), "-hexdump");
        assertThat(opened).contains("a5 a5 a5 a5 a5 a5 a5 a5-a5 a5 a5 a5 a5 a5 a5 a5");

        SignPayload sign = message.payload(SignPayload.class).orElseThrow();
        Octets whole = message.octets();
        Path signed = Files.write(
                folder.resolve("signed"),
                whole.slice(0, whole.length() - sign.signature().length()).toByteArray());
        Path signature =
                Files.write(folder.resolve("signature"), sign.signature().toByteArray());
        Path open = Files.writeString(
                folder.resolve("alice.pub"), openssl("x509", "-in", key("alice.pem"), "-pubkey", "-noout"));
        assertThat(openssl(
                        "dgst",
                        "-sha256",
                        "-verify",
                        open.toString(),
                        "-signature",
                        signature.toString(),
                        signed.toString()))
                .contains("Verified OK");
    }

    @Test
    void whatOpensslMakesIsAccepted() throws Exception {
        String p12 = folder.resolve("alice.p12").toString();
        openssl("pkcs12", "-export", "-in", key("alice.pem"), "-out", p12, "-passout", "pass:geheim");
        String encrypted = folder.resolve("alice.key").toString();
        openssl(
                "pkcs8",
                "-topk8",
                "-v2",
                "aes-256-cbc",
                "-in",
                key("alice.pem"),
                "-out",
                encrypted,
                "-passout",
                "pass:geheim");
        String der = folder.resolve("alice.der").toString();
        openssl("x509", "-in", key("alice.pem"), "-outform", "DER", "-out", der);

        for (String line : List.of(
                "generate dh --password env:PW --identity " + p12,
                "generate dh --password env:PW --cert " + der + " --private-key " + encrypted)) {
            Cli.Result made = ok(cli().environment("PW", "geheim").with(line.split(" ")));
            ok(run("verify --trust @ca.pem " + file("offer", made.out())));
        }
        Cli.Result typed = ok(cli().typing("geheim").with("generate", "dh", "--identity", p12));
        assertThat(message(typed).payload(SignPayload.class)).isPresent();
        Cli.Result wrong =
                cli().environment("PW", "falsch").with("generate", "dh", "--password", "env:PW", "--identity", p12);
        assertThat(wrong.exitCode()).isEqualTo(4);
        assertThat(wrong.err()).contains("--identity: ").doesNotContain("falsch");
    }

    /** What openssl prints; skips the test where it is missing. */
    static String openssl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            Assumptions.assumeTrue(
                    System.getenv("MIKEY_REQUIRE_PEERS") != null, "openssl is not installed, so it cannot judge");
            throw e;
        }
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(command + "\n" + out).isZero();
        return out;
    }
}
