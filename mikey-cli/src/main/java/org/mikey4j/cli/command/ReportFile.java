package org.mikey4j.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.report.HtmlReport;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code --report}: a file that a report is written to. What was there is replaced: a report can be made again. */
final class ReportFile {
    private static final String REPORT = "--report";

    private ReportFile() {}

    static OptionSpec option() {
        return StandardOptions.value(
                REPORT, "FILE", "Write an HTML report as well: octets in colour, ladder, policies, findings.");
    }

    static boolean isWanted(ParseResult options) {
        return options.hasMatchedOption(REPORT);
    }

    /**
     * Writes the report to the file that the options name. One that shows keys is for its owner's eyes.
     *
     * @throws CliFailure if it cannot be written
     */
    static void write(ParseResult options, HtmlReport report) throws IOException {
        String name = options.matchedOptionValue(REPORT, "");
        String text = report.write();
        try {
            Path path = Path.of(name);
            if (report.showSecrets()) {
                Files.deleteIfExists(path);
                OwnerFile.create(path);
            }
            Files.writeString(path, text);
        } catch (InvalidPathException | IOException e) {
            throw CliFailure.io(name + ": cannot be written: " + e.getMessage());
        }
    }
}
