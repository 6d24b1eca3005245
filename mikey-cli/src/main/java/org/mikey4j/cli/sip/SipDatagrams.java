package org.mikey4j.cli.sip;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.Arrays;

/**
 * Receives every datagram in one buffer of its own and hands on as many octets as came, whatever array the stack brings. The stack
 * would also have the kernel keep no more than one datagram of the longest possible while it is busy.
 */
final class SipDatagrams extends DatagramSocket {
    private static final int LONGEST = 65_535;
    private static final int KEPT_BY_THE_KERNEL = 4 << 20;

    private final byte[] buffer = new byte[LONGEST];

    SipDatagrams(int port, InetAddress address) throws SocketException {
        super(port, address);
        super.setReceiveBufferSize(KEPT_BY_THE_KERNEL);
        super.setSendBufferSize(KEPT_BY_THE_KERNEL);
    }

    @Override
    public void receive(DatagramPacket packet) throws IOException {
        synchronized (buffer) {
            packet.setData(buffer);
            super.receive(packet);
            packet.setData(Arrays.copyOf(buffer, packet.getLength()));
        }
    }

    /** What the stack asks for is the length of one datagram; there is more already. */
    @Override
    public void setReceiveBufferSize(int octets) {}

    @Override
    public void setSendBufferSize(int octets) {}
}
