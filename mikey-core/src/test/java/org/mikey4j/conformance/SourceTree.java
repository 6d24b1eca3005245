package org.mikey4j.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the sources of all modules say about requirements. */
final class SourceTree {
    static final Path ROOT = Files.exists(Path.of("spec-notes")) ? Path.of("") : Path.of("..");

    /** A test: a method, or a rule of the architecture. */
    private static final Pattern DECLARATION =
            Pattern.compile("^    (?:public |static |final )*(?:void|ArchRule) (\\w+)\\b.*");

    private SourceTree() {}

    /** The tables, by their file names. */
    static Map<Path, List<String>> tables() {
        Map<Path, List<String>> tables = new TreeMap<>();
        for (Path file : files(ROOT.resolve("spec-notes/conformance"), "(rfc|ts)\\d+\\.md")) {
            tables.put(file, lines(file));
        }
        return tables;
    }

    /** The names of classes and packages that implement something. */
    static Set<String> implementations() {
        Set<String> names = new HashSet<>();
        for (String module : List.of("mikey-core", "mikey-cli")) {
            for (Path file : files(ROOT.resolve(module).resolve("src/main/java"), ".*\\.java")) {
                names.add(file.getFileName().toString().replace(".java", ""));
                names.add(file.getParent().getFileName().toString());
            }
        }
        return names;
    }

    /** The requirements that each test carries, in its {@code @Proves} or at the head of its display name. */
    static Map<String, Set<String>> tests() {
        Map<String, Set<String>> tests = new TreeMap<>();
        for (String module : List.of("mikey-core", "mikey-cli")) {
            for (Path file : files(ROOT.resolve(module).resolve("src/test/java"), ".*Test\\.java")) {
                String name = file.getFileName().toString().replace(".java", "");
                read(name, lines(file), tests);
            }
        }
        return tests;
    }

    private static void read(String className, List<String> lines, Map<String, Set<String>> tests) {
        List<String> before = new ArrayList<>();
        for (String line : lines) {
            Matcher declaration = DECLARATION.matcher(line);
            if (declaration.matches()) {
                Set<String> ids = new TreeSet<>();
                before.forEach(b -> Requirement.ID.matcher(b).results().forEach(r -> ids.add(r.group())));
                tests.put(className + "." + declaration.group(1), ids);
                before.clear();
            } else if (line.equals("    }") || line.endsWith(";")) {
                before.clear();
            } else {
                before.add(line);
            }
        }
    }

    private static List<Path> files(Path folder, String name) {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(p -> p.getFileName().toString().matches(name))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
