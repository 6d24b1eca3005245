package org.mikey4j.cli.output;

import java.util.Map;
import org.mikey4j.cli.TextSink;

/**
 * How wide the reader's window is, and how text is coloured there.
 *
 * @param width in characters
 */
public record Layout(int width, Painter painter) {
    /** Where nothing is known of the window; files and pipes get lines of this width, too, whatever window made them. */
    public static final int USUAL_WIDTH = 80;

    /** Narrower than this, folding makes text harder to read than the terminal does. */
    private static final int LEAST_WIDTH = 40;

    /** As wide as the terminal, if it is one and COLUMNS tells. */
    public static Layout of(TextSink out, Map<String, String> environment, Painter painter) {
        return of(out, environment, painter, USUAL_WIDTH);
    }

    /**
     * As wide as the terminal, if it is one.
     *
     * @param elsewhere how wide it is in files and pipes
     */
    public static Layout of(TextSink out, Map<String, String> environment, Painter painter, int elsewhere) {
        if (!out.isTerminal()) {
            return new Layout(elsewhere, painter);
        }
        String columns = environment.getOrDefault("COLUMNS", "");
        return new Layout(
                columns.matches("[1-9]\\d{0,3}") ? Math.max(LEAST_WIDTH, Integer.parseInt(columns)) : USUAL_WIDTH,
                painter);
    }

    /**
     * An empty row.
     *
     * @param indent of the lines after the first
     */
    public Row row(int indent) {
        return new Row(width, indent, painter);
    }
}
