package org.mikey4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.cli.Cli;
import org.mikey4j.cli.Schemas;

/** Two key management services, their users, and what these send each other, from the command line. */
class SakkeCommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path VECTORS = Path.of("../test-vectors");

    @TempDir
    private static Path folder;

    @BeforeAll
    static void services() throws IOException {
        for (String name : List.of("a", "b")) {
            ok("kms init --uri kms." + name + ".example --out @" + name + ".json");
            save(name + "-init.xml", ok("kms show --certificate root @" + name + ".json"));
            save(
                    name + "-external.xml",
                    ok("kms show --certificate external --domain " + name + ".example @" + name + ".json"));
        }
        ok("kms issue --kms @a.json --user sip:alice@a.example --out @alice.xml");
        ok(
                "kms issue --kms @b.json --user sip:bob@b.example --periods 2 --format json --trust @a-external.xml --out @bob.json");
        ok(
                "kms issue --kms @b.json --user sip:carol@b.example --format json --trust @a-external.xml --out @carol.json");
    }

    private static void save(String name, Cli.Result result) throws IOException {
        Files.writeString(folder.resolve(name), result.out());
    }

    private static Cli.Result run(String line) {
        return run(new Cli(), line);
    }

    /** {@code @name} stands for a file of the folder. */
    private static Cli.Result run(Cli cli, String line) {
        return cli.with(Arrays.stream(line.split(" "))
                .map(word ->
                        word.startsWith("@") ? folder.resolve(word.substring(1)).toString() : word)
                .toArray(String[]::new));
    }

    private static Cli.Result ok(String line) {
        Cli.Result result = run(line);
        assertThat(result.exitCode()).as(line + ": " + result.err()).isZero();
        return result;
    }

    private static void assertRefused(String line, int exitCode, String... texts) {
        Cli.Result result = run(line);
        assertThat(result.exitCode())
                .as(line + ": " + result.out() + result.err())
                .isEqualTo(exitCode);
        assertThat(result.out() + result.err()).contains(texts).doesNotContain("Exception");
    }

    private static String send(String options) throws IOException {
        save(
                "message.b64",
                ok("generate sakke --kms @a-init.xml --kms @alice.xml --kms @b-external.xml --kms-r kms.b.example"
                        + " --id-r sip:bob@b.example " + options));
        return "@message.b64";
    }

    private static String key(String kind, String text) {
        int at = text.indexOf(kind + " 16 octets, sha256/8=");
        return at < 0 ? "" : text.substring(at, at + kind.length() + 29);
    }

    @Test
    void secretsGoToFilesOfTheirOwnersAlone() throws IOException {
        for (String name : List.of("a.json", "alice.xml", "bob.json")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
                    .isEqualTo("rw-------");
        }
        String secret = JSON.readTree(folder.resolve("a.json").toFile())
                .at("/kms/0/masterSecret")
                .asText();
        assertThat(secret).hasSize(256);
        for (String line : List.of("kms show @a.json", "kms show --certificate root @a.json", "kms show @bob.json")) {
            assertThat(ok(line).out()).doesNotContain(secret.substring(0, 32));
        }
        assertRefused("kms init --uri kms.a.example --out @a.json", 5, "there is such a file already");
        assertRefused("kms issue --kms @a.json --user sip:alice@a.example --out @alice.xml", 5, "not replaced");
    }

    @Test
    void filesTellWhatIsInThem() {
        assertThat(ok("kms show @a.json").out())
                .contains("service       kms.a.example", "key periods of 2592000 s from 1900-01-01T00:00:00Z")
                .contains("its master secrets are in the file");
        assertThat(ok("kms show @a-external.xml").out())
                .contains("other domain  kms.a.example", "domains     a.example");
        assertThat(ok("kms show @alice.xml").out())
                .contains("user keys     sip:alice@a.example  of kms.a.example  period 1544  from 2026-10-27T00:00:00Z"
                        + "  to 2026-11-26T00:00:00Z");
        assertThat(ok("kms show @bob.json").out()).contains("period 1544", "period 1545");
    }

    @Test
    void keysAreChecked() throws IOException {
        assertThat(ok("kms check @a-init.xml @alice.xml").out())
                .startsWith(
                        "fits: sip:alice@a.example  period 1544, 2026-10-27T00:00:00Z to 2026-11-26T00:00:00Z  RSK");
        assertThat(ok("kms check @bob.json").out().lines()).hasSize(2);
        String xml = Files.readString(folder.resolve("alice.xml"));
        Files.writeString(
                folder.resolve("spoilt.xml"),
                xml.replaceAll("<UserUri>sip:alice@a.example", "<UserUri>sip:bob@a.example"));
        assertRefused(
                "kms check @a-init.xml @spoilt.xml",
                1,
                "refused: sip:bob@a.example: USER_ID: the UserID is not that of");
        assertRefused("kms check @b-init.xml @alice.xml", 4, "there is no certificate of kms.a.example");
        String refused = run("kms check --json @a-init.xml @spoilt.xml").out();
        Schemas.KMS_CHECK.assertDescribes(refused);
        Schemas.KMS_CHECK.assertDescribes(ok("kms check --json @bob.json").out());
        JsonNode json = JSON.readTree(refused);
        assertThat(json.at("/keys/0/fits").asBoolean()).isFalse();
        assertThat(json.at("/keys/0/rule").asText()).isEqualTo("USER_ID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--hidden", "--self", "--hidden --self --purpose pck --key-parameters"})
    void aMessageIsMadeAndOpened(String options) throws IOException {
        String file = send(("--ssrc 1a2b3c4d --sp AEAD_AES_128_GCM " + options).strip());

        Cli.Result verified = ok("verify --credentials @bob.json --id-i sip:alice@a.example " + file);

        assertThat(verified.out())
                .startsWith("verified: ECCSI signature of the message")
                .contains("CS 1  ssrc 1a2b3c4d", "salt 12 octets", "SAKKE_KEY", "opens to 16 octets, sha256/8=");
        assertThat(verified.out().contains("SAKKE_TO_SELF")).isEqualTo(options.contains("--self"));
        assertThat(verified.out().contains("key parameters: type 1, in force"))
                .isEqualTo(options.contains("--key-parameters"));
        assertThat(verified.out().contains("HIDDEN_INITIATOR")).isFalse();
        Cli.Result json = ok("verify --credentials @bob.json --json " + file);
        Schemas.VERIFY.assertDescribes(json.out());
        assertThat(JSON.readTree(json.out()).get("mode").asText()).isEqualTo("sakke");
        assertThat(json.out().contains("HIDDEN_INITIATOR")).isEqualTo(options.contains("--hidden"));
        assertRefused("respond --credentials @bob.json " + file, 1, "authentic and asks for no answer");
    }

    /** The sender, and its other devices, open what it sent to itself only if they are its receiver; here Bob alone is. */
    @Test
    void nobodyElseOpensIt() throws IOException {
        String file = send("--self");

        assertRefused(
                "verify --credentials @carol.json " + file,
                1,
                "not verified: the message is not for this end, or for another");
        assertRefused(
                "verify --credentials @bob.json --id-i sip:mallory@a.example " + file,
                1,
                "no key is known for the sender");
        assertRefused("verify " + file, 4, "SAKKE takes identity keys");
        assertRefused("verify --kms @b-init.xml " + file, 1, "no key is known for the sender");
        assertRefused("verify --kms @alice.xml " + file, 4, "SAKKE takes identity keys and the certificate");
        assertRefused("verify --credentials @bob.json --answer " + file + " " + file, 2, "has no answer to");
    }

    /** Everybody has the same GMK, under a name of his own, which leads back to the GMK-ID. */
    @Test
    void aGroupKeyIsNamedForEachMember() throws IOException {
        Files.writeString(folder.resolve("gmk.hex"), "07d1a1677ac36d8e81620484689b3c2d\n");
        String group = "--key file:" + folder.resolve("gmk.hex") + " --key-id 0df9bc39 --key-parameters";
        String bobs = ok("verify --credentials @bob.json " + send(group)).out();
        save(
                "carols.b64",
                ok("generate sakke --kms @a-init.xml --kms @alice.xml --kms @b-external.xml --kms-r kms.b.example"
                        + " --id-r sip:carol@b.example " + group));
        String carols = ok("verify --credentials @carol.json @carols.b64").out();

        assertThat(bobs)
                .contains("GUK-ID of sip:bob@b.example; the GMK-ID is 0df9bc39", "opens to 16 octets, sha256/8=");
        assertThat(carols).contains("GUK-ID of sip:carol@b.example; the GMK-ID is 0df9bc39");
        assertThat(key("to", bobs)).isEqualTo(key("to", carols));
        assertThat(bobs.substring(bobs.indexOf("CSB "), bobs.indexOf("CSB ") + 12))
                .isNotEqualTo(carols.substring(carols.indexOf("CSB "), carols.indexOf("CSB ") + 12));
    }

    @Test
    void telephoneNumbersHaveMonthlyKeys() throws IOException {
        ok("kms init --uri kms.tel.example --tel --out @tel.json");
        ok(
                "kms issue --kms @tel.json --user tel:+447700900001 --user tel:+447700900002 --format json --out @phones.json");
        save(
                "tel.b64",
                ok("generate sakke --credentials @phones.json --id-i tel:+447700900001 --id-r tel:+447700900002"));

        assertThat(ok("verify --credentials @phones.json @tel.b64").out())
                .contains("verified: ECCSI", "from tel:+447700900001  to tel:+447700900002")
                .doesNotContain("KEY_ID");
        assertThat(ok("kms check @phones.json").out())
                .contains("period 2026-11, 2026-11-01T00:00:00Z to 2026-12-01T00:00:00Z");
        assertRefused(
                "generate sakke --credentials @phones.json --id-i tel:+447700900001 --id-r sip:bob@b.example",
                2,
                "not a tel URI in global form");
        assertRefused("kms show --certificate root @tel.json", 2, "hashed UIDs only, not telephone numbers");
        assertRefused(
                "kms issue --kms @tel.json --user tel:+447700900001 --out @phone.xml --at 2026-11-23T12:00:00Z --format yaml",
                2,
                "xml or json");
        Cli.Result december = run(
                new Cli().at("2026-12-01T00:00:00Z"),
                "generate sakke --credentials @phones.json --id-i tel:+447700900001 --id-r tel:+447700900002");
        assertThat(december.exitCode()).isEqualTo(4);
        assertThat(december.err()).contains("there are no keys of tel:+447700900001 for the key period of 2026-12-01");
    }

    @Test
    void inspectTellsWhatTheKeysOpen() throws IOException {
        String file = send("--purpose csk");

        assertThat(ok("inspect --credentials @bob.json " + file).out())
                .contains("SAKKE_KEY", "opens to 16 octets", "a key of purpose CSK");
        assertThat(ok("inspect --credentials @carol.json " + file).out())
                .contains("NOT_OPENED", "the credentials do not open it: the message is not for this end");
    }

    @Test
    void inspectShowsTheKeyThatWasSentIfItIsAskedTo() throws IOException {
        String sent = "404142434445464748494a4b4c4d4e4f";
        String file = send("--purpose csk --key hex:" + sent);

        assertThat(ok("inspect --credentials @bob.json " + file).out())
                .contains("SSV, 16 octets")
                .doesNotContain(sent)
                .doesNotContain("40 41 42 43");
        JsonNode shown = JSON.readTree(ok("inspect --json --show-secrets --credentials @bob.json " + file)
                .out());
        JsonNode sakke = null;
        for (JsonNode payload : shown.get("payloads")) {
            sakke = payload.get("name").asText().equals("SAKKE") ? payload : sakke;
        }
        assertThat(sakke).isNotNull();
        assertThat(sakke.at("/subPayloads/0/name").asText()).isEqualTo("SSV");
        assertThat(sakke.at("/subPayloads/0/key").asText()).isEqualTo(sent);
    }

    /** A message of another implementation, with its keys, as it printed them. */
    @Test
    void aMessageOfAnotherImplementationIsOpened() throws IOException {
        JsonNode test = message("stw-md-gmk");
        Files.writeString(
                folder.resolve("streamwide.json"), StreamwideKeys.alice().toString());
        Files.writeString(folder.resolve("streamwide.hex"), test.get("message").asText());

        assertThat(
                        ok("verify --credentials @streamwide.json --no-replay-check --id-i gms@streamwide.com @streamwide.hex")
                                .out())
                .contains("verified: ECCSI signature of the message", "CSB 06a12aea")
                .contains("GUK-ID of sip:alice@streamwide.com; the GMK-ID is 0df9bc39")
                .contains("key parameters: type 0, in force, from now on, until further notice");
    }

    private static JsonNode message(String id) throws IOException {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode group :
                JSON.readTree(VECTORS.resolve("messages/peers.json").toFile()).get("groups")) {
            group.get("tests").forEach(test -> {
                if (test.get("id").asText().equals(id)) {
                    found.add(test);
                }
            });
        }
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kms | 2 | kms: do what? init, issue, receive, check, show",
                "kms init --out @x | 2 | for which service?",
                "kms init --uri kms.x | 2 | where to?",
                "kms init --uri kms.x --key-period 0 --out @x | 2 | a key period has at least one second",
                "kms init --uri kms.x --key-period -1 --out @x | 2 | is a number that is not negative",
                "kms init --uri kms.x --tel --key-offset 1 --out @x | 2 | --tel has months for periods",
                "kms issue --kms @bob.json --user sip:x@b.example --out @x | 4 | has the master secrets of 0 services",
                "kms issue --kms @b.json --user sip:x@b.example --periods 25 --out @x | 2 | a number from 1 to 24",
                "kms issue --kms @b.json --user sip:x@b.example --trust @a.json --out @x | 2 | --trust goes with --format json",
                "kms issue --kms @b.json --out @x | 2 | whose keys?",
                "kms show --certificate leaf @a.json | 2 | is root or external, not leaf",
                "kms show @a.nothing | 4 | there is no file",
                "kms check @a-init.xml | 4 | there are no user keys to check",
                "generate sakke --credentials @bob.json | 2 | to whom?",
                "generate sakke --credentials @bob.json --id-r sip:x@b.example --id-i sip:y@b.example | 4 | no keys of sip:y@b.example",
                "generate sakke --credentials @bob.json --id-r sip:x@b.example --kms-r kms.c | 4 | no certificate of kms.c vouches for",
                "generate sakke --credentials @bob.json --id-r sip:x@b.example --kms-r kms.a.example | 4 | vouches for sip:x@b.example",
                "generate sakke --credentials @bob.json --id-r sip:x@b.example --purpose tea | 2 | is gmk, pck, csk",
                "generate sakke --credentials @bob.json --id-r sip:x@b.example --key-parameters | 2 | says what the key is for",
                "generate sakke --credentials @bob.json --id-r sip:x@b.example --key-id 12 | 2 | 4 octets are wanted",
                "generate sakke --credentials @bob.json --id-r sip:x@b.example --key hex:00 | 4 | 16 octets are wanted",
            })
    void wrongUsageIsExplained(String line, int exitCode, String text) {
        assertRefused(line, exitCode, text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"kms\":1} | kms: is to be an array of objects",
                "{\"kms\":[1]} | kms: is to be an array of at most 1000 objects",
                "{\"kms\":[{}]} | kms[0]: uri is missing",
                "{\"kms\":[{\"uri\":\"k\",\"idScheme\":3}]} | kms[0], idScheme: is to be 1 or 2",
                "{\"kms\":[{\"uri\":\"k\",\"idScheme\":2,\"keyPeriod\":\"x\"}]} | kms[0], keyPeriod: is to be a number",
                "{\"kms\":[{\"uri\":\"k\",\"idScheme\":1,\"publicKey\":\"0g\"}]} | kms[0], publicKey: is to be hexadecimal digits",
                "{\"kms\":[{\"uri\":\"k\",\"idScheme\":1,\"publicKey\":\"04\"}]} | kms[0]: the KMS public key is not an uncompressed point",
                "{\"keys\":[{\"rsk\":1}]} | keys[0], rsk is to be one string of hexadecimal digits",
                "{\"keys\":[{\"kms\":\"k\" | not JSON, at line 1",
                "{} | holds no certificates and no identity keys",
                "<a/> | the document is not a KmsResponse of urn:3gpp:ns:mcsecKMSInterface:1.0, at line 1",
                "<!DOCTYPE a><a/> | a document type is not allowed, at line 1"
            })
    void filesThatAreNoneAreRefused(String content, String text) throws IOException {
        Files.writeString(folder.resolve("bad"), content);

        assertRefused("kms show @bad", 4, text);
    }

    @Test
    void certificatesAreForEverybodyAndKeysAreNot() throws IOException {
        assertThat(ok("kms show @a-init.xml").err()).isEmpty();
        Path open = folder.resolve("open.json");
        Files.copy(folder.resolve("bob.json"), open);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(ok("kms show @open.json").err()).contains("holds a secret and others can read it");
    }
}
