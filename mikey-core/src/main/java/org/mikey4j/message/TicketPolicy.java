package org.mikey4j.message;

import org.mikey4j.message.registry.PrfFunc;
import org.mikey4j.message.registry.TicketType;

/**
 * What a ticket may be used for: the part that TP and TICKET payloads share (RFC 6043, 6.10).
 *
 * @param ticketType the kind of ticket, 16 bits; see {@code TicketType}
 * @param subtype the subtype, 1 for the base ticket
 * @param version the subtype's version, 1 for the base ticket
 * @param prfFunc the pseudo-random function for key forking, 7 bits; see {@code PrfFunc}
 * @param flags the flags D to O, 12 bits, D the most significant; see {@link Flag}
 * @param tpData the type of the first payload and the payloads of the policy, at most 65535 octets
 */
public record TicketPolicy(int ticketType, int subtype, int version, int prfFunc, int flags, Octets tpData) {
    /** The flags of a policy, in the order of the wire. */
    public enum Flag {
        /** The ticket was made by the KMS, not by the Initiator. */
        D(0x800),
        /** The Ticket Resolve exchange is mandatory. */
        E(0x400),
        /** A TRANSFER_RESP is to be sent. */
        F(0x200),
        /** The Responder draws RANDRr. */
        G(0x100),
        /** RANDRi enters the keys that are derived from a TGK or GTGK. */
        H(0x080),
        /** Keys are forked. */
        I(0x040),
        /** The ticket may be used more than once. */
        J(0x020),
        /** The KMS changed the policy or the keys that were asked for. */
        K(0x010),
        /** The Initiator may supply session keys. */
        L(0x008),
        /** The Responder may supply session keys. */
        M(0x004),
        /** An Initiator needs no processing beyond RFC 6043. */
        N(0x002),
        /** A Responder needs no processing beyond RFC 6043. */
        O(0x001);

        private final int mask;

        Flag(int mask) {
            this.mask = mask;
        }
    }

    public TicketPolicy {
        Check.u16("ticket type", ticketType);
        Check.u8("subtype", subtype);
        Check.u8("version", version);
        Check.range("PRF func", prfFunc, 0x7f);
        Check.range("flags", flags, 0xfff);
        Check.length("TP data", tpData, 0xffff);
    }

    /** The 12 flag bits with these flags set. */
    public static int flags(Flag... set) {
        int flags = 0;
        for (Flag flag : set) {
            flags |= flag.mask;
        }
        return flags;
    }

    /** Whether {@code flag} is set. */
    public boolean has(Flag flag) {
        return (flags & flag.mask) != 0;
    }

    static TicketPolicy read(PayloadReader in) {
        int ticketType = in.u16("ticketType");
        in.assigned(TicketType.REGISTRY, "ticket type", ticketType);
        int subtype = in.u8("subtype");
        int version = in.u8("version");
        int bits = in.rawU24("PRF func and flags");
        int prfFunc = bits >> 17;
        in.note("prfFunc", 3, prfFunc);
        in.assigned(PrfFunc.REGISTRY, "PRF func", prfFunc);
        int flags = bits >> 5 & 0xfff;
        in.note("flags", 3, flags);
        in.reserved("res", 3, bits & 0x1f);
        return new TicketPolicy(
                ticketType, subtype, version, prfFunc, flags, in.octets("tpData", in.u16("tpDataLength")));
    }

    int encodedLength() {
        return 9 + tpData.length();
    }

    void writeTo(PayloadWriter out) {
        out.u16(ticketType);
        out.u8(subtype);
        out.u8(version);
        int bits = prfFunc << 17 | flags << 5;
        out.u8(bits >> 16);
        out.u16(bits & 0xffff);
        out.u16(tpData.length());
        out.octets(tpData);
    }
}
