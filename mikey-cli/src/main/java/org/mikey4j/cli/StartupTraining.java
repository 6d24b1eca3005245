package org.mikey4j.cli;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * Runs the usual commands once, with their output thrown away. The launcher lets the virtual machine record which classes
 * that loads, so that later starts find them ready.
 */
final class StartupTraining {
    private static final List<List<String>> RUNS =
            List.of(List.of("inspect", "-"), List.of("inspect", "--json", "-"), List.of("--version"));

    /** The I_MESSAGE that RFC 4567 prints in section 5.1. */
    private static final String SAMPLE =
            "a=key-mgmt:mikey AQAFgM0XflABAAAAAAAAAAAAAAsAyONQ6gAAAAAGEEoo2pee4hp2UaDX8ZE22YwKAAAP"
                    + "ZG9uYWxkQGR1Y2suY29tAQAAAAAAAQAk0JKpgaVkDaawi9whVBtBt0KZ14ymNuu62+Nv3ozPLygwK/GbAV9iemnGUIZ19fWQUOSrzKTAv9zV\n";

    private StartupTraining() {}

    public static void main(String[] args) {
        for (List<String> run : RUNS) {
            TextSink nowhere = new TextSink(OutputStream.nullOutputStream(), false);
            CliContext context = new CliContext(
                    new ByteArrayInputStream(SAMPLE.getBytes(StandardCharsets.US_ASCII)),
                    nowhere,
                    nowhere,
                    Map.of(),
                    Clock.systemUTC(),
                    SecureRandom::new,
                    label -> new char[0]);
            Main.run(run.toArray(String[]::new), context);
        }
    }
}
