package org.mikey4j.cli.kmc;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.mikey4j.cli.CliFailure;

/** Settings as they stand in a file: lines of the form {@code name = value}, comments behind {@code #}. */
final class SettingsFile {
    private final String name;
    private final Map<String, Value> values = new LinkedHashMap<>();

    /** A value and the line that it is on, 0 for one that stands nowhere. */
    record Value(String text, int line) {}

    private SettingsFile(String name) {
        this.name = name;
    }

    /**
     * Reads the lines.
     *
     * @param name of the file
     * @param known which settings there are
     * @param hint names them
     * @throws CliFailure naming the line, if a setting is not known, is set twice, or has no value
     */
    static SettingsFile parse(String name, String text, Predicate<String> known, String hint) {
        SettingsFile file = new SettingsFile(name);
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String stripped = line.strip();
            if (!stripped.isEmpty() && !stripped.startsWith("#")) {
                file.add(stripped, number, known, hint);
            }
        }
        return file;
    }

    private void add(String line, int number, Predicate<String> known, String hint) {
        int equals = line.indexOf('=');
        if (equals < 1) {
            throw fault(number, "name = value is wanted");
        }
        String key = line.substring(0, equals).strip();
        if (!known.test(key)) {
            throw fault(number, "no setting " + key).withHint("settings: " + hint);
        }
        if (values.putIfAbsent(key, new Value(line.substring(equals + 1).strip(), number)) != null) {
            throw fault(number, key + " is set twice");
        }
    }

    Optional<Value> optional(String key) {
        return Optional.ofNullable(values.get(key));
    }

    Optional<String> text(String key) {
        return optional(key).map(Value::text);
    }

    /** What must be there, and not empty. */
    String required(String key) {
        return text(key).filter(text -> !text.isEmpty()).orElseThrow(() -> fault(0, key + " is missing"));
    }

    /** The settings whose names begin so, by the rest of their names. */
    Map<String, Value> beginning(String prefix) {
        Map<String, Value> found = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                found.put(key.substring(prefix.length()), value);
            }
        });
        return found;
    }

    /** The same without the lines. */
    Map<String, String> texts(String prefix) {
        Map<String, String> found = new LinkedHashMap<>();
        beginning(prefix).forEach((key, value) -> found.put(key, value.text()));
        return found;
    }

    int number(String key, int otherwise) {
        Optional<Value> value = optional(key);
        if (value.isEmpty()) {
            return otherwise;
        }
        if (!value.get().text().matches("\\d{1,7}")) {
            throw fault(
                    value.get().line(), key + " is a number, not " + value.get().text());
        }
        return Integer.parseInt(value.get().text());
    }

    InetSocketAddress address(Value value) {
        int colon = value.text().lastIndexOf(':');
        String host = colon < 0 ? "" : value.text().substring(0, colon).replaceAll("[\\[\\]]", "");
        try {
            int port = Integer.parseInt(value.text().substring(colon + 1));
            // Addresses only: a name would be looked up, and may change.
            if (host.matches("[0-9.]+|[0-9a-fA-F:.]+") && !host.isEmpty()) {
                return new InetSocketAddress(host, port);
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        throw fault(value.line(), "an IP address and a port are wanted, not " + value.text());
    }

    static List<String> split(String text) {
        return List.of(text.strip().split("\\s*,\\s*"));
    }

    /** The line of a setting, 0 if it is not there. */
    int line(String key) {
        return optional(key).map(Value::line).orElse(0);
    }

    /** A fault on a line, or of the whole file for line 0. */
    CliFailure fault(int line, String what) {
        return CliFailure.usage(name + (line == 0 ? "" : ":" + line) + ": " + what);
    }
}
