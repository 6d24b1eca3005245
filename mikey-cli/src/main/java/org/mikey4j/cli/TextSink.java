package org.mikey4j.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A stream for text and octets that, unlike a print stream, tells when nobody reads it or the disk is full. */
public final class TextSink {
    private final OutputStream stream;
    private final boolean terminal;

    /** @param terminal whether a person looks at it */
    public TextSink(OutputStream stream, boolean terminal) {
        this.stream = stream;
        this.terminal = terminal;
    }

    /** Whether a person looks at it. */
    public boolean isTerminal() {
        return terminal;
    }

    /** Writes text as UTF-8. */
    public void text(String text) {
        octets(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes text and a line feed. */
    public void line(String text) {
        text(text);
        octets(new byte[] {'\n'});
    }

    /** Writes octets as they are. */
    public void octets(byte[] octets) {
        try {
            stream.write(octets);
        } catch (IOException e) {
            throw new SinkFailure(e);
        }
    }

    /** Passes on what was written. */
    public void flush() {
        try {
            stream.flush();
        } catch (IOException e) {
            throw new SinkFailure(e);
        }
    }

    /** The output cannot be written. */
    static final class SinkFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String reason;

        SinkFailure(IOException cause) {
            super(cause);
            this.reason = String.valueOf(cause.getMessage());
        }

        /** What the system says. */
        String reason() {
            return reason;
        }

        /** Whether the reader has gone, which is no failure: {@code mikey inspect FILE | head}. */
        boolean isReaderGone() {
            return reason.contains("Broken pipe") || reason.contains("pipe is being closed");
        }
    }
}
