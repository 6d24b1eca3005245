package org.mikey4j.cli.capture;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Captures for a fuzzer to begin with. */
public final class FuzzCaptures {
    private static final int ETHERNET = 1;
    private static final int RAW_IP = 101;
    private static final int FROM = 40_000;

    private FuzzCaptures() {}

    /** A capture of two interfaces with a message on MIKEY's port and one in SIP. */
    public static byte[] pcapNg(byte[] message, String sdp) {
        return Packets.pcapNg(
                ByteOrder.LITTLE_ENDIAN,
                List.of(ETHERNET, RAW_IP),
                List.of(
                        Packets.ethernet("0800", Packets.ip4(17, Packets.udp(FROM, 2269, message))),
                        Packets.ip6(17, Packets.udp(5060, 5060, invite(sdp)))));
    }

    /** A SIP message in pieces over TCP. */
    public static byte[] tcp(String sdp) {
        List<byte[]> packets = new ArrayList<>();
        int sequence = 1;
        for (byte[] part : Packets.parts(invite(sdp), 100)) {
            packets.add(Packets.ip4(6, Packets.tcp(FROM, 5060, sequence, 0x18, part)));
            sequence += part.length;
        }
        return Packets.pcap(RAW_IP, packets);
    }

    private static byte[] invite(String sdp) {
        return Captures.sip("INVITE sip:bob@b.example SIP/2.0", "1@a.example", 1, sdp);
    }
}
