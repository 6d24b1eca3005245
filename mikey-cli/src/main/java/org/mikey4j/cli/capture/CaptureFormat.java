package org.mikey4j.cli.capture;

/** Captures by their first octets. */
public final class CaptureFormat {
    static final int PCAPNG = 0x0a0d0d0a;
    static final int PCAP_MICROS = 0xa1b2c3d4;
    static final int PCAP_NANOS = 0xa1b23c4d;
    private static final int KUZNETZOV = 0xa1b2cd34;

    private CaptureFormat() {}

    /** Whether octets that begin with these four, as one number in network order, are a capture. */
    public static boolean isCapture(int first) {
        return first == PCAPNG || isPcap(first) || isPcap(Integer.reverseBytes(first));
    }

    static boolean isPcap(int first) {
        return first == PCAP_MICROS || first == PCAP_NANOS || first == KUZNETZOV;
    }

    /** Whether each packet of such a file has 8 more octets of header. */
    static boolean isModified(int first) {
        return first == KUZNETZOV;
    }
}
