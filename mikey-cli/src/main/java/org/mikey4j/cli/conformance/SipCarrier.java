package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.mikey4j.message.Octets;
import org.mikey4j.sdp.Sdp;
import org.mikey4j.sdp.SdpSection;

/** MIKEY in the offer of a SIP INVITE over UDP (RFC 3261, RFC 4567). A call that is taken is ended at once. */
final class SipCarrier implements Carrier {
    private final String uri;
    private final InetSocketAddress to;
    private final Duration patience;

    /** @param uri whom to call, for example {@code sip:bob@192.0.2.1} */
    SipCarrier(String uri, InetSocketAddress to, Duration patience) {
        this.uri = uri;
        this.to = to;
        this.patience = patience;
    }

    @Override
    public Reply carry(Octets offer) throws Silent, IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(to);
            socket.setSoTimeout((int) patience.toMillis());
            Call call = new Call(socket);
            call.send("INVITE", 1, "", body(call.host, offer));
            TextMessage response = call.finalResponse();
            String toHeader = response.header("To");
            if (!response.isSuccess()) {
                call.send("ACK", 1, toHeader, "");
                return new Reply(false, Optional.empty(), response.startLine());
            }
            call.send("ACK", 1, toHeader, "");
            call.send("BYE", 2, toHeader, "");
            return new Reply(true, answer(response.body()), response.startLine());
        } catch (SocketTimeoutException e) {
            throw new Silent(true, "no final response within " + patience.toMillis() + " ms");
        } catch (PortUnreachableException e) {
            throw new Silent(false, "nobody listens there");
        }
    }

    private static Optional<Octets> answer(String sdp) {
        return Sdp.parse(sdp).attributes().stream()
                .filter(attribute -> attribute.isMikey())
                .map(attribute -> attribute.data().octets())
                .findFirst();
    }

    private static String body(String host, Octets offer) {
        String kind = host.contains(":") ? "IP6 " : "IP4 ";
        String sdp = String.join(
                "\r\n",
                "v=0",
                "o=- 1 1 IN " + kind + host,
                "s=-",
                "c=IN " + kind + host,
                "t=0 0",
                "m=audio 49170 RTP/SAVP 0",
                "");
        return Sdp.parse(sdp).withAttribute(SdpSection.SESSION, "mikey", offer);
    }

    /** One call, from its INVITE on. */
    private final class Call {
        private final DatagramSocket socket;
        private final String host;
        private final String id = UUID.randomUUID().toString();

        Call(DatagramSocket socket) {
            this.socket = socket;
            String address = socket.getLocalAddress().getHostAddress();
            this.host = address.replaceFirst("%.*", "");
        }

        void send(String method, int number, String toHeader, String body) throws IOException {
            String local = (host.contains(":") ? "[" + host + "]" : host) + ":" + socket.getLocalPort();
            String branch = "z9hG4bK" + id + (method.equals("BYE") ? "b" : "");
            String text = String.join(
                    "\r\n",
                    method + " " + uri + " SIP/2.0",
                    "Via: SIP/2.0/UDP " + local + ";branch=" + branch,
                    "Max-Forwards: 70",
                    "From: <sip:conformance@" + local + ">;tag=" + id.substring(0, 8),
                    "To: " + (toHeader.isEmpty() ? "<" + uri + ">" : toHeader),
                    "Call-ID: " + id,
                    "CSeq: " + number + " " + method,
                    "Contact: <sip:conformance@" + local + ">",
                    body.isEmpty()
                            ? "Content-Length: 0"
                            : "Content-Type: application/sdp\r\nContent-Length: "
                                    + body.getBytes(StandardCharsets.UTF_8).length,
                    "",
                    body);
            byte[] octets = text.getBytes(StandardCharsets.UTF_8);
            socket.send(new DatagramPacket(octets, octets.length));
        }

        TextMessage finalResponse() throws IOException {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[0xffff], 0xffff);
                socket.receive(packet);
                TextMessage message =
                        TextMessage.of(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
                boolean ours = message.header("Call-ID").equals(id)
                        && message.header("CSeq").endsWith("INVITE");
                if (ours && !message.startLine().startsWith("SIP/2.0 1")) {
                    return message;
                }
            }
        }
    }
}
