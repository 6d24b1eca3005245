package org.mikey4j.message;

import java.nio.charset.StandardCharsets;
import org.mikey4j.message.registry.IdType;
import org.mikey4j.message.registry.PayloadType;

/**
 * An identity (RFC 3830, 6.7).
 *
 * @param idType the kind of identity; see {@code IdType}
 * @param idData the identity, 1 to 65535 octets; UTF-8 text for NAI and URI
 */
public record IdPayload(int idType, Octets idData) implements Payload {
    public IdPayload {
        Check.u8("ID type", idType);
        Check.length("ID data", idData, 0xffff);
    }

    /** An identity that is a URI. */
    public static IdPayload uri(String uri) {
        return new IdPayload(IdType.URI, Octets.of(uri, StandardCharsets.UTF_8));
    }

    /** An identity that is a network access identifier, {@code user@realm}. */
    public static IdPayload nai(String nai) {
        return new IdPayload(IdType.NAI, Octets.of(nai, StandardCharsets.UTF_8));
    }

    static IdPayload read(PayloadReader in) {
        int idType = in.u8("idType");
        in.assigned(IdType.REGISTRY, "ID type", idType);
        return new IdPayload(idType, in.nonEmptyOctets("idData", in.u16("idLen")));
    }

    /** The identity read as UTF-8 text. */
    public String text() {
        return idData.toText(StandardCharsets.UTF_8);
    }

    @Override
    public int type() {
        return PayloadType.ID;
    }

    @Override
    public int bodyLength() {
        return 3 + idData.length();
    }

    @Override
    public void writeTo(PayloadWriter out) {
        out.u8(idType);
        out.u16(idData.length());
        out.octets(idData);
    }
}
