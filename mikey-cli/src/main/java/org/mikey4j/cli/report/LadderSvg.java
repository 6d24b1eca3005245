package org.mikey4j.cli.report;

import java.util.Locale;
import java.util.stream.Stream;

/** Draws a ladder as SVG that takes its colours from the page. */
final class LadderSvg {
    private static final int LEAST_MARGIN = 88;
    private static final int LEAST_RIGHT_MARGIN = 62;
    private static final int LEAST_COLUMN = 200;
    private static final int MOST_WIDE_COLUMNS = 4;
    private static final int NARROW_COLUMN = 126;
    /** Wide enough for any character of a heading. */
    private static final int CHARACTER = 9;

    private static final int GAP = 16;
    private static final int HEAD = 44;
    private static final int ROW = 38;
    private static final int DETAIL = 16;
    private static final int FOOT = 18;
    private static final int ARROW = 8;
    private static final int LOOP = 26;
    private static final int MOST_CHARACTERS = 30;
    private static final int MOST_NARROW_CHARACTERS = 21;

    private final StringBuilder svg = new StringBuilder();
    private final Ladder ladder;
    private final int columns;
    private final boolean narrow;
    private final int margin;
    private final int column;

    private LadderSvg(Ladder ladder) {
        this.ladder = ladder;
        this.columns = Math.max(1, ladder.actors().size());
        // Many columns have to fit on a screen.
        this.narrow = columns > MOST_WIDE_COLUMNS;
        int longest = Stream.concat(
                        ladder.actors().stream(),
                        ladder.arrows().stream().flatMap(arrow -> Stream.of(arrow.label(), arrow.detail())))
                .mapToInt(text -> Math.min(text.length(), MOST_CHARACTERS))
                .max()
                .orElse(0);
        this.column = narrow ? NARROW_COLUMN : Math.max(LEAST_COLUMN, longest * CHARACTER + GAP);
        this.margin = margin(0, LEAST_MARGIN);
    }

    /** Half a heading stands to either side of the outermost lines, and the time to the left. */
    private int margin(int actor, int least) {
        int characters = ladder.actors().isEmpty()
                ? 0
                : Math.min(ladder.actors().get(actor).length(), MOST_CHARACTERS);
        return Math.max(least, (characters * CHARACTER + GAP) / 2);
    }

    static String draw(Ladder ladder) {
        return new LadderSvg(ladder).draw();
    }

    private static int row(Ladder.Arrow arrow) {
        return ROW + (arrow.detail().isEmpty() ? 0 : DETAIL);
    }

    private String draw() {
        int width = x(columns - 1) + margin(columns - 1, LEAST_RIGHT_MARGIN);
        int height = HEAD + ladder.arrows().stream().mapToInt(LadderSvg::row).sum() + FOOT;
        svg.append(String.format(
                Locale.ROOT,
                "<svg class=\"ladder\" role=\"img\" aria-label=\"ladder\" viewBox=\"0 0 %d %d\" style=\"min-width:%dpx;"
                        + "max-width:%dpx\" xmlns=\"http://www.w3.org/2000/svg\">",
                width,
                height,
                // Many columns would be too small to read on a phone: there the ladder is scrolled sideways instead.
                columns > 2 ? width : Math.min(width, 320),
                width * 3 / 2));
        for (int i = 0; i < ladder.actors().size(); i++) {
            int x = x(i);
            text("actor", "middle", x, 22, shorten(ladder.actors().get(i)));
            svg.append(String.format(
                    Locale.ROOT,
                    "<line class=\"life\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>",
                    x,
                    HEAD - 12,
                    x,
                    height - FOOT / 2));
        }
        int y = HEAD;
        for (Ladder.Arrow arrow : ladder.arrows()) {
            arrow(arrow, y + ROW / 2);
            y += row(arrow);
        }
        return svg.append("</svg>").toString();
    }

    private int x(int actor) {
        return margin + actor * column;
    }

    private void arrow(Ladder.Arrow arrow, int y) {
        int from = x(arrow.from());
        int to = x(arrow.to());
        boolean linked = !arrow.target().isEmpty();
        svg.append(linked ? "<a href=\"#" + Html.escape(arrow.target()) + "\">" : "");
        svg.append("<g class=\"arrow ")
                .append(arrow.kind().name().toLowerCase(Locale.ROOT))
                .append("\">");
        if (!arrow.time().isEmpty()) {
            text("time", "start", 2, y + 4, arrow.time());
        }
        if (from == to) {
            // Towards the side with more room for the text.
            int side = arrow.from() * 2 > columns - 1 ? -1 : 1;
            String anchor = side > 0 ? "start" : "end";
            int beside = from + side * (LOOP + 8);
            svg.append(String.format(
                    Locale.ROOT,
                    "<path class=\"shaft\" d=\"M%d %d h%d v12 h%d\"/>",
                    from,
                    y - 6,
                    side * LOOP,
                    -side * LOOP));
            head(from, y + 6, -side);
            text("label", anchor, beside, y + (arrow.detail().isEmpty() ? 4 : 0), arrow.label());
            text("detail", anchor, beside, y + 14, arrow.detail());
        } else {
            int direction = to > from ? 1 : -1;
            svg.append(String.format(
                    Locale.ROOT,
                    "<line class=\"shaft\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>",
                    from,
                    y,
                    to - direction * ARROW,
                    y));
            head(to, y, direction);
            int middle = (from + to) / 2;
            text("label", "middle", middle, y - 7, shorten(arrow.label()));
            text("detail", "middle", middle, y + 15, shorten(arrow.detail()));
        }
        svg.append("</g>").append(linked ? "</a>" : "");
    }

    private void head(int x, int y, int direction) {
        int back = x - direction * ARROW;
        svg.append(String.format(
                Locale.ROOT, "<path class=\"head\" d=\"M%d %d L%d %d L%d %d z\"/>", x, y, back, y - 5, back, y + 5));
    }

    private void text(String cssClass, String anchor, int x, int y, String text) {
        if (!text.isEmpty()) {
            svg.append(String.format(
                            Locale.ROOT,
                            "<text class=\"%s\" text-anchor=\"%s\" x=\"%d\" y=\"%d\">",
                            cssClass,
                            anchor,
                            x,
                            y))
                    .append(Html.escape(text))
                    .append("</text>");
        }
    }

    private String shorten(String text) {
        int most = narrow ? MOST_NARROW_CHARACTERS : MOST_CHARACTERS;
        return text.length() <= most ? text : text.substring(0, most - 1) + "\u2026";
    }
}
