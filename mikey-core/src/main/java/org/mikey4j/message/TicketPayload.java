package org.mikey4j.message;

import org.mikey4j.message.registry.PayloadType;

/**
 * A ticket (RFC 6043, 6.10).
 *
 * @param policy the granted policy
 * @param ticketData what only the party that resolves the ticket reads, at most 65535 octets
 * @param initiatorData what authenticates the Initiator when keys are forked, otherwise empty; at most 65535 octets
 */
public record TicketPayload(TicketPolicy policy, Octets ticketData, Octets initiatorData) implements Payload {
    public TicketPayload {
        Check.length("ticket data", ticketData, 0xffff);
        Check.length("initiator data", initiatorData, 0xffff);
    }

    static TicketPayload read(PayloadReader in) {
        TicketPolicy policy = TicketPolicy.read(in);
        Octets ticketData = in.octets("ticketData", in.u16("ticketDataLength"));
        return new TicketPayload(policy, ticketData, in.octets("initiatorData", in.u16("initiatorDataLength")));
    }

    @Override
    public int type() {
        return PayloadType.TICKET;
    }

    @Override
    public int bodyLength() {
        return policy.encodedLength() + 4 + ticketData.length() + initiatorData.length();
    }

    @Override
    public void writeTo(PayloadWriter out) {
        policy.writeTo(out);
        out.u16(ticketData.length());
        out.octets(ticketData);
        out.u16(initiatorData.length());
        out.octets(initiatorData);
    }
}
