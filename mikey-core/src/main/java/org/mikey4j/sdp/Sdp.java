package org.mikey4j.sdp;

import java.util.ArrayList;
import java.util.List;
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
    /** The types of the session part that stand before its attributes (RFC 4566, 5). */
    private static final String BEFORE_ATTRIBUTES = "vosiuepcbtrzk";

    private final String text;
    private final List<SdpSection> sections;

    private Sdp(String text, List<SdpSection> sections) {
        this.text = text;
        this.sections = sections;
    }

    /** Reads an SDP; any text is one, if it may be one without key management. */
    public static Sdp parse(String text) {
        List<SdpSection> sections = new ArrayList<>();
        List<KeyMgmtAttribute> attributes = new ArrayList<>();
        int sectionStart = 0;
        String profile = "";
        int lineNumber = 1;
        for (int at = 0; at < text.length(); lineNumber++) {
            int end = endOfLine(text, at);
            int next = startOfNext(text, end);
            if (text.startsWith("m=", at)) {
                sections.add(new SdpSection(sections.size() - 1, profile, sectionStart, at, attributes));
                attributes = new ArrayList<>();
                sectionStart = at;
                profile = profile(text, at, end);
            } else if (KeyMgmtAttribute.startsAt(text, at, end)) {
                int dataEnd = endOfFolded(text, end);
                attributes.add(KeyMgmtAttribute.read(text, at, dataEnd, lineNumber));
                lineNumber += lines(text, end, dataEnd);
                next = startOfNext(text, dataEnd);
            }
            at = next;
        }
        sections.add(new SdpSection(sections.size() - 1, profile, sectionStart, text.length(), attributes));
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

    /** The session part and the media descriptions that have key-mgmt attributes. */
    public List<SdpSection> keyed() {
        return sections.stream().filter(s -> !s.attributes().isEmpty()).toList();
    }

    /** All key-mgmt attributes, in the order of the text. */
    public List<KeyMgmtAttribute> attributes() {
        return sections.stream().flatMap(s -> s.attributes().stream()).toList();
    }

    /**
     * The section whose attributes are in force for a media description: its own if it has any, otherwise the session part
     * (RFC 4567, 3.1).
     *
     * @param media the number of the media description, counted from 0
     */
    public SdpSection effective(int media) {
        SdpSection own = media().get(media);
        return own.attributes().isEmpty() ? session() : own;
    }

    /**
     * The same text with a key-mgmt line more, behind those that the section has, or where attributes belong.
     *
     * @param section the number of the media description, or {@link SdpSection#SESSION}
     * @param prtclId the protocol
     * @param data its data
     */
    public String withAttribute(int section, String prtclId, Octets data) {
        String line = KeyMgmtAttribute.line(prtclId, Base64Data.encode(data));
        String ending = lineEnding();
        int at = insertionPoint(sections.get(section + 1));
        StringBuilder out = new StringBuilder(text.length() + line.length() + 2 * ending.length());
        out.append(text, 0, at);
        boolean unterminated = at > 0 && text.charAt(at - 1) != '\n';
        if (unterminated) {
            out.append(ending);
        }
        out.append(line);
        if (!unterminated || at < text.length()) {
            out.append(ending);
        }
        return out.append(text, at, text.length()).toString();
    }

    /** The same text without any key-mgmt line. */
    public String withoutAttributes() {
        StringBuilder out = new StringBuilder(text.length());
        int from = 0;
        for (KeyMgmtAttribute attribute : attributes()) {
            out.append(text, from, attribute.offset());
            from = startOfNext(text, endOfFolded(text, endOfLine(text, attribute.offset())));
        }
        return out.append(text, from, text.length()).toString();
    }

    /** Behind the last key-mgmt line of the section, or before its first attribute, or at its end. */
    private int insertionPoint(SdpSection section) {
        if (!section.attributes().isEmpty()) {
            int last = section.attributes().get(section.attributes().size() - 1).offset();
            return startOfNext(text, endOfFolded(text, endOfLine(text, last)));
        }
        int at = section.start();
        while (at < section.end()) {
            boolean before = section.media() == SdpSection.SESSION
                    ? BEFORE_ATTRIBUTES.indexOf(text.charAt(at)) >= 0
                    : text.charAt(at) != 'a';
            if (!before) {
                break;
            }
            at = startOfNext(text, endOfLine(text, at));
        }
        return at;
    }

    private String lineEnding() {
        int end = endOfLine(text, 0);
        return end < text.length() && text.charAt(end) == '\n' ? "\n" : "\r\n";
    }

    private static String profile(String text, int from, int to) {
        int first = text.indexOf(' ', from);
        int second = first < 0 ? -1 : text.indexOf(' ', first + 1);
        if (second < 0 || second >= to) {
            return "";
        }
        int third = text.indexOf(' ', second + 1);
        return text.substring(second + 1, third < 0 || third > to ? to : third);
    }

    /**
     * The end of data that was folded over several lines, as documents print it: lines that begin with white space, or that
     * are base64 alone and so cannot be SDP.
     */
    private static int endOfFolded(String text, int endOfLine) {
        int end = endOfLine;
        while (true) {
            int next = startOfNext(text, end);
            if (next >= text.length() || next == end) {
                return end;
            }
            int nextEnd = endOfLine(text, next);
            char first = text.charAt(next);
            boolean folded = nextEnd > next
                    && (first == ' ' || first == '\t' || (nextEnd - next > 1 && text.charAt(next + 1) != '='));
            if (!folded || !isBase64(text, next, nextEnd)) {
                return end;
            }
            end = nextEnd;
        }
    }

    private static boolean isBase64(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean ok = (c >= 'A' && c <= 'Z')
                    || (c >= 'a' && c <= 'z')
                    || (c >= '0' && c <= '9')
                    || c == '+'
                    || c == '/'
                    || c == '='
                    || c == ' '
                    || c == '\t';
            if (!ok) {
                return false;
            }
        }
        return true;
    }

    private static int lines(String text, int from, int to) {
        int lines = 0;
        for (int i = from; i < to; i++) {
            if (text.charAt(i) == '\n') {
                lines++;
            }
        }
        return lines;
    }

    private static int endOfLine(String text, int from) {
        int lf = text.indexOf('\n', from);
        if (lf < 0) {
            return text.length();
        }
        return lf > from && text.charAt(lf - 1) == '\r' ? lf - 1 : lf;
    }

    private static int startOfNext(String text, int endOfLine) {
        int at = endOfLine;
        if (at < text.length() && text.charAt(at) == '\r') {
            at++;
        }
        return at < text.length() && text.charAt(at) == '\n' ? at + 1 : at;
    }
}
