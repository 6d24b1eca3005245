package org.mikey4j.message;

import org.mikey4j.message.registry.EccCurve;
import org.mikey4j.message.registry.PayloadType;

/**
 * An elliptic curve Diffie-Hellman value, inside an IBAKE (RFC 6267, 6.1.4). On the wire the point is followed by zeros
 * up to a 32-bit boundary, counted from the sub-payload's first octet.
 *
 * @param eccCurve the curve; see {@code EccCurve}
 * @param eccPoint the point, uncompressed: 1 octet and two coordinates
 * @param authAlg carried and ignored
 * @param tgkLen carried and ignored, 16 bits
 * @param kv for which packets the key that comes of it is valid
 */
public record EccptPayload(int eccCurve, Octets eccPoint, int authAlg, int tgkLen, KeyValidity kv) implements Payload {
    /** Octets of the sub-payload before the point: next payload and curve. */
    private static final int BEFORE_POINT = 2;

    public EccptPayload {
        int length = pointLength(eccCurve);
        if (length < 0) {
            throw new IllegalArgumentException("ECC curve: " + EccCurve.REGISTRY.name(eccCurve));
        }
        Check.exact("ECC point", eccPoint, length, "a point of ", EccCurve.REGISTRY, eccCurve);
        Check.u8("auth alg", authAlg);
        Check.u16("TGK len", tgkLen);
    }

    private static int pointLength(int curve) {
        int fieldBits = switch (curve) {
            case EccCurve.P_192 -> 192;
            case EccCurve.B_163, EccCurve.K_163, EccCurve.SECT163R1 -> 163;
            case EccCurve.P_224 -> 224;
            case EccCurve.B_233, EccCurve.K_233 -> 233;
            case EccCurve.P_256 -> 256;
            case EccCurve.B_283, EccCurve.K_283 -> 283;
            case EccCurve.P_384 -> 384;
            case EccCurve.B_409, EccCurve.K_409 -> 409;
            case EccCurve.P_521 -> 521;
            case EccCurve.B_571, EccCurve.K_571 -> 571;
            default -> -1;
        };
        return fieldBits < 0 ? -1 : 1 + 2 * ((fieldBits + 7) / 8);
    }

    private static int padding(int pointLength) {
        return -(BEFORE_POINT + pointLength) & 3;
    }

    static EccptPayload read(PayloadReader in) {
        int curve = in.u8("eccCurve");
        int length = pointLength(curve);
        if (length < 0) {
            throw in.failField(DecodeRule.UNKNOWN_ECC_CURVE, "ECC curve", "ECC curve " + EccCurve.REGISTRY.name(curve));
        }
        Octets point = in.fixed("eccPoint", length);
        Octets padding = in.fixed("padding", padding(length));
        for (int i = 0; i < padding.length(); i++) {
            if (padding.at(i) != 0) {
                in.reportField(DecodeRule.RESERVED_NOT_ZERO, "padding", "padding is " + padding + ", not 0");
                break;
            }
        }
        int authAlg = in.u8("authAlg");
        int tgkLen = in.u16("tgkLen");
        int octet = in.rawU8("Reserv and KV");
        in.reserved("reserv", 1, octet >> 4);
        in.note("kv", 1, octet & 0xf);
        return new EccptPayload(curve, point, authAlg, tgkLen, in.keyValidity(octet & 0xf, in.fieldStart()));
    }

    @Override
    public int type() {
        return PayloadType.ECCPT;
    }

    @Override
    public int bodyLength() {
        return 5 + eccPoint.length() + padding(eccPoint.length()) + kv.encodedLength();
    }

    @Override
    public void writeTo(PayloadWriter out) {
        out.u8(eccCurve);
        out.octets(eccPoint);
        for (int i = padding(eccPoint.length()); i > 0; i--) {
            out.u8(0);
        }
        out.u8(authAlg);
        out.u16(tgkLen);
        out.u8(kv.kvType());
        kv.writeTo(out);
    }
}
