package org.mikey4j.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mikey4j.message.Diagnostic;

/** Reads the value of a KeyMgmt header between two places of a text. */
final class KeyMgmtHeaderReader {
    private static final String BLANKS = " \t\r\n";
    private static final String NOT_IN_NAMES = "=;,\"" + BLANKS;

    private final String text;
    private final int to;
    private final List<KeyMgmtHeader> headers = new ArrayList<>();
    private final List<Diagnostic> found = new ArrayList<>();
    private int at;

    private Optional<String> prot = Optional.empty();
    private Optional<String> uri = Optional.empty();
    private Optional<Base64Data> data = Optional.empty();

    KeyMgmtHeaderReader(String text, int from, int to) {
        this.text = text;
        this.at = from;
        this.to = to;
    }

    KeyMgmtHeader.Parsed read() {
        while (at < to) {
            readSpecification();
        }
        return new KeyMgmtHeader.Parsed(headers, found);
    }

    private void readSpecification() {
        int start = at;
        boolean any = false;
        prot = Optional.empty();
        uri = Optional.empty();
        data = Optional.empty();
        while (at < to && text.charAt(at) != ',') {
            if (BLANKS.indexOf(text.charAt(at)) >= 0 || text.charAt(at) == ';') {
                at++;
            } else {
                readParameter();
                any = true;
            }
        }
        at++;
        if (prot.isPresent()) {
            headers.add(new KeyMgmtHeader(prot.get(), uri.orElse(""), data));
        } else if (any) {
            fault(start, "no prot parameter");
        }
    }

    private void readParameter() {
        int nameAt = at;
        String name = upTo(NOT_IN_NAMES).toLowerCase(Locale.ROOT);
        skipBlanks();
        if (at >= to || text.charAt(at) != '=') {
            // Not said which: what stands here may be a key.
            fault(nameAt, "a parameter without a value");
            at = Math.max(at, nameAt + 1);
            return;
        }
        at++;
        skipBlanks();
        int valueAt = at < to && text.charAt(at) == '"' ? at + 1 : at;
        String value = value();
        switch (name) {
            case "prot" -> prot = once(prot, value, nameAt);
            case "uri" -> uri = once(uri, value, nameAt);
            case "data" -> {
                Base64Data decoded = Base64Data.decode(value, valueAt, KeyMgmtHeader.NAME);
                found.addAll(decoded.diagnostics());
                data = once(data, decoded, nameAt);
            }
            default -> fault(nameAt, "a parameter that is neither prot, uri nor data");
        }
    }

    private <T> Optional<T> once(Optional<T> before, T value, int nameAt) {
        if (before.isPresent()) {
            fault(nameAt, "the same parameter twice; the first one counts");
            return before;
        }
        return Optional.of(value);
    }

    private String value() {
        if (at >= to || text.charAt(at) != '"') {
            return upTo(";," + BLANKS);
        }
        int open = at;
        int close = text.indexOf('"', open + 1);
        if (close < 0 || close >= to) {
            fault(open, "the quotation mark is not closed");
            at = to;
            return text.substring(open + 1, to);
        }
        at = close + 1;
        return text.substring(open + 1, close);
    }

    private String upTo(String terminators) {
        int start = at;
        while (at < to && terminators.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private void skipBlanks() {
        while (at < to && BLANKS.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private void fault(int offset, String message) {
        found.add(KeyMgmtRule.HEADER_SYNTAX.at(offset, KeyMgmtHeader.NAME, message));
    }
}
