package org.mikey4j.cli.capture;

import java.util.List;

/** Captures of SIP, for tests of commands. */
public final class Captures {
    private Captures() {}

    /** A message over UDP from port 5060 of 192.0.2.{@code from} to that of 192.0.2.{@code to}. */
    public static byte[] udp(int from, int to, byte[] message) {
        byte[] source = {(byte) 192, 0, 2, (byte) from};
        byte[] target = {(byte) 192, 0, 2, (byte) to};
        return Packets.ip4(17, 1, 0, source, target, Packets.udp(5060, 5060, message));
    }

    /** A message with a description. */
    public static byte[] sip(String startLine, String callId, int cseq, String sdp) {
        return Packets.text(startLine + "\r\nFrom: <sip:a@x>;tag=1\r\nTo: <sip:b@x>\r\nCall-ID: " + callId
                + "\r\nCSeq: " + cseq + " INVITE\r\nContent-Type: application/sdp\r\nContent-Length: " + sdp.length()
                + "\r\n\r\n" + sdp);
    }

    /** A capture of raw IP packets, one a second. */
    public static byte[] pcap(List<byte[]> packets) {
        return Packets.pcap(101, packets);
    }
}
