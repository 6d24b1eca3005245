package org.mikey4j.cli.report;

import java.util.List;
import org.mikey4j.cli.lint.Finding;
import org.mikey4j.cli.lint.Rule;
import org.mikey4j.cli.lint.SeverityText;

/** Findings, each with its explanation folded away. */
final class FindingList {
    private FindingList() {}

    static String html(List<Finding> findings) {
        if (findings.isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder("<ul class=\"findings\">");
        for (Finding finding : findings) {
            finding(html, finding);
        }
        return html.append("</ul>").toString();
    }

    private static void finding(StringBuilder html, Finding finding) {
        Rule rule = finding.rule();
        String severity = SeverityText.of(finding.severity());
        String place = finding.offset().isPresent()
                ? finding.where() + ", octet " + finding.offset().getAsInt()
                : finding.where();
        html.append("<li class=\"")
                .append(severity)
                .append("\"><details><summary><span class=\"sev ")
                .append(severity)
                .append("\">")
                .append(severity)
                .append("</span> ")
                .append(Html.element("b", "", rule.title()))
                .append(Html.element("span", "what", finding.message()))
                .append(Html.element("span", "place", place))
                .append("</summary><div class=\"why\">")
                .append(Html.element("p", "", rule.explanation()))
                .append(Html.element("p", "remedy", rule.remedy()));
        if (!rule.implementations().isEmpty()) {
            html.append(Html.element("p", "known", "Known: " + String.join(", ", rule.implementations())));
        }
        html.append(Html.element("p", "known", rule.id() + ", " + rule.section() + ", " + finding.source()))
                .append("</div></details></li>");
    }
}
