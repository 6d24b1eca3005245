package org.mikey4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The two launchers in real processes; the build that the one in the source tree starts is played by a script. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launchers are POSIX shell scripts")
class LauncherTest {
    private static final String JAVA_HOME = System.getProperty("java.home");
    private static final String TOOLS = "/usr/bin:/bin";

    @TempDir
    Path directory;

    private record Ended(int exitCode, String out, String err) {}

    @Test
    void aDistributionRunsThroughALinkFromAnywhereAndArchivesItsClasses() throws Exception {
        Path home = Files.createDirectories(directory.resolve("a home"));
        jar(home.resolve("lib/mikey.jar"));
        copy("src/dist/bin/mikey", home.resolve("bin/mikey"));
        Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
        Files.createSymbolicLink(elsewhere.resolve("link"), Path.of("../a home/bin/mikey"));

        Ended first = run(Map.of("JAVA_HOME", JAVA_HOME, "PATH", TOOLS), elsewhere, "./link", "help");
        Ended second = run(Map.of("JAVA_HOME", JAVA_HOME, "PATH", TOOLS), elsewhere, "./link", "nonsense");

        assertThat(first.err()).isEmpty();
        assertThat(first.exitCode()).isZero();
        assertThat(first.out()).startsWith("mikey reads, makes and checks MIKEY messages (RFC 3830).\n");
        assertThat(home.resolve("lib/mikey.jsa")).isNotEmptyFile();
        assertThat(second.exitCode()).isEqualTo(2);
        assertThat(second.out()).isEmpty();
        assertThat(second.err()).startsWith("mikey: no command nonsense\n");
    }

    @Test
    void anOldJavaOrNoneIsToldInOneLine() throws Exception {
        Path home = Files.createDirectories(directory.resolve("home"));
        jar(home.resolve("lib/mikey.jar"));
        copy("src/dist/bin/mikey", home.resolve("bin/mikey"));
        Path old = directory.resolve("old");
        script(old.resolve("bin/java"), "echo '    java.specification.version = 11' >&2");

        Ended oldJava = run(Map.of("JAVA_HOME", old.toString(), "PATH", TOOLS), home, "bin/mikey", "help");
        Ended noJava = run(Map.of("JAVA_HOME", directory + "/none", "PATH", TOOLS), home, "bin/mikey", "help");

        assertThat(oldJava.exitCode()).isEqualTo(5);
        assertThat(oldJava.err())
                .isEqualTo("mikey: " + old + "/bin/java is Java 11; 17 or newer is needed (set JAVA_HOME)\n");
        assertThat(noJava.exitCode()).isEqualTo(5);
        assertThat(noJava.err())
                .isEqualTo(
                        "mikey: no Java found: install a JDK or JRE of version 17 or newer, or point JAVA_HOME to one\n");
    }

    @Test
    void theWidthOfTheTerminalIsPassedOn() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "there is no script to make a terminal with");
        Path home = Files.createDirectories(directory.resolve("home"));
        jar(home.resolve("lib/mikey.jar"));
        copy("src/dist/bin/mikey", home.resolve("bin/mikey"));
        Path java = directory.resolve("java");
        script(java.resolve("bin/java"), """
                case $* in
                    *-XshowSettings*) echo '    java.specification.version = 17' >&2 ;;
                    *) echo "columns: ${COLUMNS:-unknown}" ;;
                esac""");
        script(home.resolve("terminal"), "exec script -qec \"$1\" /dev/null");
        Map<String, String> surroundings = Map.of("JAVA_HOME", java.toString(), "PATH", TOOLS);

        Ended terminal = run(surroundings, home, "./terminal", "stty cols 123 rows 45; bin/mikey help");
        Ended told = run(surroundings, home, "./terminal", "COLUMNS=77 bin/mikey help");
        Ended pipe = run(surroundings, home, "bin/mikey", "help");

        assertThat(terminal.out()).isEqualToIgnoringNewLines("columns: 123\n");
        assertThat(told.out()).isEqualToIgnoringNewLines("columns: 77\n");
        assertThat(pipe.out()).isEqualTo("columns: unknown\n");
    }

    /** Nothing here runs it. What it says of the terminal is what the program understands. */
    @Test
    @SuppressWarnings("SystemConsoleNull")
    void theLauncherForWindowsLetsJavaLookForTheTerminal() throws Exception {
        String text = Files.readString(Path.of("src/dist/bin/mikey.bat"));

        assertThat(text.split("\n", -1)).allMatch(line -> line.isEmpty() || line.endsWith("\r"));
        assertThat(text).contains("-Dorg.mikey4j.cli.terminal=console ", "set /a \"COLUMNS=%%c\"");
        assertThat(Main.isTerminal("console")).isEqualTo(System.console() != null);
        assertThat(Main.isTerminal("true")).isTrue();
        assertThat(Main.isTerminal("")).isFalse();
    }

    @Test
    void theSourceTreeIsBuiltOnFirstUseAndWhenASourceIsNewer() throws Exception {
        Path tree = sourceTree();
        Path tools = directory.resolve("tools");
        jar(directory.resolve("built.jar"));
        script(
                tools.resolve("mvn"),
                "echo run >>'" + directory + "/builds'; mkdir -p '" + tree + "/mikey-cli/target'; cp '" + directory
                        + "/built.jar' '" + tree + "/mikey-cli/target/mikey.jar'");
        Map<String, String> environment = Map.of("JAVA_HOME", JAVA_HOME, "PATH", tools + ":" + TOOLS);

        Ended first = run(environment, directory, "tree/mikey", "help");
        Ended second = run(environment, tree, "./mikey", "help");
        assertThat(first.err()).isEmpty();
        assertThat(first.exitCode()).isZero();
        assertThat(first.out()).startsWith("mikey reads, makes").isEqualTo(second.out());
        assertThat(directory.resolve("builds")).hasContent("run\n");

        Files.setLastModifiedTime(
                tree.resolve("mikey-core/src/main/Source.java"),
                FileTime.from(Instant.now().plusSeconds(60)));
        assertThat(run(environment, tree, "./mikey", "help").exitCode()).isZero();
        assertThat(directory.resolve("builds")).hasContent("run\nrun\n");
    }

    @Test
    void whatIsMissingForABuildIsToldInOneLine() throws Exception {
        sourceTree();
        Path noMaven = tools("no-maven");
        Path noCompiler = tools("no-compiler");
        script(noCompiler.resolve("mvn"), "exit 1");

        Ended withoutMaven = run(Map.of("PATH", noMaven.toString()), directory, "tree/mikey", "help");
        Ended withoutCompiler = run(Map.of("PATH", noCompiler.toString()), directory, "tree/mikey", "help");

        assertThat(withoutMaven.exitCode()).isEqualTo(5);
        assertThat(withoutMaven.err())
                .isEqualTo("mikey: has to be built and Maven is not there: "
                        + "install a JDK 17 or newer and Maven 3.8 or newer\n");
        assertThat(withoutCompiler.exitCode()).isEqualTo(5);
        assertThat(withoutCompiler.err())
                .isEqualTo("mikey: has to be built and there is no Java compiler: "
                        + "install a JDK 17 or newer (a JRE is not enough)\n");
    }

    @Test
    void aFailedBuildShowsItsErrorsAndIsTriedAgain() throws Exception {
        Path tree = sourceTree();
        Path tools = directory.resolve("tools");
        script(
                tools.resolve("mvn"),
                "echo '[INFO] noise'; echo '[ERROR] Source.java:[1,1] broken'; echo '[ERROR] '; exit 1");
        Map<String, String> environment = Map.of("JAVA_HOME", JAVA_HOME, "PATH", tools + ":" + TOOLS);

        for (int attempt = 0; attempt < 2; attempt++) {
            Ended ended = run(environment, tree, "./mikey", "help");
            assertThat(ended.exitCode()).isEqualTo(5);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err())
                    .isEqualTo("[ERROR] Source.java:[1,1] broken\n"
                            + "mikey: the build failed; all that Maven said is in " + tree.toRealPath()
                            + "/mikey-cli/target/build.log\n");
        }
    }

    private Path sourceTree() throws IOException {
        Path tree = directory.resolve("tree");
        copy("../mikey", tree.resolve("mikey"));
        copy("src/dist/bin/mikey", tree.resolve("mikey-cli/src/dist/bin/mikey"));
        for (String file : List.of(
                "pom.xml",
                "mikey-core/pom.xml",
                "mikey-core/src/main/Source.java",
                "mikey-cli/pom.xml",
                "mikey-cli/src/main/Source.java",
                "mikey-cli/src/assembly/Source.xml")) {
            Files.createDirectories(tree.resolve(file).getParent());
            Files.writeString(tree.resolve(file), "source");
        }
        return tree;
    }

    /** A directory with the few tools that the launcher needs, so that Java and Maven are not found. */
    private Path tools(String name) throws IOException {
        Path tools = Files.createDirectories(directory.resolve(name));
        for (String tool : List.of("sh", "find", "mkdir", "rmdir", "readlink", "touch", "grep", "head")) {
            String real = Files.exists(Path.of("/usr/bin", tool)) ? "/usr/bin/" : "/bin/";
            script(tools.resolve(tool), "exec " + real + tool + " \"$@\"");
        }
        return tools;
    }

    /** A jar without classes of its own, which refers to the class path of this test. */
    private static void jar(Path path) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                                .map(entry -> Path.of(entry).toUri().toString())
                                .collect(Collectors.joining(" ")));
        Files.createDirectories(path.getParent());
        try (OutputStream out = Files.newOutputStream(path);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.finish();
        }
    }

    private static void copy(String from, Path to) throws IOException {
        script(to, Files.readString(Path.of(from)).replaceFirst("#!/bin/sh\n", ""));
    }

    private static void script(Path path, String text) throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Ended run(Map<String, String> environment, Path workingDirectory, String... command) throws Exception {
        List<String> line = new ArrayList<>(List.of("/bin/sh"));
        line.addAll(List.of(command));
        Path out = Files.createTempFile(directory, "out", null);
        Path err = Files.createTempFile(directory, "err", null);
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(workingDirectory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        int exitCode = builder.start().waitFor();
        return new Ended(exitCode, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    }
}
