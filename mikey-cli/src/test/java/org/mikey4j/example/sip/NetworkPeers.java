package org.mikey4j.example.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Kamailio and SIPp, run in a folder with files of {@code src/test/resources/sip}. Closing it stops them. */
final class NetworkPeers implements AutoCloseable {
    private static final Path KAMAILIO = Path.of("/usr/sbin/kamailio");
    private static final Path MODULES = Path.of("/usr/lib/x86_64-linux-gnu/kamailio/modules");
    private static final Path TABLES = Path.of("/usr/share/kamailio/dbtext/kamailio");
    private static final Path SIPP = Path.of("/usr/bin/sipp");

    private final Path folder;
    private final List<Process> processes = new ArrayList<>();

    NetworkPeers(Path folder) {
        this.folder = folder;
    }

    private static void require(boolean there, String what) {
        if (System.getenv("MIKEY_REQUIRE_PEERS") != null) {
            assertThat(there).as(what + " is installed").isTrue();
        }
        Assumptions.assumeTrue(there, what + " is not installed");
    }

    private Path resource(String name, Map<String, String> values) throws IOException {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/sip/" + name))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> value : values.entrySet()) {
                text = text.replace("@" + value.getKey() + "@", value.getValue());
            }
            return Files.writeString(folder.resolve(name), text);
        }
    }

    private Process run(String out, String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(out).toFile())
                .start();
        processes.add(process);
        return process;
    }

    /**
     * Starts Kamailio, and waits until it listens.
     *
     * @param mode "fork" and "twice" send an INVITE to both telephones, anything else to the first
     * @param topology more modules
     * @param edit what is done to descriptions on their way
     */
    void kamailio(int port, List<Integer> telephones, String mode, String topology, String edit) throws Exception {
        require(Files.isExecutable(KAMAILIO) && Files.exists(MODULES), "Kamailio");
        for (String table : List.of("version", "topos_d", "topos_t")) {
            // The tables that come with it do not let topos leave fields open, and then it hides nothing.
            String columns = Files.readString(TABLES.resolve(table));
            Files.writeString(folder.resolve(table), columns.replaceAll("\\((int|string)\\)", "($1,null)"));
        }
        Path config = resource(
                "kamailio.cfg",
                Map.of(
                        "TOPOLOGY", topology.replace("@FOLDER@", folder.toString()),
                        "EDIT", edit,
                        "MODE", mode,
                        "PROXY", Integer.toString(port),
                        "MODULES", MODULES + "/",
                        "ONE", telephones.get(0).toString(),
                        "TWO", telephones.get(1).toString()));
        Process process =
                run("kamailio.out", KAMAILIO.toString(), "-f", config.toString(), "-E", "-DD", "-Y", folder.toString());
        for (int tries = 0; tries < 100 && process.isAlive(); tries++) {
            try {
                new java.net.Socket("127.0.0.1", port).close();
                return;
            } catch (IOException e) {
                Thread.sleep(200);
            }
        }
        throw new AssertionError(Files.readString(folder.resolve("kamailio.out")));
    }

    /** Starts SIPp for one call of a scenario over TCP; with no telephone to call it waits to be called. */
    Process sipp(String scenario, Map<String, String> values, int port, String... telephone) throws Exception {
        require(Files.isExecutable(SIPP), "SIPp");
        resource(scenario + ".xml", values);
        List<String> command = new ArrayList<>(List.of(SIPP.toString(), "-sf", scenario + ".xml", "-i", "127.0.0.1"));
        command.addAll(List.of("-p", Integer.toString(port), "-m", "1", "-t", "t1", "-nostdin", "-trace_logs"));
        command.addAll(List.of(telephone));
        Process process = run(scenario + ".out", command.toArray(String[]::new));
        Thread.sleep(telephone.length == 0 ? 1500 : 0);
        return process;
    }

    /** Waits for SIPp, which is content if everything came as its scenario has it. */
    void assertContent(Process sipp, String scenario) throws Exception {
        assertThat(sipp.waitFor(60, TimeUnit.SECONDS)).as(scenario + " ends").isTrue();
        assertThat(sipp.exitValue())
                .as(Files.readString(folder.resolve(scenario + ".out"), StandardCharsets.ISO_8859_1))
                .isZero();
    }

    /** What a scenario logged. */
    String logged(String scenario) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return Files.readString(files.filter(f -> f.getFileName().toString().matches(scenario + "_\\d+_logs.log"))
                    .findFirst()
                    .orElseThrow());
        }
    }

    @Override
    public void close() {
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
