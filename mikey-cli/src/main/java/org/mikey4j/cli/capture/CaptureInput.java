package org.mikey4j.cli.capture;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;

/**
 * An input that may be a capture.
 *
 * @param stream all of it, uncompressed
 * @param isCapture whether it begins like a capture
 */
public record CaptureInput(InputStream stream, boolean isCapture) {
    private static final int BUFFER = 64 << 10;
    private static final int MAGIC_OCTETS = 4;
    private static final int GZIP = 0x1f8b;

    /** Looks at the beginning of an input, and undoes compression by gzip. */
    public static CaptureInput of(InputStream in) throws IOException {
        InputStream stream = new BufferedInputStream(in, BUFFER);
        int first = first(stream);
        if (first >>> 16 == GZIP) {
            stream = new BufferedInputStream(new Piecemeal(new GZIPInputStream(stream, BUFFER)), BUFFER);
            first = first(stream);
        }
        return new CaptureInput(stream, CaptureFormat.isCapture(first));
    }

    private static int first(InputStream stream) throws IOException {
        stream.mark(MAGIC_OCTETS);
        byte[] octets = stream.readNBytes(MAGIC_OCTETS);
        stream.reset();
        return octets.length < MAGIC_OCTETS ? 0 : ByteBuffer.wrap(octets).getInt();
    }

    /** Gives what it has before it tries for more: otherwise a file that is cut off would lose what was read just before. */
    private static final class Piecemeal extends FilterInputStream {
        Piecemeal(InputStream in) {
            super(in);
        }

        @Override
        public int available() {
            return 0;
        }
    }
}
