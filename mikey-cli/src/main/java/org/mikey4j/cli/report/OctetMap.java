package org.mikey4j.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.mikey4j.cli.view.FieldView;
import org.mikey4j.cli.view.MessageView;
import org.mikey4j.cli.view.ParameterView;
import org.mikey4j.cli.view.Part;
import org.mikey4j.cli.view.PayloadView;

/** Every octet of a message, coloured by payload, and what each of them is. */
final class OctetMap {
    private static final HexFormat HEX = HexFormat.of();
    private static final int COLOURS = 12;
    private static final int UNREAD = -1;

    /** What the octets of one field are. */
    private record Field(
            String payload, int colour, String name, String meaning, int offset, int length, boolean hidden) {
        String text() {
            return payload + (name.isEmpty() ? "" : " \u203a " + name) + (meaning.isEmpty() ? "" : ": " + meaning)
                    + "  (octet " + offset + (length > 1 ? " to " + (offset + length - 1) : "") + ")";
        }
    }

    private final MessageView message;
    private final boolean showSecrets;
    private final List<Field> fields = new ArrayList<>();
    private final int[] fieldAt;

    OctetMap(MessageView message, boolean showSecrets) {
        this.message = message;
        this.showSecrets = showSecrets;
        this.fieldAt = new int[message.octets().length()];
        Arrays.fill(fieldAt, UNREAD);
        for (int i = 0; i < message.payloads().size(); i++) {
            PayloadView payload = message.payloads().get(i);
            paint(payload, payload.name(), i % COLOURS);
        }
    }

    private void paint(PayloadView payload, String path, int colour) {
        for (Part part : payload.parts()) {
            if (part instanceof FieldView field) {
                mark(
                        path,
                        colour,
                        field.name(),
                        field.meaning(),
                        field.offset(),
                        field.octets().length(),
                        field.secret() && !showSecrets);
            } else if (part instanceof ParameterView parameter) {
                mark(
                        path,
                        colour,
                        parameter.name(),
                        parameter.meaning(),
                        parameter.offset(),
                        parameter.octets().length(),
                        false);
            }
        }
        // What is inside a field is told by its own fields, so these come last. The keys of a KEMAC that was opened
        // stand
        // elsewhere than in these octets.
        for (Part part : payload.parts()) {
            if (part instanceof PayloadView child && isInside(payload, child)) {
                paint(child, path + " \u203a " + child.name(), colour);
            }
        }
    }

    private static boolean isInside(PayloadView payload, PayloadView child) {
        return child.offset() >= payload.offset()
                && child.offset() + child.length() <= payload.offset() + payload.length();
    }

    private void mark(String payload, int colour, String name, String meaning, int offset, int length, boolean hidden) {
        int end = Math.min(offset + length, fieldAt.length);
        if (offset >= end) {
            return;
        }
        int before = fieldAt[offset];
        boolean shared = length == 1
                && before != UNREAD
                && fields.get(before).offset() == offset
                && fields.get(before).length() == 1;
        Field field = shared
                ? new Field(
                        payload,
                        colour,
                        fields.get(before).name() + ", " + name,
                        fields.get(before).meaning() + "; " + meaning,
                        offset,
                        1,
                        hidden)
                : new Field(payload, colour, name, meaning, offset, length, hidden);
        fields.add(field);
        Arrays.fill(fieldAt, offset, end, fields.size() - 1);
    }

    /** The map: a legend, the octets, and a line that tells about the octet that is pointed at. */
    String html() {
        StringBuilder html = new StringBuilder("<div class=\"map\" data-map><div class=\"legend\">");
        for (int i = 0; i < message.payloads().size(); i++) {
            html.append("<span class=\"chip c")
                    .append(i % COLOURS)
                    .append("\">")
                    .append(Html.escape(message.payloads().get(i).name()))
                    .append("</span>");
        }
        html.append("</div><div class=\"octets\">");
        for (int at = 0; at < fieldAt.length; at++) {
            octet(html, at);
        }
        return html.append("</div><output class=\"readout\">Point at an octet, or tap it.</output></div>")
                .toString();
    }

    private void octet(StringBuilder html, int at) {
        int index = fieldAt[at];
        String hex = HEX.toHexDigits((byte) message.octets().at(at));
        if (index == UNREAD) {
            html.append("<i class=\"unread\" data-f=\"u\" title=\"octet ")
                    .append(at)
                    .append(", not understood\">")
                    .append(showSecrets ? hex : "\u00b7\u00b7")
                    .append("</i>");
            return;
        }
        Field field = fields.get(index);
        boolean first = at == 0 || fieldAt[at - 1] != index;
        html.append("<i class=\"c")
                .append(field.colour())
                .append(first ? " s" : "")
                .append("\" data-f=\"")
                .append(index)
                .append('"');
        if (first) {
            html.append(" title=\"").append(Html.escape(field.text())).append('"');
        }
        html.append('>').append(field.hidden() ? "\u00b7\u00b7" : hex).append("</i>");
    }
}
