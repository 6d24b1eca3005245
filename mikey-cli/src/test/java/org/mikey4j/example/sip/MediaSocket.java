package org.mikey4j.example.sip;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Frames of audio in RTP (RFC 3550, 5.1) over UDP. */
final class MediaSocket implements AutoCloseable {
    private static final int HEADER = 12;
    private static final int MAX_PACKET = 1500;
    private static final int PATIENCE_MILLIS = 2000;

    private final DatagramSocket socket;
    private final long ssrc;
    private int sequence = 1;

    MediaSocket(long ssrc) {
        this.ssrc = ssrc;
        try {
            socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            socket.setSoTimeout(PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    long ssrc() {
        return ssrc;
    }

    /** The next packet of the stream, not yet protected. */
    synchronized byte[] packet(byte[] frame) {
        return ByteBuffer.allocate(HEADER + frame.length)
                .put((byte) 0x80)
                .put((byte) 0)
                .putShort((short) sequence)
                .putInt(160 * sequence++)
                .putInt((int) ssrc)
                .put(frame)
                .array();
    }

    static byte[] frame(byte[] packet) {
        return Arrays.copyOfRange(packet, HEADER, packet.length);
    }

    void send(byte[] packet, InetSocketAddress to) {
        try {
            socket.send(new DatagramPacket(packet, packet.length, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next packet that arrives within two seconds. */
    Optional<byte[]> receive() {
        DatagramPacket packet = new DatagramPacket(new byte[MAX_PACKET], MAX_PACKET);
        try {
            socket.receive(packet);
            return Optional.of(Arrays.copyOf(packet.getData(), packet.getLength()));
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
