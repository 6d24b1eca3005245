package org.mikey4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.cli.Cli;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.SignPayload;
import org.mikey4j.message.registry.DataType;

/** Private keys of MIKEY-IBAKE that are asked for and sent in messages, by commands, from a service of the vectors. */
class IbakeKeyRequestTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALICE = "sip:alice@example.org";
    private static final String KMS = "sip:kms@example.org";
    private static final String ASK = "generate ibake-request-key --kms sip:kms@example.org ";
    private static final String SHARED = ASK + "--psk env:PSK --id-i sip:alice@example.org";
    private static final String SIGNED = ASK + "--identity @alice.pem --peer-cert @kms.pem --envelope-key env:A";
    private static final String SERVICE = "respond --kms @kms.json --credentials env:PSK ";
    private static final String SIGNED_SERVICE = "respond --kms @kms.json --identity @kms.pem --trust @ca.pem ";

    @TempDir
    private static Path shared;

    private static JsonNode vectors = JSON.createObjectNode();

    @TempDir
    private Path folder;

    @BeforeAll
    static void service() throws IOException {
        TrialCertificates.make(shared, "alice", "kms");
        vectors = JSON.readTree(Path.of("../test-vectors/exchanges/ibake-initiator.json")
                        .toFile())
                .get("ibakeKeys");
        ok(run("kms init --ibake --uri sip:kms@example.org --out @other.json"));
        secret(
                "other-public.json",
                ok(run("kms show --certificate external --domain example.org @other.json"))
                        .out());
        ok(run("kms init --ibake --uri sip:elsewhere@example.org --out @elsewhere.json"));
    }

    /** The service of the vectors whose keys serve for a month, under the name that the certificate has. */
    @BeforeEach
    void keysOfTheService() throws IOException {
        JsonNode service = vectors.at("/services/0");
        ObjectNode file = JSON.createObjectNode();
        ObjectNode entry = file.withArray("ibakeKms")
                .addObject()
                .put("uri", KMS)
                .put("dates", service.get("dates").asText())
                .put("publicPoint", service.get("publicPoint").asText());
        entry.withArray("domains");
        secret("public.json", file.toString());
        entry.put("masterSecret", service.get("masterSecret").asText());
        secret("kms.json", file.toString());
    }

    private static void secret(String name, String text) throws IOException {
        Path file = shared.resolve(name);
        Files.setPosixFilePermissions(Files.writeString(file, text), PosixFilePermissions.fromString("rw-------"));
    }

    private static Cli.Result ok(Cli.Result result) {
        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
        return result;
    }

    /** Runs a line in which {@code @name} stands for a file of the keys. */
    private static Cli.Result run(String line) {
        return new Cli()
                .at("2026-11-23T12:00:00Z")
                .environment("A", "a5".repeat(16))
                .environment("B", "b6".repeat(16))
                .environment("PSK", "51".repeat(16))
                .environment("OTHER", "52".repeat(16))
                .with(Arrays.stream(line.strip().split(" +"))
                        .map(word -> word.startsWith("@")
                                ? shared.resolve(word.substring(1)).toString()
                                : word)
                        .toArray(String[]::new));
    }

    private String made(String name, String line) throws IOException {
        return file(name, ok(run(line)).out());
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private static MikeyMessage message(String file) throws IOException {
        return MikeyMessage.decode(
                Base64.getDecoder().decode(Files.readString(Path.of(file)).strip()));
    }

    private static String keyOfTheVectors() {
        assertThat(vectors.at("/users/0/user").asText()).isEqualTo(ALICE);
        assertThat(vectors.at("/users/0/service").asText())
                .isEqualTo(vectors.at("/services/0/name").asText());
        return vectors.at("/users/0/key").asText();
    }

    /** The master secret and the key that comes of it are another program's. */
    @Test
    void aSharedKeyBringsThePrivateKeyThatAnotherProgramExtracted() throws IOException {
        String request = made("request", SHARED);
        String answer = made("answer", SERVICE + request);
        String out = folder.resolve("alice.json").toString();

        Cli.Result kept = ok(run(
                "kms receive --kms @public.json --psk env:PSK --request " + request + " --out " + out + " " + answer));

        assertThat(message(request).header().dataType()).isEqualTo(DataType.REQUEST_KEY_PSK);
        assertThat(kept.out().lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("sip:alice@example.org  of sip:kms@example.org  for 2026-11  key sha256/8=");
        JsonNode keys = JSON.readTree(Path.of(out).toFile()).get("ibakeKeys");
        assertThat(keys).as("this month and the next").hasSize(2);
        assertThat(keys.at("/0/key").asText()).isEqualTo(keyOfTheVectors());
        assertThat(Files.getPosixFilePermissions(Path.of(out))).hasSize(2);
        assertThat(ok(run("kms check " + out)).out()).contains("for 2026-11 ", "for 2026-12 ");

        assertThat(ok(run("verify --credentials env:PSK --answer " + answer + " " + request))
                        .out())
                .startsWith("verified: HMAC-SHA-256-256 of the message and of the answer\n");
        JsonNode shown =
                JSON.readTree(ok(run("inspect --json --show-secrets --credentials env:PSK " + request + " " + answer))
                        .out()
                        .lines()
                        .toList()
                        .get(1));
        assertThat(shown.toString()).contains(keyOfTheVectors()).contains("K_PR");
        assertThat(ok(run("inspect --full --credentials env:PSK " + request + " " + answer))
                        .out()
                        .replaceAll("\\s+[0-9]* *", ""))
                .contains("K_PR")
                .doesNotContain(keyOfTheVectors());
    }

    @Test
    void aSignedRequestBringsItUnderTheKeyInTheEnvelope() throws Exception {
        String request = made("request", SIGNED);
        String answer = made("answer", SIGNED_SERVICE + request);
        String out = folder.resolve("alice.json").toString();

        ok(run("kms receive --kms @public.json --envelope-key env:A --request " + request + " --out " + out + " "
                + answer));

        assertThat(JSON.readTree(Path.of(out).toFile()).at("/ibakeKeys/0/key").asText())
                .isEqualTo(keyOfTheVectors());
        MikeyMessage message = message(request);
        assertThat(message.header().dataType()).isEqualTo(DataType.REQUEST_KEY_PKE);
        SignPayload sign = message.payload(SignPayload.class).orElseThrow();
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.write(
                message.octets().toByteArray(),
                0,
                message.octets().length() - sign.signature().length());
        signed.writeBytes((ALICE + KMS).getBytes(StandardCharsets.UTF_8));
        Path data = Files.write(folder.resolve("signed"), signed.toByteArray());
        Path signature =
                Files.write(folder.resolve("signature"), sign.signature().toByteArray());
        String open = file(
                "alice.pub",
                CertificateModesTest.openssl(
                        "x509", "-in", shared.resolve("alice.pem").toString(), "-pubkey", "-noout"));
        assertThat(CertificateModesTest.openssl(
                        "dgst", "-sha256", "-verify", open, "-signature", signature.toString(), data.toString()))
                .contains("Verified OK");
        assertThat(ok(run("verify --identity @kms.pem --trust @ca.pem --answer " + answer + " " + request))
                        .out())
                .startsWith("verified: RSA-PKCS1-1.5 signature of the message, HMAC-SHA-256-256 of the answer\n");
        assertThat(run("inspect --json --show-secrets --envelope-key env:A " + request + " " + answer)
                        .out())
                .contains(keyOfTheVectors());
    }

    @Test
    void traceAndLintCheckBothMessages() throws IOException {
        String request = made("request", SHARED);
        String answer = made("answer", SERVICE + request);
        String line = "a=key-mgmt:mikey ";
        String log = file("log", line + Files.readString(Path.of(request)) + line + Files.readString(Path.of(answer)));
        String forged = file("forged", line + Files.readString(Path.of(request)) + line + tampered(answer));

        assertThat(ok(run("trace --credentials env:PSK " + log)).out()).contains("  both messages are verified\n");
        assertThat(run("trace --credentials env:PSK " + forged).out())
                .contains("not verified: the verification MAC is wrong");
        assertThat(run("lint --fail-on never --credentials env:PSK " + log).out())
                .contains("REQUEST_KEY_RESP")
                .doesNotContain("NOT_AUTHENTIC");
        assertThat(run("lint --fail-on never --credentials env:PSK " + forged).out())
                .contains("NOT_AUTHENTIC");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--kms @kms.json --credentials env:OTHER|1|refused: the MAC is wrong, or no key is known",
                "--kms @elsewhere.json --credentials env:PSK|1|refused: the request is for another key management",
                "--credentials env:PSK|4|the master secret of the service is needed",
                "--kms @public.json --credentials env:PSK|4|the master secret of the service is needed",
                "--kms @kms.json|4|a key that was not given"
            })
    void whatTheServiceRefusesIsNamed(String options, int code, String said) throws IOException {
        Cli.Result result = run("respond " + options + " " + made("request", SHARED));

        assertThat(result.exitCode()).as(result.err()).isEqualTo(code);
        assertThat(result.err()).contains(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--kms @public.json --psk env:OTHER|1|no keys: the request was not made with this key",
                "--kms @other-public.json --psk env:PSK|1|no keys: they are not of this service",
                "--kms @public.json|4|a pre-shared key is needed",
                "--psk env:PSK|2|from which service",
            })
    void whatTheUserDoesNotTakeIsNamed(String options, int code, String said) throws IOException {
        String request = made("request", SHARED);
        String answer = made("answer", SERVICE + request);
        Path out = folder.resolve("new.json");

        Cli.Result result = run("kms receive --request " + request + " --out " + out + " " + options + " " + answer);

        assertThat(result.exitCode()).as(result.err()).isEqualTo(code);
        assertThat(result.err()).contains(said);
        assertThat(out).doesNotExist();
    }

    @Test
    void anAnswerThatWasChangedBringsNothing() throws IOException {
        String request = made("request", SHARED);
        String changed = file("changed", tampered(made("answer", SERVICE + request)));

        Cli.Result result = run("kms receive --kms @public.json --psk env:PSK --request " + request + " --out "
                + folder.resolve("new.json") + " " + changed);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("no keys: the verification MAC is wrong");
    }

    private static String tampered(String file) throws IOException {
        byte[] octets =
                Base64.getDecoder().decode(Files.readString(Path.of(file)).strip());
        octets[octets.length - 1] ^= 1;
        return Base64.getEncoder().encodeToString(octets);
    }
}
