package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.DataType;

/** MIKEY in datagrams of its own, usually to port 2269. To say nothing is to refuse. */
final class UdpCarrier implements Carrier {
    private final InetSocketAddress to;
    private final Duration patience;

    UdpCarrier(InetSocketAddress to, Duration patience) {
        this.to = to;
        this.patience = patience;
    }

    @Override
    public Reply carry(Octets offer) throws Silent, IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(to);
            socket.setSoTimeout((int) patience.toMillis());
            socket.send(new DatagramPacket(offer.toByteArray(), offer.length()));
            DatagramPacket packet = new DatagramPacket(new byte[0xffff], 0xffff);
            socket.receive(packet);
            return reply(Octets.copyOf(packet.getData(), packet.getOffset(), packet.getLength()));
        } catch (SocketTimeoutException e) {
            return new Reply(false, Optional.empty(), "no answer within " + patience.toMillis() + " ms");
        } catch (PortUnreachableException e) {
            throw new Silent(false, "nobody listens there");
        }
    }

    private static Reply reply(Octets octets) {
        try {
            int type = MikeyMessage.decode(octets.toByteArray()).header().dataType();
            return new Reply(
                    type != DataType.ERROR, Optional.of(octets), "a message of type " + DataType.REGISTRY.name(type));
        } catch (MalformedMessageException e) {
            return new Reply(true, Optional.of(octets), "an answer that cannot be read: " + e.getMessage());
        }
    }
}
