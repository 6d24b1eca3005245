package org.mikey4j.cli.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** SIPp at one end of a call, with a scenario of the test resources. */
public final class Sipp implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/sipp");
    private static final Pattern LOGGED = Pattern.compile(
            "-{20,} [^\n]*\n(?:UDP|TCP|TLS) message (sent|received) [\\[(](\\d+)(?:\\] bytes | bytes\\)):\n\n");
    private static final int PATIENCE_SECONDS = 60;

    private final Process process;
    private final String name;
    private final Path log;
    private final Path output;

    /**
     * A message that SIPp saw.
     *
     * @param sent whether it sent it
     * @param text one character for each octet
     */
    public record Seen(boolean sent, String text) {
        /** The first line. */
        public String start() {
            return text.substring(0, text.indexOf("\r\n"));
        }

        /** All behind the headers. */
        public String body() {
            return text.substring(text.indexOf("\r\n\r\n") + 4);
        }

        /** A header's value; empty if there is none. */
        public String header(String header) {
            return text.lines()
                    .filter(line -> line.startsWith(header + ":"))
                    .map(line -> line.substring(header.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    private Sipp(String name, Process process, Path log, Path output) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.output = output;
    }

    /** Skips the test where SIPp is not installed. */
    public static void assumeInstalled() {
        Assumptions.assumeTrue(Files.isExecutable(PROGRAM), "SIPp is not installed");
    }

    /**
     * Starts a scenario.
     *
     * @param name of the resource, without the ending
     * @param port its own port
     * @param arguments more of SIPp's arguments
     */
    public static Sipp start(Path folder, String name, int port, String... arguments) throws IOException {
        Path scenario = folder.resolve(name + ".xml");
        if (!Files.exists(scenario)) {
            try (InputStream in = Sipp.class.getResourceAsStream("/sip/" + name + ".xml")) {
                Files.write(scenario, in.readAllBytes());
            }
        }
        Path log = folder.resolve(name + "-" + port + ".log");
        Path output = folder.resolve(name + "-" + port + ".out");
        List<String> command = new ArrayList<>(List.of(
                PROGRAM.toString(),
                "-sf",
                scenario.toString(),
                "-i",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-nostdin",
                "-trace_msg",
                "-message_file",
                log.toString(),
                "-trace_err",
                "-error_file",
                folder.resolve(name + "-" + port + ".err").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new Sipp(name, process, log, output);
    }

    /** The process id, which the scenarios put into names of calls. */
    public long pid() {
        return process.pid();
    }

    /** Waits for its calls to end; they must be as the scenario has them. */
    public void succeeds() throws IOException, InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as(name + " ends; " + report())
                .isTrue();
        assertThat(process.exitValue()).as(name + ": " + report()).isZero();
    }

    private String report() throws IOException {
        Path errors = Path.of(log.toString().replaceAll("log$", "err"));
        return (Files.exists(errors) ? Files.readString(errors, StandardCharsets.ISO_8859_1) : "")
                + Files.readString(output, StandardCharsets.ISO_8859_1);
    }

    /** What it sent and received so far, in order. */
    public List<Seen> messages() throws IOException {
        String text = Files.exists(log) ? Files.readString(log, StandardCharsets.ISO_8859_1) : "";
        List<Seen> seen = new ArrayList<>();
        Matcher matcher = LOGGED.matcher(text);
        while (matcher.find()) {
            int end = matcher.end() + Integer.parseInt(matcher.group(2));
            if (end <= text.length()) {
                seen.add(new Seen(matcher.group(1).equals("sent"), text.substring(matcher.end(), end)));
            }
        }
        return seen;
    }

    /** The messages of one direction whose first line begins like this. */
    public List<Seen> messages(boolean sent, String start) throws IOException {
        return messages().stream()
                .filter(m -> m.sent() == sent && m.start().startsWith(start))
                .toList();
    }

    /** Waits until such a message is there. */
    public void awaits(boolean sent, String start) throws IOException, InterruptedException {
        for (int i = 0; messages(sent, start).isEmpty(); i++) {
            assertThat(i).as(name + " waits for " + start).isLessThan(PATIENCE_SECONDS * 20);
            Thread.sleep(50);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
