package org.mikey4j.cli.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.mikey4j.cli.view.MessageView;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.registry.DataType;

/** What {@code mikey inspect} shows, as a report that grows message by message. */
public final class InspectReport {
    private final HtmlReport report;
    private int messages;

    /**
     * A report without messages.
     *
     * @param now when it is made
     * @param showSecrets whether key material is shown
     */
    public InspectReport(Instant now, boolean showSecrets) {
        this.report = new HtmlReport(
                "MIKEY messages",
                "Made " + now.truncatedTo(ChronoUnit.SECONDS) + ". Keys are " + (showSecrets ? "shown." : "not shown."),
                showSecrets);
    }

    /**
     * Adds a message.
     *
     * @param place where it was found
     */
    public void add(String place, MessageView message) {
        String heading = message.inspection()
                .message()
                .map(m -> DataType.REGISTRY.name(m.header().dataType()))
                .orElse("not readable");
        report.message("m" + messages++, heading, place, message, List.of(), List.of());
        for (Diagnostic diagnostic : message.diagnostics()) {
            report.text(diagnostic.toString());
        }
    }

    /** The report with all that was added. */
    public HtmlReport report() {
        return report;
    }
}
