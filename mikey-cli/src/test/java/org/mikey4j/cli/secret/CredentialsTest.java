package org.mikey4j.cli.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.cli.Cli;

/** Where secrets come from, and that none of them is ever repeated. */
class CredentialsTest {
    /** The I_MESSAGE of RFC 4567, 5.1, and its key. */
    private static final String OFFER = "AQAFgM0XflABAAAAAAAAAAAAAAsAyONQ6gAAAAAGEEoo2pee4hp2UaDX8ZE22YwKAAAPZG9uYWxk"
            + "QGR1Y2suY29tAQAAAAAAAQAk0JKpgaVkDaawi9whVBtBt0KZ14ymNuu62+Nv3ozPLygwK/GbAV9iemnGUIZ19fWQUOSrzKTAv9zV";

    private static final String KEY = "30313233343536373839414243444546";

    @TempDir
    private Path folder;

    private Path file(String name, String content, String permissions) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private Cli.Result verify(Cli cli, String reference) throws IOException {
        Path offer = file("offer.b64", OFFER, "rw-r--r--");
        return cli.with("verify", "--no-replay-check", "--credentials", reference, offer.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                KEY,
                "30:31:32:33:34:35:36:37 38:39:41:42:43:44:45:46\r\n",
                "{\"psk\":\"" + KEY + "\"}",
                " {\"later\":{\"psk\":[1]},\"psk\":\"" + KEY + "\",\"more\":null}\n",
            })
    void aKeyIsHexOrAMemberOfAnObject(String content) throws IOException {
        String path = file("psk", content, "rw-------").toString();

        Cli.Result plain = verify(new Cli(), path);
        Cli.Result withScheme = verify(new Cli(), "file:" + path);

        assertThat(plain.exitCode()).as(plain.err() + plain.out()).isZero();
        assertThat(plain.err()).isEmpty();
        assertThat(withScheme.out()).isEqualTo(plain.out()).startsWith("verified");
    }

    @Test
    void aFileThatOthersCanReadIsWarnedOf() throws IOException {
        Path path = file("psk", KEY, "rw-r-----");

        Cli.Result result = verify(new Cli(), path.toString());

        assertThat(result.exitCode()).isZero();
        assertThat(result.err())
                .isEqualTo(
                        "mikey: warning: " + path + " holds a secret and others can read it; chmod 600 mends that\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "xyz0secret1|not a secret in hexadecimal digits, two an octet",
                "303|not a secret in hexadecimal digits, two an octet",
                "|not a secret in hexadecimal digits, two an octet",
                "{\"psk\":\"30secret1\"}|psk: not a secret in hexadecimal digits, two an octet",
                "{\"psk\":3031}|psk is to be one string of hexadecimal digits",
                "{\"psk\":\"30\",\"psk\":\"31\"}|psk is to be one string of hexadecimal digits",
                "{\"psk\":secret1}|not JSON, at line 1",
                "{\"pks\":\"30secret1\"}|there is no pre-shared key (member psk)",
            })
    void whatIsNoKeyIsRefusedWithoutBeingRepeated(String content, String problem) throws IOException {
        Path path = file("psk", content == null ? "" : content, "rw-------");

        Cli.Result result = verify(new Cli(), path.toString());

        assertThat(result.exitCode()).isEqualTo(4);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(problem).doesNotContain("secret1").doesNotContain("3031");
    }

    @Test
    void somethingTooLongIsNoKey() throws IOException {
        Path path = file("psk", "00".repeat(40_000), "rw-------");

        assertThat(verify(new Cli(), path.toString()).err())
                .isEqualTo("mikey: credentials: " + path + " is too long for a secret\n");
    }

    @ParameterizedTest
    @CsvSource({
        "env:NONE,4,credentials: there is no environment variable NONE",
        "env:EMPTY,4,credentials: there is no environment variable EMPTY",
        "file:/no/such/file,4,credentials: there is no file /no/such/file",
        "/no/such/file,4,credentials: there is no file /no/such/file",
        "file:/,4,credentials: cannot read /",
        "fd:x,2,'credentials: fd: takes the number of an open file, not x'",
        "fd:987,4,credentials: cannot read file descriptor 987",
    })
    void whereThereIsNoSecretIsTold(String reference, int exitCode, String problem) throws IOException {
        Cli.Result result = verify(new Cli().environment("EMPTY", ""), reference);

        assertThat(result.exitCode()).isEqualTo(exitCode);
        assertThat(result.err()).startsWith("mikey: " + problem + "\n");
    }

    @Test
    void aKeyInPlaceOfAReferenceIsRefusedAndNotRepeated() throws IOException {
        Cli.Result result = verify(new Cli(), KEY);

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .startsWith("mikey: credentials: a secret does not belong on the command line")
                .doesNotContain(KEY);
    }

    @Test
    void aKeyOnTheCommandLineWarns() throws IOException {
        Cli.Result result = verify(new Cli(), "hex:" + KEY);

        assertThat(result.exitCode()).isZero();
        assertThat(result.err())
                .isEqualTo("mikey: warning: credentials is on the command line, "
                        + "where every user of this machine can see it\n");
    }

    @Test
    void standardInputGivesOnlyOneThing() {
        Cli.Result result = new Cli().stdin(OFFER).with("verify", "--no-replay-check", "--credentials", "stdin", "-");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).isEqualTo("mikey: standard input cannot give two things: a message and credentials\n");
    }
}
