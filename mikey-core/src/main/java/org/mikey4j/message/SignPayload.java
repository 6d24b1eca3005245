package org.mikey4j.message;

import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.message.registry.SType;

/**
 * The signature: always the last payload, and the only one without a next payload field (RFC 3830, 6.5).
 *
 * @param sType the algorithm, 4 bits; see {@code SType}
 * @param signature 1 to 4095 octets
 */
public record SignPayload(int sType, Octets signature) implements Payload {
    public SignPayload {
        Check.range("S type", sType, 0xf);
        Check.length("signature", signature, 0xfff);
    }

    static SignPayload read(PayloadReader in) {
        int head = in.rawU16("S type and signature len");
        int sType = head >> 12;
        in.note("sType", 2, sType);
        in.assigned(SType.REGISTRY, "S type", sType);
        in.note("signatureLen", 2, head & 0xfff);
        return new SignPayload(sType, in.nonEmptyOctets("signature", head & 0xfff));
    }

    @Override
    public int type() {
        return PayloadType.SIGN;
    }

    @Override
    public int bodyLength() {
        return 2 + signature.length();
    }

    @Override
    public void writeTo(PayloadWriter out) {
        out.u16(sType << 12 | signature.length());
        out.octets(signature);
    }
}
