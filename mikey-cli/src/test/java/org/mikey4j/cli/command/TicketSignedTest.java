package org.mikey4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.cli.Cli;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.PkePayload;
import org.mikey4j.message.SignPayload;
import org.mikey4j.message.registry.DataType;

/** Tickets that are asked for, and resolved, with signatures instead of pre-shared keys, from the command line. */
class TicketSignedTest {
    private static final String ALICE = "sip:alice@example.org";
    private static final String BOB = "sip:bob@example.org";
    private static final String KMS = "sip:kms@example.org";
    private static final int CSB_ID = 4;
    private static final String REQUEST = "generate ticket-request --identity @alice.pem --peer-cert @kms.pem"
            + " --kms sip:kms@example.org --responder sip:bob@example.org --envelope-key env:A";
    private static final String RESOLVE = "generate ticket-resolve --identity @bob.pem --peer-cert @kms.pem"
            + " --kms sip:kms@example.org --envelope-key env:B ";
    private static final String SERVICE = " --identity @kms.pem --trust @ca.pem --tpk env:TPK ";

    @TempDir
    private static Path keys;

    @TempDir
    private Path folder;

    @BeforeAll
    static void certificates() throws IOException {
        TrialCertificates.make(keys, "alice", "bob", "kms");
        Files.setPosixFilePermissions(
                Files.writeString(keys.resolve("tpk.json"), "{\"tpk\":\"" + "01".repeat(16) + "\"}"),
                PosixFilePermissions.fromString("rw-------"));
    }

    private static String key(String name) {
        return keys.resolve(name).toString();
    }

    private static Cli.Result ok(Cli.Result result) {
        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
        return result;
    }

    /** Runs a line in which {@code @name} stands for a file of the keys. */
    private static Cli.Result run(String line) {
        return new Cli()
                .environment("A", "a5".repeat(16))
                .environment("B", "b6".repeat(16))
                .environment("PSK", "51".repeat(16))
                .environment("TPK", "01".repeat(16))
                .with(Arrays.stream(line.strip().split(" +"))
                        .map(word -> word.startsWith("@") ? key(word.substring(1)) : word)
                        .toArray(String[]::new));
    }

    /** Keeps the message that a line prints; where it is. */
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

    private String transfer(String request, String grant) throws IOException {
        return made(
                "transfer",
                "generate ticket-transfer --envelope-key env:A --request " + request + " --grant " + grant
                        + " --ssrc 1a2b3c4d --ssrc 0");
    }

    @Test
    void sixMessages() throws IOException {
        String request = made("request", REQUEST);
        assertThat(message(request).header().dataType()).isEqualTo(DataType.REQUEST_INIT_PK);
        assertThat(ok(run("verify" + SERVICE + request)).out())
                .isEqualTo("verified: RSA-PKCS1-1.5 signature of the message; the keys come with the answer\n");
        String grant = made("grant", "respond" + SERVICE + request);
        assertThat(ok(run("verify" + SERVICE + "--answer " + grant + " " + request))
                        .out())
                .startsWith("verified: RSA-PKCS1-1.5 signature of the message, HMAC-SHA-1-160 of the answer\n")
                .contains("  from " + ALICE + "  to " + KMS);

        String transfer = transfer(request, grant);
        String resolve = made("resolve", RESOLVE + transfer);
        assertThat(message(resolve).header().dataType()).isEqualTo(DataType.RESOLVE_INIT_PK);
        String resolved = made("resolved", "respond" + SERVICE + resolve);
        var told = new ObjectMapper()
                .readTree(ok(run("verify --json" + SERVICE + "--answer " + resolved + " " + resolve))
                        .out());
        assertThat(told.get("mode").asText()).isEqualTo("ticket-resolve");
        assertThat(told.get("verified").asBoolean()).isTrue();
        assertThat(told.get("answered").asBoolean()).isTrue();

        String answer = made(
                "answer",
                "respond --envelope-key env:B --ssrc 5e6f7a8b --resolve " + resolve + " --resolved " + resolved + " "
                        + transfer);
        assertThat(ok(run("verify --tpk env:TPK --answer " + answer + " " + transfer))
                        .out())
                .contains("CS 1  ssrc 1a2b3c4d", "CS 2  ssrc 5e6f7a8b");
    }

    /** The signature covers the message and then both identities (RFC 6043, 4.2.1.3). */
    @Test
    void opensslOpensTheEnvelopeAndVerifiesTheSignature() throws Exception {
        MikeyMessage message = message(made("request", REQUEST));
        Path envelope = Files.write(
                folder.resolve("envelope"),
                message.payload(PkePayload.class).orElseThrow().data().toByteArray());
        assertThat(CertificateModesTest.openssl(
                        "pkeyutl", "-decrypt", "-inkey", key("kms.pem"), "-in", envelope.toString(), "-hexdump"))
                .contains("a5 a5 a5 a5 a5 a5 a5 a5-a5 a5 a5 a5 a5 a5 a5 a5");

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
        String open =
                file("alice.pub", CertificateModesTest.openssl("x509", "-in", key("alice.pem"), "-pubkey", "-noout"));
        assertThat(CertificateModesTest.openssl(
                        "dgst", "-sha256", "-verify", open, "-signature", signature.toString(), data.toString()))
                .contains("Verified OK");
    }

    /** What it takes is in the message and in the certificates; the answer is under the key in the envelope. */
    @Test
    void whoIsNotTheServiceVerifiesTheSignature() throws IOException {
        String request = made("request", REQUEST);
        String grant = made("grant", "respond" + SERVICE + request);

        assertThat(ok(run("verify --trust @ca.pem " + request)).out())
                .isEqualTo("verified: RSA-PKCS1-1.5 signature of the message; the keys come with the answer\n");
        assertThat(ok(run("verify --trust @ca.pem --answer " + grant + " " + request))
                        .out())
                .startsWith("verified: RSA-PKCS1-1.5 signature of the message; the keys come with the answer\n")
                .contains("ANSWER_NOT_CHECKED", "--envelope-key");
        assertThat(ok(run("verify --trust @ca.pem --envelope-key env:A --answer " + grant + " " + request))
                        .out())
                .startsWith("verified: RSA-PKCS1-1.5 signature of the message, HMAC-SHA-1-160 of the answer\n");
        assertThat(run("verify --trust @ca.pem --envelope-key env:B --answer " + grant + " " + request)
                        .out())
                .startsWith("not verified: the MAC of the answer is wrong");
        assertThat(run("verify --trust @ca.pem " + file("forged", tampered(request)))
                        .out())
                .startsWith("not verified: the signature is wrong");
        Cli.Result answering = run("respond --trust @ca.pem " + request);
        assertThat(answering.exitCode()).isEqualTo(4);
        assertThat(answering.err()).contains("a private key and its certificate are needed");
    }

    @Test
    void traceAndLintVerifyTheSignatureToo() throws IOException {
        String request = made("request", REQUEST);
        String forged = file("forged", tampered(request));

        String line = "a=key-mgmt:mikey ";
        String log = file(
                "log",
                line
                        + Files.readString(Path.of(request))
                        + line
                        + ok(run("respond" + SERVICE + request)).out());

        assertThat(ok(run("trace --trust @ca.pem " + log)).out()).contains("  the message is verified\n");
        assertThat(run("lint --fail-on never --trust @ca.pem " + request).out()).doesNotContain("NOT_AUTHENTIC");
        assertThat(run("lint --fail-on never --trust @ca.pem " + forged).out())
                .contains("NOT_AUTHENTIC", "the signature is wrong");
    }

    /** A message with another CSB ID, which openssl signs together with both identities (RFC 6043, 4.2.3.3). */
    @Test
    void whatOpensslSignedIsVerified() throws Exception {
        String transfer =
                transfer(made("request", REQUEST), made("grant", "respond" + SERVICE + folder.resolve("request")));
        MikeyMessage resolve = message(made("resolve", RESOLVE + transfer));
        int length =
                resolve.payload(SignPayload.class).orElseThrow().signature().length();
        byte[] octets = resolve.octets().toByteArray();
        octets[CSB_ID] ^= 1;
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.write(octets, 0, octets.length - length);
        signed.writeBytes((BOB + KMS).getBytes(StandardCharsets.UTF_8));
        Path data = Files.write(folder.resolve("data"), signed.toByteArray());
        Path signature = folder.resolve("signature");
        String changed = file("changed", Base64.getEncoder().encodeToString(octets));
        CertificateModesTest.openssl(
                "dgst", "-sha256", "-sign", key("bob.pem"), "-out", signature.toString(), data.toString());
        System.arraycopy(Files.readAllBytes(signature), 0, octets, octets.length - length, length);

        assertThat(run("verify --trust @ca.pem " + changed).out()).startsWith("not verified: the signature is wrong");
        assertThat(ok(run("verify --trust @ca.pem "
                                + file("openssl", Base64.getEncoder().encodeToString(octets))))
                        .out())
                .startsWith("verified: RSA-PKCS1-1.5 signature of the message");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--identity @kms.pem --trust @other.pem|1|not verified: NO_PATH: no trusted root issued",
                "--trust @other.pem|1|not verified: NO_PATH: no trusted root issued",
                "--no-replay-check|4|nobody vouches for the other end's certificate",
                "--identity @kms.pem|4|nobody vouches for the other end's certificate"
            })
    void whatTheServiceLacksIsNamed(String options, int code, String said) throws IOException {
        Cli.Result result = run("verify " + options + " " + made("request", REQUEST));
        assertThat(result.exitCode()).isEqualTo(code);
        assertThat(result.out() + result.err()).contains(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--identity @alice.pem --kms sip:k@example.org --responder sip:b@example.org|4|--peer-cert",
                "--identity @alice.pem --peer-cert @kms.pem --psk env:PSK --kms sip:k@example.org"
                        + " --responder sip:b@example.org|2|--psk does not go with --identity",
                "--kms sip:k@example.org --responder sip:b@example.org|2|--id-i is needed",
                "--id-i sip:a@example.org --kms sip:k@example.org --responder sip:b@example.org|4|a pre-shared key is"
            })
    void whatARequestLacksIsNamed(String options, int code, String said) {
        Cli.Result result = run("generate ticket-request " + options);
        assertThat(result.exitCode()).isEqualTo(code);
        assertThat(result.err()).contains(said);
    }

    /** The TGK in the KEMAC is that of the ticket, which the ticket protection key opens by itself. */
    @Test
    void inspectOpensAnswersWithTheEnvelopeKeyOrAsTheService() throws IOException {
        String request = made("request", REQUEST);
        String grant = made("grant", "respond" + SERVICE + request);
        String resolve = made("resolve", RESOLVE + transfer(request, grant));
        String resolved = made("resolved", "respond" + SERVICE + resolve);
        String both = request + " " + grant;
        String line = "inspect --json --show-secrets ";

        String tgk = tgk(run(line + "--credentials @tpk.json " + grant), 0, "TICKET");
        assertThat(tgk).hasSize(32);
        assertThat(tgk(run(line + "--envelope-key env:A " + both), 1, "KEMAC")).isEqualTo(tgk);
        assertThat(tgk(run(line + "--identity @kms.pem " + both), 1, "KEMAC")).isEqualTo(tgk);
        assertThat(tgk(run(line + "--envelope-key env:B " + resolve + " " + resolved), 1, "KEMAC"))
                .as("forked for Bob (flag I)")
                .hasSize(32)
                .isNotEqualTo(tgk);
        assertThat(run("inspect --envelope-key env:B " + both).out())
                .contains("NOT_OPENED", "the key is another, or something was changed");
        assertThat(run("inspect --identity @kms.pem " + grant).out())
                .contains("NOT_OPENED", "the message that it answers is not before it");
        assertThat(run("inspect --full --envelope-key env:A " + both).out().replaceAll("\\s+[0-9]* *", ""))
                .contains("KEY_DATA")
                .doesNotContain(tgk);
    }

    private static String tgk(Cli.Result shown, int message, String payload) throws IOException {
        for (var found : new ObjectMapper()
                .readTree(shown.out().lines().toList().get(message))
                .get("payloads")) {
            for (var key : found.path("keyData")) {
                if (found.get("name").asText().equals(payload)
                        && key.get("typeName").asText().equals("TGK")) {
                    return key.get("key").asText();
                }
            }
        }
        return "";
    }

    @Test
    void aForgedMessageOrAnswerIsRefused() throws IOException {
        String request = made("request", REQUEST);
        String grant = made("grant", "respond" + SERVICE + request);
        Cli.Result forged = run("respond" + SERVICE + file("forged", tampered(request)));
        assertThat(forged.exitCode()).isEqualTo(1);
        assertThat(forged.err()).contains("refused: the signature is wrong");
        Cli.Result answer = run("verify" + SERVICE + "--answer " + file("bad", tampered(grant)) + " " + request);
        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.out()).startsWith("not verified: the MAC of the answer is wrong");
    }

    @Test
    void anotherEnvelopeKeyTakesUpNoAnswer() throws IOException {
        String request = made("request", REQUEST);
        String grant = made("grant", "respond" + SERVICE + request);
        String line = "generate ticket-transfer --ssrc 1a2b3c4d --request " + request + " --grant " + grant;
        Cli.Result other = run(line + " --envelope-key env:B");
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.err()).contains("no ticket: the MAC of the answer is wrong");
        Cli.Result none = run(line + " --psk env:PSK");
        assertThat(none.exitCode()).isEqualTo(4);
        assertThat(none.err()).contains("its envelope key is needed to take up the answer", "--envelope-key");
    }

    private static String tampered(String file) throws IOException {
        byte[] octets =
                Base64.getDecoder().decode(Files.readString(Path.of(file)).strip());
        octets[octets.length - 1] ^= 1;
        return Base64.getEncoder().encodeToString(octets);
    }
}
