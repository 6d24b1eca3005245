package org.mikey4j.testing;

import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/** The pseudo-random functions of RFC 3830, 4.1.2 written a second time, with another library and block by block. */
public final class SecondPrf {
    private SecondPrf() {}

    /** @param sha1 MIKEY-1, otherwise PRF-HMAC-SHA-256 */
    public static byte[] derive(boolean sha1, byte[] inkey, byte[] label, int octets) {
        byte[] out = new byte[octets];
        for (int from = 0; from < inkey.length; from += 32) {
            addBlock(sha1, Arrays.copyOfRange(inkey, from, Math.min(inkey.length, from + 32)), label, out);
        }
        return out;
    }

    /** MIKEY-1 as minisip has it: all blocks but the last are whole, and the last has what length mod 32 leaves. */
    public static byte[] minisip(byte[] inkey, byte[] label, int octets) {
        byte[] out = new byte[octets];
        int blocks = (inkey.length + 31) / 32;
        for (int block = 0; block < blocks; block++) {
            int length = block < blocks - 1 ? 32 : inkey.length % 32;
            addBlock(true, Arrays.copyOfRange(inkey, block * 32, block * 32 + length), label, out);
        }
        return out;
    }

    private static void addBlock(boolean sha1, byte[] key, byte[] label, byte[] out) {
        HMac hmac = new HMac(sha1 ? new SHA1Digest() : SHA256Digest.newInstance());
        hmac.init(new KeyParameter(key));
        byte[] a = label;
        for (int at = 0; at < out.length; at += hmac.getMacSize()) {
            a = hmac(hmac, a);
            byte[] p = hmac(hmac, a, label);
            for (int i = 0; i < p.length && at + i < out.length; i++) {
                out[at + i] ^= p[i];
            }
        }
    }

    private static byte[] hmac(HMac hmac, byte[]... parts) {
        for (byte[] part : parts) {
            hmac.update(part, 0, part.length);
        }
        byte[] out = new byte[hmac.getMacSize()];
        hmac.doFinal(out, 0);
        return out;
    }
}
