package org.mikey4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MainTest {
    @Test
    void withoutArgumentsTheSummaryGoesToStandardErrorAndTheUsageIsWrong() {
        Cli.Result result = Cli.run();

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines().count()).as("fits a terminal").isLessThan(24);
        assertThat(result.err()).startsWith("mikey reads, makes and checks MIKEY messages (RFC 3830).\n");
    }

    @Test
    void theSummaryNamesEveryCommand() {
        assertThat(Commands.NAMES)
                .allSatisfy(name -> assertThat(Cli.run("--help").out()).contains(name));
    }

    @Test
    void versionNamesThisProgramJavaAndTheCryptoLibrary() {
        Cli.Result result = Cli.run("--version");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out().lines())
                .hasSize(3)
                .satisfiesExactly(
                        line -> assertThat(line).matches("mikey \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?"),
                        line -> assertThat(line).startsWith("Java " + Runtime.version()),
                        line -> assertThat(line).matches("Bouncy Castle \\d+\\.\\d+"));
    }

    @Test
    void anUnknownCommandIsAUsageErrorThatListsTheOthers() {
        Cli.Result result = Cli.run("hlep");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .isEqualTo("mikey: no command hlep\nmikey: commands: " + String.join(", ", Commands.NAMES)
                        + "; see: mikey help\n");
    }

    @Test
    void anUnknownOptionNamesTheCommandWhoseHelpToRead() {
        Cli.Result result = Cli.run("completion", "--nonsense");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .isEqualTo("mikey: Unknown option: '--nonsense'\nmikey: see: mikey completion --help\n");
    }

    @Test
    void withJsonAnErrorIsOneObjectOnStandardError() {
        Cli.Result result = Cli.run("completion", "--json");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .isEqualTo("{\"error\":{\"exitCode\":2,\"message\":\"Unknown option: '--json'\","
                        + "\"hint\":\"see: mikey completion --help\"}}\n");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyHelpEndsWithTwoExamples(List<String> command) {
        String[] args = command.toArray(String[]::new);
        Cli.Result option = Cli.run(append(args, "--help"));
        Cli.Result help = Cli.run(prepend("help", args));

        assertThat(option.exitCode()).isZero();
        assertThat(option.err()).isEmpty();
        assertThat(option.out()).isEqualTo(help.out());
        List<String> lines = option.out().lines().toList();
        assertThat(lines.subList(lines.size() - 3, lines.size()))
                .satisfiesExactly(
                        heading -> assertThat(heading).isEqualTo("Examples:"),
                        example -> assertThat(example).contains("mikey " + String.join(" ", command)),
                        example -> assertThat(example).contains("mikey " + String.join(" ", command)));
        assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }

    static List<List<String>> commands() {
        return Commands.NAMES.stream()
                .map(name -> name.equals("generate") ? List.of(name, "psk") : List.of(name))
                .toList();
    }

    @Test
    void helpForNoSuchCommandIsAUsageError() {
        Cli.Result result = Cli.run("help", "nonsense");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).startsWith("mikey: no command nonsense\nmikey: commands: ");
        assertThat(Cli.run("help", "completion", "more").err())
                .isEqualTo("mikey: no command completion more\nmikey: see: mikey help\n");
    }

    @Test
    void completionIsAScriptThatNamesTheCommands() {
        Cli.Result result = Cli.run("completion");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).startsWith("#!").contains("_complete_mikey");
        assertThat(Commands.NAMES).allSatisfy(name -> assertThat(result.out()).contains("_picocli_mikey_" + name));
    }

    @Test
    void aReaderThatHasGoneIsNoFailure() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int exitCode = new Cli().into(new Failing("Broken pipe"), err, "help");

        assertThat(exitCode).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void aFullDiskIsAnInputOutputFailure() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int exitCode = new Cli().into(new Failing("No space left on device"), err, "help");

        assertThat(exitCode).isEqualTo(5);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("mikey: cannot write the output: No space left on device\n");
    }

    @Test
    void anErrorIsStillToldWhenNobodyReadsTheOutput() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int exitCode = new Cli().into(new Failing("Broken pipe"), err, "help", "nonsense");

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("mikey: no command nonsense\n");
    }

    @Test
    void aFaultOfOursIsSeventyWithoutAStackTraceUnlessAskedFor() {
        OutputStream faulty = new OutputStream() {
            @Override
            public void write(int b) {
                throw new IllegalStateException("planted");
            }
        };
        ByteArrayOutputStream quiet = new ByteArrayOutputStream();
        ByteArrayOutputStream debug = new ByteArrayOutputStream();

        assertThat(new Cli().into(faulty, quiet, "help")).isEqualTo(70);
        assertThat(new Cli().into(faulty, debug, "help", "--debug")).isEqualTo(70);

        assertThat(quiet.toString(StandardCharsets.UTF_8))
                .isEqualTo("mikey: a fault of this program: java.lang.IllegalStateException: planted\n"
                        + "mikey: please report it, with what --debug prints and without any key\n");
        assertThat(debug.toString(StandardCharsets.UTF_8)).contains("java.lang.IllegalStateException: planted\n\tat ");
    }

    private static String[] append(String[] args, String last) {
        String[] longer = Arrays.copyOf(args, args.length + 1);
        longer[args.length] = last;
        return longer;
    }

    private static String[] prepend(String first, String[] args) {
        String[] longer = new String[args.length + 1];
        longer[0] = first;
        System.arraycopy(args, 0, longer, 1, args.length);
        return longer;
    }

    private static final class Failing extends OutputStream {
        private final String reason;

        Failing(String reason) {
            this.reason = reason;
        }

        @Override
        public void write(int b) throws IOException {
            throw new IOException(reason);
        }
    }
}
