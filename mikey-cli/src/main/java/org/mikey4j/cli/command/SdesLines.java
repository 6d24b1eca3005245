package org.mikey4j.cli.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.carrier.CarrierReader;
import org.mikey4j.media.MalformedSdesException;
import org.mikey4j.media.NotExpressibleException;
import org.mikey4j.media.SdesAttribute;
import org.mikey4j.media.SrtpKeys;

/** The lines {@code a=crypto} of a text. */
final class SdesLines {
    private static final String ATTRIBUTE = "a=crypto:";

    private SdesLines() {}

    /**
     * The keys of each line, numbered from 1.
     *
     * @param ssrc the stream, 0 if it is not known
     * @throws CliFailure if there is no such line, or one cannot be read
     */
    static List<SrtpKeys> read(String file, long ssrc, CliContext context) {
        List<String> lines = SourceFile.read(
                file,
                "lines a=crypto",
                context,
                (name, in) -> new String(in.readNBytes(CarrierReader.MAX_OCTETS), StandardCharsets.UTF_8)
                        .lines()
                        .toList());
        List<SrtpKeys> found = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(ATTRIBUTE)) {
                found.add(parse(file + ":" + (i + 1), lines.get(i), found.size() + 1, ssrc, context));
            }
        }
        if (found.isEmpty()) {
            throw CliFailure.notMikey(file + ": no line a=crypto in it");
        }
        return found;
    }

    private static SrtpKeys parse(String place, String line, int csId, long ssrc, CliContext context) {
        try (SdesAttribute attribute = SdesAttribute.parse(line)) {
            attribute.notCarried().forEach(lost -> context.warn(place + ": MIKEY has no place for the " + lost));
            return attribute.toKeys(csId, ssrc);
        } catch (MalformedSdesException e) {
            throw CliFailure.notMikey(place + ": " + e.getMessage());
        } catch (NotExpressibleException e) {
            throw CliFailure.no(place + ": " + e.getMessage());
        }
    }
}
