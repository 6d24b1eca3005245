package org.mikey4j.message;

import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.message.registry.TsRole;

/**
 * A timestamp with a role (RFC 6043, 6.4).
 *
 * @param tsRole what the time stands for; see {@code TsRole}
 * @param tsType the kind of timestamp; see {@code TsType}
 * @param tsValue as in {@link TPayload}
 */
public record TrPayload(int tsRole, int tsType, long tsValue) implements Payload {
    public TrPayload {
        Check.u8("TS role", tsRole);
        tsValue = new TPayload(tsType, tsValue).tsValue();
    }

    static TrPayload read(PayloadReader in) {
        int role = in.u8("tsRole");
        in.assigned(TsRole.REGISTRY, "TS role", role);
        int tsType = in.u8("tsType");
        return new TrPayload(role, tsType, TPayload.readValue(in, tsType));
    }

    @Override
    public int type() {
        return PayloadType.TR;
    }

    @Override
    public int bodyLength() {
        return 2 + TPayload.valueLength(tsType);
    }

    @Override
    public void writeTo(PayloadWriter out) {
        out.u8(tsRole);
        out.u8(tsType);
        TPayload.writeValue(out, tsType, tsValue);
    }
}
