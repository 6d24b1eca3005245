package org.mikey4j.cli.capture;

import java.io.IOException;
import java.nio.ByteOrder;

/** The format of tcpdump: a header for the file and one for each packet (draft-ietf-opsawg-pcap). */
final class Pcap extends PacketReader {
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int MODIFIED_RECORD_HEADER = 24;

    private final ByteOrder order;
    private final int recordHeader;
    private final long unit;

    Pcap(Window window, ByteOrder order, Damage damage) throws IOException {
        super(window, damage);
        this.order = order;
        if (!window.has(FILE_HEADER)) {
            throw new IOException("too short for a capture: the header of the file has 24 octets");
        }
        int magic = window.i32(0, order);
        this.recordHeader = CaptureFormat.isModified(magic) ? MODIFIED_RECORD_HEADER : RECORD_HEADER;
        this.unit = magic == CaptureFormat.PCAP_NANOS ? 1 : 1000;
        // The upper bits tell of checksums that frames end with.
        linkType = window.i32(20, order) & 0xffff;
        window.take(FILE_HEADER);
    }

    @Override
    boolean find() throws IOException {
        if (!window.has(recordHeader)) {
            return damaged("the file ends within the header of packet " + (number + 1));
        }
        long captured = window.u32(8, order);
        if (captured > MOST_OCTETS) {
            return damaged(
                    "packet " + (number + 1) + " has a length of " + captured + " octets; what follows cannot be read");
        }
        nanos = window.u32(0, order) * 1_000_000_000L + window.u32(4, order) * unit;
        window.take(recordHeader);
        if (!window.has((int) captured)) {
            return damaged("the file ends within packet " + (number + 1));
        }
        packet((int) captured, 0);
        return true;
    }
}
