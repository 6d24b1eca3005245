package org.mikey4j.cli.conformance;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.mikey4j.message.Octets;
import org.mikey4j.sdp.KeyMgmtHeader;
import org.mikey4j.sdp.Sdp;

/** MIKEY in the KeyMgmt header of an RTSP SETUP (RFC 4567, 4.2), for the first stream of a description; each in a connection of its own. */
final class RtspCarrier implements Carrier {
    private static final int DEFAULT_PORT = 554;
    private static final int MOST_OCTETS = 1 << 20;

    private final URI uri;
    private final Duration patience;

    RtspCarrier(URI uri, Duration patience) {
        this.uri = uri;
        this.patience = patience;
    }

    @Override
    public Reply carry(Octets offer) throws Silent, IOException {
        int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(uri.getHost(), port), (int) patience.toMillis());
            socket.setSoTimeout((int) patience.toMillis());
            TextMessage description = ask(socket, "DESCRIBE " + uri, "CSeq: 1\r\nAccept: application/sdp");
            if (!description.isSuccess()) {
                throw new IOException("DESCRIBE is answered with " + description.startLine());
            }
            String stream = stream(description);
            TextMessage setup = ask(
                    socket,
                    "SETUP " + stream,
                    "CSeq: 2\r\nTransport: RTP/SAVP/TCP;unicast;interleaved=0-1\r\nKeyMgmt: "
                            + KeyMgmtHeader.value(stream, offer));
            Optional<Octets> answer = KeyMgmtHeader.parse(setup.header(KeyMgmtHeader.NAME)).mikey().stream()
                    .flatMap(header -> header.data().stream())
                    .map(data -> data.octets())
                    .findFirst();
            return new Reply(setup.isSuccess(), answer, setup.startLine());
        } catch (SocketTimeoutException e) {
            throw new Silent(true, "no response within " + patience.toMillis() + " ms");
        } catch (EOFException | ConnectException e) {
            throw new Silent(false, "the connection: " + e.getMessage());
        }
    }

    private String stream(TextMessage description) {
        String control = Sdp.parse(description.body())
                .text()
                .lines()
                .dropWhile(line -> !line.startsWith("m="))
                .filter(line -> line.startsWith("a=control:"))
                .map(line -> line.substring("a=control:".length()).strip())
                .findFirst()
                .orElse("");
        String base = description.header("Content-Base");
        String from = base.isEmpty() ? uri.toString() : base;
        return control.contains("://")
                ? control
                : from + (from.endsWith("/") || control.isEmpty() ? "" : "/") + control;
    }

    private static TextMessage ask(Socket socket, String request, String headers) throws IOException {
        socket.getOutputStream()
                .write((request + " RTSP/1.0\r\n" + headers + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        DataInputStream in = new DataInputStream(socket.getInputStream());
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
            if (head.length() > MOST_OCTETS) {
                throw new IOException("a header that does not end");
            }
        }
        TextMessage message = TextMessage.of(head.toString());
        String length = message.header("Content-Length");
        if (!length.matches("\\d{0,7}")) {
            throw new IOException("Content-Length: " + length);
        }
        byte[] body = in.readNBytes(length.isEmpty() ? 0 : Math.min(MOST_OCTETS, Integer.parseInt(length)));
        return new TextMessage(message.head(), new String(body, StandardCharsets.UTF_8));
    }
}
