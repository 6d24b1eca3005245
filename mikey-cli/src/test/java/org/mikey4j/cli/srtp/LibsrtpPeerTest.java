package org.mikey4j.cli.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.cli.Cli;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.exchange.psk.PskInitiator;
import org.mikey4j.exchange.psk.PskOneWayOffer;
import org.mikey4j.media.SrtpKeys;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.PolicyParameter;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.SrtpId;

/**
 * Media between jitsi-srtp and libsrtp. One has the keys of the association, the other what {@code mikey export} wrote of the
 * message that made it.
 */
class LibsrtpPeerTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final String AT = "2026-11-01T12:00:00Z";
    private static final long SSRC = 0xdeadbeefL;
    /** The sequence number passes 65535 on the way, and the rollover counter counts. */
    private static final int FIRST = 0xfff8;

    private static final int PACKETS = 16;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AES_CM_128_HMAC_SHA1_80",
                "AES_CM_128_HMAC_SHA1_32",
                "AES_256_CM_HMAC_SHA1_80",
                "AES_256_CM_HMAC_SHA1_32",
                "AEAD_AES_128_GCM",
                "AEAD_AES_256_GCM",
                "MCX_PRIVATE"
            })
    void mediaGoBothWays(String suite, TestReporter reporter) throws Exception {
        PskOneWayOffer offer = offer(SrtpPolicy.named(suite, 0).orElseThrow());
        Path judge = compile(export(offer));
        List<String> jobs = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        List<byte[]> plain = new ArrayList<>();
        try (SecurityAssociation association = offer.association();
                SrtpKeys keys = SrtpKeys.of(association, Set.of()).get(0);
                SrtpStream sender = new SrtpStream(keys, true);
                SrtpStream receiver = new SrtpStream(keys, false)) {
            for (int i = 0; i < PACKETS; i++) {
                byte[] packet = packet(FIRST + i);
                plain.add(packet);
                jobs.add("open " + HEX.formatHex(sender.protect(packet)));
                expected.add(HEX.formatHex(packet));
            }
            for (byte[] packet : plain) {
                jobs.add("protect " + HEX.formatHex(packet));
            }
            List<String> answers = run(judge, jobs);

            assertThat(answers.subList(0, PACKETS)).isEqualTo(expected);
            for (int i = 0; i < PACKETS; i++) {
                assertThat(receiver.open(HEX.parseHex(answers.get(PACKETS + i))))
                        .as("packet " + i)
                        .hasValue(plain.get(i));
            }
        }
        reporter.publishEntry(
                "interop",
                "libsrtp | SRTP, " + suite
                        + " | it has what mikey export writes; jitsi-srtp protects and it opens, and the reverse | works");
    }

    /** Media that is authenticated alone: with the NULL cipher, and with encryption switched off. */
    @ParameterizedTest
    @CsvSource({"0, 0", "7, 0"})
    void mediaInTheClearIsChecked(int parameter, int value, TestReporter reporter) throws Exception {
        PskOneWayOffer offer = offer(SpPayload.of(0, 0, List.of(PolicyParameter.of(parameter, value))));
        Path judge = compile(export(offer));
        List<String> jobs = new ArrayList<>();
        for (int i = 0; i < PACKETS; i++) {
            jobs.add("protect " + HEX.formatHex(packet(FIRST + i)));
        }
        List<String> answers = run(judge, jobs);
        try (SecurityAssociation association = offer.association();
                SrtpKeys keys = SrtpKeys.of(association, Set.of()).get(0);
                SrtpStream receiver = new SrtpStream(keys, false)) {
            for (int i = 0; i < PACKETS; i++) {
                byte[] theirs = HEX.parseHex(answers.get(i));
                assertThat(theirs).as("in the clear").startsWith(packet(FIRST + i));
                byte[] forged = theirs.clone();
                forged[20] ^= 1;
                assertThat(receiver.open(forged)).isEmpty();
                assertThat(receiver.open(theirs)).as("packet " + i).hasValue(packet(FIRST + i));
                assertThat(receiver.open(theirs)).as("again").isEmpty();
            }
        }
        reporter.publishEntry(
                "interop",
                "libsrtp | SRTP, " + (parameter == 0 ? "NULL cipher" : "encryption off")
                        + " | it has what mikey export writes and protects; jitsi-srtp checks | works");
    }

    private static PskOneWayOffer offer(SpPayload policy) {
        SecretBytes psk = SecretBytes.wrap(new byte[16]);
        return new PskInitiator(
                        ExchangeSettings.builder(Clock.fixed(Instant.parse(AT), ZoneOffset.UTC), new SecureRandom())
                                .build())
                .send(
                        psk,
                        OfferRequest.builder()
                                .csIdMap(CsIdMap.srtp(new SrtpId(0, SSRC, 0)))
                                .policies(policy)
                                .build());
    }

    private static byte[] packet(int sequence) {
        return ByteBuffer.allocate(12 + 160)
                .putShort((short) 0x8000)
                .putShort((short) sequence)
                .putInt(160 * sequence)
                .putInt((int) SSRC)
                .putInt(sequence)
                .array();
    }

    private static String export(PskOneWayOffer offer) {
        Cli.Result result = new Cli()
                .environment("PSK", "00".repeat(16))
                .stdin(offer.message().octets().toHex())
                .with(
                        "export",
                        "--to",
                        "libsrtp",
                        "--show-secrets",
                        "--no-replay-check",
                        "--credentials",
                        "env:PSK",
                        "--at",
                        AT);
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result.out();
    }

    private Path compile(String exported) throws Exception {
        Path snippet = Files.writeString(folder.resolve("exported.h"), exported);
        Path program = folder.resolve("peer");
        Path source = Path.of(Objects.requireNonNull(getClass().getResource("/libsrtp/exported.c"))
                .toURI());
        boolean compiled = process(
                        Path.of("/dev/null"),
                        "gcc",
                        "-DEXPORTED=\"" + snippet + "\"",
                        "-o",
                        program.toString(),
                        source.toString(),
                        "-lsrtp2")
                == 0;
        Assumptions.assumeTrue(
                compiled || System.getenv("MIKEY_REQUIRE_PEERS") != null,
                "libsrtp's development package is not installed, so it cannot judge");
        assertThat(compiled).as(Files.readString(folder.resolve("out"))).isTrue();
        return program;
    }

    private List<String> run(Path program, List<String> jobs) throws Exception {
        assertThat(process(Files.write(folder.resolve("jobs"), jobs), program.toString()))
                .isZero();
        return Files.readAllLines(folder.resolve("out"));
    }

    private int process(Path input, String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
