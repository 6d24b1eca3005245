package org.mikey4j.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.message.Octets;

/**
 * An SDP as far as key management goes: where its sections are, and their key-mgmt attributes. The text itself is kept
 * untouched, and every change is made in place.
 *
 * <pre>{@code
 * Sdp offer = Sdp.parse(body);
 * String withKeys = offer.withAttribute(SdpSection.SESSION, KeyMgmtAttribute.MIKEY, message.octets());
 * }</pre>
 */
public final class Sdp {
    private final String text;
    private final List<SdpSection> sections;

    private Sdp(String text, List<SdpSection> sections) {
        this.text = text;
        this.sections = sections;
    }

    /** Reads an SDP; any text is one, if it may be one without key management. Takes time linear in its length. */
    public static Sdp parse(String text) {
        return parse(text, 0, text.length(), 1);
    }

    /**
     * Reads a text that may have several SDPs, such as a log: a line {@code v=} begins another. What stands before the first is
     * one, too. All have the whole text, so that offsets and lines count from its beginning. Takes time linear in its length.
     */
    public static List<Sdp> parseAll(String text) {
        List<Sdp> all = new ArrayList<>();
        int from = 0;
        int fromLine = 1;
        int line = 1;
        for (int at = 0; at < text.length(); line++) {
            if (at > from && text.startsWith("v=", at)) {
                all.add(parse(text, from, at, fromLine));
                from = at;
                fromLine = line;
            }
            at = TextLines.next(text, TextLines.end(text, at));
        }
        all.add(parse(text, from, text.length(), fromLine));
        return List.copyOf(all);
    }

    private static Sdp parse(String text, int from, int to, int firstLine) {
        List<SdpSection> sections = new ArrayList<>();
        List<KeyMgmtAttribute> attributes = new ArrayList<>();
        SdpSection section = new SdpSection(SdpSection.SESSION, -1, "", from, from, List.of());
        int lineNumber = firstLine;
        for (int at = from; at < to; lineNumber++) {
            int end = TextLines.end(text, at);
            char first = text.charAt(at);
            if (first == 'm' && text.startsWith("m=", at)) {
                sections.add(section.complete(at, attributes));
                attributes = new ArrayList<>();
                section = SdpSection.ofMedia(text, sections.size() - 1, at, end);
            } else if ((first == 'a' || first == 'A') && KeyMgmtAttribute.startsAt(text, at)) {
                int dataEnd = KeyMgmtAttribute.endOfFolded(text, end);
                attributes.add(KeyMgmtAttribute.read(text, section.media(), at, dataEnd, lineNumber));
                lineNumber += TextLines.count(text, end, dataEnd);
                end = dataEnd;
            }
            at = TextLines.next(text, end);
        }
        sections.add(section.complete(to, attributes));
        return new Sdp(text, List.copyOf(sections));
    }

    /** The text. */
    public String text() {
        return text;
    }

    /** The session part. */
    public SdpSection session() {
        return sections.get(0);
    }

    /** The media descriptions in their order. */
    public List<SdpSection> media() {
        return sections.subList(1, sections.size());
    }

    /**
     * The session part or a media description.
     *
     * @param section the number of the media description, or {@link SdpSection#SESSION}
     * @throws IllegalArgumentException if there is no such media description
     */
    public SdpSection section(int section) {
        if (section < SdpSection.SESSION || section >= media().size()) {
            throw new IllegalArgumentException("media description " + section + ": the SDP has " + media().size());
        }
        return sections.get(section + 1);
    }

    /** The session part and the media descriptions that have key-mgmt attributes. */
    public List<SdpSection> keyed() {
        return sections.stream().filter(s -> !s.attributes().isEmpty()).toList();
    }

    /** All key-mgmt attributes, in the order of the text. */
    public List<KeyMgmtAttribute> attributes() {
        return sections.stream().flatMap(s -> s.attributes().stream()).toList();
    }

    /**
     * The section whose attributes are in force for a media description: its own if it has any (RFC 4567, 3.1), otherwise
     * the session part, if that has any and the media has a secure profile (RFC 4567, 5.2).
     *
     * @param media the number of the media description, counted from 0
     * @return empty if no attribute is in force
     * @throws IllegalArgumentException if there is no such media description
     */
    public Optional<SdpSection> effective(int media) {
        SdpSection own = section(media);
        if (!own.attributes().isEmpty()) {
            return Optional.of(own);
        }
        return own.isSecure() && !session().attributes().isEmpty() ? Optional.of(session()) : Optional.empty();
    }

    /** Begins changes that are made all at once. */
    public SdpEditor edit() {
        return new SdpEditor(this);
    }

    /**
     * The same text with a key-mgmt line more, behind those that the section has, or where attributes belong.
     *
     * @param section the number of the media description, or {@link SdpSection#SESSION}
     * @param prtclId the protocol
     * @param data its data
     */
    public String withAttribute(int section, String prtclId, Octets data) {
        return edit().add(section, prtclId, data).text();
    }

    /** The same text without any key-mgmt line. */
    public String withoutAttributes() {
        SdpEditor editor = edit();
        attributes().forEach(editor::remove);
        return editor.text();
    }
}
