package org.mikey4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.cli.Cli;
import org.mikey4j.cli.Schemas;

/** The commands, driven as a user drives them. */
class CommandsTest {
    /** The exchange that RFC 4567 prints in section 5.1. */
    private static final String OFFER = "AQAFgM0XflABAAAAAAAAAAAAAAsAyONQ6gAAAAAGEEoo2pee4hp2UaDX8ZE22YwKAAAPZG9uYWxk"
            + "QGR1Y2suY29tAQAAAAAAAQAk0JKpgaVkDaawi9whVBtBt0KZ14ymNuu62+Nv3ozPLygwK/GbAV9iemnGUIZ19fWQUOSrzKTAv9zV";

    private static final String ANSWER =
            "AQEFgM0XflABAAAAAAAAAAAAAAYAyONQ6gAAAAAJAAAQbWlja2V5QG1vdXNlLmNvbQABn8HdGE5BMDXFIuGEga+62AgY5cc=";
    private static final String PSK = "30313233343536373839414243444546";
    private static final String THEN = "2006-10-20T13:43:06Z";
    private static final String TEK = "dee87fcb250c46cd3c1bfb9da1741429";

    /** ONVIF's example of a SETUP request. */
    private static final String CAMERA =
            "KeyMgmt: prot=mikey;uri=\"\";data=\"AQAFAP1td9ABAADCD1UcAAAAAAoAAdOOGc75XD0BAAAA"
                    + "GAABAQEBEAIBAQMBFAcBAQgBAQoBAQsBCgAAACcAIQAe30C59UrClE0e27UP5h/Wty9UL8+dfzg+2ttmmo3kBAAAAC8A\"\r\n";

    @TempDir
    private Path folder;

    private String file(String name, String content) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file.toString();
    }

    private String credentials() throws IOException {
        return file("psk.json", "{\"psk\":\"" + PSK + "\"}");
    }

    private static JsonNode json(Cli.Result result) throws IOException {
        return new ObjectMapper().readTree(result.out());
    }

    @Test
    void inspectShowsEveryFieldWithItsOctets() {
        Cli.Result result = new Cli().stdin(OFFER).with("inspect");

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out().lines())
                .startsWith("stdin: 132 octets, from base64")
                .contains(
                        "     0                           HDR, 19 octets",
                        "     4  cd 17 7e 50                csbId                    cd177e50",
                        "    21  c8 e3 50 ea 00 00 00 00    tsValue                  2006-10-20 13:43:06 UTC",
                        "    72  01                         encrAlg                  1 AES-CM-128");
    }

    @Test
    void inspectHidesKeysUnlessAskedForThem() {
        String key = "df 40 b9 f5";

        Cli.Result hidden = new Cli().stdin(CAMERA).with("inspect", "-");
        Cli.Result shown = new Cli().stdin(CAMERA).with("inspect", "--show-secrets");

        assertThat(hidden.out()).doesNotContain(key).contains("(hidden)").contains("30 octets, sha256/8=");
        assertThat(shown.out()).contains(key);
        assertThat(shown.err()).isEqualTo("mikey: warning: keys are shown\n");
    }

    @Test
    void inspectAsJsonHasTheDocumentedShape() throws IOException {
        Cli.Result hidden = new Cli().stdin(CAMERA).with("inspect", "--json");
        Cli.Result shown = new Cli().stdin(CAMERA).with("inspect", "--json", "--show-secrets");

        Schemas.INSPECT.assertDescribes(hidden.out());
        Schemas.INSPECT.assertDescribes(shown.out());
        JsonNode message = json(hidden);
        assertThat(message.get("source").asText()).isEqualTo("stdin:1");
        assertThat(message.get("length").asInt()).isEqualTo(102);
        assertThat(message.at("/header/dataTypeName").asText()).isEqualTo("PSK_INIT");
        assertThat(message.at("/header/csbId").asText()).isEqualTo("fd6d77d0");
        assertThat(message.at("/header/cryptoSessions/0/ssrc").asText()).isEqualTo("c20f551c");
        assertThat(message.at("/payloads/0").toString())
                .isEqualTo("{\"type\":5,\"name\":\"T\",\"offset\":19,\"length\":10,\"tsType\":0,"
                        + "\"tsValue\":\"01d38e19cef95c3d\"}");
        assertThat(message.at("/payloads/1/params/1").toString())
                .isEqualTo("{\"type\":1,\"name\":\"sessionEncrKeyLength\",\"value\":\"10\"}");
        JsonNode kemac = message.at("/payloads/2");
        assertThat(kemac.get("encrAlg").asInt()).isZero();
        assertThat(kemac.get("mac").asText()).isEmpty();
        assertThat(kemac.at("/keyData/0/type").asInt()).isEqualTo(2);
        assertThat(kemac.at("/keyData/0/key").isNull()).isTrue();
        assertThat(kemac.at("/keyData/0/keyLength").asInt()).isEqualTo(30);
        assertThat(kemac.at("/keyData/0/spi").asText()).isEqualTo("0000002f");
        assertThat(json(shown).at("/payloads/2/keyData/0/key").asText()).startsWith("df40b9f54ac2944d");
    }

    @Test
    void inspectOpensTheKeysWithCredentials() throws IOException {
        Cli.Result result =
                new Cli().stdin(OFFER).with("inspect", "--json", "--show-secrets", "--credentials", credentials());

        assertThat(json(result).at("/payloads/4/keyData/0/typeName").asText()).isEqualTo("TGK+SALT");
        assertThat(json(result).at("/payloads/4/keyData/0/key").asText()).isEqualTo("f2656ce74a39d59ca6e5d5e43573d082");
        assertThat(json(result).at("/payloads/4/keyData/0/salt").asText()).isEqualTo("980c97f9e383702749ea07332578");
    }

    @Test
    void inspectWithTheWrongCredentialsSaysSoAndShowsTheRest() throws IOException {
        String wrong = file("wrong.json", "{\"psk\":\"00\"}");

        Cli.Result result = new Cli().stdin(OFFER).with("inspect", "--json", "--credentials", wrong);

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(json(result).at("/diagnostics/0/rule").asText()).isEqualTo("NOT_OPENED");
        assertThat(json(result).at("/diagnostics/0/offset").asInt()).isEqualTo(71);
        assertThat(json(result).at("/payloads/4").has("keyData")).isFalse();
    }

    @Test
    void inspectOfADamagedMessageShowsWhatItCanAndEndsWith1() throws IOException {
        Cli.Result result = new Cli()
                .stdin("0100050001020304000006000102030405060708" + "00" + "00ffff61")
                .with("inspect", "--json");

        assertThat(result.exitCode()).isEqualTo(1);
        Schemas.INSPECT.assertDescribes(result.out());
        assertThat(json(result).at("/diagnostics/0/rule").asText()).isEqualTo("LENGTH_OVERRUN");
        assertThat(json(result).at("/diagnostics/0/offset").asInt()).isEqualTo(22);
    }

    @Test
    void inspectFindsEveryMessageOfAnSdpAndSaysWhere() throws IOException {
        String sdp = file(
                "offer.sdp",
                "v=0\r\na=key-mgmt:mikey " + OFFER + "\r\nm=audio 1 RTP/SAVP 0\r\na=key-mgmt:mikey " + ANSWER + "\r\n");

        Cli.Result result = Cli.run("inspect", "--json", sdp);

        assertThat(result.out().lines()).hasSize(2);
        assertThat(result.out()).contains("\"source\":\"" + sdp + ":2\"", "\"source\":\"" + sdp + ":4\"");
    }

    @ParameterizedTest
    @CsvSource({
        "hello world,no MIKEY message in it",
        "a=key-mgmt:mikey AQAFgM0XflAB...,an ellipsis: this is a shortened example",
    })
    void whatIsNotMikeyEndsWith3(String text, String problem) {
        Cli.Result result = new Cli().stdin(text).with("inspect");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("mikey: stdin: ").contains(problem);
    }

    @Test
    void ofSeveralFilesTheOthersAreShownAndTheWorstDecides() throws IOException {
        String good = file("good.b64", OFFER);
        String foreign = file("foreign.txt", "hello world");

        Cli.Result result = Cli.run("inspect", "--json", foreign, "/no/such/file", good);

        assertThat(result.exitCode()).isEqualTo(5);
        assertThat(result.out().lines()).hasSize(1);
        assertThat(result.err())
                .isEqualTo("mikey: " + foreign
                        + ": no MIKEY message in it\nmikey: /no/such/file: there is no such file\n");
    }

    @Test
    void aDirectoryCannotBeRead() {
        assertThat(Cli.run("inspect", folder.toString()).err())
                .isEqualTo("mikey: " + folder + ": cannot be read: Is a directory\n");
        assertThat(Cli.run("redact", folder.toString()).exitCode()).isEqualTo(5);
    }

    @Test
    void anArgumentWithAnAtIsNotReadAsAFile() throws IOException {
        String arguments = file("arguments", "--show-secrets");

        assertThat(Cli.run("inspect", "@" + arguments).err())
                .isEqualTo("mikey: @" + arguments + ": there is no such file\n");
    }

    @Test
    void whatATerminalWouldObeyIsNotShown() throws IOException {
        Cli.Result offer = Cli.run(
                "generate",
                "psk",
                "--encr",
                "null",
                "--mac",
                "null",
                "--id-i",
                "sip:\u001b[31mred",
                "--id-r",
                "sip:b\u00f6b");
        String file = file("offer", offer.out());

        assertThat(Cli.run("inspect", file).out()).doesNotContain("\u001b").contains("\"sip:b\u00f6b\"");
        assertThat(Cli.run("verify", "--allow-null", file).out()).doesNotContain("\u001b");
    }

    @Test
    void aMissingFileEndsWith5() {
        Cli.Result result = Cli.run("inspect", "/no/such/file");

        assertThat(result.exitCode()).isEqualTo(5);
        assertThat(result.err()).isEqualTo("mikey: /no/such/file: there is no such file\n");
    }

    @Test
    void colourOnlyWhereItIsWanted() {
        assertThat(new Cli().stdin(OFFER).with("inspect").out()).doesNotContain("\u001b");
        assertThat(new Cli().stdin(OFFER).onTerminal().with("inspect").out()).contains("\u001b[1mHDR");
        assertThat(new Cli()
                        .stdin(OFFER)
                        .onTerminal()
                        .environment("NO_COLOR", "1")
                        .with("inspect")
                        .out())
                .doesNotContain("\u001b");
        assertThat(new Cli().stdin(OFFER).with("inspect", "--color", "always").out())
                .contains("\u001b");
    }

    @Test
    void explainSaysWhatEachFieldIsForAndWhereThatIsWritten() {
        Cli.Result result = new Cli().stdin(OFFER).with("explain");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("A receiver refuses what is too old").contains("RFC 3830, 6.6");
        // Below the octets of every field stands its note, indented beyond the octets.
        List<String> lines = result.out().lines().toList();
        List<String> bare = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).matches(" +\\d+ {2}[0-9a-f (].* [a-z]\\w+ {2,}.*")) {
                int next = i + 1;
                while (lines.get(next).matches(" +\\d+ {2}[0-9a-f ]+")) {
                    next++;
                }
                if (!lines.get(next).startsWith(" ".repeat(35))) {
                    bare.add(lines.get(i));
                }
            }
        }
        assertThat(bare).isEmpty();
    }

    @Test
    void diffNamesTheFieldsThatDiffer() throws IOException {
        String left = file("left", OFFER);
        String right = file("right", OFFER.replace("AQAFgM0X", "AQAFgM0Y"));

        assertThat(Cli.run("diff", left, left).exitCode()).isZero();
        Cli.Result result = Cli.run("diff", "--json", left, right);
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(json(result).at("/differences/0").toString())
                .isEqualTo("{\"field\":\"HDR.csbId\",\"left\":\"cd177e50\",\"right\":\"cd187e50\"}");
    }

    @Test
    void redactBlanksKeysAndLeavesAllElse() {
        String log = "12:00 a=key-mgmt:mikey " + OFFER + "\r\n" + CAMERA + "mikey: " + ANSWER + "\n"
                + "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:NzB4d1BINUAvLEw6UzF3WSJ+PSdFcGdUJShpX1Zj|2^20|1:32\r\n"
                + "k=clear:geheimes8\ndata=untouched1\nm=audio 1 RTP/SAVP 0";

        Cli.Result result = new Cli().stdin(log).with("redact");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out().replaceAll(":[0-9a-f]{8}>", ">"))
                .isEqualTo("12:00 a=key-mgmt:mikey <redacted:132>\r\n"
                        + "KeyMgmt: prot=mikey;uri=\"\";data=\"<redacted:102>\"\r\n"
                        + "mikey: <redacted:71>\n"
                        + "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:<redacted:30>|2^20|1:32\r\n"
                        + "k=clear:<redacted:9>\ndata=untouched1\nm=audio 1 RTP/SAVP 0");
        assertThat(result.out()).doesNotContain("geheim", "AQAF", "AQEF", "NzB4");
    }

    @Test
    void redactKnowsKeysOutsideOfSdp() {
        String log = "{\"key-mgmt\":\"mikey " + OFFER + "\"}\n"
                + "caps = application/x-srtp, srtp-key=(buffer)000102030405060708090a0b0c0d, ssrc=(uint)1\nmikey aquarium\n";

        assertThat(new Cli().stdin(log).with("redact").out().replaceAll(":[0-9a-f]{8}>", ">"))
                .isEqualTo("{\"key-mgmt\":\"mikey <redacted:132>\"}\n"
                        + "caps = application/x-srtp, srtp-key=(buffer)<redacted:21>, ssrc=(uint)1\nmikey aquarium\n");
    }

    @Test
    void redactRefusesALineThatItCannotHold() {
        Cli.Result result = new Cli().stdin("one\n" + "x".repeat(1 << 21)).with("redact");

        assertThat(result.exitCode()).isEqualTo(5);
        assertThat(result.out()).isEqualTo("one\n");
        assertThat(result.err()).isEqualTo("mikey: stdin: a line is longer than 1048576 octets, and not copied\n");
    }

    @Test
    void redactBlanksFoldedDataToTheEnd() {
        String folded = "a=key-mgmt:mikey " + OFFER.substring(0, 60) + "\r\n  " + OFFER.substring(60) + "\r\na=x\r\n";

        assertThat(new Cli().stdin(folded).with("redact").out())
                .matches("a=key-mgmt:mikey <redacted:[^>]*>\r\n  <redacted:[^>]*>\r\na=x\r\n");
    }

    @Test
    void generateWithEveryRandomPartGivenMakesTheSameOctetsAsOthers() throws IOException {
        // The message psk-i of the vectors, which another program made.
        String[] common = {
            "generate",
            "psk",
            "--psk",
            "hex:000102030405060708090a0b0c0d0e0f",
            "--unsafe-test-keys",
            "--csb-id",
            "01234567",
            "--timestamp",
            "e5a1b2c300000000",
            "--rand",
            "101112131415161718191a1b1c1d1e1f",
            "--tgk",
            "hex:a0a1a2a3a4a5a6a7a8a9aaabacadaeaf",
            "--mki",
            "00000001",
            "--ssrc",
            "11111111",
            "--ssrc",
            "0",
            "--id-i",
            "sip:alice@example.org",
            "--id-r",
            "sip:bob@example.org",
            "--verify",
            "--format",
            "hex"
        };
        List<String> arguments = new ArrayList<>(List.of(common));
        arguments.add("--sp");
        arguments.add("0=01,1=10,2=01,3=14,4=0e,7=01,8=01,10=01,11=0a");

        Cli.Result result = Cli.run(arguments.toArray(String[]::new));

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out().strip()).isEqualTo(vector("psk-i"));
        assertThat(result.err()).contains("NOT FOR USE");
    }

    private static String vector(String id) throws IOException {
        Path file = Path.of("../test-vectors/messages/rfc3830.json");
        for (JsonNode test : new ObjectMapper().readTree(file.toFile()).at("/groups/0/tests")) {
            if (test.get("id").asText().equals(id)) {
                return test.get("message").asText();
            }
        }
        throw new AssertionError(id);
    }

    @Test
    void whatIsGeneratedIsAnsweredAndBothEndsHoldTheSameKeys() throws IOException {
        String credentials = credentials();
        Cli.Result offer = Cli.run(
                "generate",
                "psk",
                "--psk",
                credentials,
                "--ssrc",
                "0a0b0c0d",
                "--ssrc",
                "0",
                "--id-i",
                "sip:alice@example.org",
                "--id-r",
                "sip:bob@example.org",
                "--verify",
                "--sp",
                "AEAD_AES_128_GCM",
                "--format",
                "sdp");
        String offerFile = file("offer.sdp", offer.out());

        Cli.Result answer = Cli.run("respond", "--credentials", credentials, "--ssrc", "5e6f7a8b", offerFile);
        Cli.Result verified = Cli.run(
                "verify",
                "--json",
                "--show-secrets",
                "--credentials",
                credentials,
                "--answer",
                file("answer.b64", answer.out()),
                offerFile);

        assertThat(offer.out()).startsWith("a=key-mgmt:mikey ");
        assertThat(answer.exitCode()).as(answer.err()).isZero();
        assertThat(verified.exitCode()).as(verified.err() + verified.out()).isZero();
        Schemas.VERIFY.assertDescribes(verified.out());
        assertThat(json(verified).get("verified").asBoolean()).isTrue();
        assertThat(json(verified).get("answered").asBoolean()).isTrue();
        assertThat(json(verified).at("/crypto/1/ssrc").asText()).isEqualTo("5e6f7a8b");
        assertThat(json(verified).at("/crypto/0/tek").asText()).hasSize(32);
        assertThat(json(verified).at("/crypto/0/salt").asText()).hasSize(24);
    }

    @Test
    void verifyOfThePrintedExchangeGivesItsKeys() throws IOException {
        String answer = file("answer", ANSWER);
        Cli.Result result = new Cli()
                .stdin(OFFER)
                .with(
                        "verify",
                        "--json",
                        "--show-secrets",
                        "--credentials",
                        credentials(),
                        "--at",
                        THEN,
                        "--answer",
                        answer,
                        "-");

        assertThat(result.exitCode()).as(result.err()).isZero();
        Schemas.VERIFY.assertDescribes(result.out());
        assertThat(json(result).at("/crypto/0/tek").asText()).isEqualTo(TEK);
        assertThat(json(result).at("/diagnostics/0/rule").asText()).isEqualTo("AUTH_KEY_128");
    }

    @Test
    void verifyHidesTheKeysUnlessAskedForThem() throws IOException {
        Cli.Result result =
                new Cli().stdin(OFFER).with("verify", "--json", "--credentials", credentials(), "--at", THEN, "-");
        Cli.Result text = new Cli().stdin(OFFER).with("verify", "--credentials", credentials(), "--at", THEN, "-");

        Schemas.VERIFY.assertDescribes(result.out());
        assertThat(result.out() + text.out()).doesNotContain(TEK).contains("cbbd7386");
    }

    @Test
    void verifyOfAnOldMessageSaysThatItIsOld() throws IOException {
        Cli.Result old = new Cli().stdin(OFFER).with("verify", "--json", "--credentials", credentials(), "-");
        Cli.Result anyhow = new Cli()
                .stdin(OFFER)
                .with("verify", "--json", "--credentials", credentials(), "--no-replay-check", "-");

        assertThat(old.exitCode()).isEqualTo(1);
        Schemas.VERIFY.assertDescribes(old.out());
        assertThat(json(old).get("problem").asText()).contains("2006-10-20T13:43:06Z");
        assertThat(anyhow.exitCode()).isZero();
    }

    @Test
    void verifyWithTheWrongKeyEndsWith1AndWithoutOneWith4() throws IOException {
        String wrong = file("wrong", "00112233445566778899aabbccddeeff");

        Cli.Result bad = new Cli().stdin(OFFER).with("verify", "--credentials", wrong, "--at", THEN, "-");
        Cli.Result none = new Cli().stdin(OFFER).with("verify", "-");

        assertThat(bad.exitCode()).isEqualTo(1);
        assertThat(bad.out()).startsWith("not verified: the MAC is wrong");
        assertThat(none.exitCode()).isEqualTo(4);
    }

    @Test
    void messagesThatNothingProtectsAreAcceptedOnlyByChoice() {
        assertThat(new Cli()
                        .stdin(CAMERA)
                        .with("verify", "--no-replay-check", "-")
                        .exitCode())
                .isEqualTo(1);
        Cli.Result accepted = new Cli().stdin(CAMERA).with("verify", "--no-replay-check", "--allow-null", "-");
        assertThat(accepted.exitCode()).as(accepted.out()).isZero();
        assertThat(accepted.out()).contains("nothing protects this message");
    }

    @Test
    void aTekWithTheSaltRunOnIsToldAndTakenApartByChoice() throws IOException {
        Cli.Result told = new Cli()
                .stdin(CAMERA)
                .with("verify", "--no-replay-check", "--allow-null", "--json", "--show-secrets", "-");
        Cli.Result split = new Cli()
                .stdin(CAMERA)
                .with(
                        "verify",
                        "--no-replay-check",
                        "--allow-null",
                        "--compat",
                        "tek-with-salt-appended",
                        "--json",
                        "--show-secrets",
                        "-");

        assertThat(json(told).at("/crypto/0/tekLength").asInt()).isEqualTo(30);
        assertThat(json(told).at("/diagnostics").toString())
                .contains("UNUSABLE_KEY")
                .contains("TEK_WITH_SALT_APPENDED");
        assertThat(json(split).at("/crypto/0/tek").asText()).isEqualTo("df40b9f54ac2944d1edbb50fe61fd6b7");
        assertThat(json(split).at("/crypto/0/salt").asText()).isEqualTo("2f542fcf9d7f383edadb669a8de4");
        assertThat(json(split).at("/diagnostics").toString()).doesNotContain("UNUSABLE_KEY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"env:KEY", "stdin", "prompt", "hex:" + PSK})
    void keysComeFromEveryKindOfReference(String reference) throws IOException {
        Cli.Result result = new Cli()
                .environment("KEY", PSK)
                .stdin(PSK)
                .typing(PSK)
                .with("verify", "--credentials", reference, "--at", THEN, file("offer", OFFER));

        assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
        assertThat(result.err().contains("on the command line")).isEqualTo(reference.startsWith("hex:"));
    }

    @ParameterizedTest
    @CsvSource({
        "generate psk,4",
        "generate psk --psk env:NONE,4",
        "generate psk --psk hex:00 --encr rot13,2",
        "generate psk --psk hex:00 --csb-id 01020304,2",
        "generate psk --psk hex:0,4",
        "generate rot13,2",
        "generate pk,4",
        "keygen,2",
        "generate,2",
        "verify,2",
        "diff a,2",
        "inspect --color sometimes,2",
    })
    void wrongUseAndMissingKeysAreToldApart(String line, int exitCode) {
        Cli.Result result = Cli.run(line.split(" "));

        assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
        assertThat(result.err())
                .startsWith("mikey: ")
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inspect", "explain", "diff", "redact", "generate", "respond", "verify", "completion"})
    void everyHelpEndsWithTwoExamples(String command) {
        Cli.Result result = Cli.run(command, "--help");

        assertThat(result.exitCode()).isZero();
        List<String> lines = result.out().lines().toList();
        assertThat(lines.get(lines.size() - 3)).isEqualTo("Examples:");
        assertThat(lines.subList(lines.size() - 2, lines.size()))
                .allSatisfy(line -> assertThat(line).contains("mikey " + command));
    }
}
