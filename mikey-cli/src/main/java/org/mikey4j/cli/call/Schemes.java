package org.mikey4j.cli.call;

import java.util.List;
import org.mikey4j.cli.CliFailure;

/** The schemes by number; those that standards of their own define have names. */
final class Schemes {
    /** For the help text. */
    static final String SUMMARY =
            "1, the telephones exchange components; 2, the centres combine them; 3, from registration;"
                    + " 4, with bootstrapping; 5 (default), end to end, by --mode;"
                    + " ticket, from a key management service (RFC 6043);"
                    + " sakke, sealed for identities (RFC 6509);"
                    + " ibake, points sealed for identities (RFC 6267)";

    private static final List<String> LABELS =
            List.of("1", "2", "3", "4", "5", TicketScheme.NAME, SakkeScheme.NAME, IbakeScheme.NAME);
    private static final int NUMBERED = 5;

    private Schemes() {}

    /** @throws CliFailure if there is no such scheme */
    static int number(String text) {
        int index = LABELS.indexOf(text);
        if (index < 0) {
            throw CliFailure.usage("--scheme is one of " + String.join(", ", LABELS) + ", not " + text);
        }
        return index + 1;
    }

    /** As on the command line. */
    static String label(int number) {
        return LABELS.get(number - 1);
    }

    /** Whether it goes by a name. */
    static boolean isNamed(int number) {
        return number > NUMBERED;
    }

    static CallRun.SchemeMaker maker(int number, EndToEndMode mode, Parties parties, CallTrace trace) {
        return streams -> switch (label(number)) {
            case "1" -> new CentreScheme(CentreScheme.Kind.USERS_EXCHANGE, parties, streams, trace);
            case "2" -> new CentreScheme(CentreScheme.Kind.CENTRES_COMBINE, parties, streams, trace);
            case "3" -> new CentreScheme(CentreScheme.Kind.CONTROL_PLANE, parties, streams, trace);
            case "4" -> new CentreScheme(CentreScheme.Kind.BOOTSTRAPPING, parties, streams, trace);
            case TicketScheme.NAME -> new TicketScheme(parties, streams, trace);
            case SakkeScheme.NAME -> new SakkeScheme(parties, streams, trace);
            case IbakeScheme.NAME -> new IbakeScheme(parties, streams, trace);
            default -> new EndToEndScheme(mode, parties, streams, trace);
        };
    }
}
