package org.mikey4j.sdp;

/** Where the lines of a text begin and end. They end in CRLF or in LF; a text may mix them and lack the last one. */
final class TextLines {
    private TextLines() {}

    /** The end of the line that {@code from} is on, its ending not included. */
    static int end(String text, int from) {
        int lf = text.indexOf('\n', from);
        if (lf < 0) {
            return text.length();
        }
        return lf > from && text.charAt(lf - 1) == '\r' ? lf - 1 : lf;
    }

    /** The start of the line behind one that ends at {@code end}; the length of the text if there is none. */
    static int next(String text, int end) {
        int at = end;
        if (at < text.length() && text.charAt(at) == '\r') {
            at++;
        }
        return at < text.length() && text.charAt(at) == '\n' ? at + 1 : at;
    }

    /** The end of a line that goes on in those behind it, which begin with white space, as headers are folded. */
    static int endOfIndented(String text, int end) {
        int last = end;
        int next = next(text, last);
        while (next > last && next < text.length() && isBlank(text.charAt(next))) {
            last = end(text, next);
            next = next(text, last);
        }
        return last;
    }

    /** How many lines end between {@code from} and {@code to}. */
    static int count(String text, int from, int to) {
        int lines = 0;
        for (int lf = text.indexOf('\n', from); lf >= 0 && lf < to; lf = text.indexOf('\n', lf + 1)) {
            lines++;
        }
        return lines;
    }

    /** The first character from {@code from} that is neither a space nor a tab, or {@code to}. */
    static int skipBlanks(String text, int from, int to) {
        int at = from;
        while (at < to && isBlank(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** The first space or tab from {@code from}, or {@code to}. */
    static int skipToBlank(String text, int from, int to) {
        int at = from;
        while (at < to && !isBlank(text.charAt(at))) {
            at++;
        }
        return at;
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** The ending of a line that is put in before {@code at}: that of the line before it, or else of the first line. */
    static String ending(String text, int at) {
        if (at > 0 && text.charAt(at - 1) == '\n') {
            return at > 1 && text.charAt(at - 2) == '\r' ? "\r\n" : "\n";
        }
        int end = end(text, 0);
        return end < text.length() && text.charAt(end) == '\n' ? "\n" : "\r\n";
    }
}
