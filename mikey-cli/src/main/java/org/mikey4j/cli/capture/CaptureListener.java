package org.mikey4j.cli.capture;

import java.util.function.Supplier;

/** Gets what is found in a capture, in its order. */
public interface CaptureListener {
    /**
     * A message; with MIKEY in it, or one that may belong to an exchange with MIKEY.
     *
     * @param text the whole message, or the description in an announcement; empty for MIKEY alone. To be asked for in the call
     */
    void signal(Signal signal, Supplier<String> text);

    /**
     * Something in the file is damaged and was passed over.
     *
     * @param position octets from the beginning of the (uncompressed) file
     */
    void damaged(long position, String what);

    /**
     * Called now and then.
     *
     * @param octets how much of the (uncompressed) file was read
     * @param packets how many packets
     */
    default void progress(long octets, long packets) {}

    /** Whether {@link #media} is wanted. */
    default boolean wantsMedia() {
        return false;
    }

    /** A datagram, or a frame interleaved with RTSP, that may be RTP or RTCP: it begins with their version, 2. */
    default void media(Datagram datagram) {}
}
