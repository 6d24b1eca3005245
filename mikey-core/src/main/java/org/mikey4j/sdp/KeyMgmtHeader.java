package org.mikey4j.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.Octets;

/**
 * One specification of an RTSP KeyMgmt header (RFC 4567, 3.2 with erratum 2247).
 *
 * @param prot the key management protocol, for MIKEY {@code mikey}; compared with regard to case
 * @param uri the session or media it is for; empty, as if it were absent, for the URI of the request
 * @param data its data; empty if it has none
 */
public record KeyMgmtHeader(String prot, String uri, Optional<Base64Data> data) {
    /** The name of the header. */
    public static final String NAME = "KeyMgmt";

    /** The status code by which a server says that key management failed. */
    public static final int STATUS_KEY_MANAGEMENT_FAILURE = 463;

    /** The value of a header that carries a message, without the name. */
    public static String value(String uri, Octets message) {
        if (uri.indexOf('"') >= 0) {
            throw new IllegalArgumentException("uri: a quotation mark cannot stand in it");
        }
        return "prot=" + KeyMgmtAttribute.MIKEY + "; uri=\"" + uri + "\"; data=\"" + Base64Data.encode(message) + "\"";
    }

    /** Whether the protocol is MIKEY. */
    public boolean isMikey() {
        return prot.equals(KeyMgmtAttribute.MIKEY);
    }

    /**
     * Reads the value of a header: parameters in any order, with or without white space and a trailing semicolon; a comma
     * begins another specification, unless it stands inside quotation marks.
     *
     * @param value the value, without the name
     */
    public static Parsed parse(String value) {
        Reader reader = new Reader(value);
        while (reader.at < value.length()) {
            reader.readSpecification();
        }
        return new Parsed(reader.headers, reader.found);
    }

    /**
     * What a header value holds.
     *
     * @param headers the specifications that could be read
     * @param diagnostics what is wrong or odd; offsets count characters from the start of the value
     */
    public record Parsed(List<KeyMgmtHeader> headers, List<Diagnostic> diagnostics) {
        public Parsed {
            headers = List.copyOf(headers);
            diagnostics = List.copyOf(diagnostics);
        }
    }

    private static final class Reader {
        private final String value;
        private final List<KeyMgmtHeader> headers = new ArrayList<>();
        private final List<Diagnostic> found = new ArrayList<>();
        private int at;

        Reader(String value) {
            this.value = value;
        }

        void readSpecification() {
            int start = at;
            String prot = "";
            String uri = "";
            Optional<Base64Data> data = Optional.empty();
            boolean any = false;
            while (at < value.length() && value.charAt(at) != ',') {
                int nameAt = skipSpaces();
                String name = token();
                if (name.isEmpty()) {
                    at++;
                    continue;
                }
                any = true;
                int valueAt = at;
                String parameter = parameterValue(name, nameAt);
                switch (name.toLowerCase(Locale.ROOT)) {
                    case "prot" -> prot = parameter;
                    case "uri" -> uri = parameter;
                    case "data" -> data = Optional.of(Base64Data.decode(parameter, valueAt, NAME));
                    default -> found.add(KeyMgmtRule.HEADER_SYNTAX.at(nameAt, NAME, "unknown parameter " + name));
                }
            }
            at++;
            if (!any) {
                return;
            }
            data.ifPresent(d -> found.addAll(d.diagnostics()));
            if (prot.isEmpty()) {
                found.add(KeyMgmtRule.HEADER_SYNTAX.at(start, NAME, "no prot parameter"));
                return;
            }
            headers.add(new KeyMgmtHeader(prot, uri, data));
        }

        private int skipSpaces() {
            while (at < value.length() && " \t\r\n;".indexOf(value.charAt(at)) >= 0) {
                at++;
            }
            return at;
        }

        private String token() {
            int start = at;
            while (at < value.length() && "=;, \t\r\n\"".indexOf(value.charAt(at)) < 0) {
                at++;
            }
            return value.substring(start, at);
        }

        private String parameterValue(String name, int nameAt) {
            while (at < value.length() && value.charAt(at) == ' ') {
                at++;
            }
            if (at >= value.length() || value.charAt(at) != '=') {
                found.add(KeyMgmtRule.HEADER_SYNTAX.at(nameAt, NAME, name + " has no value"));
                return "";
            }
            at++;
            while (at < value.length() && value.charAt(at) == ' ') {
                at++;
            }
            if (at < value.length() && value.charAt(at) == '"') {
                int close = value.indexOf('"', at + 1);
                int end = close < 0 ? value.length() : close;
                if (close < 0) {
                    found.add(KeyMgmtRule.HEADER_SYNTAX.at(at, NAME, "the quotation mark is not closed"));
                }
                String quoted = value.substring(at + 1, end);
                at = Math.min(value.length(), end + 1);
                return quoted;
            }
            int start = at;
            while (at < value.length() && ";,".indexOf(value.charAt(at)) < 0) {
                at++;
            }
            return value.substring(start, at).strip();
        }
    }
}
