package org.mikey4j.timing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs the comparisons whose names contain the first argument, or all, with so many times the measurements as the second says. */
public final class Timing {
    private Timing() {}

    public static void main(String[] arguments) throws Exception {
        String wanted = arguments.length > 0 ? arguments[0] : "";
        double scale = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 1;
        List<Comparison> all = new ArrayList<>(MacTiming.comparisons(scale));
        all.addAll(EnvelopeTiming.comparisons(scale));
        all.addAll(SakkeTiming.comparisons(scale));
        System.out.println("| first class against second | measurements | t | of the quicker | difference | one takes |");
        System.out.println("|---|---|---|---|---|---|");
        for (Comparison comparison : all) {
            if (comparison.name().contains(wanted)) {
                Comparison.Result result = comparison.run();
                System.out.printf(
                        Locale.ROOT,
                        "| %s | %,d | %.1f | %.0f%% | %.1f ns | %,.0f ns |%n",
                        comparison.name(),
                        comparison.rounds(),
                        result.t(),
                        100 * result.cut(),
                        result.nanos(),
                        result.typical());
            }
        }
    }
}
