package org.mikey4j.cli.lint;

import java.util.Locale;
import org.mikey4j.message.Severity;

/** What severities are called: error, warning, note. */
public final class SeverityText {
    private SeverityText() {}

    /** The word, which is that of SARIF, too. */
    public static String of(Severity severity) {
        return severity == Severity.INFO ? "note" : severity.name().toLowerCase(Locale.ROOT);
    }
}
