package org.mikey4j.cli.carrier;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.sdp.Base64Data;
import org.mikey4j.sdp.KeyMgmtAttribute;
import org.mikey4j.sdp.KeyMgmtHeader;
import org.mikey4j.sdp.RtspParameters;
import org.mikey4j.sdp.Sdp;
import org.mikey4j.sdp.SdpSection;

/** Finds messages in text: an SDP, a SIP or RTSP message, a log with any of them, or a header value alone. */
final class TextScanner {
    private static final String ATTRIBUTE = "a=key-mgmt:";
    private static final String HEADER = "keymgmt:";
    private static final String HEADER_VALUE = "prot=mikey";
    private static final String PARAMETER = "mikey:";

    private final String name;
    private final String text;
    private final List<Found> found = new ArrayList<>();

    private record Found(int line, Carried carried) {}

    TextScanner(String name, String text) {
        this.name = name;
        this.text = text;
    }

    List<Carried> scan() {
        scanSdp();
        int line = 1;
        for (int at = 0; at < text.length(); line++) {
            int end = text.indexOf('\n', at);
            end = end < 0 ? text.length() : end;
            scanLine(text.substring(at, end), line);
            at = end + 1;
        }
        found.sort(Comparator.comparingInt(Found::line));
        return found.stream().map(Found::carried).toList();
    }

    /** The attributes that begin a line, which are those of SDP; what stands before it is as good as a session part. */
    private void scanSdp() {
        for (Sdp sdp : Sdp.parseAll(text)) {
            for (SdpSection section : sdp.keyed()) {
                for (KeyMgmtAttribute attribute : section.attributes()) {
                    add(attribute, attribute.line(), carrier(section), section.prtclIds());
                }
            }
        }
    }

    private static String carrier(SdpSection section) {
        return section.media() == SdpSection.SESSION
                ? "a=key-mgmt, session"
                : "a=key-mgmt, media " + section.media() + " (" + section.profile() + ")";
    }

    private void add(KeyMgmtAttribute attribute, int line, String carrier, List<String> prtclIds) {
        if (attribute.isMikey()) {
            found.add(new Found(
                    line,
                    new Carried(
                            attribute.data().octets(), name + ":" + line, carrier, prtclIds, attribute.diagnostics())));
        }
    }

    private void scanLine(String line, int number) {
        String lower = line.toLowerCase(Locale.ROOT);
        int attribute = lower.indexOf(ATTRIBUTE);
        if (attribute > 0) {
            // Behind a time stamp or the like, as logs print it.
            Sdp.parse(line.substring(attribute))
                    .attributes()
                    .forEach(a -> add(a, number, "a=key-mgmt, in a log", List.of()));
            return;
        }
        int header = lower.indexOf(HEADER);
        if (header >= 0) {
            addHeaders(line.substring(header + HEADER.length()), number);
        } else if (lower.strip().startsWith(HEADER_VALUE)) {
            addHeaders(line, number);
        } else if (lower.startsWith(PARAMETER)) {
            for (Base64Data data : RtspParameters.parse(line)) {
                add(data, number, "mikey parameter", data.diagnostics());
            }
        }
    }

    private void addHeaders(String value, int line) {
        KeyMgmtHeader.Parsed parsed = KeyMgmtHeader.parse(value.strip());
        for (KeyMgmtHeader header : parsed.headers()) {
            if (header.isMikey() && header.data().isPresent()) {
                add(header.data().get(), line, "KeyMgmt header", parsed.diagnostics());
            }
        }
    }

    private void add(Base64Data data, int line, String carrier, List<Diagnostic> diagnostics) {
        found.add(new Found(line, new Carried(data.octets(), name + ":" + line, carrier, List.of(), diagnostics)));
    }
}
