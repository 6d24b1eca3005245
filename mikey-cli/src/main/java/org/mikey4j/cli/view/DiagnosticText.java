package org.mikey4j.cli.view;

import java.util.Locale;
import org.mikey4j.cli.output.Painter;
import org.mikey4j.cli.output.Style;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.Severity;

/** A finding on one line. */
public final class DiagnosticText {
    private DiagnosticText() {}

    /** How serious it is, its rule, where it is and what it says. */
    public static String of(Diagnostic diagnostic, Painter painter) {
        Style style = diagnostic.severity() == Severity.ERROR ? Style.BAD : Style.WARNING;
        String severity = diagnostic.severity().name().toLowerCase(Locale.ROOT);
        return painter.paint(style, "! " + severity + " " + diagnostic.rule()) + " at " + diagnostic.offset() + ": "
                + diagnostic.message();
    }
}
