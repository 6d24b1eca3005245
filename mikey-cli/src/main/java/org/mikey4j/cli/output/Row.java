package org.mikey4j.cli.output;

import org.jspecify.annotations.Nullable;

/**
 * A row of a text in as many lines as it takes. What does not fit behind the rest goes to a line below as a whole, and is
 * divided between its words only if it is longer than a line; a word is never divided, so that it can be copied.
 */
public final class Row {
    private final int width;
    private final String margin;
    private final Painter painter;
    private final StringBuilder text = new StringBuilder();
    private int column;

    Row(int width, int indent, Painter painter) {
        this.width = width;
        this.margin = " ".repeat(indent);
        this.painter = painter;
    }

    /**
     * Adds a piece, if it is not empty.
     *
     * @param gap what stands before it, unless it begins a line
     * @param style its colour; null for none
     */
    public Row add(String gap, @Nullable Style style, String piece) {
        if (piece.isEmpty()) {
            return this;
        }
        if (fits(gap, piece) || piece.indexOf(' ') < 0) {
            put(gap, style, piece);
        } else if (margin.length() + piece.length() <= width) {
            below();
            put("", style, piece);
        } else {
            String before = gap;
            for (String word : piece.split(" ", -1)) {
                put(before, style, word);
                before = " ";
            }
        }
        return this;
    }

    private boolean fits(String gap, String piece) {
        return column + gap.length() + piece.length() <= width;
    }

    private void put(String gap, @Nullable Style style, String piece) {
        String before = gap;
        if (column > margin.length() && !fits(gap, piece)) {
            below();
            before = "";
        }
        text.append(before).append(style == null ? piece : painter.paint(style, piece));
        column += before.length() + piece.length();
    }

    private void below() {
        text.append('\n').append(margin);
        column = margin.length();
    }

    /** The lines, without a line feed at the end. */
    @Override
    public String toString() {
        return text.toString();
    }
}
