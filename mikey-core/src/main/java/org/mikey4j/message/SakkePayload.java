package org.mikey4j.message;

import org.mikey4j.message.registry.IdScheme;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.message.registry.SakkeParams;

/**
 * The encapsulated shared secret (RFC 6509, 4.2).
 *
 * @param params the parameter set; see {@code SakkeParams}
 * @param idScheme how the receiver's identifier is made; see {@code IdScheme}
 * @param data the SAKKE encapsulated data, 273 octets with parameter set 1
 */
public record SakkePayload(int params, int idScheme, Octets data) implements Payload {
    public SakkePayload {
        Check.u8("SAKKE params", params);
        Check.u8("ID scheme", idScheme);
        Check.length("SAKKE data", data, 0xffff);
    }

    static SakkePayload read(PayloadReader in) {
        int params = in.u8("sakkeParams");
        in.assigned(SakkeParams.REGISTRY, "SAKKE params", params);
        int scheme = in.u8("idScheme");
        in.assigned(IdScheme.REGISTRY, "ID scheme", scheme);
        return new SakkePayload(params, scheme, in.nonEmptyOctets("sakkeData", in.u16("sakkeDataLength")));
    }

    @Override
    public int type() {
        return PayloadType.SAKKE;
    }

    @Override
    public int bodyLength() {
        return 4 + data.length();
    }

    @Override
    public void writeTo(PayloadWriter out) {
        out.u8(params);
        out.u8(idScheme);
        out.u16(data.length());
        out.octets(data);
    }
}
