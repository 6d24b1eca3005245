package org.mikey4j.cli.report;

import java.util.Locale;

/** Draws a ladder as SVG that takes its colours from the page. */
final class LadderSvg {
    private static final int MARGIN_LEFT = 88;
    private static final int MARGIN_RIGHT = 62;
    private static final int COLUMN = 200;
    private static final int HEAD = 44;
    private static final int ROW = 54;
    private static final int FOOT = 18;
    private static final int ARROW = 8;
    private static final int LOOP = 26;
    private static final int MOST_CHARACTERS = 30;

    private LadderSvg() {}

    static String draw(Ladder ladder) {
        int columns = Math.max(1, ladder.actors().size());
        int width = MARGIN_LEFT + (columns - 1) * COLUMN + MARGIN_RIGHT;
        int height = HEAD + ladder.arrows().size() * ROW + FOOT;
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg class=\"ladder\" role=\"img\" aria-label=\"ladder\" viewBox=\"0 0 %d %d\" style=\"min-width:%dpx;"
                        + "max-width:%dpx\" xmlns=\"http://www.w3.org/2000/svg\">",
                width,
                height,
                // Many columns would be too small to read on a phone: there the ladder is scrolled sideways instead.
                columns > 3 ? width : Math.min(width, 320),
                width * 3 / 2));
        for (int i = 0; i < ladder.actors().size(); i++) {
            int x = x(i);
            text(svg, "actor", "middle", x, 22, shorten(ladder.actors().get(i)));
            svg.append(String.format(
                    Locale.ROOT,
                    "<line class=\"life\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>",
                    x,
                    HEAD - 12,
                    x,
                    height - FOOT / 2));
        }
        for (int i = 0; i < ladder.arrows().size(); i++) {
            arrow(svg, ladder.arrows().get(i), HEAD + i * ROW + ROW / 2);
        }
        return svg.append("</svg>").toString();
    }

    private static int x(int actor) {
        return MARGIN_LEFT + actor * COLUMN;
    }

    private static void arrow(StringBuilder svg, Ladder.Arrow arrow, int y) {
        int from = x(arrow.from());
        int to = x(arrow.to());
        boolean linked = !arrow.target().isEmpty();
        svg.append(linked ? "<a href=\"#" + Html.escape(arrow.target()) + "\">" : "");
        svg.append("<g class=\"arrow ")
                .append(arrow.kind().name().toLowerCase(Locale.ROOT))
                .append("\">");
        if (!arrow.time().isEmpty()) {
            text(svg, "time", "start", 2, y + 4, arrow.time());
        }
        if (from == to) {
            svg.append(String.format(
                    Locale.ROOT, "<path class=\"shaft\" d=\"M%d %d h%d v12 h-%d\"/>", from, y - 6, LOOP, LOOP));
            head(svg, from, y + 6, -1);
            text(svg, "label", "start", from + LOOP + 8, y, arrow.label());
            text(svg, "detail", "start", from + LOOP + 8, y + 14, arrow.detail());
        } else {
            int direction = to > from ? 1 : -1;
            svg.append(String.format(
                    Locale.ROOT,
                    "<line class=\"shaft\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>",
                    from,
                    y,
                    to - direction * ARROW,
                    y));
            head(svg, to, y, direction);
            int middle = (from + to) / 2;
            text(svg, "label", "middle", middle, y - 7, shorten(arrow.label()));
            text(svg, "detail", "middle", middle, y + 15, shorten(arrow.detail()));
        }
        svg.append("</g>").append(linked ? "</a>" : "");
    }

    private static void head(StringBuilder svg, int x, int y, int direction) {
        int back = x - direction * ARROW;
        svg.append(String.format(
                Locale.ROOT, "<path class=\"head\" d=\"M%d %d L%d %d L%d %d z\"/>", x, y, back, y - 5, back, y + 5));
    }

    private static void text(StringBuilder svg, String cssClass, String anchor, int x, int y, String text) {
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
