package org.mikey4j.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.mikey4j.cli.lint.Finding;
import org.mikey4j.cli.lint.Sender;
import org.mikey4j.cli.view.MessageView;

/**
 * A report in one HTML file that loads nothing from anywhere. Parts come out in the order in which they are added.
 *
 * <pre>{@code
 * HtmlReport report = new HtmlReport("A call", "2026-11-23, alice to bob", false);
 * report.ladder(ladder);
 * report.message("m1", "I_MESSAGE", "cam.sdp:12, from a=key-mgmt", view, findings, senders);
 * Files.writeString(path, report.write());
 * }</pre>
 */
public final class HtmlReport {
    private final String title;
    private final String subtitle;
    private final boolean showSecrets;
    private final List<String> parts = new ArrayList<>();

    /**
     * A report without parts.
     *
     * @param title what stands at the top
     * @param subtitle what stands below it, for example when and of what it was made
     * @param showSecrets whether key material is shown; otherwise dots stand for its octets
     */
    public HtmlReport(String title, String subtitle, boolean showSecrets) {
        this.title = title;
        this.subtitle = subtitle;
        this.showSecrets = showSecrets;
    }

    /** Whether key material is shown. */
    public boolean showSecrets() {
        return showSecrets;
    }

    /** Adds numbers with their names, such as how many findings there are. */
    public void figures(List<Figure> figures) {
        StringBuilder html = new StringBuilder("<div class=\"figures\">");
        for (Figure figure : figures) {
            html.append("<div class=\"figure ")
                    .append(Html.escape(figure.kind()))
                    .append("\">")
                    .append(Html.element("strong", "", figure.value()))
                    .append(Html.element("span", "", figure.name()))
                    .append("</div>");
        }
        parts.add(html.append("</div>").toString());
    }

    /**
     * A number with its name.
     *
     * @param value the number
     * @param name what it counts
     * @param kind how it is coloured: error, warning, note, good, or empty
     */
    public record Figure(String value, String name, String kind) {}

    /** Adds a paragraph. */
    public void text(String text) {
        parts.add(Html.element("p", "", text));
    }

    /** Adds a ladder. */
    public void ladder(String heading, Ladder ladder) {
        parts.add("<section>" + Html.element("h2", "", heading) + "<div class=\"scroll\">" + LadderSvg.draw(ladder)
                + "</div></section>");
    }

    /**
     * Adds a table.
     *
     * @param columns what stands above its columns
     * @param rows each with a cell for each column
     */
    public void table(String heading, List<String> columns, List<List<String>> rows) {
        StringBuilder html = new StringBuilder("<section>" + Html.element("h2", "", heading)
                + "<div class=\"scroll\"><table class=\"policies\"><thead><tr>");
        columns.forEach(column -> html.append(Html.element("th", "", column)));
        html.append("</tr></thead><tbody>");
        for (List<String> row : rows) {
            html.append("<tr>");
            for (int i = 0; i < row.size(); i++) {
                html.append("<td data-label=\"")
                        .append(Html.escape(columns.get(i)))
                        .append("\">")
                        .append(Html.escape(row.get(i)))
                        .append("</td>");
            }
            html.append("</tr>");
        }
        parts.add(html.append("</tbody></table></div></section>").toString());
    }

    /** Adds findings that are not about a single message. */
    public void findings(String heading, List<Finding> findings) {
        if (!findings.isEmpty()) {
            parts.add("<section>" + Html.element("h2", "", heading) + FindingList.html(findings) + "</section>");
        }
    }

    /**
     * Adds a message: its octets, what they mean, its policies, and what was found in it.
     *
     * @param id what arrows of a ladder lead to; letters, digits and hyphens
     * @param heading what it is, for example {@code PSK_INIT}
     * @param place where it is, and how long
     * @param message the message
     * @param findings what was found in it
     * @param senders who likely made it, the likeliest first
     */
    public void message(
            String id,
            String heading,
            String place,
            MessageView message,
            List<Finding> findings,
            List<Sender> senders) {
        StringBuilder html = new StringBuilder("<section class=\"message\" id=\"")
                .append(Html.escape(id))
                .append("\">")
                .append(Html.element("h2", "", heading))
                .append(Html.element("p", "place", place));
        senders.stream()
                .findFirst()
                .ifPresent(sender -> html.append(Html.element(
                        "p",
                        "sender",
                        "Likely made by " + sender.name() + ": " + String.join("; ", sender.evidence()) + ".")));
        html.append(FindingList.html(findings)).append(new OctetMap(message, showSecrets).html());
        message.inspection().message().ifPresent(m -> html.append(PolicyTable.html(m)));
        parts.add(html.append(FieldTable.html(message)).append("</section>").toString());
    }

    /** The whole file. */
    public String write() throws IOException {
        StringBuilder html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
                + "script-src 'unsafe-inline'\"><meta name=\"referrer\" content=\"no-referrer\">");
        html.append(Html.element("title", "", title))
                .append("<style>")
                .append(resource("report.css"))
                .append("</style></head><body><main><header>")
                .append(Html.element("h1", "", title))
                .append(Html.element("p", "subtitle", subtitle))
                .append("</header>");
        parts.forEach(part -> html.append(part).append('\n'));
        return html.append("</main><script>")
                .append(resource("report.js"))
                .append("</script></body></html>\n")
                .toString();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
