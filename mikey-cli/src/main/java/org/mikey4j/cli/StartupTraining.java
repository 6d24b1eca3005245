package org.mikey4j.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * Runs the usual commands once, with their output thrown away. The launcher lets the virtual machine record which classes
 * that loads, so that later starts find them ready.
 */
final class StartupTraining {
    private static final List<List<String>> RUNS = List.of(List.of("help"), List.of("--version"));

    private StartupTraining() {}

    public static void main(String[] args) {
        for (List<String> run : RUNS) {
            TextSink nowhere = new TextSink(OutputStream.nullOutputStream(), false);
            CliContext context = new CliContext(
                    InputStream.nullInputStream(),
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
