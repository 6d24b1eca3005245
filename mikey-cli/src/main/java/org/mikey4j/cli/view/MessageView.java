package org.mikey4j.cli.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.mikey4j.message.DecodeOptions;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.Inspection;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Severity;
import org.mikey4j.message.registry.PayloadType;

/**
 * One message as it is shown.
 *
 * @param source where it was found, for example {@code cam.sdp:12}
 * @param octets the message
 * @param inspection what the decoder says
 * @param payloads the common header and the payloads
 * @param diagnostics all findings, those of the decoder included
 */
public record MessageView(
        String source, Octets octets, Inspection inspection, List<PayloadView> payloads, List<Diagnostic> diagnostics) {
    public MessageView {
        payloads = List.copyOf(payloads);
        diagnostics = List.copyOf(diagnostics);
    }

    /**
     * Looks into a message.
     *
     * @param carried what is odd about the way it was carried
     * @param opened the message with its KEMAC in the clear, if there was a key to open it
     */
    public static MessageView of(String source, Octets octets, List<Diagnostic> carried, Optional<Octets> opened) {
        return of(source, octets, carried, opened, List.of());
    }

    /**
     * Looks into a message.
     *
     * @param carried what is odd about the way it was carried
     * @param opened the message with its KEMAC in the clear, if there was a key to open it
     * @param data the data of its other encrypted payloads, as far as there were keys to open them
     */
    public static MessageView of(
            String source, Octets octets, List<Diagnostic> carried, Optional<Octets> opened, List<OpenedData> data) {
        Inspection inspection = MikeyMessage.inspect(octets, DecodeOptions.ACCEPT_TRAILING_ZERO);
        List<PayloadView> payloads = new ViewBuilder(octets).payloads(inspection.layout());
        List<Diagnostic> diagnostics = new ArrayList<>(carried);
        diagnostics.addAll(inspection.diagnostics());
        if (diagnostics.size() > 1) {
            diagnostics.sort(Comparator.comparingInt(Diagnostic::offset));
        }
        return new MessageView(
                source,
                octets,
                inspection,
                withData(opened.isPresent() ? withKeys(payloads, opened.get()) : payloads, data),
                diagnostics);
    }

    /** The payloads, and in the KEMAC the keys of the message that was opened. */
    private static List<PayloadView> withKeys(List<PayloadView> payloads, Octets opened) {
        List<PayloadView> clear = new ViewBuilder(opened)
                .payloads(MikeyMessage.inspect(opened, DecodeOptions.STRICT).layout());
        List<PayloadView> views = new ArrayList<>();
        for (PayloadView payload : payloads) {
            if (payload.type() != PayloadType.KEMAC) {
                views.add(payload);
                continue;
            }
            List<Part> parts = new ArrayList<>(payload.parts());
            clear.stream()
                    .filter(p -> p.type() == PayloadType.KEMAC)
                    .flatMap(p -> p.parts().stream())
                    .filter(PayloadView.class::isInstance)
                    .forEach(parts::add);
            views.add(new PayloadView(payload.type(), payload.name(), payload.offset(), payload.length(), parts));
        }
        return views;
    }

    private static List<PayloadView> withData(List<PayloadView> payloads, List<OpenedData> data) {
        List<PayloadView> views = new ArrayList<>(payloads);
        for (OpenedData opened : data) {
            views.replaceAll(view -> view.offset() == opened.offset() ? with(view, opened.parts()) : view);
        }
        return views;
    }

    private static PayloadView with(PayloadView view, List<Part> inside) {
        List<Part> parts = new ArrayList<>(view.parts());
        parts.addAll(inside);
        return new PayloadView(view.type(), view.name(), view.offset(), view.length(), parts);
    }

    /** Whether nothing is wrong with it. */
    public boolean isFine() {
        return count(Severity.ERROR) == 0;
    }

    /** How many findings are this serious. */
    public int count(Severity severity) {
        int count = 0;
        for (Diagnostic diagnostic : diagnostics) {
            if (diagnostic.severity() == severity) {
                count++;
            }
        }
        return count;
    }
}
