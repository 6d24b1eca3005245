package org.mikey4j.cli;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the usual commands once, with their output thrown away. The launcher lets the virtual machine record which classes
 * that loads, so that later starts find them ready.
 */
final class StartupTraining {
    private static final List<List<String>> RUNS = List.of(
            List.of("inspect", "-"),
            List.of("inspect", "--json", "-"),
            List.of("explain", "-"),
            List.of("verify", "--credentials", "env:PSK", "--no-replay-check", "-"),
            List.of("verify", "--credentials", "env:PSK", "--no-replay-check", "--json", "-"),
            List.of("generate", "psk", "--psk", "env:PSK"),
            List.of("inspect", "--help"),
            List.of("--version"));

    /** The key of the sample, as its makers chose it: 0123456789ABCDEF. */
    private static final String KEY = "30313233343536373839414243444546";

    /** The I_MESSAGE that RFC 4567 prints in section 5.1. */
    private static final String SAMPLE =
            "a=key-mgmt:mikey AQAFgM0XflABAAAAAAAAAAAAAAsAyONQ6gAAAAAGEEoo2pee4hp2UaDX8ZE22YwKAAAP"
                    + "ZG9uYWxkQGR1Y2suY29tAQAAAAAAAQAk0JKpgaVkDaawi9whVBtBt0KZ14ymNuu62+Nv3ozPLygwK/GbAV9iemnGUIZ19fWQUOSrzKTAv9zV\n";

    private StartupTraining() {}

    public static void main(String[] args) {
        Main.skipUnusedConverters();
        for (List<String> run : RUNS) {
            TextSink nowhere = new TextSink(OutputStream.nullOutputStream(), false);
            StandardInput in = new StandardInput(new ByteArrayInputStream(SAMPLE.getBytes(StandardCharsets.US_ASCII)));
            Map<String, String> environment = new HashMap<>(System.getenv());
            environment.put("PSK", KEY);
            CliContext context = Main.context(in, nowhere, nowhere, environment);
            Main.run(run.toArray(String[]::new), context);
        }
    }
}
