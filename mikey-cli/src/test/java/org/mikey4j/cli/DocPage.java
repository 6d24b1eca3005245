package org.mikey4j.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A page of documentation, whose consoles can be run: pipelines of mikey and a few filters, in the directory of the page. */
final class DocPage {
    private static final String FENCE = "```";
    private static final String CONSOLE = FENCE + "console";
    private static final String PROMPT = "$ ";
    private static final String EXIT_CODE = "; echo $?";
    private static final String SAMPLES = "samples/";
    private static final String SAMPLES_HERE = "docs/samples/";
    private static final String SAMPLE_KEY = "30313233343536373839414243444546";

    /** Of the ends of samples/ibake.txt. */
    private static final String X = "11".repeat(32);

    private static final String Y = "22".repeat(32);

    private final List<String> lines;
    private int exitCode;

    DocPage(String text) {
        this.lines = text.lines().toList();
    }

    /** The page with what its commands print now. */
    String run() throws IOException {
        StringBuilder page = new StringBuilder();
        boolean console = false;
        for (String line : lines) {
            if (console && line.startsWith(PROMPT)) {
                page.append(line).append('\n').append(output(line.substring(PROMPT.length())));
            } else if (console && line.equals(FENCE)) {
                console = false;
                page.append(line).append('\n');
            } else if (!console) {
                console = line.equals(CONSOLE);
                page.append(line).append('\n');
            }
        }
        return page.toString();
    }

    private String output(String line) throws IOException {
        boolean telling = line.endsWith(EXIT_CODE);
        String pipeline = telling ? line.substring(0, line.length() - EXIT_CODE.length()) : line;
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        byte[] data = new byte[0];
        for (String command : pipeline.split(Pattern.quote(" | "), -1)) {
            data = pipe(List.of(command.split(" ", -1)), data, err);
        }
        String text = err.toString(StandardCharsets.UTF_8) + new String(data, StandardCharsets.UTF_8);
        return text.replace(SAMPLES_HERE, SAMPLES) + (telling ? exitCode + "\n" : "");
    }

    private byte[] pipe(List<String> words, byte[] in, ByteArrayOutputStream err) throws IOException {
        List<String> args = words.subList(1, words.size()).stream()
                .map(word -> word.replace(SAMPLES, SAMPLES_HERE))
                .toList();
        List<String> lines = new String(in, StandardCharsets.UTF_8).lines().toList();
        switch (words.get(0)) {
            case "mikey" -> {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                exitCode = new Cli()
                        .environment("PSK", SAMPLE_KEY)
                        .environment("X", X)
                        .environment("Y", Y)
                        .stdin(in)
                        .into(out, err, args.toArray(String[]::new));
                return out.toByteArray();
            }
            case "cat" -> {
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                for (String file : args) {
                    all.write(Files.readAllBytes(Path.of(file)));
                }
                return all.toByteArray();
            }
            case "head" -> {
                return join(lines.subList(0, Math.min(count(args), lines.size())));
            }
            case "tail" -> {
                return join(lines.subList(Math.max(0, lines.size() - count(args)), lines.size()));
            }
            case "cut" -> {
                String[] range = args.get(0).substring("-c".length()).split("-", -1);
                int from = Integer.parseInt(range[0]) - 1;
                int end = range[1].isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(range[1]);
                return join(lines.stream()
                        .map(line -> line.substring(Math.min(from, line.length()), Math.min(end, line.length())))
                        .toList());
            }
            case "grep" -> {
                String word = args.get(0).replace("'", "");
                return join(lines.stream().filter(line -> line.contains(word)).toList());
            }
            default -> throw new IllegalArgumentException("not a command of these pages: " + words.get(0));
        }
    }

    private static int count(List<String> args) {
        return Integer.parseInt(args.get(0).substring(1));
    }

    private static byte[] join(List<String> lines) {
        List<String> ended = new ArrayList<>();
        lines.forEach(line -> ended.add(line + "\n"));
        return String.join("", ended).getBytes(StandardCharsets.UTF_8);
    }
}
