package org.mikey4j.cli.call;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mikey4j.cli.sip.SipFailure;
import org.mikey4j.cli.srtp.SrtpStream;
import org.mikey4j.media.SrtpKeys;
import org.mikey4j.message.Octets;

/** The voice of a telephone: a socket for RTP, an SSRC, and frames that can be told from any others. */
final class MediaEnd implements AutoCloseable {
    private static final int FRAME_OCTETS = 160;
    private static final int RTP_HEADER = 12;
    private static final int PATIENCE_MILLIS = 10_000;

    private final DatagramSocket socket;
    private final long ssrc;
    private final byte voice;

    /**
     * @param ssrc the SSRC of what it sends
     * @param voice what its frames are made of
     */
    MediaEnd(long ssrc, byte voice) {
        this.ssrc = ssrc;
        this.voice = voice;
        try {
            socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            socket.setSoTimeout(PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new SipFailure("no socket for media", e);
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    long ssrc() {
        return ssrc;
    }

    /** What is said in a frame of voice, before it is encrypted (RFC 3550, 5.1; payload type 0). */
    byte[] frame(int sequence) {
        ByteBuffer rtp = ByteBuffer.allocate(RTP_HEADER + FRAME_OCTETS);
        rtp.put((byte) 0x80)
                .put((byte) 0)
                .putShort((short) sequence)
                .putInt(sequence * FRAME_OCTETS)
                .putInt((int) ssrc);
        for (int i = 0; i < FRAME_OCTETS; i++) {
            rtp.put((byte) (voice + sequence * 31 + i));
        }
        return rtp.array();
    }

    /** Sends frames, protected. */
    void talk(int frames, SrtpKeys keys, int toPort, CallTrace trace) {
        try (SrtpStream stream = new SrtpStream(keys, true)) {
            for (int i = 1; i <= frames; i++) {
                byte[] srtp = stream.protect(frame(i));
                trace.passed(
                        CallTrace.Kind.RTP, port(), toPort, "SRTP " + i + "/" + frames, List.of(), Octets.copyOf(srtp));
                socket.send(new DatagramPacket(srtp, srtp.length, InetAddress.getLoopbackAddress(), toPort));
            }
        } catch (IOException e) {
            throw new SipFailure("media cannot be sent", e);
        }
    }

    /** Receives frames and opens them; how many arrived just as the other end said them. */
    int listen(int frames, SrtpKeys keys, MediaEnd other) {
        List<byte[]> heard = new ArrayList<>();
        try (SrtpStream stream = new SrtpStream(keys, false)) {
            byte[] room = new byte[2048];
            while (heard.size() < frames) {
                DatagramPacket packet = new DatagramPacket(room, room.length);
                socket.receive(packet);
                Optional<byte[]> open = stream.open(Arrays.copyOf(room, packet.getLength()));
                heard.add(open.orElse(new byte[0]));
            }
        } catch (SocketTimeoutException e) {
            return same(heard, other);
        } catch (IOException e) {
            throw new SipFailure("media cannot be received", e);
        }
        return same(heard, other);
    }

    private static int same(List<byte[]> heard, MediaEnd other) {
        int same = 0;
        for (int i = 0; i < heard.size(); i++) {
            same += Arrays.equals(heard.get(i), other.frame(i + 1)) ? 1 : 0;
        }
        return same;
    }

    @Override
    public void close() {
        socket.close();
    }
}
