package org.mikey4j.judges;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** RTSP over TCP as either end needs it, with media between the messages (RFC 2326, 10.12). */
final class RtspConnection implements Closeable {
    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    RtspConnection(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MILLIS);
        this.in = new DataInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /** A request or a response. */
    record Message(String head, String body) {
        String startLine() {
            return head.lines().findFirst().orElse("");
        }

        /** The value of a header, or empty. */
        String header(String name) {
            String prefix = name.toLowerCase(Locale.ROOT) + ":";
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                    .map(line -> line.substring(prefix.length()).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    /** A media packet on a channel. */
    record Packet(int channel, byte[] octets) {}

    void send(String startLine, List<String> headers, String body) throws IOException {
        StringBuilder text = new StringBuilder(startLine).append("\r\n");
        headers.forEach(header -> text.append(header).append("\r\n"));
        if (!body.isEmpty()) {
            text.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        out.write(text.append("\r\n").append(body).toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    void send(Packet packet) throws IOException {
        byte[] frame = new byte[4 + packet.octets.length];
        frame[0] = '$';
        frame[1] = (byte) packet.channel;
        frame[2] = (byte) (packet.octets.length >> 8);
        frame[3] = (byte) packet.octets.length;
        System.arraycopy(packet.octets, 0, frame, 4, packet.octets.length);
        out.write(frame);
        out.flush();
    }

    /** The next message; media before it is dropped. */
    Message receive() throws IOException {
        int first = in.readUnsignedByte();
        while (first == '$') {
            readPacket();
            first = in.readUnsignedByte();
        }
        StringBuilder head = new StringBuilder().append((char) first);
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        Message message = new Message(head.toString(), "");
        String length = message.header("Content-Length");
        byte[] body = in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
        return new Message(message.head, new String(body, StandardCharsets.UTF_8));
    }

    /** The next media packet. */
    Packet receivePacket() throws IOException {
        if (in.readUnsignedByte() != '$') {
            throw new EOFException("no media packet where one is awaited");
        }
        return readPacket();
    }

    private Packet readPacket() throws IOException {
        int channel = in.readUnsignedByte();
        return new Packet(channel, in.readNBytes(in.readUnsignedShort()));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
