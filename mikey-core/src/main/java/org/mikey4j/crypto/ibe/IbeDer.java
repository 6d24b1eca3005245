package org.mikey4j.crypto.ibe;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.mikey4j.crypto.internal.AffinePoint;

/** The forms of RFC 5091, 8 in DER: keys and ciphertexts have one form each, so that none can be changed unseen. */
final class IbeDer {
    private static final ASN1Integer VERSION = new ASN1Integer(2);
    private static final int UNCOMPRESSED = 4;

    private IbeDer() {}

    /** A BFCiphertextBlock; U is an uncompressed point, which need not be one of the curve. */
    static final class Ciphertext {
        private final byte[] u;
        private final byte[] v;
        private final byte[] w;

        private Ciphertext(byte[] u, byte[] v, byte[] w) {
            this.u = u;
            this.v = v;
            this.w = w;
        }

        byte[] u() {
            return u;
        }

        byte[] v() {
            return v;
        }

        byte[] w() {
            return w;
        }
    }

    static byte[] privateKey(IbeDomain domain, AffinePoint key) {
        return encode(VERSION, point(domain.curve().encode(key)));
    }

    /** The uncompressed point of a BFPrivateKeyBlock, if these octets are one. */
    static Optional<byte[]> privateKey(IbeDomain domain, byte[] der) {
        return decode(der, 2).flatMap(block -> point(domain, block.getObjectAt(1)));
    }

    static byte[] ciphertext(IbeDomain domain, AffinePoint u, byte[] v, byte[] w) {
        return encode(VERSION, point(domain.curve().encode(u)), new DEROctetString(v), new DEROctetString(w));
    }

    /** The parts of a BFCiphertextBlock, if these octets are one and V has the length of a hash. */
    static Optional<Ciphertext> ciphertext(IbeDomain domain, byte[] der) {
        Optional<ASN1Sequence> block = decode(der, 4);
        if (block.isEmpty()
                || !(block.get().getObjectAt(2) instanceof ASN1OctetString v)
                || !(block.get().getObjectAt(3) instanceof ASN1OctetString w)
                || v.getOctets().length != domain.hash().octets()) {
            return Optional.empty();
        }
        return point(domain, block.get().getObjectAt(1)).map(u -> new Ciphertext(u, v.getOctets(), w.getOctets()));
    }

    private static byte[] encode(ASN1Encodable... parts) {
        try {
            return new DERSequence(parts).getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }

    /** A sequence of so many parts of version 2 whose DER is what was read. */
    private static Optional<ASN1Sequence> decode(byte[] der, int parts) {
        try {
            return ASN1Primitive.fromByteArray(der) instanceof ASN1Sequence sequence
                            && sequence.size() == parts
                            && sequence.getObjectAt(0).equals(VERSION)
                            && Arrays.equals(sequence.getEncoded(ASN1Encoding.DER), der)
                    ? Optional.of(sequence)
                    : Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static DERSequence point(byte[] uncompressed) {
        int octets = uncompressed.length / 2;
        DERSequence point = new DERSequence(new ASN1Encodable[] {
            new ASN1Integer(new BigInteger(1, Arrays.copyOfRange(uncompressed, 1, 1 + octets))),
            new ASN1Integer(new BigInteger(1, Arrays.copyOfRange(uncompressed, 1 + octets, uncompressed.length)))
        });
        Arrays.fill(uncompressed, (byte) 0);
        return point;
    }

    private static Optional<byte[]> point(IbeDomain domain, ASN1Encodable object) {
        if (!(object instanceof ASN1Sequence point)
                || point.size() != 2
                || !(point.getObjectAt(0) instanceof ASN1Integer x)
                || !(point.getObjectAt(1) instanceof ASN1Integer y)
                || !fits(domain, x.getValue())
                || !fits(domain, y.getValue())) {
            return Optional.empty();
        }
        int octets = domain.field().octets();
        byte[] uncompressed = new byte[1 + 2 * octets];
        uncompressed[0] = UNCOMPRESSED;
        System.arraycopy(IbeDomain.fixed(x.getValue(), octets), 0, uncompressed, 1, octets);
        System.arraycopy(IbeDomain.fixed(y.getValue(), octets), 0, uncompressed, 1 + octets, octets);
        return Optional.of(uncompressed);
    }

    private static boolean fits(IbeDomain domain, BigInteger coordinate) {
        return coordinate.signum() >= 0
                && coordinate.bitLength() <= domain.field().octets() * Byte.SIZE;
    }
}
