package org.mikey4j.message;

import org.mikey4j.message.registry.ErrorNo;
import org.mikey4j.message.registry.PayloadType;

/**
 * An error report (RFC 3830, 6.12).
 *
 * @param errorNo the error; see {@code ErrorNo}
 */
public record ErrPayload(int errorNo) implements Payload {
    public ErrPayload {
        Check.u8("error no", errorNo);
    }

    static ErrPayload read(PayloadReader in) {
        int errorNo = in.u8("errorNo");
        in.assigned(ErrorNo.REGISTRY, "error no", errorNo);
        in.reserved("reserved", 2, in.rawU16("reserved"));
        return new ErrPayload(errorNo);
    }

    @Override
    public int type() {
        return PayloadType.ERR;
    }

    @Override
    public int bodyLength() {
        return 3;
    }

    @Override
    public void writeTo(PayloadWriter out) {
        out.u8(errorNo);
        out.u16(0);
    }
}
