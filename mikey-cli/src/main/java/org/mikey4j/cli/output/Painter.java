package org.mikey4j.cli.output;

import java.util.Map;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.TextSink;

/** Colours text, or leaves it as it is. */
public final class Painter {
    private final boolean colour;

    private Painter(boolean colour) {
        this.colour = colour;
    }

    /**
     * Colour when asked for; {@code auto} means on a terminal, unless NO_COLOR, CLICOLOR=0 or TERM=dumb speak against it,
     * and elsewhere if CLICOLOR_FORCE asks for it.
     *
     * @param when auto, always or never
     * @throws CliFailure for any other word
     */
    public static Painter of(String when, TextSink out, Map<String, String> environment) {
        return new Painter(
                switch (when) {
                    case "always" -> true;
                    case "never" -> false;
                    case "auto" -> isWanted(out.isTerminal(), environment);
                    default -> throw CliFailure.usage("--color is auto, always or never, not " + when);
                });
    }

    private static boolean isWanted(boolean terminal, Map<String, String> environment) {
        if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
            return false;
        }
        if (!environment.getOrDefault("CLICOLOR_FORCE", "0").equals("0")) {
            return true;
        }
        return terminal
                && !environment.getOrDefault("CLICOLOR", "1").equals("0")
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    /** The text in this style. */
    public String paint(Style style, String text) {
        return colour && !text.isEmpty() ? "\u001b[" + style.code() + "m" + text + "\u001b[0m" : text;
    }
}
