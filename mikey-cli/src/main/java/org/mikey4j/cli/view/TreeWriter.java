package org.mikey4j.cli.view;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.mikey4j.cli.TextSink;
import org.mikey4j.cli.output.Painter;
import org.mikey4j.cli.output.Style;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Severity;

/** Writes a message for a person: offset, octets, field and meaning, a line each. */
public final class TreeWriter {
    private static final int OCTETS_A_LINE = 8;
    private static final int NAME_WIDTH = 27;
    private static final int OFFSET_WIDTH = 6;
    private static final String INDENT = "  ";
    private static final String TELL_MARGIN = " ".repeat(OFFSET_WIDTH + 2 + 3 * OCTETS_A_LINE + 1);
    private static final int TELL_WIDTH = 66;
    private static final HexFormat HEX = HexFormat.of();

    /** Longer fields are cut after this many octets. */
    private static final int MOST_OCTETS = 8 * OCTETS_A_LINE;

    private final TextSink out;
    private final Painter painter;
    private final FieldNotes notes;
    private final boolean showSecrets;
    private final boolean full;

    /**
     * @param notes what is said about payloads and fields beyond their value
     * @param showSecrets whether key material is shown
     * @param full whether long fields are shown whole
     */
    public TreeWriter(TextSink out, Painter painter, FieldNotes notes, boolean showSecrets, boolean full) {
        this.out = out;
        this.painter = painter;
        this.notes = notes;
        this.showSecrets = showSecrets;
        this.full = full;
    }

    /** Writes the whole message, each finding below the payload that it is about. */
    public void write(MessageView message) {
        List<Diagnostic> left = new ArrayList<>(message.diagnostics());
        List<PayloadView> payloads = message.payloads();
        for (int i = 0; i < payloads.size(); i++) {
            write(payloads.get(i), "");
            int next = i + 1 < payloads.size() ? payloads.get(i + 1).offset() : Integer.MAX_VALUE;
            while (!left.isEmpty() && left.get(0).offset() < next) {
                out.line(DiagnosticText.of(left.remove(0), painter));
            }
        }
        left.forEach(diagnostic -> out.line(DiagnosticText.of(diagnostic, painter)));
        if (!message.diagnostics().isEmpty()) {
            out.line(count(message, Severity.ERROR, "error") + ", " + count(message, Severity.WARNING, "warning") + ", "
                    + count(message, Severity.INFO, "note"));
        }
    }

    private static String count(MessageView message, Severity severity, String name) {
        int count = message.count(severity);
        return count + " " + name + (count == 1 ? "" : "s");
    }

    private void write(PayloadView payload, String indent) {
        line(
                payload.offset(),
                "",
                indent + painter.paint(Style.NAME, payload.name()) + ", " + octets(payload.length()));
        tell(notes.about(payload.name(), FieldNotes.PAYLOAD), indent + INDENT);
        List<Part> parts = payload.parts();
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof PayloadView child) {
                write(child, indent + INDENT);
            } else if (parts.get(i) instanceof NoteView note) {
                line(note.offset(), "", name(note.name(), indent + INDENT + INDENT) + note.text());
            } else if (parts.get(i) instanceof ParameterView parameter) {
                String text = name(parameter.name(), indent + INDENT) + parameter.meaning();
                lines(parameter.offset(), parameter.octets(), text, indent + INDENT);
                tell(notes.about(payload.name(), parameter.name()), indent + INDENT + INDENT);
            } else if (parts.get(i) instanceof FieldView field) {
                boolean takenApart = i + 1 < parts.size()
                        && parts.get(i + 1) instanceof PayloadView inside
                        && inside.offset() == field.offset();
                write(field, indent + INDENT, takenApart);
                tell(notes.about(payload.name(), field.name()), indent + INDENT + INDENT);
            }
        }
    }

    /** @param takenApart whether what is inside follows, with its own octets */
    private void write(FieldView field, String indent, boolean takenApart) {
        String name = name(field.name(), indent);
        if (takenApart) {
            line(field.offset(), "", name + octets(field.octets().length()) + ", in the clear:");
        } else if (field.secret() && !showSecrets) {
            line(field.offset(), "(hidden)", name + painter.paint(Style.SECRET, field.meaning()));
        } else {
            lines(
                    field.offset(),
                    field.octets(),
                    name + (field.secret() ? painter.paint(Style.SECRET, field.meaning()) : field.meaning()),
                    indent);
        }
    }

    private static String name(String name, String indent) {
        return indent + name + " ".repeat(Math.max(1, NAME_WIDTH - indent.length() - name.length()));
    }

    private void lines(int offset, Octets octets, String text, String indent) {
        int length = octets.length();
        int shown = full ? length : Math.min(length, MOST_OCTETS);
        line(offset, hex(octets, 0, shown), text);
        for (int at = OCTETS_A_LINE; at < shown; at += OCTETS_A_LINE) {
            line(offset + at, hex(octets, at, shown), "");
        }
        if (shown < length) {
            line(offset + shown, "", indent + painter.paint(Style.DIM, "... " + octets(length - shown) + " more"));
        }
    }

    private void tell(List<String> paragraphs, String indent) {
        for (String paragraph : paragraphs) {
            StringBuilder text = new StringBuilder(TELL_WIDTH);
            for (String word : paragraph.split(" ")) {
                if (text.length() > 0 && indent.length() + text.length() + 1 + word.length() > TELL_WIDTH) {
                    out.line(TELL_MARGIN + indent + painter.paint(Style.DIM, text.toString()));
                    text.setLength(0);
                }
                text.append(text.length() == 0 ? "" : " ").append(word);
            }
            out.line(TELL_MARGIN + indent + painter.paint(Style.DIM, text.toString()));
        }
    }

    private void line(int offset, String octets, String text) {
        String number = Integer.toString(offset);
        String padding = " ".repeat(3 * OCTETS_A_LINE - octets.length());
        String line = " ".repeat(Math.max(0, OFFSET_WIDTH - number.length()))
                + painter.paint(Style.DIM, number)
                + INDENT
                + painter.paint(Style.DIM, octets)
                + (text.isEmpty() ? "" : padding + " " + text);
        out.line(line);
    }

    private static String hex(Octets octets, int from, int end) {
        int to = Math.min(end, from + OCTETS_A_LINE);
        StringBuilder hex = new StringBuilder(3 * OCTETS_A_LINE);
        for (int i = from; i < to; i++) {
            hex.append(i == from ? "" : " ").append(HEX.toHexDigits((byte) octets.at(i)));
        }
        return hex.toString();
    }

    private static String octets(int length) {
        return length + (length == 1 ? " octet" : " octets");
    }
}
