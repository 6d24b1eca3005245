package org.mikey4j.cli.report;

import org.mikey4j.cli.view.FieldView;
import org.mikey4j.cli.view.MessageView;
import org.mikey4j.cli.view.ParameterView;
import org.mikey4j.cli.view.Part;
import org.mikey4j.cli.view.PayloadView;

/** The fields of a message with their values, as nested lists. */
final class FieldTable {
    private FieldTable() {}

    static String html(MessageView message) {
        StringBuilder html = new StringBuilder("<details class=\"fields\"><summary>Fields</summary><table><thead><tr>"
                + "<th>Octet</th><th>Field</th><th>Value</th></tr></thead><tbody>");
        for (PayloadView payload : message.payloads()) {
            payload(html, payload, 0);
        }
        return html.append("</tbody></table></details>").toString();
    }

    private static void payload(StringBuilder html, PayloadView payload, int depth) {
        html.append("<tr class=\"payload\"><td>")
                .append(payload.offset())
                .append("</td><td class=\"d")
                .append(depth)
                .append("\">")
                .append(Html.escape(payload.name()))
                .append("</td><td>")
                .append(payload.length())
                .append(" octets</td></tr>");
        for (Part part : payload.parts()) {
            if (part instanceof PayloadView child) {
                payload(html, child, Math.min(depth + 1, 3));
            } else if (part instanceof ParameterView parameter) {
                row(html, parameter.offset(), depth, parameter.name(), parameter.meaning());
            } else if (part instanceof FieldView field) {
                row(html, field.offset(), depth, field.name(), field.meaning());
            }
        }
    }

    private static void row(StringBuilder html, int offset, int depth, String name, String value) {
        html.append("<tr><td>")
                .append(offset)
                .append("</td><td class=\"d")
                .append(depth + 1)
                .append("\">")
                .append(Html.escape(name))
                .append("</td><td>")
                .append(Html.escape(value))
                .append("</td></tr>");
    }
}
