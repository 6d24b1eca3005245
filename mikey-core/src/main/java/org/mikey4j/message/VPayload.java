package org.mikey4j.message;

import org.mikey4j.message.registry.MacAlg;
import org.mikey4j.message.registry.PayloadType;

/**
 * The Responder's proof that it has the keys (RFC 3830, 6.9).
 *
 * @param authAlg the message authentication code; see {@code MacAlg}
 * @param verData the MAC: 0, 20 or 32 octets, as {@code authAlg} has it
 */
public record VPayload(int authAlg, Octets verData) implements Payload {
    public VPayload {
        Check.exact("ver data", verData, KemacPayload.macOctets(authAlg), "auth alg ", MacAlg.REGISTRY, authAlg);
    }

    static VPayload read(PayloadReader in) {
        int authAlg = in.u8("authAlg");
        return new VPayload(authAlg, KemacPayload.readMac(in, authAlg, "verData"));
    }

    @Override
    public int type() {
        return PayloadType.V;
    }

    @Override
    public int bodyLength() {
        return 1 + verData.length();
    }

    @Override
    public void writeTo(PayloadWriter out) {
        out.u8(authAlg);
        out.octets(verData);
    }
}
