package org.mikey4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.cli.Cli;

/** {@code mikey export}, with the sample of RFC 4567, 5.1, whose keys are in the independently computed vectors. */
class ExportCommandTest {
    private static final String SAMPLE = "../test-vectors/messages/rfc4567.b64";
    private static final String PSK = "30313233343536373839414243444546";
    private static final String KEY = "dee87fcb250c46cd3c1bfb9da1741429";
    private static final String SALT = "980c97f9e383702749ea07332578";
    private static final String INLINE = "3uh/yyUMRs08G/udoXQUKZgMl/njg3AnSeoHMyV4";

    /** What a camera sends: a TEK of 30 octets under the MKI 0000002f. */
    private static final String CAMERA =
            "AQAFAP1td9ABAADCD1UcAAAAAAoAAdOOGc75XD0BAAAAGAABAQEBEAIBAQMBFAcBAQgBAQoBAQsBCgAAACcAIQAe30C59UrClE0e27UP5h/W"
                    + "ty9UL8+dfzg+2ttmmo3kBAAAAC8A";

    private static final String CAMERA_KEY = "df40b9f54ac2944d1edbb50fe61fd6b72f542fcf9d7f383edadb669a8de4";

    @TempDir
    Path directory;

    private static Cli.Result export(String target, String... options) {
        List<String> args = new ArrayList<>(List.of("export", "--to", target, "--credentials", "env:PSK"));
        args.addAll(List.of("--at", "2006-10-20T13:43:06Z", SAMPLE));
        args.addAll(List.of(options));
        return new Cli().environment("PSK", PSK).with(args.toArray(String[]::new));
    }

    private static Cli.Result camera(String target, String... options) {
        List<String> args = new ArrayList<>(List.of("export", "--to", target, "--allow-null", "--no-replay-check"));
        args.addAll(List.of("--compat", "tek-with-salt-appended"));
        args.addAll(List.of(options));
        return new Cli().stdin(CAMERA).with(args.toArray(String[]::new));
    }

    @Test
    void writesWhatEachProgramTakes() {
        assertThat(export("sdes", "--show-secrets").out())
                .isEqualTo("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + INLINE + "\n");
        assertThat(export("ffmpeg", "--show-secrets").out())
                .isEqualTo("-srtp_in_suite AES_CM_128_HMAC_SHA1_80 -srtp_in_params " + INLINE + "\n");
        assertThat(export("ffmpeg", "--show-secrets", "--direction", "out").out())
                .isEqualTo("-srtp_out_suite AES_CM_128_HMAC_SHA1_80 -srtp_out_params " + INLINE + "\n");
        assertThat(export("keylog", "--show-secrets").out())
                .isEqualTo("SRTP_MASTER_KEY cd177e50 01 00000000 00000000 AES_CM_128_HMAC_SHA1_80 " + KEY + " " + SALT
                        + " -\n");
        assertThat(export("gstreamer", "--show-secrets", "--ssrc", "1a2b3c4d").out())
                .isEqualTo("application/x-srtp, ssrc=(uint)439041101, roc=(uint)0, srtp-key=(buffer)" + KEY + SALT
                        + ", srtp-cipher=(string)aes-128-icm, srtp-auth=(string)hmac-sha1-80, "
                        + "srtcp-cipher=(string)aes-128-icm, srtcp-auth=(string)hmac-sha1-80\n");
        assertThat(camera("sdes", "--show-secrets").out())
                .isEqualTo("a=crypto:1 AES_CM_128_HMAC_SHA1_80 "
                        + "inline:30C59UrClE0e27UP5h/Wty9UL8+dfzg+2ttmmo3k|47:4\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sdes", "ffmpeg", "keylog", "libsrtp"})
    void doesNotWriteKeysUnlessAsked(String target) {
        Cli.Result result = export(target);

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).isEqualTo("mikey: warning: keys are not shown; --show-secrets writes them\n");
        assertThat(result.out()).contains("octets, sha256/8=").doesNotContain(KEY, SALT, INLINE, "0xde, 0xe8", "3uh/");
    }

    @Test
    void xfrmTakesItsKeysFromTheTgk() throws IOException {
        String offer = new Cli()
                .environment("PSK", PSK)
                .with("generate", "psk", "--psk", "env:PSK", "--id-i", "sip:a@example.org")
                .out();
        Path file = Files.writeString(directory.resolve("offer"), offer);
        String[] options = {
            "export",
            "--to",
            "xfrm",
            "--credentials",
            "env:PSK",
            "--src",
            "192.0.2.1",
            "--dst",
            "192.0.2.2",
            "--spi",
            "1000",
            "--esp",
            "aes-cbc-128-sha256",
            "--mode",
            "tunnel",
            "--reqid",
            "7",
            file.toString()
        };
        Cli.Result hidden = new Cli().environment("PSK", PSK).with(options);

        assertThat(hidden.out())
                .contains("xfrm state add src 192.0.2.1 dst 192.0.2.2 proto esp spi 0x00001000 reqid 7 mode tunnel")
                .contains("enc 'cbc(aes)' 0x<16 octets, sha256/8=")
                .contains("auth-trunc 'hmac(sha256)' 0x<32 octets, sha256/8=")
                .contains("xfrm policy add src 192.0.2.1 dst 192.0.2.2 dir out");
        assertThat(camera("xfrm", "--src", "192.0.2.1", "--dst", "192.0.2.2", "--spi", "1000"))
                .satisfies(result -> assertThat(result.exitCode()).isEqualTo(1))
                .satisfies(result -> assertThat(result.err()).contains("ESP's keys are derived from a TGK"));
    }

    @Test
    void aPolicyForLibsrtpIsWhatTheCompilerTakes() throws IOException, InterruptedException {
        boolean installed = Files.exists(Path.of("/usr/include/srtp2/srtp.h")) && Files.exists(Path.of("/usr/bin/gcc"));
        assumeTrue(installed || System.getenv("MIKEY_REQUIRE_PEERS") != null, "libsrtp's headers are not installed");
        for (String snippet : List.of(
                export("libsrtp", "--show-secrets").out(),
                camera("libsrtp", "--show-secrets").out())) {
            Path source = directory.resolve("policy.c");
            Files.writeString(
                    source,
                    snippet + "int main(void) { srtp_policy_t p; mikey_cs1(&p); return p.rtp.cipher_key_len"
                            + " != 30 || p.window_size != 128; }\n");
            Path program = directory.resolve("policy");

            assertThat(run("gcc", "-Wall", "-Wextra", "-Werror", "-o", program.toString(), source.toString()))
                    .isEmpty();
            assertThat(run(program.toString())).isEmpty();
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() == 0 ? output : "exit " + process.exitValue() + ": " + output;
    }

    @Test
    void sdesBecomesMikeyAndSdesAgain() throws IOException {
        String line = camera("sdes", "--show-secrets").out();
        Path sdes = Files.writeString(directory.resolve("sdes"), "v=0\nm=audio 5004 RTP/SAVP 0\n" + line);
        String[] convert = {"export", "--from", "sdes", "--to", "mikey", sdes.toString()};

        assertThat(new Cli().with(convert).err())
                .isEqualTo("mikey: without --psk the keys are in the clear\n"
                        + "mikey: give --psk REF to protect them, or --show-secrets\n");
        String mikey = new Cli()
                .environment("PSK", PSK)
                .with("export", "--from", "sdes", "--to", "mikey", "--psk", "env:PSK", sdes.toString())
                .out();
        assertThat(mikey).startsWith("a=key-mgmt:mikey AQ");
        assertThat(new Cli()
                        .environment("PSK", PSK)
                        .stdin(mikey)
                        .with("export", "--to", "sdes", "--credentials", "env:PSK", "--show-secrets")
                        .out())
                .isEqualTo(line);
    }

    @Test
    void sdesSaysWhatMikeyCannotAndWhereItIsWrong() throws IOException {
        String inline = "inline:" + INLINE;
        Path sdes = Files.writeString(
                directory.resolve("s"), "a=crypto:1 AES_CM_128_HMAC_SHA1_80 " + inline + "|2^20 WSH=128\n");
        Cli.Result result = Cli.run("export", "--from", "sdes", "--to", "keylog", sdes.toString());

        assertThat(result.exitCode()).isZero();
        assertThat(result.err())
                .contains("s:1: MIKEY has no place for the lifetime of 1048576 packets")
                .contains("s:1: MIKEY has no place for the WSH=128");
        Files.writeString(sdes, "\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:AAAA\n");
        assertThat(Cli.run("export", "--from", "sdes", "--to", "keylog", sdes.toString()))
                .satisfies(wrong -> assertThat(wrong.exitCode()).isEqualTo(3))
                .satisfies(wrong -> assertThat(wrong.err()).contains("s:2: a=crypto, character "));
        Files.writeString(sdes, "v=0\n");
        assertThat(Cli.run("export", "--from", "sdes", "--to", "keylog", sdes.toString())
                        .err())
                .contains("no line a=crypto in it");
    }

    @Test
    void keyAndSaltByThemselvesWillDo() {
        Cli.Result result = new Cli()
                .environment("K", KEY)
                .environment("S", SALT)
                .with(
                        "export",
                        "--to",
                        "gstreamer",
                        "--master-key",
                        "env:K",
                        "--master-salt",
                        "env:S",
                        "--ssrc",
                        "7",
                        "--roc",
                        "1",
                        "--mki",
                        "2f",
                        "--show-secrets");

        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .startsWith("application/x-srtp, ssrc=(uint)7, roc=(uint)1, srtp-key=(buffer)" + KEY + SALT
                        + ", mki=(buffer)2f,");
    }

    @Test
    void theFileIsItsOwnersAloneAndNothingIsReplaced() throws IOException {
        Path out = directory.resolve("keys.log");

        assertThat(export("keylog", "--show-secrets", "--output", out.toString())
                        .out())
                .isEmpty();
        assertThat(Files.readString(out)).contains(KEY);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out)))
                .isEqualTo("rw-------");
        Cli.Result again = export("keylog", "--output", out.toString());
        assertThat(again.exitCode()).isEqualTo(5);
        assertThat(again.err()).contains("there is such a file already, and it is not replaced");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gstreamer|1|mikey: GStreamer cannot express keys for a stream whose SSRC is not known yet",
                "nonsense|2|mikey: --to is sdes, gstreamer, libsrtp, ffmpeg, keylog, xfrm, mikey, not nonsense",
                "xfrm|2|mikey: xfrm needs --src"
            })
    void whatCannotBeIsTold(String target, int exitCode, String message) {
        Cli.Result result = target.equals("xfrm")
                ? new Cli()
                        .environment("PSK", PSK)
                        .with(
                                "export",
                                "--to",
                                "xfrm",
                                "--credentials",
                                "env:PSK",
                                "--at",
                                "2006-10-20T13:43:06Z",
                                "--esp",
                                "aes-cbc-128-sha1",
                                SAMPLE)
                : export(target);

        assertThat(result.err()).isEqualTo(message + "\n");
        assertThat(result.exitCode()).isEqualTo(exitCode);
    }

    @Test
    void aSessionIsPickedByItsNumber() {
        assertThat(export("sdes", "--cs", "1").out()).startsWith("a=crypto:1 ");
        assertThat(export("sdes", "--cs", "2").err()).isEqualTo("mikey: there is no crypto session 2\n");
        assertThat(export("sdes", "--cs", "x").err())
                .isEqualTo("mikey: --cs is the number of a crypto session, not x\n");
        assertThat(export("sdes", "--direction", "up").err()).isEqualTo("mikey: --direction is in or out, not up\n");
    }

    @Test
    void nothingIsExportedFromAMessageThatDoesNotVerify() {
        Cli.Result result = new Cli()
                .environment("PSK", "00".repeat(16))
                .with("export", "--to", "sdes", "--credentials", "env:PSK", "--at", "2006-10-20T13:43:06Z", SAMPLE);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("mikey: not verified: ");
        assertThat(camera("sdes").out()).doesNotContain(CAMERA_KEY);
    }
}
