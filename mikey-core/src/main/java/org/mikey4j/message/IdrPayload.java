package org.mikey4j.message;

import java.nio.charset.StandardCharsets;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.IdType;
import org.mikey4j.message.registry.PayloadType;

/**
 * An identity with a role (RFC 6043, 6.6).
 *
 * @param idRole whose identity it is; see {@code IdRole}
 * @param idType the kind of identity; see {@code IdType}
 * @param idData the identity, 1 to 65535 octets
 */
public record IdrPayload(int idRole, int idType, Octets idData) implements Payload {
    public IdrPayload {
        Check.u8("ID role", idRole);
        Check.u8("ID type", idType);
        Check.length("ID data", idData, 0xffff);
    }

    static IdrPayload read(PayloadReader in) {
        int role = in.u8("idRole");
        in.assigned(IdRole.REGISTRY, "ID role", role);
        int idType = in.u8("idType");
        in.assigned(IdType.REGISTRY, "ID type", idType);
        return new IdrPayload(role, idType, in.nonEmptyOctets("idData", in.u16("idLen")));
    }

    /** The identity read as UTF-8 text. */
    public String text() {
        return idData.toText(StandardCharsets.UTF_8);
    }

    @Override
    public int type() {
        return PayloadType.IDR;
    }

    @Override
    public int bodyLength() {
        return 4 + idData.length();
    }

    @Override
    public void writeTo(PayloadWriter out) {
        out.u8(idRole);
        out.u8(idType);
        out.u16(idData.length());
        out.octets(idData);
    }
}
