package org.mikey4j.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The options that mean the same in every subcommand, and short ways to declare the others. */
public final class StandardOptions {
    /** Output for programs. */
    public static final String JSON = "--json";

    /** Stack traces, for whoever mends this program. */
    public static final String DEBUG = "--debug";

    /** Keys and salts in clear. */
    public static final String SHOW_SECRETS = "--show-secrets";

    /** Whether to colour. */
    public static final String COLOR = "--color";

    /** The keys to open messages with. */
    public static final String CREDENTIALS = "--credentials";

    private StandardOptions() {}

    /** A subcommand with a name, one line that describes it, and the options that all have. */
    public static CommandSpec command(String name, String description) {
        CommandSpec spec = CommandSpec.create().name(name);
        spec.usageMessage().description(description).abbreviateSynopsis(false).sortOptions(false);
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this text.")
                .order(Integer.MAX_VALUE)
                .build());
        spec.addOption(OptionSpec.builder(DEBUG)
                .description("Show stack traces.")
                .hidden(true)
                .build());
        return spec;
    }

    /** Worked command lines, at least two, with which every help text ends. */
    public static void examples(CommandSpec spec, String first, String second, String... more) {
        List<String> footer = new ArrayList<>(List.of("", "Examples:", "  " + first, "  " + second));
        for (String command : more) {
            footer.add("  " + command);
        }
        spec.usageMessage().footer(footer.toArray(String[]::new));
    }

    /** An option that is there or not. */
    public static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name)
                .type(boolean.class)
                .description(description)
                .build();
    }

    /** An option with a value. */
    public static OptionSpec value(String name, String label, String description) {
        return OptionSpec.builder(name)
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build();
    }

    /** An option with a value that may be given more than once. */
    public static OptionSpec values(String name, String label, String description) {
        return OptionSpec.builder(name)
                .type(String[].class)
                .arity("1")
                .paramLabel(label)
                .description(description)
                .build();
    }

    /** A parameter that has to be there. */
    public static PositionalParamSpec parameter(int index, String label, String description) {
        return PositionalParamSpec.builder()
                .index(Integer.toString(index))
                .arity("1")
                .required(true)
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build();
    }

    /** The one parameter, which may be missing: standard input is meant then. */
    public static PositionalParamSpec optionalParameter(String label, String description) {
        return PositionalParamSpec.builder()
                .index("0")
                .arity("0..1")
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build();
    }

    /** Any number of parameters. */
    public static PositionalParamSpec parameters(String label, String description) {
        return parameters(false, label, description);
    }

    /** One parameter or more. */
    public static PositionalParamSpec oneOrMore(String label, String description) {
        return parameters(true, label, description);
    }

    private static PositionalParamSpec parameters(boolean isRequired, String label, String description) {
        return PositionalParamSpec.builder()
                .index("0..*")
                .arity(isRequired ? "1..*" : "0..*")
                .required(isRequired)
                .type(String[].class)
                .paramLabel(label)
                .description(description)
                .build();
    }

    /** {@code --color}. */
    public static OptionSpec color() {
        return value(COLOR, "WHEN", "Colour: auto (on a terminal, unless NO_COLOR is set), always or never.");
    }

    /** {@code --json}. */
    public static OptionSpec json(String description) {
        return flag(JSON, description);
    }

    /** {@code --show-secrets}. */
    public static OptionSpec showSecrets() {
        return flag(SHOW_SECRETS, "Print keys and salts; otherwise only their length and a fingerprint.");
    }

    /** {@code --credentials}. */
    public static OptionSpec credentials() {
        return value(
                CREDENTIALS,
                "C",
                "The keys: a JSON file {\"psk\":\"<hex>\"}, or file:PATH, env:NAME, fd:N, stdin, prompt.");
    }
}
