package org.mikey4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.cli.Cli;
import org.mikey4j.cli.Schemas;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.psk.PskInitiator;
import org.mikey4j.exchange.psk.PskOffer;

/** What generate, respond and verify refuse, and how they say so. */
class ExchangeCommandsTest {
    private static final String KEY = "000102030405060708090a0b0c0d0e0f";
    private static final String LONG_KEY = KEY + "101112131415161718191a1b1c1d1e1f";

    @TempDir
    private Path folder;

    private Cli cli() {
        return new Cli().environment("KEY", KEY).environment("LONG", LONG_KEY);
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private String offer(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("generate", "psk", "--psk", "env:KEY"));
        arguments.addAll(Arrays.asList(more));
        Cli.Result made = cli().with(arguments.toArray(String[]::new));
        assertThat(made.exitCode()).as(made.err()).isZero();
        return file("offer", made.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--encr rot13|--encr is aes-cm-128, aes-cm-256, aes-kw-128 or null, not rot13",
                "--mac md5|--mac is hmac-sha1-160, hmac-sha256-256 or null, not md5",
                "--mac null|the NULL MAC goes with NULL encryption only (RFC 3830, 4.2.4)",
                "--format xml|--format is base64, hex, raw or sdp, not xml",
                "--policy 256|--policy is a number from 0 to 255, not 256",
                "--policy x|--policy is a number from 0 to 255, not x",
                "--ssrc 123456789|--ssrc: 123456789 is not a number of at most 8 hexadecimal digits",
                "--ssrc xyz|--ssrc: xyz is not a number of at most 8 hexadecimal digits",
                "--sp STRONG|--sp: no policy STRONG",
                "--sp 0=01,1|--sp: 1 is not TYPE=HEX",
                "--sp 0=0|--sp, 0=0: not hexadecimal digits, two an octet",
                "--sp 300=01|--sp: 300 is no parameter type: a number from 0 to 255, or its name",
                "--key rsa|--key is tgk, tgk+salt, tek or tek+salt, not rsa",
                "--mki 0|--mki: not hexadecimal digits, two an octet",
                "--rand 00|--rand makes messages that can be guessed",
                "--tek hex:00|--tek makes messages that can be guessed",
                "--unsafe-test-keys --csb-id 0102|--csb-id: 4 octets are wanted, not 2",
                "--unsafe-test-keys --timestamp 0102|--timestamp: 8 octets are wanted, not 2",
                "--unsafe-test-keys --rand|Missing required parameter for option '--rand' (HEX)",
                "--unsafe-test-keys --tgk hex:00 --tek hex:00|--tgk and --tek exclude each other",
                "--unsafe-test-keys --salt hex:00|--salt goes with --tgk or --tek",
                "--unsafe-test-keys --tek hex:00 --key tek|--key draws a key, and --tek gives one",
                "--psk env:KEY|option '--psk' (REF) should be specified only once",
                "stray|Unmatched argument at index 4: 'stray'",
            })
    void generateRefusesWhatCannotBe(String options, String problem) {
        Cli.Result result = cli().with(("generate psk --psk env:KEY " + options).split(" "));

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()
                        .lines()
                        .filter(line -> !line.startsWith("mikey: warning: "))
                        .findFirst())
                .contains("mikey: " + problem);
    }

    @Test
    void generateWarnsOfShortKeys() {
        assertThat(new Cli()
                        .environment("KEY", "00")
                        .with("generate", "psk", "--psk", "env:KEY")
                        .err())
                .isEqualTo("mikey: warning: the pre-shared key has 8 bits, and 128 is the least to rely on\n");
    }

    @ParameterizedTest
    @CsvSource({"base64,[A-Za-z0-9+/]+=*", "hex,[0-9a-f]+", "sdp,a=key-mgmt:mikey [A-Za-z0-9+/]+=*"})
    void generateWritesEveryFormat(String format, String pattern) {
        Cli.Result result = cli().with("generate", "psk", "--psk", "env:KEY", "--format", format);

        assertThat(result.out()).matches(pattern + "\n");
        assertThat(new Cli().stdin(result.out()).with("inspect").exitCode()).isZero();
    }

    @Test
    void rawOctetsGoIntoFilesOnly() {
        Cli.Result file = cli().with("generate", "psk", "--psk", "env:KEY", "--format", "raw");
        Cli.Result terminal = cli().onTerminal().with("generate", "psk", "--psk", "env:KEY", "--format", "raw");

        assertThat(file.octets()).startsWith(1, 0);
        assertThat(terminal.exitCode()).isEqualTo(2);
        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.err()).startsWith("mikey: raw octets do not belong on a terminal\n");
    }

    @Test
    void respondSaysThatNoAnswerIsWanted() throws IOException {
        Cli.Result result = cli().with("respond", "--credentials", "env:KEY", offer());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualTo("mikey: the message is authentic and asks for no answer\n");
    }

    @Test
    void respondIsSilentToWhoeverDoesNotHoldTheKey() throws IOException {
        Cli.Result result =
                cli().environment("OTHER", LONG_KEY).with("respond", "--credentials", "env:OTHER", offer("--verify"));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualTo("mikey: refused: the MAC is wrong, or no key is known for the sender\n");
    }

    @Test
    void respondAnswersARefusalWithAnErrorMessage() throws IOException {
        Cli.Result result = cli().with("respond", "--format", "hex", offer("--encr", "null", "--mac", "null"));

        assertThat(result.exitCode()).isEqualTo(1);
        // HDR of an Error message without crypto sessions, T, ERR with error 3: invalid MAC.
        assertThat(result.out()).matches("010605[0-9a-f]{10}0000" + "0c00[0-9a-f]{16}" + "00030000\n");
        assertThat(result.err())
                .isEqualTo("mikey: refused: the NULL MAC protects nothing and is not allowed here (RFC 3830, 4.2.4)\n");
    }

    @Test
    void theAnswerOfAnotherExchangeDoesNotVerify() throws IOException {
        String first = offer("--verify");
        String answer = file(
                "answer",
                cli().with("respond", "--credentials", "env:KEY", first).out());
        String second = offer("--verify");

        Cli.Result result = cli().with("verify", "--json", "--credentials", "env:KEY", "--answer", answer, second);

        assertThat(result.exitCode()).isEqualTo(1);
        Schemas.VERIFY.assertDescribes(result.out());
        assertThat(json(result).get("problem").asText()).isEqualTo("the answer is about another CSB ID");
    }

    @Test
    void verifySaysWhichDepartureWouldExplainAWrongMac() throws IOException {
        Instant now = Instant.parse("2026-11-23T12:00:00Z");
        ExchangeSettings settings = ExchangeSettings.builder(Clock.fixed(now, ZoneOffset.UTC), new SecureRandom())
                .build();
        OfferRequest request =
                OfferRequest.builder().prf(Prf.MIKEY_1_EMPTY_LAST_BLOCK).build();
        String offer;
        try (SecretBytes psk = SecretBytes.copyOf(HexFormat.of().parseHex(LONG_KEY));
                PskOffer made = new PskInitiator(settings).send(psk, request)) {
            offer = file("offer", made.message().octets().toHex());
        }

        Cli.Result strict = cli().with("verify", "--json", "--credentials", "env:LONG", offer);
        Cli.Result compatible =
                cli().with("verify", "--json", "--credentials", "env:LONG", "--compat", "prf-empty-last-block", offer);

        assertThat(strict.exitCode()).isEqualTo(1);
        assertThat(json(strict).get("verified").asBoolean()).isFalse();
        assertThat(json(strict).at("/diagnostics/0/rule").asText()).isEqualTo("PRF_EMPTY_LAST_BLOCK");
        assertThat(compatible.exitCode()).isZero();
        assertThat(json(compatible).at("/diagnostics/0/rule").asText()).isEqualTo("PRF_EMPTY_LAST_BLOCK");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--at yesterday|2|--at: yesterday is no time",
                "--compat minisip|2|--compat: no departure minisip",
                "--answer FILE|2|FILE: has no answer to PSK_INIT",
                "--color|2|Missing required parameter for option '--color' (WHEN)",
            })
    void verifyRefusesWhatCannotBe(String options, int exitCode, String problem) throws IOException {
        String offer = offer();
        Cli.Result result =
                cli().with(("verify --credentials env:KEY " + offer + " " + options.replace("FILE", offer)).split(" "));

        assertThat(result.exitCode()).isEqualTo(exitCode);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("mikey: " + problem.replace("FILE", offer) + "\n");
    }

    @Test
    void verifyTakesTheFirstOfSeveralOffersAndSaysSo() throws IOException {
        String one = Files.readString(Path.of(offer("--format", "sdp")));
        String two = Files.readString(Path.of(offer("--format", "sdp")));
        String both = file("both.sdp", "v=0\r\n" + one + "m=audio 1 RTP/SAVP 0\r\n" + two);

        Cli.Result result = cli().with("verify", "--credentials", "env:KEY", both);

        assertThat(result.exitCode()).isZero();
        assertThat(result.err())
                .isEqualTo("mikey: warning: " + both + ": has 2 messages that begin an exchange; the first is taken\n");
    }

    @Test
    void anAnswerAloneCannotBeVerified() throws IOException {
        String answer = file(
                "answer",
                cli().with("respond", "--credentials", "env:KEY", offer("--verify"))
                        .out());

        Cli.Result result = cli().with("verify", "--credentials", "env:KEY", answer);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .isEqualTo("mikey: " + answer + ": PSK_RESP does not begin an exchange that can be checked so far\n"
                        + "mikey: give the message that it answers as FILE, and this one with --answer\n");
    }

    private static JsonNode json(Cli.Result result) throws IOException {
        return new ObjectMapper().readTree(result.out());
    }
}
