package org.mikey4j.cli.kmc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.mikey4j.cli.sip.SipNode;

/** A PostgreSQL server of our own, on the loopback address; thrown away when it is closed. */
final class PostgresServer implements AutoCloseable {
    private static final Path PROGRAMS = Path.of("/usr/lib/postgresql/15/bin");

    private final Path data;
    private final Path socket;
    private final int port = SipNode.freePorts(1).get(0);

    private PostgresServer() throws IOException {
        data = Files.createTempDirectory("pg");
        socket = Files.createTempDirectory("pgs");
    }

    static PostgresServer start() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(PROGRAMS), "PostgreSQL 15 is not installed");
        PostgresServer server = new PostgresServer();
        if (isRoot()) {
            run("chown", "-R", "nobody", server.data.toString(), server.socket.toString());
        }
        server.program("initdb", "-D", server.data.toString(), "-U", "mikey", "-A", "trust");
        server.program(
                "pg_ctl",
                "-D",
                server.data.toString(),
                "-w",
                "-o",
                "-p " + server.port + " -c listen_addresses=127.0.0.1 -k " + server.socket,
                "-l",
                server.data.resolve("log").toString(),
                "start");
        return server;
    }

    /** Where its files are. */
    Path data() {
        return data;
    }

    String url(String name) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + name;
    }

    /** A new connection to the database that is there. */
    SqlDatabase open() throws SQLException {
        return open("postgres");
    }

    SqlDatabase open(String name) throws SQLException {
        return SqlDatabase.open(url(name), Optional.of("mikey"), Optional.empty());
    }

    void create(String name) throws SQLException {
        try (Connection connection = java.sql.DriverManager.getConnection(url("postgres"), "mikey", "");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
    }

    /** As if the machine lost power. */
    void stop() throws IOException {
        program("pg_ctl", "-D", data.toString(), "-m", "immediate", "stop");
    }

    @Override
    public void close() throws IOException {
        if (Files.exists(data.resolve("postmaster.pid"))) {
            stop();
        }
        run("rm", "-rf", data.toString(), socket.toString());
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** PostgreSQL does not run as root, where tests may. */
    private void program(String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid", "nobody", "--clear-groups"));
        }
        command.add(PROGRAMS.resolve(name).toString());
        command.addAll(List.of(arguments));
        run(command.toArray(String[]::new));
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(Path.of("/tmp").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.onExit().join().exitValue())
                .as(String.join(" ", command))
                .isZero();
    }
}
