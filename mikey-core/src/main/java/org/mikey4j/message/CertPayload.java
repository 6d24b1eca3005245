package org.mikey4j.message;

import org.mikey4j.message.registry.CertType;
import org.mikey4j.message.registry.PayloadType;

/**
 * One certificate, or where to fetch it (RFC 3830, 6.7).
 *
 * @param certType the kind of certificate; see {@code CertType}
 * @param certData DER, or an ASCII URL for the URL type; 1 to 65535 octets
 */
public record CertPayload(int certType, Octets certData) implements Payload {
    public CertPayload {
        Check.u8("cert type", certType);
        Check.length("cert data", certData, 0xffff);
    }

    static CertPayload read(PayloadReader in) {
        int certType = in.u8("certType");
        in.assigned(CertType.REGISTRY, "cert type", certType);
        return new CertPayload(certType, in.nonEmptyOctets("certData", in.u16("certLen")));
    }

    @Override
    public int type() {
        return PayloadType.CERT;
    }

    @Override
    public int bodyLength() {
        return 3 + certData.length();
    }

    @Override
    public void writeTo(PayloadWriter out) {
        out.u8(certType);
        out.u16(certData.length());
        out.octets(certData);
    }
}
