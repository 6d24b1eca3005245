package org.mikey4j.exchange.ticket;

import java.util.List;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.VPayload;

/**
 * The MAC of TRANSFER_INIT: over the message without the Initiator data of its ticket and their length, which are filled in once it
 * is known, and over both identities (RFC 6043, 5.5).
 */
final class TransferMac {
    private static final int LENGTH_OCTETS = 2;

    private TransferMac() {}

    /** A TRANSFER_INIT that ends in its MAC; its ticket, if it has one, has no Initiator data yet. */
    static MikeyMessage append(
            CommonHeader header, List<Payload> payloads, MessageProtection protection, Octets idI, Octets idR) {
        MikeyMessage message = TicketProtection.withEmptyV(header, payloads, protection);
        Octets mac = protection.macOver(covered(message, protection.covered(message), idI, idR));
        return message.withLast(new VPayload(protection.mac().macAlg(), mac));
    }

    /** Whether the MAC is right. */
    static boolean isVerified(TicketMessage message, MessageProtection protection, Octets idI, Octets idR) {
        return protection.isMac(message.v().verData(), covered(message.message(), message.covered(), idI, idR));
    }

    private static Octets[] covered(MikeyMessage message, Octets all, Octets idI, Octets idR) {
        int index = message.indexOf(TicketPayload.class);
        if (index < 0) {
            return new Octets[] {all, idI, idR};
        }
        TicketPayload ticket = (TicketPayload) message.payloads().get(index);
        int end = message.end(index);
        int begin = end - LENGTH_OCTETS - ticket.initiatorData().length();
        return new Octets[] {all.slice(0, begin), all.slice(end, all.length() - end), idI, idR};
    }
}
