package org.mikey4j.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** Drives {@link Main} in process, with everything it gets from outside under control. */
public final class Cli {
    private final Map<String, String> environment = new HashMap<>();
    private byte[] stdin = new byte[0];
    private boolean terminal;
    private Clock clock = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);
    private String typed = "";
    private int asked;

    /** What a run left behind. */
    public record Result(int exitCode, byte[] octets, String out, String err) {}

    public static Result run(String... args) {
        return new Cli().with(args);
    }

    public Cli stdin(byte[] octets) {
        stdin = octets.clone();
        return this;
    }

    public Cli stdin(String text) {
        return stdin(text.getBytes(StandardCharsets.UTF_8));
    }

    public Cli environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    public Cli onTerminal() {
        terminal = true;
        return this;
    }

    public Cli at(String instant) {
        clock = Clock.fixed(Instant.parse(instant), ZoneOffset.UTC);
        return this;
    }

    /** What the user types when a secret is asked for. */
    public Cli typing(String text) {
        typed = text;
        return this;
    }

    /** How many times a secret was asked for. */
    public int asked() {
        return asked;
    }

    private char[] ask(String label) {
        asked++;
        return typed.toCharArray();
    }

    public Result with(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = into(out, err, args);
        return new Result(
                exitCode,
                out.toByteArray(),
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }

    public int into(OutputStream out, OutputStream err, String... args) {
        CliContext context = new CliContext(
                new StandardInput(new ByteArrayInputStream(stdin)),
                new TextSink(out, terminal),
                new TextSink(err, false),
                environment,
                clock,
                SecureRandom::new,
                this::ask);
        return Main.run(args, context).code();
    }
}
