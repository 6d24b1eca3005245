package org.mikey4j.cli.capture;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.mikey4j.message.Octets;

/** What is inside a packet, down to UDP and TCP. One object is used for all packets; what it shows holds until the next. */
final class Frame {
    static final int TCP = 6;
    static final int UDP = 17;
    private static final int MIKEY_PORT = 2269;
    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86dd;
    private static final int MOST_TAGS = 4;
    private static final int MOST_EXTENSIONS = 16;

    private final Fragments fragments = new Fragments();
    byte[] array = new byte[0];
    int at;
    int end;
    int protocol;
    boolean isV6;
    long sourceHigh;
    long sourceLow;
    long targetHigh;
    long targetLow;
    int sourcePort;
    int targetPort;

    /** The number of the first octet of a segment. */
    int sequence;

    boolean isSyn;
    boolean isEnd;

    /** Reads a packet; false if it is neither UDP nor TCP, damaged, or a fragment of what is not complete yet. */
    boolean read(int linkType, byte[] octets, int from, int length) {
        array = octets;
        at = from;
        end = from + length;
        int etherType = link(linkType);
        if (etherType == IPV4) {
            return ipv4();
        }
        return etherType == IPV6 && ipv6();
    }

    private boolean has(int octets) {
        return end - at >= octets;
    }

    private int u8(int offset) {
        return array[at + offset] & 0xff;
    }

    private int u16(int offset) {
        return u8(offset) << 8 | u8(offset + 1);
    }

    private int i32(int offset) {
        return u16(offset) << 16 | u16(offset + 2);
    }

    private long i64(int offset) {
        return ((long) i32(offset) << 32) | (i32(offset + 4) & 0xffffffffL);
    }

    /** Steps over the header of the link; the EtherType of what follows, 0 if it is not known. */
    private int link(int linkType) {
        return switch (linkType) {
            case LinkType.ETHERNET -> ethernet(12);
            case LinkType.COOKED -> ethernet(14);
            case LinkType.COOKED_2 -> cooked2();
            case LinkType.NULL, LinkType.LOOP -> family();
            case LinkType.RAW, LinkType.RAW_BSD, LinkType.RAW_OPENBSD, LinkType.IPV4, LinkType.IPV6 -> byVersion();
            default -> 0;
        };
    }

    /** The type stands behind addresses, and behind any tags of virtual networks. */
    private int ethernet(int typeAt) {
        if (!has(typeAt + 2)) {
            return 0;
        }
        int type = u16(typeAt);
        at += typeAt + 2;
        for (int tags = 0; (type == 0x8100 || type == 0x88a8 || type == 0x9100) && tags < MOST_TAGS; tags++) {
            if (!has(4)) {
                return 0;
            }
            type = u16(2);
            at += 4;
        }
        if (type == 0x8864 && has(8)) { // a session of PPP over Ethernet
            int ppp = u16(6);
            at += 8;
            return ppp == 0x21 ? IPV4 : ppp == 0x57 ? IPV6 : 0;
        }
        return type;
    }

    private int cooked2() {
        if (!has(20)) {
            return 0;
        }
        int type = u16(0);
        at += 20;
        return type;
    }

    /** The family stands in the byte order of whoever made the capture; no family has a number beyond 255. */
    private int family() {
        if (!has(4)) {
            return 0;
        }
        int family = u8(0) != 0 ? u8(0) : u8(3);
        at += 4;
        return family == 2 ? IPV4 : family == 10 || family == 24 || family == 28 || family == 30 ? IPV6 : 0;
    }

    private int byVersion() {
        if (!has(1)) {
            return 0;
        }
        int version = u8(0) >> 4;
        return version == 4 ? IPV4 : version == 6 ? IPV6 : 0;
    }

    private boolean ipv4() {
        if (!has(20) || u8(0) >> 4 != 4) {
            return false;
        }
        int header = (u8(0) & 0xf) * 4;
        int total = u16(2);
        if (header < 20 || !has(header) || (total != 0 && total < header)) {
            return false;
        }
        if (total != 0) { // 0 where the network card cuts datagrams
            end = Math.min(end, at + total);
        }
        isV6 = false;
        sourceHigh = 0;
        targetHigh = 0;
        sourceLow = i32(12) & 0xffffffffL;
        targetLow = i32(16) & 0xffffffffL;
        protocol = u8(9);
        int fragment = u16(6);
        int id = u16(4);
        at += header;
        if ((fragment & 0x3fff) != 0) {
            return reassemble(id, (fragment & 0x1fff) * 8, (fragment & 0x2000) != 0);
        }
        return transport();
    }

    private boolean ipv6() {
        if (!has(40) || u8(0) >> 4 != 6) {
            return false;
        }
        int payload = u16(4);
        if (payload != 0) {
            end = Math.min(end, at + 40 + payload);
        }
        isV6 = true;
        sourceHigh = i64(8);
        sourceLow = i64(16);
        targetHigh = i64(24);
        targetLow = i64(32);
        int next = u8(6);
        at += 40;
        for (int i = 0; i < MOST_EXTENSIONS; i++) {
            if (next == TCP || next == UDP) {
                protocol = next;
                return transport();
            }
            if (!has(8)) {
                return false;
            }
            if (next == 44) {
                protocol = u8(0);
                int fragment = u16(2);
                int id = i32(4);
                at += 8;
                if ((fragment & 0xfff9) != 0) {
                    return reassemble(id, fragment & 0xfff8, (fragment & 1) != 0);
                }
                next = protocol;
            } else if (next == 0 || next == 43 || next == 60 || next == 51) {
                int size = next == 51 ? (u8(1) + 2) * 4 : (u8(1) + 1) * 8;
                next = u8(0);
                if (!has(size)) {
                    return false;
                }
                at += size;
            } else {
                return false;
            }
        }
        return false;
    }

    private boolean reassemble(int id, int offset, boolean more) {
        byte[] whole = fragments.add(this, id, offset, more);
        if (whole.length == 0) {
            return false;
        }
        array = whole;
        at = 0;
        end = whole.length;
        return transport();
    }

    private boolean transport() {
        if (protocol == UDP) {
            if (!has(8)) {
                return false;
            }
            int length = u16(4);
            ports();
            if (length >= 8) {
                end = Math.min(end, at + length);
            }
            at += 8;
            return true;
        }
        if (protocol != TCP || !has(20)) {
            return false;
        }
        int header = (u8(12) >> 4) * 4;
        if (header < 20 || !has(header)) {
            return false;
        }
        ports();
        isSyn = (u8(13) & 2) != 0;
        // The beginning of a connection counts as one octet.
        sequence = i32(4) + (isSyn ? 1 : 0);
        isEnd = (u8(13) & 5) != 0;
        at += header;
        return true;
    }

    private void ports() {
        sourcePort = u16(0);
        targetPort = u16(2);
    }

    /** Whether one of the ports is that of MIKEY (RFC 3830, 10). */
    boolean isMikey() {
        return sourcePort == MIKEY_PORT || targetPort == MIKEY_PORT;
    }

    /** The datagram of UDP. */
    Datagram datagram(Instant when) {
        return new Datagram(
                when,
                Octets.copyOf(octets(sourceHigh, sourceLow)),
                sourcePort,
                Octets.copyOf(octets(targetHigh, targetLow)),
                targetPort,
                Octets.copyOf(array, at, end - at));
    }

    private byte[] octets(long high, long low) {
        return isV6
                ? ByteBuffer.allocate(16).putLong(high).putLong(low).array()
                : ByteBuffer.allocate(4).putInt((int) low).array();
    }

    /** The source as text: {@code 192.0.2.1:5060}. */
    String source() {
        return address(sourceHigh, sourceLow, sourcePort);
    }

    /** The target as text. */
    String target() {
        return address(targetHigh, targetLow, targetPort);
    }

    private String address(long high, long low, int port) {
        try {
            String host = InetAddress.getByAddress(octets(high, low)).getHostAddress();
            return (isV6 && host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 octets", e);
        }
    }
}
