package org.mikey4j.cli.sip;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * A SIP end that is nothing but a UDP socket and text, so that nothing happens at it but what a test wants. Calls have numbers, which stand
 * in a header that everybody between passes on.
 */
public final class WirePhone implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final DatagramSocket socket;
    private final BiConsumer<WirePhone, Seen> handler;
    private final List<Seen> heard = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> kinds = ConcurrentHashMap.newKeySet();

    /** A message, one character for each octet. */
    public record Seen(String text) {
        public String start() {
            return text.substring(0, text.indexOf("\r\n"));
        }

        public String body() {
            return text.substring(text.indexOf("\r\n\r\n") + 4);
        }

        /** A header's value; empty if there is none. */
        public String header(String name) {
            String head = text.substring(0, text.indexOf("\r\n\r\n") + 2);
            int at = head.indexOf("\r\n" + name + ": ");
            return at < 0 ? "" : head.substring(at + name.length() + 4, head.indexOf("\r\n", at + 2));
        }

        boolean isNumbered() {
            return !header("X-Number").isEmpty() || text.contains(";tag=alice");
        }

        /** Of the call: in a header, or in what others say of their own in the tag of who called. */
        public int number() {
            String header = header("X-Number");
            return Integer.parseInt(header.isEmpty() ? text.replaceAll("(?s).*;tag=alice(\\d+).*", "$1") : header);
        }

        /** The CSeq of a request, behind the status of a response: {@code 2 BYE}, {@code 200 2 BYE}. */
        public String kind() {
            return (text.startsWith("SIP/2.0 ") ? text.substring(8, 12) : "") + header("CSeq");
        }

        /** Where the requests of the dialog go. */
        public String contact() {
            return header("Contact").replaceAll("[<>]", "");
        }

        public boolean isRequest(String method) {
            return text.startsWith(method + " ");
        }

        public boolean isResponse(int status, String method) {
            return text.startsWith("SIP/2.0 " + status + " ") && header("CSeq").endsWith(" " + method);
        }

        /** The response to this, with what the caller of this adds to it. */
        public String response(String status, String tag, String more, String body) {
            String to = header("To");
            StringBuilder out = new StringBuilder("SIP/2.0 " + status + "\r\n");
            text.lines()
                    .filter(line -> line.startsWith("Via: ") || line.startsWith("Record-Route: "))
                    .forEach(line -> out.append(line).append("\r\n"));
            return out + "From: " + header("From") + "\r\nTo: " + to + (to.contains(";tag=") ? "" : ";tag=" + tag)
                    + "\r\nCall-ID: " + header("Call-ID") + "\r\nCSeq: " + header("CSeq") + "\r\nX-Number: "
                    + header("X-Number") + "\r\n" + more + tail(body);
        }
    }

    /** The end of a message: the headers of the body, and the body. */
    public static String tail(String body) {
        return (body.isEmpty() ? "" : "Content-Type: application/sdp\r\n") + "Content-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    /** @param handler is called for each message, by one thread */
    public WirePhone(int port, BiConsumer<WirePhone, Seen> handler) throws IOException {
        this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        this.socket.setReceiveBufferSize(4 << 20);
        this.handler = handler;
        Thread thread = new Thread(this::listen, "phone " + port);
        thread.setDaemon(true);
        thread.start();
    }

    private void listen() {
        byte[] octets = new byte[65_535];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(octets, octets.length);
            try {
                socket.receive(packet);
            } catch (SocketException e) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Seen seen = new Seen(new String(octets, 0, packet.getLength(), StandardCharsets.ISO_8859_1));
            heard.add(seen);
            kinds.add(seen.kind() + " of " + (seen.isNumbered() ? seen.number() : 0));
            handler.accept(this, seen);
        }
    }

    public int port() {
        return socket.getLocalPort();
    }

    public String contact() {
        return "Contact: <sip:phone@127.0.0.1:" + port() + ">\r\n";
    }

    /** Sends a message to a port of this machine. */
    public void send(int port, String message) {
        byte[] octets = message.getBytes(StandardCharsets.ISO_8859_1);
        try {
            socket.send(new DatagramPacket(octets, octets.length, InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers to where the topmost Via says. */
    public void answer(Seen request, String status, String tag, String more, String body) {
        String via = request.header("Via");
        send(Integer.parseInt(via.replaceAll("^[^:]*:(\\d+).*", "$1")), request.response(status, tag, more, body));
    }

    /** Whether it heard such a message of a call. */
    public boolean heard(String kind, int number) {
        return kinds.contains(kind + " of " + number);
    }

    /** What it heard so far of this kind, in order. */
    public List<Seen> heard(String kind) {
        synchronized (heard) {
            return heard.stream().filter(seen -> seen.kind().equals(kind)).toList();
        }
    }

    /** Waits for such a message, and gives the first. */
    public Seen awaits(String kind) throws InterruptedException {
        until(kind + " at " + port(), () -> {}, () -> !heard(kind).isEmpty());
        return heard(kind).get(0);
    }

    /** Waits for something, doing again and again what may bring it about. */
    public static void until(String what, Runnable again, java.util.function.BooleanSupplier done)
            throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
        for (int i = 0; !done.getAsBoolean(); i++) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain for " + what);
            }
            if (i % 50 == 0) {
                again.run();
            }
            Thread.sleep(20);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
