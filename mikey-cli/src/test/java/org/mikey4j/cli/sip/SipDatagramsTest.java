package org.mikey4j.cli.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SipDatagramsTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    @Test
    void eachDatagramIsHandedOnInAnArrayOfItsOwnLength() throws Exception {
        try (SipDatagrams receiver = new SipDatagrams(0, HERE);
                DatagramSocket sender = new DatagramSocket(0, HERE)) {
            receiver.setReceiveBufferSize(1); // as the stack does, which takes this for the length of a datagram
            for (String text : new String[] {"INVITE " + "x".repeat(60_000), "", "BYE"}) {
                byte[] sent = text.getBytes(StandardCharsets.UTF_8);
                sender.send(new DatagramPacket(sent, sent.length, HERE, receiver.getLocalPort()));
            }
            DatagramPacket invite = receive(receiver);
            DatagramPacket empty = receive(receiver);
            DatagramPacket bye = receive(receiver);
            assertThat(invite.getData()).hasSize(60_007).startsWith("INVITE xx".getBytes(StandardCharsets.UTF_8));
            assertThat(invite.getLength()).isEqualTo(60_007);
            assertThat(invite.getPort()).isEqualTo(sender.getLocalPort());
            assertThat(empty.getData()).isEmpty();
            assertThat(bye.getData()).asString(StandardCharsets.UTF_8).isEqualTo("BYE");
        }
    }

    private static DatagramPacket receive(SipDatagrams receiver) throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[1], 1);
        receiver.receive(packet);
        return packet;
    }
}
