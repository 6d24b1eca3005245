package org.mikey4j.message;

import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.message.registry.RandRole;

/**
 * A random value with a role (RFC 6043, 6.8).
 *
 * @param randRole who drew it; see {@code RandRole}
 * @param rand 1 to 255 octets
 */
public record RandrPayload(int randRole, Octets rand) implements Payload {
    public RandrPayload {
        Check.u8("RAND role", randRole);
        Check.length("RAND", rand, 0xff);
    }

    static RandrPayload read(PayloadReader in) {
        int role = in.u8("randRole");
        in.assigned(RandRole.REGISTRY, "RAND role", role);
        return new RandrPayload(role, RandPayload.readRand(in, in.u8("randLength")));
    }

    @Override
    public int type() {
        return PayloadType.RANDR;
    }

    @Override
    public int bodyLength() {
        return 2 + rand.length();
    }

    @Override
    public void writeTo(PayloadWriter out) {
        out.u8(randRole);
        out.u8(rand.length());
        out.octets(rand);
    }
}
