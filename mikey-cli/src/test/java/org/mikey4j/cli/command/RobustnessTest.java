package org.mikey4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.mikey4j.cli.Cli;
import org.mikey4j.cli.Schemas;

/** Whatever the input is, no command ends with a fault of ours, and JSON output follows its schema. */
class RobustnessTest {
    private static final long SEED = 20261124;
    private static final int ROUNDS = 400;

    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    void damagedMessagesAreShownOrRefused() throws IOException {
        List<InspectVectorsTest.Vector> vectors = InspectVectorsTest.messages();
        for (int round = 0; round < ROUNDS; round++) {
            byte[] octets = HexFormat.of()
                    .parseHex(vectors.get(random.nextInt(vectors.size())).message());
            byte[] damaged = damage(octets);
            String what =
                    "seed " + SEED + ", round " + round + ": " + HexFormat.of().formatHex(damaged);

            Cli.Result json = new Cli().stdin(damaged).with("inspect", "--json");
            assertThat(json.exitCode()).as(what + json.err()).isIn(0, 1, 3);
            if (json.exitCode() != 3) {
                json.out().lines().forEach(Schemas.INSPECT::assertDescribes);
            }
            for (String command : List.of("inspect", "explain", "redact", "lint")) {
                assertEndsOrderly(new Cli().stdin(damaged).with(command), what);
            }
            for (String command : List.of("verify", "respond")) {
                assertEndsOrderly(
                        new Cli()
                                .stdin(damaged)
                                .environment("KEY", "000102030405060708090a0b0c0d0e0f")
                                .with(command, "--allow-null", "--no-replay-check", "--credentials", "env:KEY", "-"),
                        what);
            }
        }
    }

    @Test
    void anyTextIsReadOrRefused() {
        List<String> pieces = List.of(
                "v=0\r\n",
                "m=audio 1 RTP/SAVP 0\r\n",
                "a=key-mgmt:",
                "mikey ",
                "AQAF",
                "gM0XflABAAAA",
                "=",
                "\r\n",
                "KeyMgmt: ",
                "prot=mikey;",
                "uri=\"",
                "\"",
                "data=",
                ";",
                ",",
                "mikey: ",
                "0x01",
                "00",
                "\u00e4",
                "\u001b[",
                "a=crypto:1 ",
                "inline:",
                "k=clear:");
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(24); i >= 0; i--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            for (String command : List.of("inspect", "redact", "lint")) {
                assertEndsOrderly(
                        new Cli().stdin(text.toString()).with(command),
                        "seed " + SEED + ", round " + round + ": " + text);
            }
        }
    }

    private static void assertEndsOrderly(Cli.Result result, String what) {
        assertThat(result.exitCode()).as(what + "\n" + result.err()).isNotEqualTo(70);
        assertThat(result.err()).as(what).doesNotContain("Exception").doesNotContain("\tat ");
    }

    private byte[] damage(byte[] octets) {
        byte[] damaged = octets.clone();
        for (int i = random.nextInt(4); i > 0; i--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        return switch (random.nextInt(3)) {
            case 0 -> Arrays.copyOf(damaged, random.nextInt(damaged.length + 1));
            case 1 -> Arrays.copyOf(damaged, damaged.length + random.nextInt(3));
            default -> damaged;
        };
    }
}
