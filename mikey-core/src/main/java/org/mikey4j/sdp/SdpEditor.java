package org.mikey4j.sdp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.mikey4j.message.Octets;

/**
 * Changes of the key-mgmt lines of an SDP, collected and made in one pass. No character outside of these lines changes,
 * line endings included; a line that is put in ends as the one before it. Not thread-safe.
 *
 * <pre>{@code
 * String answer = Sdp.parse(body).edit().replace(SdpSection.SESSION, "mikey", session).replace(0, "mikey", audio).text();
 * }</pre>
 */
public final class SdpEditor {
    /** The types of the session part that stand before its attributes (RFC 4566, 5). */
    private static final String BEFORE_ATTRIBUTES = "vosiuepcbtrzk";

    private final Sdp sdp;
    private final String text;
    private final List<Change> changes = new ArrayList<>();

    /** What is between {@code from} and {@code to} gives way to a line, or to nothing. */
    private record Change(int from, int to, String line) {
        boolean isInsertion() {
            return from == to;
        }
    }

    SdpEditor(Sdp sdp) {
        this.sdp = sdp;
        this.text = sdp.text();
    }

    /**
     * Adds a line, behind those that the section has, or where attributes belong.
     *
     * @param section the number of the media description, or {@link SdpSection#SESSION}
     * @param prtclId the protocol, letters and digits
     * @param data its data
     * @throws IllegalArgumentException if there is no such section, or the protocol cannot be written
     */
    public SdpEditor add(int section, String prtclId, Octets data) {
        int at = insertionPoint(sdp.section(section));
        changes.add(new Change(at, at, KeyMgmtAttribute.line(prtclId, Base64Data.encode(data))));
        return this;
    }

    /**
     * Gives a protocol new data: its first line in the section is replaced where it stands, its further lines are removed;
     * without one, a line is added.
     *
     * @param section the number of the media description, or {@link SdpSection#SESSION}
     * @param prtclId the protocol, letters and digits
     * @param data its data
     * @throws IllegalArgumentException if there is no such section, or the protocol cannot be written
     */
    public SdpEditor replace(int section, String prtclId, Octets data) {
        boolean written = false;
        for (KeyMgmtAttribute attribute : sdp.section(section).attributes()) {
            if (!attribute.prtclId().equals(prtclId)) {
                continue;
            }
            if (written) {
                remove(attribute);
            } else {
                String line = KeyMgmtAttribute.line(prtclId, Base64Data.encode(data));
                changes.add(new Change(attribute.offset(), attribute.end(), line));
                written = true;
            }
        }
        return written ? this : add(section, prtclId, data);
    }

    /**
     * Removes the lines of a protocol from a section.
     *
     * @param section the number of the media description, or {@link SdpSection#SESSION}
     * @param prtclId the protocol
     * @throws IllegalArgumentException if there is no such section
     */
    public SdpEditor remove(int section, String prtclId) {
        for (KeyMgmtAttribute attribute : sdp.section(section).attributes()) {
            if (attribute.prtclId().equals(prtclId)) {
                remove(attribute);
            }
        }
        return this;
    }

    /** Removes a line of this SDP. */
    public SdpEditor remove(KeyMgmtAttribute attribute) {
        changes.add(new Change(attribute.offset(), TextLines.next(text, attribute.end()), ""));
        return this;
    }

    /**
     * The text with all changes.
     *
     * @throws IllegalStateException if one line was replaced or removed twice
     */
    public String text() {
        List<Change> ordered = changes;
        int length = text.length();
        if (changes.size() > 1) {
            ordered = new ArrayList<>(changes);
            ordered.sort(Comparator.comparingInt(Change::from).thenComparing(c -> !c.isInsertion()));
        }
        for (Change change : ordered) {
            length += change.line().length() + 2 - (change.to() - change.from());
        }
        StringBuilder out = new StringBuilder(Math.max(length, 0));
        int copied = 0;
        for (Change change : ordered) {
            if (change.from() < copied) {
                throw new IllegalStateException("a key-mgmt line was changed twice");
            }
            out.append(text, copied, change.from());
            if (change.isInsertion()) {
                insert(out, change);
            } else {
                out.append(change.line());
            }
            copied = change.to();
        }
        return out.append(text, copied, text.length()).toString();
    }

    /** A last line without an ending stays the last without one. */
    private void insert(StringBuilder out, Change change) {
        int at = change.from();
        String ending = TextLines.ending(text, at);
        if (!out.isEmpty() && out.charAt(out.length() - 1) != '\n') {
            out.append(ending);
        }
        out.append(change.line());
        if (at < text.length() || at == 0 || text.charAt(at - 1) == '\n') {
            out.append(ending);
        }
    }

    /** Behind the last key-mgmt line of the section, or before its first attribute, or at its end. */
    private int insertionPoint(SdpSection section) {
        List<KeyMgmtAttribute> present = section.attributes();
        if (!present.isEmpty()) {
            return TextLines.next(text, present.get(present.size() - 1).end());
        }
        int at = section.start();
        while (at < section.end() && standsBeforeAttributes(section, text.charAt(at))) {
            at = TextLines.next(text, TextLines.end(text, at));
        }
        return at;
    }

    private static boolean standsBeforeAttributes(SdpSection section, char type) {
        return section.media() == SdpSection.SESSION
                ? BEFORE_ATTRIBUTES.indexOf(type) >= 0
                : type != 'a' && type != '\r' && type != '\n';
    }
}
