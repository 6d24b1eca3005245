package org.mikey4j.message;

import org.mikey4j.message.registry.PayloadType;

/**
 * The random value of a bundle (RFC 3830, 6.11).
 *
 * @param rand 1 to 255 octets; the standard wants 16 or more
 */
public record RandPayload(Octets rand) implements Payload {
    /** The fewest octets that the standard recommends. */
    public static final int RECOMMENDED_OCTETS = 16;

    public RandPayload {
        Check.length("RAND", rand, 0xff);
    }

    static RandPayload read(PayloadReader in) {
        return new RandPayload(readRand(in, in.u8("randLen")));
    }

    static Octets readRand(PayloadReader in, int length) {
        Octets rand = in.nonEmptyOctets("rand", length);
        if (length > 0 && length < RECOMMENDED_OCTETS) {
            in.reportField(DecodeRule.SHORT_RAND, "RAND", length + " octets");
        }
        return rand;
    }

    @Override
    public int type() {
        return PayloadType.RAND;
    }

    @Override
    public int bodyLength() {
        return 1 + rand.length();
    }

    @Override
    public void writeTo(PayloadWriter out) {
        out.u8(rand.length());
        out.octets(rand);
    }
}
