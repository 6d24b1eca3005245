package org.mikey4j.cli.capture;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mikey4j.cli.carrier.Carried;
import org.mikey4j.cli.carrier.CarrierReader;
import org.mikey4j.message.Octets;

/** Makes of the octets of a message what it says, and finds the MIKEY in it. */
final class SignalReader {
    private static final byte[] WORD = "mikey".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern BINARY = Pattern.compile(
            "(?im)^(?:content-type|c)\\s*:\\s*application/mikey\\b[^\\r\\n]*\\r?\\n(?:[^\\r\\n]+\\r?\\n)*\\r?\\n");
    private static final Pattern BOUNDARY =
            Pattern.compile("(?i)^multipart/[^;]*;.*?boundary\\s*=\\s*(?:\"([^\"]{1,70})\"|([^;\\s]{1,70}))");

    private final String name;

    SignalReader(String name) {
        this.name = name;
    }

    /** A message of SIP or RTSP. */
    Signal read(Origin origin, byte[] array, int from, int length) {
        String text = new String(array, from, length, StandardCharsets.ISO_8859_1);
        SignalHead head = SignalHead.of(text);
        boolean sip = head.isSip();
        return new Signal(
                origin.frame(),
                origin.at(),
                origin.source(),
                origin.target(),
                origin.transport(),
                sip ? "SIP" : "RTSP",
                head.label(),
                sip ? head.header("call-id", "i") : origin.connection(),
                head.transaction(),
                sip ? head.tag("from", "f") : "",
                sip ? head.tag("to", "t") : "",
                contains(array, from, length) ? messages(origin.frame(), head, text) : List.of());
    }

    /** All that carries MIKEY says so. */
    private static boolean contains(byte[] array, int from, int length) {
        int last = from + length - WORD.length;
        for (int i = from; i <= last; i++) {
            if ((array[i] | 0x20) == 'm' && matches(array, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(byte[] array, int at) {
        for (int i = 1; i < WORD.length; i++) {
            if ((array[at + i] | 0x20) != WORD[i]) {
                return false;
            }
        }
        return true;
    }

    private List<Carried> messages(long frame, SignalHead head, String text) {
        String where = where(frame);
        List<Carried> found = new ArrayList<>();
        Matcher binary = BINARY.matcher(text);
        while (binary.find()) {
            int end = end(head, text, binary.end());
            byte[] octets = text.substring(binary.end(), end).getBytes(StandardCharsets.ISO_8859_1);
            if (octets.length > 0) {
                found.add(new Carried(Octets.copyOf(octets), where, "application/mikey", List.of(), List.of()));
            }
        }
        int body = text.indexOf("\r\n\r\n");
        String readable = found.isEmpty() || body < 0 ? text : text.substring(0, binary(text, body));
        CarrierReader.read(where, readable).stream()
                .filter(carried -> !carried.carrier().equals("base64")
                        && !carried.carrier().equals("hex"))
                .forEach(found::add);
        return found;
    }

    /** Where octets that are no text begin. */
    private static int binary(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\r' && c != '\n' && c != '\t') {
                return i;
            }
        }
        return text.length();
    }

    /** Where a part of a body ends: before the next boundary, or with the message. */
    private static int end(SignalHead head, String text, int from) {
        Matcher boundary = BOUNDARY.matcher(head.header("content-type", "c"));
        if (!boundary.find()) {
            return text.length();
        }
        String mark = "\r\n--" + (boundary.group(1) == null ? boundary.group(2) : boundary.group(1));
        int end = text.indexOf(mark, from);
        return end < 0 ? text.length() : end;
    }

    /** Octets that are MIKEY as they are (RFC 3830, 10: port 2269). */
    Signal mikey(Origin origin, byte[] array, int from, int length) {
        return bare(
                origin,
                "MIKEY",
                List.of(new Carried(
                        Octets.copyOf(array, from, length), where(origin.frame()), "port 2269", List.of(), List.of())));
    }

    /** An announcement (RFC 2974) with its description. */
    Signal announcement(Origin origin, String description) {
        return bare(
                origin,
                "SAP",
                CarrierReader.read(where(origin.frame()), description).stream()
                        .filter(carried -> carried.carrier().startsWith("a=key-mgmt"))
                        .toList());
    }

    private static Signal bare(Origin origin, String protocol, List<Carried> messages) {
        return new Signal(
                origin.frame(),
                origin.at(),
                origin.source(),
                origin.target(),
                origin.transport(),
                protocol,
                "",
                origin.connection(),
                "",
                "",
                "",
                messages);
    }

    private String where(long frame) {
        return name + " frame " + frame;
    }
}
