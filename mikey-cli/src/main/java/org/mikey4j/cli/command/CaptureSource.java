package org.mikey4j.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.capture.CaptureListener;
import org.mikey4j.cli.capture.CaptureScan;
import org.mikey4j.cli.capture.Signal;

/** Reads a capture, says what of it is damaged, and shows on a terminal how far it is. */
final class CaptureSource implements CaptureListener {
    private static final long STEP = 32L << 20;
    private static final int MOST_WARNINGS = 10;

    private final String name;
    private final CliContext context;
    private final BiConsumer<Signal, Supplier<String>> signals;
    private long shown;
    private int warnings;

    private CaptureSource(String name, CliContext context, BiConsumer<Signal, Supplier<String>> signals) {
        this.name = name;
        this.context = context;
        this.signals = signals;
    }

    /** Reads a capture to its end. */
    static void read(String name, InputStream in, CliContext context, Consumer<Signal> signals) throws IOException {
        readText(name, in, context, (signal, text) -> signals.accept(signal));
    }

    /** As {@link #read(String, InputStream, CliContext, Consumer)}, with the text of each message. */
    static void readText(String name, InputStream in, CliContext context, BiConsumer<Signal, Supplier<String>> signals)
            throws IOException {
        CaptureSource source = new CaptureSource(name, context, signals);
        CaptureScan.read(name, in, source);
        if (source.shown > 0) {
            context.err().text("\r\033[K");
        }
        if (source.warnings > MOST_WARNINGS) {
            context.warn(name + ": " + (source.warnings - MOST_WARNINGS) + " more places are damaged");
        }
    }

    @Override
    public void signal(Signal signal, Supplier<String> text) {
        signals.accept(signal, text);
    }

    @Override
    public void damaged(long position, String what) {
        warnings++;
        if (warnings <= MOST_WARNINGS) {
            context.warn(name + ": octet " + position + ": " + what);
        }
    }

    @Override
    public void progress(long octets, long packets) {
        if (context.err().isTerminal() && octets >= shown + STEP) {
            shown = octets;
            context.err()
                    .text(String.format(Locale.ROOT, "\r%s: %,d MB, %,d packets\033[K", name, octets >> 20, packets));
            context.err().flush();
        }
    }
}
