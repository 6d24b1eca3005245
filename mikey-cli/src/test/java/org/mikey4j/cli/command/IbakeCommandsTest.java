package org.mikey4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.cli.Cli;
import org.mikey4j.cli.Schemas;

/** A key management service of IBAKE, its users, and the four messages between them, each made by one command. */
class IbakeCommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String X = "11".repeat(32);
    private static final String Y = "22".repeat(32);

    @TempDir
    private static Path folder;

    @BeforeAll
    static void service() throws IOException {
        ok("kms init --uri kms.a.example --ibake --out @kms.json");
        ok("kms init --uri kms.b.example --ibake --dates day --out @kms-b.json");
        save("b-public.json", ok("kms show --certificate external --domain b.example @kms-b.json"));
        save("a-public.json", ok("kms show --certificate external --domain a.example @kms.json"));
        ok("kms issue --kms @kms.json --user sip:alice@a.example --trust @b-public.json --out @alice.json");
        ok("kms issue --kms @kms.json --user sip:bob@a.example --periods 2 --out @bob.json");
        ok("kms issue --kms @kms.json --user sip:mailbox@a.example --out @mailbox.json");
        ok("kms issue --kms @kms-b.json --user sip:carol@b.example --trust @a-public.json --out @carol.json");
        secret("x", X);
        secret("y", Y);
        secret("x384", "11".repeat(48));
        secret("y384", "22".repeat(48));
        save("i1", ok(initiating("") + " --id-r sip:bob@a.example --ssrc 1a2b3c4d --ssrc 0"));
        save("r1", ok("respond --credentials @bob.json --dh-private file:@y --ssrc 5e6f7a8b @i1"));
        save("i2", later("generate ibake-second --credentials @alice.json --dh-private file:@x @i1 @r1"));
        save("r2", later("respond --credentials @bob.json --dh-private file:@y --ssrc 5e6f7a8b @i1 @i2"));
    }

    private static String initiating(String x) {
        return "generate ibake --credentials @alice.json --dh-private file:@x" + x;
    }

    private static void secret(String name, String hex) throws IOException {
        Files.setPosixFilePermissions(
                Files.writeString(folder.resolve(name), hex), PosixFilePermissions.fromString("rw-------"));
    }

    private static void save(String name, Cli.Result result) throws IOException {
        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
        Files.writeString(folder.resolve(name), result.out());
    }

    private static Cli.Result run(String line) {
        return run(new Cli(), line);
    }

    /** {@code @name} stands for a file of the folder. */
    private static Cli.Result run(Cli cli, String line) {
        return cli.with(Arrays.stream(line.split(" "))
                .map(word -> word.replace("@x", folder + "/x").replace("@y", folder + "/y"))
                .map(word ->
                        word.startsWith("@") ? folder.resolve(word.substring(1)).toString() : word)
                .toArray(String[]::new));
    }

    private static Cli.Result ok(String line) {
        Cli.Result result = run(line);
        assertThat(result.exitCode())
                .as(line + ": " + result.out() + result.err())
                .isZero();
        return result;
    }

    /** A second after the other messages, as messages of one end follow each other. */
    private static Cli.Result later(String line) {
        return run(new Cli().at("2026-11-23T12:00:01Z"), line);
    }

    private static void assertRefused(Cli.Result result, int exitCode, String... texts) {
        assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(exitCode);
        assertThat(result.out() + result.err()).contains(texts).doesNotContain("Exception");
    }

    private static String teks(Cli.Result result) {
        return result.out().substring(result.out().indexOf("CSB "));
    }

    @Test
    void bothEndsDeriveTheSameKeys() {
        Cli.Result alice = ok("verify --credentials @alice.json --dh-private file:@x @i1 @r1 @i2 @r2");
        Cli.Result bob = ok("verify --credentials @bob.json --dh-private file:@y @i1 @r1 @i2 @r2");

        assertThat(alice.out())
                .startsWith("verified: R_MESSAGE_2 under the MPK of both ends' points\n")
                .contains(
                        "from sip:alice@a.example  to sip:bob@a.example", "CS 1  ssrc 1a2b3c4d", "CS 2  ssrc 5e6f7a8b");
        assertThat(bob.out()).startsWith("verified: ECCPTr, which came back in I_MESSAGE_2\n");
        assertThat(teks(alice)).isEqualTo(teks(bob));
    }

    /** What can be read only once is read once. */
    @Test
    void theSecretMayComeFromStandardInput() {
        String bob = "--credentials @bob.json --dh-private stdin";
        Cli.Result answer = run(new Cli().stdin(Y), "respond " + bob + " --ssrc 5e6f7a8b @i1");
        assertThat(answer.exitCode()).as(answer.err()).isZero();
        Cli.Result verified = run(new Cli().stdin(Y), "verify " + bob + " @i1 @r1 @i2 @r2");
        assertThat(verified.out()).as(verified.err()).startsWith("verified: ECCPTr");
        Cli.Result begun = run(
                new Cli().stdin(X),
                "generate ibake --credentials @alice.json --dh-private stdin --id-r sip:bob@a.example");
        assertThat(begun.exitCode()).as(begun.err()).isZero();
    }

    /** The point in the message is that of the secret that was given, computed by another library. */
    @Test
    void inspectShowsWhatIsEncryptedToWhoeverHasTheKey() throws IOException, GeneralSecurityException {
        Cli.Result opened = ok("inspect --full --credentials @bob.json @i1");

        assertThat(opened.out())
                .containsSubsequence("IBAKE, ", "IDR, ", "1 IDRi", "ECCPT, 72 octets", "8 P-256", "IDR, ", "2 IDRr");
        JsonNode json =
                JSON.readTree(ok("inspect --json --credentials @bob.json @i1").out());
        Schemas.INSPECT.assertDescribes(json.toString());
        assertThat(json.toString()).contains(publicPoint(X));
        assertThat(ok("inspect --json @i1").out()).doesNotContain(publicPoint(X));
        assertThat(ok("inspect --credentials @bob.json @r1").out())
                .contains("NOT_OPENED", "it is for another identity or date, or was changed");
        assertThat(ok("inspect --json --credentials @alice.json @r1").out()).contains(publicPoint(X), publicPoint(Y));
    }

    private static String publicPoint(String secret) throws GeneralSecurityException {
        X9ECParameters curve = CustomNamedCurves.getByName("secp256r1");
        org.bouncycastle.math.ec.ECPoint point =
                curve.getG().multiply(new BigInteger(secret, 16)).normalize();
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        // The platform checks that it is a point of the curve.
        ECPublicKey key = (ECPublicKey) KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(
                        new ECPoint(
                                point.getAffineXCoord().toBigInteger(),
                                point.getAffineYCoord().toBigInteger()),
                        parameters.getParameterSpec(ECParameterSpec.class)));
        return String.format("04%064x%064x", key.getW().getAffineX(), key.getW().getAffineY());
    }

    @Test
    void aSecretKeyIsShownOnlyIfAskedFor() throws IOException {
        secret("xsk", "00112233445566778899aabbccddeeff");
        save("esk", ok(initiating("") + " --id-r sip:bob@a.example --secret-key file:@xsk"));

        assertThat(ok("inspect --credentials @bob.json @esk").out())
                .contains("ESK, ", "SK, ", "1 SK", "sha256/8=")
                .doesNotContain("00 11 22 33 44 55 66 77");
        Cli.Result shown = ok("inspect --show-secrets --credentials @bob.json @esk");
        assertThat(shown.out()).contains("00 11 22 33 44 55 66 77");
        assertThat(shown.err()).contains("keys are shown");
    }

    @Test
    void aMessageAloneIsOpenedAndProvesNothing() throws IOException {
        Cli.Result bob = ok("verify --credentials @bob.json @i1");
        assertThat(bob.out()).isEqualTo("opened: I_MESSAGE_1; I_MESSAGE_2 proves who sent it\n");
        Cli.Result alice = ok("verify --credentials @alice.json --dh-private file:@x @i1 @r1");
        assertThat(alice.out())
                .isEqualTo("opened: R_MESSAGE_1, in which ECCPTi came back; R_MESSAGE_2 proves who answered\n");
        Cli.Result json = ok("verify --json --credentials @alice.json --dh-private file:@x @i1 @r1 @i2 @r2");
        Schemas.VERIFY.assertDescribes(json.out());
        assertThat(JSON.readTree(json.out()).get("mode").asText()).isEqualTo("ibake");
        assertThat(JSON.readTree(json.out()).get("crypto")).hasSize(2);
    }

    @Test
    void whatDoesNotFitIsRefused() throws IOException {
        assertRefused(
                run("verify --credentials @mailbox.json @i1"),
                1,
                "not verified: the encrypted data are not for this end and date, or were changed");
        assertRefused(
                run("verify --credentials @alice.json --dh-private file:@y @i1 @r1 @i2 @r2"),
                1,
                "not verified: the answer does not carry ECCPTi as it was sent");
        assertRefused(
                run("verify --credentials @bob.json --dh-private file:@x @i1 @r1 @i2 @r2"),
                1,
                "not verified: I_MESSAGE_2 does not carry ECCPTr as it was sent");
        assertRefused(
                later("respond --credentials @bob.json --dh-private file:@x @i1 @i2"),
                1,
                "refused: I_MESSAGE_2 does not carry ECCPTr as it was sent");
        assertRefused(
                run("respond --credentials @bob.json --dh-private file:@x384 @i1"), 2, "the other end takes P_256");
        assertRefused(run("respond --credentials @bob.json @i1"), 4, "takes a secret multiplier");
        assertRefused(run("respond --dh-private file:@y @i1"), 4, "takes the public key of a key management service");
        assertRefused(run("verify --credentials @bob.json @i2"), 2, "I_MESSAGE_1, with which the exchange began");
        assertRefused(
                run("generate ibake-second --credentials @alice.json --dh-private file:@x @i1"),
                2,
                "there is no R_MESSAGE_1");
        save("spoilt", ok("convert --to hex @r2"));
        String hex = Files.readString(folder.resolve("spoilt")).strip();
        Files.writeString(
                folder.resolve("spoilt"), hex.substring(0, hex.length() - 1) + (hex.endsWith("0") ? "1" : "0"));
        assertRefused(
                run("verify --credentials @alice.json --dh-private file:@x @i1 @r1 @i2 @spoilt"),
                1,
                "not verified: the verification MAC is wrong");
        assertRefused(
                run("verify --credentials @bob.json --dh-private file:@y @i1 @r1 @i2 @spoilt"),
                1,
                "not verified: R_MESSAGE_2 is not the one that this end answers with");
    }

    /** A mailbox cannot open what is for Bob; Alice decides to go on, and leaves it a key that Bob can open later. */
    @Test
    void aMailboxTakesTheCall() throws IOException {
        save(
                "m1",
                ok(
                        "respond --credentials @mailbox.json --dh-private file:@y --mailbox --id-r sip:mailbox@a.example @i1"));
        String second = "generate ibake-second --credentials @alice.json --dh-private file:@x @i1 @m1";
        assertRefused(later(second), 1, "refused: the answer is from another Responder, or its mailbox");
        assertThat(later(second + " --anybody").err()).contains("is not kept; give --secret-key-out FILE");
        save("m2", later(second + " --anybody --secret-key-out @left.hex"));
        save(
                "m3",
                later(
                        "respond --credentials @mailbox.json --dh-private file:@y --mailbox --id-r sip:mailbox@a.example @i1 @m2"));

        assertThat(later("verify --credentials @alice.json --dh-private file:@x @i1 @m1 @m2 @m3")
                        .out())
                .contains("verified: R_MESSAGE_2", "to sip:mailbox@a.example");
        String left = Files.readString(folder.resolve("left.hex")).strip();
        assertThat(left).hasSize(32);
        assertThat(JSON.readTree(ok("inspect --json --show-secrets --credentials @bob.json @m2")
                                .out())
                        .toString())
                .contains(left);
        assertThat(ok("inspect --json --show-secrets --credentials @mailbox.json @m2")
                        .out())
                .contains("NOT_OPENED")
                .doesNotContain(left);
    }

    /** Alice's keys are of a month, and Carol's of a day, from a service that Alice's trusts for its domain. */
    @Test
    void usersOfTwoServicesTalk() throws IOException {
        save("c1", ok(initiating("384") + " --id-r sip:carol@b.example"));
        save("c2", ok("respond --credentials @carol.json --dh-private file:@x384 @c1"));

        assertRefused(
                later("generate ibake-second --credentials @alice.json --dh-private file:@x384 @c1 @c2"),
                1,
                "refused: ECCPTr is ECCPTi sent back");
        save("c2", ok("respond --credentials @carol.json --dh-private file:@y384 @c1"));
        save("c3", later("generate ibake-second --credentials @alice.json --dh-private file:@x384 @c1 @c2"));
        save("c4", later("respond --credentials @carol.json --dh-private file:@y384 @c1 @c3"));
        assertThat(later("verify --credentials @alice.json --dh-private file:@x384 @c1 @c2 @c3 @c4")
                        .out())
                .contains("verified: R_MESSAGE_2", "to sip:carol@b.example");
        assertThat(ok("inspect --credentials @carol.json @c1").out()).contains("11 P-384");
    }

    @Test
    void keysAreShownAndChecked() throws IOException {
        assertThat(ok("kms show @kms.json").out())
                .contains("kms.a.example  of IBAKE", "with the month", "its master secrets are in the file");
        assertThat(ok("kms show @b-public.json").out())
                .contains("with the day", "domains     b.example")
                .doesNotContain("master secret");
        assertThat(Files.readString(folder.resolve("b-public.json"))).doesNotContain("masterSecret");
        Cli.Result fits = ok("kms check @bob.json");
        assertThat(fits.out()).contains("fits: sip:bob@a.example  of kms.a.example  for 2026-11", "for 2026-12");
        String json = Files.readString(folder.resolve("bob.json"));
        Files.writeString(folder.resolve("spoilt.json"), json.replace("sip:bob@a", "sip:eve@a"));
        Cli.Result refused = run("kms check --json @spoilt.json");
        assertThat(refused.exitCode()).isEqualTo(1);
        Schemas.KMS_CHECK.assertDescribes(refused.out());
        assertThat(JSON.readTree(refused.out()).at("/keys/0/rule").asText()).isEqualTo("PRIVATE_KEY_VALIDATION");
        assertRefused(
                run(initiating("").replace("@alice", "@spoilt") + " --id-r sip:bob@a.example"),
                4,
                "the private key does not belong to this identity");
        for (String name : List.of("kms.json", "bob.json")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
                    .isEqualTo("rw-------");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kms init --uri kms.x --ibake --tel --out @x | 2 | --tel does not go with --ibake",
                "kms init --uri kms.x --ibake --dates week --out @x | 2 | --dates is month or day",
                "kms issue --kms @kms.json --user sip:x@a.example --format xml --out @x | 2 | xml is for SAKKE",
                "kms issue --kms @kms.json --user sip:x@a.example --periods 0 --out @x | 2 | a number from 1 to 24",
                "kms issue --kms @b-public.json --user sip:x@a.example --out @x | 4 | the master secrets of 0 services",
                "generate ibake --credentials @alice.json --dh-private file:@x | 2 | to whom?",
                "generate ibake --credentials @alice.json --id-r sip:bob@a.example | 4 | takes a secret multiplier",
                "generate ibake --credentials @alice.json --dh-private hex:00 --id-r sip:b@a.example | 2 | 32 octets are for P-256",
                "generate ibake --kms @a-public.json --dh-private file:@x --id-r sip:b@a.example | 2 | the keys are of 0 users",
            })
    void wrongUsageIsExplained(String line, int exitCode, String text) {
        assertRefused(run(line), exitCode, text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"ibakeKms\":[{\"dates\":\"week\"}]} | ibakeKms[0], dates: is to be day or month",
                "{\"ibakeKms\":[{\"dates\":\"day\",\"uri\":\"k\",\"publicPoint\":\"0g\"}]} | ibakeKms[0], publicPoint: is to be hexadecimal digits",
                "{\"ibakeKeys\":[{\"kms\":\"k\",\"user\":\"u\",\"date\":\"2026-13\",\"key\":\"00\"}]} | ibakeKeys[0], date: is to be a date such as",
                "{\"ibakeKeys\":[{\"kms\":\"k\",\"user\":\"u\",\"date\":\"2026-11\"}]} | ibakeKeys[0]: key is missing",
                "{\"ibakeKeys\":[{\"key\":1}]} | ibakeKeys[0], key is to be one string of hexadecimal digits",
            })
    void filesThatAreNoneAreRefused(String content, String text) throws IOException {
        Files.writeString(folder.resolve("bad"), content);

        assertRefused(run("kms show @bad"), 4, text);
    }
}
