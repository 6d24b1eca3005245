package org.mikey4j.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.output.JsonDocument;
import org.mikey4j.kmc.AccessEntry;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey kmc audit}: reads the record of lawful access, and says whether somebody changed it. */
final class KmcAudit implements Command {
    static final String NAME = "audit";
    private static final String HEAD = "--head";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command(
                NAME,
                "Show the record of lawful access of a centre, and whether it is whole; where not, from which entry on.");
        AccessRecord.addTo(spec);
        spec.addOption(StandardOptions.value(
                HEAD, "N:HASH", "An entry that somebody noted, as the last line of an earlier audit shows it."));
        spec.addOption(StandardOptions.json("One JSON object."));
        StandardOptions.examples(
                spec, "mikey kmc audit --config kmc.conf", "mikey kmc audit --config kmc.conf --head 12:8c2f...");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext context) throws IOException {
        try (AccessRecord record = AccessRecord.open(options, NAME, context)) {
            List<AccessEntry> entries = record.entries();
            Optional<String> fault = record.fault().or(() -> missing(options.matchedOptionValue(HEAD, ""), entries));
            if (options.matchedOptionValue(StandardOptions.JSON, false)) {
                context.out().line(json(entries, fault));
            } else {
                entries.forEach(entry -> context.out().line(text(entry)));
                context.out()
                        .line(fault.map(f -> "damaged: " + f)
                                .orElseGet(() -> "whole: " + entries.size() + " entries"
                                        + (entries.isEmpty()
                                                ? ""
                                                : ", head " + head(entries.get(entries.size() - 1)))));
            }
            return fault.isPresent() ? ExitCode.NO : ExitCode.OK;
        }
    }

    /** An end that was cut off shows only to who noted what was there. */
    private static Optional<String> missing(String noted, List<AccessEntry> entries) {
        if (noted.isEmpty() || entries.stream().anyMatch(entry -> head(entry).equals(noted))) {
            return Optional.empty();
        }
        if (!noted.matches("[0-9]+:[0-9a-f]{64}")) {
            throw CliFailure.usage(HEAD + " is a number and 64 hexadecimal digits, as in 12:8c2f...");
        }
        return Optional.of("the record does not have the entry that was noted, "
                + noted.substring(0, noted.indexOf(':')) + "; it was cut off or written anew");
    }

    private static String head(AccessEntry entry) {
        return entry.number() + ":" + entry.hash().toHex();
    }

    private static String kind(AccessEntry entry) {
        return entry.kind().name().toLowerCase(Locale.ROOT);
    }

    private static String text(AccessEntry entry) {
        return entry.number() + "  " + entry.at() + "  " + kind(entry) + "  warrant " + entry.warrant() + "  call "
                + entry.call().toHex().substring(0, 16) + "  " + entry.detail();
    }

    private static String json(List<AccessEntry> entries, Optional<String> fault) throws IOException {
        try (JsonDocument json = new JsonDocument()) {
            json.bool("whole", fault.isEmpty());
            if (fault.isPresent()) {
                json.text("fault", fault.get());
            }
            json.beginArray("entries");
            for (AccessEntry entry : entries) {
                json.beginObject();
                json.number("number", entry.number());
                json.text("at", entry.at().toString());
                json.text("kind", kind(entry));
                json.text("warrant", entry.warrant());
                json.text("call", entry.call().toHex());
                json.text("detail", entry.detail());
                json.text("hash", entry.hash().toHex());
                json.endObject();
            }
            json.endArray();
            return json.finish();
        }
    }
}
