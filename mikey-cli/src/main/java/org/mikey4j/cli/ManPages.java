package org.mikey4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Writes the manual pages from what the commands themselves say of their options, as roff with the macros of {@code man}. The
 * build runs it; so pages and program cannot differ.
 */
public final class ManPages {
    private static final String EXIT_STATUS = """
            .SH EXIT STATUS
            .TP
            .B 0
            Nothing to complain about.
            .TP
            .B 1
            The answer is no: it does not verify, has errors, differs.
            .TP
            .B 2
            The command line is wrong.
            .TP
            .B 3
            The input is not MIKEY.
            .TP
            .B 4
            A key or certificate is missing or unusable.
            .TP
            .B 5
            A file, a stream or the network failed.
            .TP
            .B 70
            A fault of this program.
            """;

    private static final String SECRETS = """
            .SH SECRETS
            Secrets are given by reference, so that they do not show in the list of processes:
            .BR file: PATH
            (or a path alone),
            .BR env: NAME ,
            .BR fd: N ,
            .BR stdin ,
            .BR prompt .
            Keys are shown as sizes and fingerprints unless
            .B \\-\\-show\\-secrets
            asks for them.
            """;

    private final String version;
    private final Map<String, String> pages = new TreeMap<>();

    private ManPages(String version) {
        this.version = version;
    }

    /**
     * Writes all pages.
     *
     * @param args the directory
     * @throws IOException if a page cannot be written
     */
    public static void main(String[] args) throws IOException {
        Main.skipUnusedConverters();
        Path directory = Files.createDirectories(Path.of(args[0]));
        for (Map.Entry<String, String> page : of(Version.number()).entrySet()) {
            Files.writeString(directory.resolve(page.getKey()), page.getValue());
        }
    }

    /** The pages by the names of their files, for example {@code mikey-lint.1}. */
    static Map<String, String> of(String version) {
        ManPages manual = new ManPages(version);
        CommandSpec root = CommandLineParser.root();
        Commands.addAll(root);
        List<String> names = new ArrayList<>();
        StringBuilder commands = new StringBuilder(".SH COMMANDS\n");
        root.subcommands().forEach((name, command) -> {
            names.add("mikey-" + name);
            commands.append(".TP\n.B mikey ")
                    .append(roff(name))
                    .append('\n')
                    .append(text(describe(command.getCommandSpec())))
                    .append('\n');
            manual.add(command.getCommandSpec(), "mikey " + name);
        });
        manual.pages.put(
                "mikey.1",
                manual.head("mikey", "reads, makes and checks MIKEY messages (RFC 3830)")
                        + ".SH SYNOPSIS\n.B mikey\n.I COMMAND\n[\n.I OPTIONS\n]\n" + commands + EXIT_STATUS + SECRETS
                        + seeAlso(names));
        return manual.pages;
    }

    private void add(CommandSpec command, String name) {
        List<String> related = new ArrayList<>(List.of("mikey"));
        StringBuilder inner = new StringBuilder();
        for (Map.Entry<String, CommandLine> subcommand : command.subcommands().entrySet()) {
            CommandSpec spec = subcommand.getValue().getCommandSpec();
            String full = name + " " + subcommand.getKey();
            add(spec, full);
            related.add(full.replace(' ', '-'));
            inner.append(".TP\n.B ")
                    .append(roff(full))
                    .append('\n')
                    .append(text(describe(spec)))
                    .append('\n');
        }
        pages.put(
                name.replace(' ', '-') + ".1",
                head(name.replace(' ', '-'), describe(command))
                        + synopsis(command, name)
                        + ".SH DESCRIPTION\n" + text(describe(command)) + "\n"
                        + (inner.isEmpty() ? "" : ".SH COMMANDS\n" + inner)
                        + options(command)
                        + examples(command)
                        + ".SH EXIT STATUS\nAs for all commands; see\n.BR mikey (1).\n"
                        + seeAlso(related));
    }

    private String head(String name, String description) {
        String summary = description.replaceAll("\\.$", "");
        return ".TH \"" + roff(name.toUpperCase(Locale.ROOT)) + "\" \"1\" \"\" \"mikey4j " + roff(version)
                + "\" \"mikey4j\"\n.SH NAME\n" + roff(name) + " \\- " + text(summary) + "\n";
    }

    private static String synopsis(CommandSpec command, String name) {
        StringBuilder out =
                new StringBuilder(".SH SYNOPSIS\n.B ").append(roff(name)).append("\n[\n.I OPTIONS\n]\n");
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            boolean any = parameter.arity().min() == 0;
            out.append(".I ")
                    .append(any ? "[" : "")
                    .append(roff(parameter.paramLabel()))
                    .append(any ? " ...]" : "")
                    .append('\n');
        }
        return out.toString();
    }

    private static String options(CommandSpec command) {
        StringBuilder out = new StringBuilder(".SH OPTIONS\n");
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            out.append(".TP\n.I ")
                    .append(roff(parameter.paramLabel()))
                    .append('\n')
                    .append(text(String.join(" ", parameter.description())))
                    .append('\n');
        }
        for (OptionSpec option : command.options()) {
            if (!option.hidden()) {
                out.append(".TP\n.B ").append(roff(String.join(", ", option.names())));
                out.append(option.arity().max() > 0 ? " \\fI" + roff(option.paramLabel()) + "\\fR" : "")
                        .append('\n')
                        .append(text(String.join(" ", option.description())))
                        .append('\n');
            }
        }
        return out.toString();
    }

    /** The footer of a help text is a heading and the examples. */
    private static String examples(CommandSpec command) {
        StringBuilder out = new StringBuilder();
        for (String line : command.usageMessage().footer()) {
            if (line.startsWith("  ")) {
                out.append(text(line.strip())).append('\n');
            }
        }
        return out.isEmpty() ? "" : ".SH EXAMPLES\n.nf\n" + out + ".fi\n";
    }

    private static String seeAlso(List<String> pages) {
        StringBuilder out = new StringBuilder(".SH SEE ALSO\n");
        for (int i = 0; i < pages.size(); i++) {
            out.append(".BR ")
                    .append(roff(pages.get(i)))
                    .append(" (1)")
                    .append(i + 1 < pages.size() ? "," : "")
                    .append('\n');
        }
        return out.toString();
    }

    private static String describe(CommandSpec command) {
        return String.join(" ", command.usageMessage().description());
    }

    /** A line of text: one that begins like a request is not one. */
    private static String text(String line) {
        String escaped = roff(line);
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }

    /** Hyphens that are typed as such, and backslashes. */
    private static String roff(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-").replace("\"", "\\(dq");
    }
}
