package org.mikey4j.cli.report;

import java.util.Locale;
import java.util.stream.Stream;

/** Draws a ladder as SVG that takes its colours from the page. */
final class LadderSvg {
    private static final int LEAST_MARGIN = 88;
    private static final int LEAST_RIGHT_MARGIN = 62;
    private static final int LEAST_COLUMN = 200;
    /** Wide enough for any character of a heading. */
    private static final int CHARACTER = 9;

    private static final int GAP = 16;
    private static final int HEAD = 44;
    private static final int ROW = 54;
    private static final int FOOT = 18;
    private static final int ARROW = 8;
    private static final int LOOP = 26;
    private static final int MOST_CHARACTERS = 30;

    private final StringBuilder svg = new StringBuilder();
    private final Ladder ladder;
    private final int margin;
    private final int column;

    private LadderSvg(Ladder ladder) {
        this.ladder = ladder;
        int longest = Stream.concat(
                        ladder.actors().stream(),
                        ladder.arrows().stream().flatMap(arrow -> Stream.of(arrow.label(), arrow.detail())))
                .mapToInt(text -> Math.min(text.length(), MOST_CHARACTERS))
                .max()
                .orElse(0);
        this.column = Math.max(LEAST_COLUMN, longest * CHARACTER + GAP);
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

    private String draw() {
        int columns = Math.max(1, ladder.actors().size());
        int width = margin + (columns - 1) * column + margin(columns - 1, LEAST_RIGHT_MARGIN);
        int height = HEAD + ladder.arrows().size() * ROW + FOOT;
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
        for (int i = 0; i < ladder.arrows().size(); i++) {
            arrow(ladder.arrows().get(i), HEAD + i * ROW + ROW / 2);
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
            svg.append(String.format(
                    Locale.ROOT, "<path class=\"shaft\" d=\"M%d %d h%d v12 h-%d\"/>", from, y - 6, LOOP, LOOP));
            head(from, y + 6, -1);
            text("label", "start", from + LOOP + 8, y, arrow.label());
            text("detail", "start", from + LOOP + 8, y + 14, arrow.detail());
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

    private static String shorten(String text) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS - 1) + "\u2026";
    }
}
