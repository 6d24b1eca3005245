package org.mikey4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.cli.Cli;

/** {@code mikey convert}. */
class ConvertCommandTest {
    private static final String BASE64 = "AQAFABI0VngAAAAA5aGywwAAAAA=";
    private static final String HEX = "010005001234567800000000e5a1b2c300000000";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hex|" + HEX,
                "base64|" + BASE64,
                "sdp|a=key-mgmt:mikey " + BASE64,
                "parameter|mikey: " + BASE64,
                "rtsp|KeyMgmt: prot=mikey; uri=\"\"; data=\"" + BASE64 + "\""
            })
    void writesEachForm(String form, String expected) {
        Cli.Result result = new Cli().stdin(HEX).with("convert", "--to", form);

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo(expected + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hex", "base64", "sdp", "parameter", "rtsp", "raw"})
    void readsWhatItWrites(String form) {
        Cli.Result there = new Cli().stdin(BASE64).with("convert", "--to", form);

        assertThat(new Cli()
                        .stdin(there.octets())
                        .with("convert", "--to", "hex")
                        .out())
                .isEqualTo(HEX + "\n");
    }

    @Test
    void aHeaderNamesTheStream() {
        assertThat(new Cli()
                        .stdin(HEX)
                        .with("convert", "--to", "rtsp", "--uri", "rtsps://cam/1")
                        .out())
                .contains("uri=\"rtsps://cam/1\"");
        assertThat(new Cli()
                        .stdin(HEX)
                        .with("convert", "--to", "rtsp", "--uri", "a b")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void whatIsOddAboutTheFormIsTold() {
        Cli.Result result =
                new Cli().stdin("a=key-mgmt:mikey  " + BASE64 + "\n").with("convert", "--to", "sdp");

        assertThat(result.out()).isEqualTo("a=key-mgmt:mikey " + BASE64 + "\n");
        assertThat(result.err()).isEqualTo("mikey: warning: stdin:1: the protocol and its data are one space apart\n");
    }

    @Test
    void whatCannotBeIsAUsageError() {
        assertThat(new Cli().stdin(HEX).with("convert").err())
                .isEqualTo("mikey: --to is missing\nmikey: forms: hex, base64, sdp, rtsp, parameter or raw\n");
        assertThat(new Cli().stdin(HEX).with("convert", "--to", "pem").exitCode())
                .isEqualTo(2);
        assertThat(new Cli()
                        .stdin(HEX)
                        .onTerminal()
                        .with("convert", "--to", "raw")
                        .err())
                .startsWith("mikey: raw octets do not belong on a terminal\n");
        String two = "a=key-mgmt:mikey " + BASE64 + "\na=key-mgmt:mikey " + BASE64 + "\n";
        assertThat(new Cli().stdin(two).with("convert", "--to", "raw").err())
                .isEqualTo("mikey: -: has 2 messages, and raw octets are of one\n");
        assertThat(new Cli().stdin(two).with("convert", "--to", "hex").out()).isEqualTo(HEX + "\n" + HEX + "\n");
    }
}
