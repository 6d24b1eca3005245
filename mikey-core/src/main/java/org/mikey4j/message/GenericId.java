package org.mikey4j.message;

import org.mikey4j.message.registry.ProtType;

/**
 * One entry of the GENERIC-ID map (RFC 6043, 6.1.1).
 *
 * @param csId the crypto session ID, 0 to 255
 * @param protType the security protocol; see {@code ProtType}
 * @param s the S flag: whether ROC and SEQ are in the session data
 * @param policyNos the numbers of the SP payloads that may apply, one octet each, at most 127
 * @param sessionData for SRTP the SSRC, with S also ROC (4 octets) and SEQ (2 octets)
 * @param spi the SPI, for SRTP the MKI, at most 255 octets
 */
public record GenericId(int csId, int protType, boolean s, Octets policyNos, Octets sessionData, Octets spi) {
    public GenericId {
        Check.u8("CS ID", csId);
        Check.u8("prot type", protType);
        Check.length("Ps", policyNos, 0x7f);
        Check.length("session data", sessionData, 0xffff);
        Check.length("SPI", spi, 0xff);
    }

    static GenericId read(PayloadReader in) {
        int csId = in.u8("csId");
        int protType = in.u8("protType");
        in.assigned(ProtType.REGISTRY, "prot type", protType);
        int flags = in.rawU8("S and #P");
        in.note("s", 1, flags >> 7);
        in.note("numberOfPs", 1, flags & 0x7f);
        Octets policyNos = in.octets("ps", flags & 0x7f);
        Octets sessionData = in.octets("sessionData", in.u16("sessionDataLength"));
        Octets spi = in.octets("spi", in.u8("spiLength"));
        return new GenericId(csId, protType, (flags & 0x80) != 0, policyNos, sessionData, spi);
    }

    int encodedLength() {
        return 6 + policyNos.length() + sessionData.length() + spi.length();
    }

    void writeTo(PayloadWriter out) {
        out.u8(csId);
        out.u8(protType);
        out.u8((s ? 0x80 : 0) | policyNos.length());
        out.octets(policyNos);
        out.u16(sessionData.length());
        out.octets(sessionData);
        out.u8(spi.length());
        out.octets(spi);
    }
}
