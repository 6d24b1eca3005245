package org.mikey4j.message;

import org.mikey4j.message.registry.PayloadType;

/**
 * The ticket policy that an Initiator asks for (RFC 6043, 6.10).
 *
 * @param policy the policy
 */
public record TpPayload(TicketPolicy policy) implements Payload {
    static TpPayload read(PayloadReader in) {
        return new TpPayload(TicketPolicy.read(in));
    }

    @Override
    public int type() {
        return PayloadType.TP;
    }

    @Override
    public int bodyLength() {
        return policy.encodedLength();
    }

    @Override
    public void writeTo(PayloadWriter out) {
        policy.writeTo(out);
    }
}
