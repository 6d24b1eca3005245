package org.mikey4j.message;

import java.util.List;
import org.mikey4j.message.registry.EncrAlg;
import org.mikey4j.message.registry.MacAlg;
import org.mikey4j.message.registry.PayloadType;

/**
 * Key data transport: the encrypted sub-payloads and the MAC (RFC 3830, 6.2).
 *
 * @param encrAlg the cipher; see {@code EncrAlg}
 * @param encrData the encrypted sub-payloads, or the sub-payloads themselves under NULL; at most 65535 octets
 * @param macAlg the message authentication code; see {@code MacAlg}
 * @param mac the MAC: 0, 20 or 32 octets, as {@code macAlg} has it
 */
public record KemacPayload(int encrAlg, Octets encrData, int macAlg, Octets mac) implements Payload {
    public KemacPayload {
        Check.u8("encr alg", encrAlg);
        Check.length("encr data", encrData, 0xffff);
        Check.exact("MAC", mac, macOctets(macAlg), "MAC alg ", MacAlg.REGISTRY, macAlg);
    }

    /** The size of a MAC in octets, -1 if the algorithm is unknown. */
    static int macLength(int macAlg) {
        return switch (macAlg) {
            case MacAlg.NULL -> 0;
            case MacAlg.HMAC_SHA_1_160 -> 20;
            case MacAlg.HMAC_SHA_256_256 -> 32;
            default -> -1;
        };
    }

    static int macOctets(int macAlg) {
        int length = macLength(macAlg);
        if (length < 0) {
            throw new IllegalArgumentException("MAC alg: " + MacAlg.REGISTRY.name(macAlg));
        }
        return length;
    }

    static Octets readMac(PayloadReader in, int macAlg, String field) {
        int length = macLength(macAlg);
        if (length < 0) {
            throw in.failField(DecodeRule.UNKNOWN_MAC_ALG, "MAC alg", "MAC alg " + MacAlg.REGISTRY.name(macAlg));
        }
        return in.fixed(field, length);
    }

    static KemacPayload read(PayloadReader in, int dataType) {
        int encrAlg = in.u8("encrAlg");
        in.assigned(EncrAlg.REGISTRY, "encr alg", encrAlg);
        Octets encrData = in.octets("encrData", in.u16("encrDataLen"));
        if (encrAlg == EncrAlg.NULL && !encrData.isEmpty()) {
            int first = PayloadChain.firstInKemac(dataType);
            if (first != PayloadType.LAST) {
                in.inside(encrData, inner -> PayloadChain.readSubPayloads(inner, first));
            }
        }
        int macAlg = in.u8("macAlg");
        return new KemacPayload(encrAlg, encrData, macAlg, readMac(in, macAlg, "mac"));
    }

    /**
     * The sub-payloads of a KEMAC that is not encrypted.
     *
     * @param dataType the data type of the message, which says what the first sub-payload is
     * @throws IllegalStateException if the data is encrypted
     * @throws MalformedMessageException if the data is not a chain of sub-payloads; positions count from its start
     */
    public List<Payload> clearSubPayloads(int dataType) {
        if (encrAlg != EncrAlg.NULL) {
            throw new IllegalStateException("the KEMAC is encrypted with " + EncrAlg.REGISTRY.name(encrAlg));
        }
        return PayloadChain.decodeSubPayloads(encrData, PayloadChain.firstInKemac(dataType));
    }

    /** Shows the sizes only, because the data may be a key in the clear. */
    @Override
    public String toString() {
        return "KemacPayload[encrAlg=" + EncrAlg.REGISTRY.name(encrAlg) + ", encrData=" + encrData.length()
                + " octets, macAlg=" + MacAlg.REGISTRY.name(macAlg) + ", mac=" + mac + "]";
    }

    @Override
    public int type() {
        return PayloadType.KEMAC;
    }

    @Override
    public int bodyLength() {
        return 4 + encrData.length() + mac.length();
    }

    @Override
    public void writeTo(PayloadWriter out) {
        out.u8(encrAlg);
        out.u16(encrData.length());
        out.octets(encrData);
        out.u8(macAlg);
        out.octets(mac);
    }
}
