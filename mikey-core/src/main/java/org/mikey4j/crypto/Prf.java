package org.mikey4j.crypto;

import java.util.Arrays;
import java.util.Optional;
import org.mikey4j.message.registry.PrfFunc;

/**
 * The pseudo-random functions: from a key and a label to an output key of any length (RFC 3830, 4.1.2; RFC 6043, 6.1).
 *
 * <pre>
 * PRF(inkey, label) = P(s_1, label) xor ... xor P(s_n, label)     inkey = s_1 ... s_n, blocks of 256 bits
 * P(s, label)       = HMAC(s, A_1 label) HMAC(s, A_2 label) ...   A_0 = label, A_i = HMAC(s, A_(i-1))
 * </pre>
 */
public enum Prf {
    /** MIKEY-1: HMAC-SHA-1. */
    MIKEY_1(PrfFunc.MIKEY_1, "HmacSHA1", false),
    /** PRF-HMAC-SHA-256. */
    HMAC_SHA_256(PrfFunc.PRF_HMAC_SHA_256, "HmacSHA256", false),
    /**
     * MIKEY-1 as minisip computes it: the last block of a key of a multiple of 32 octets is taken as empty. Only for peers
     * that are known to do so.
     */
    MIKEY_1_EMPTY_LAST_BLOCK(PrfFunc.MIKEY_1, "HmacSHA1", true);

    /** The longest output key in octets: no field of a message holds a longer one. */
    public static final int MAX_OUTKEY_OCTETS = 0xffff;

    /** Octets of an input block, for both functions. */
    private static final int BLOCK = 32;

    private final int prfFunc;
    private final String hmac;
    private final boolean emptyLastBlock;

    Prf(int prfFunc, String hmac, boolean emptyLastBlock) {
        this.prfFunc = prfFunc;
        this.hmac = hmac;
        this.emptyLastBlock = emptyLastBlock;
    }

    /** The function with this number in the common header; see {@code PrfFunc}. */
    public static Optional<Prf> of(int prfFunc) {
        return switch (prfFunc) {
            case PrfFunc.MIKEY_1 -> Optional.of(MIKEY_1);
            case PrfFunc.PRF_HMAC_SHA_256 -> Optional.of(HMAC_SHA_256);
            default -> Optional.empty();
        };
    }

    /** Whether a key of this many octets fills its last input block, as keys of 32, 64, 96, 128 and 192 octets do. */
    public static boolean isFullBlocks(int inkeyOctets) {
        return inkeyOctets % BLOCK == 0;
    }

    /** The number in the common header. */
    public int prfFunc() {
        return prfFunc;
    }

    /**
     * Derives a key.
     *
     * @param inkey the input key, at least 1 octet
     * @param label the label
     * @param outkeyOctets the size of the output key in octets, 0 to {@link #MAX_OUTKEY_OCTETS}; a shorter key is the
     *     beginning of a longer one
     * @throws IllegalArgumentException if {@code inkey} is empty, or {@code outkeyOctets} out of its range
     */
    public SecretBytes derive(SecretBytes inkey, byte[] label, int outkeyOctets) {
        try (Keyed keyed = key(inkey)) {
            return keyed.derive(label, outkeyOctets);
        }
    }

    /** The function under one input key, for several labels: each block is keyed once. */
    Keyed key(SecretBytes inkey) {
        return new Keyed(inkey);
    }

    /** For one thread at a time. */
    final class Keyed implements AutoCloseable {
        private final Hmac[] blocks;
        private final byte[] a;
        private final byte[] p;

        private Keyed(SecretBytes inkey) {
            int length = inkey.length();
            if (length == 0) {
                throw new IllegalArgumentException("inkey: the key is empty (RFC 3830, 4.1.2)");
            }
            blocks = new Hmac[(length + BLOCK - 1) / BLOCK];
            for (int i = 0; i < blocks.length; i++) {
                boolean empty = emptyLastBlock && isFullBlocks(length) && i == blocks.length - 1;
                int octets = empty ? 0 : Math.min(BLOCK, length - i * BLOCK);
                blocks[i] = new Hmac(hmac, inkey.open(), i * BLOCK, octets);
            }
            a = new byte[blocks[0].octets()];
            p = new byte[a.length];
        }

        SecretBytes derive(byte[] label, int outkeyOctets) {
            if (outkeyOctets < 0 || outkeyOctets > MAX_OUTKEY_OCTETS) {
                throw new IllegalArgumentException(
                        "outkey: " + outkeyOctets + " octets, 0 to " + MAX_OUTKEY_OCTETS + " expected");
            }
            byte[] outkey = new byte[outkeyOctets];
            int size = a.length;
            for (Hmac block : blocks) {
                block.update(label, 0, label.length);
                block.finish(a, 0);
                for (int at = 0; at < outkeyOctets; at += size) {
                    if (at > 0) {
                        block.update(a, 0, size);
                        block.finish(a, 0);
                    }
                    block.update(a, 0, size);
                    block.update(label, 0, label.length);
                    block.finish(p, 0);
                    for (int i = Math.min(size, outkeyOctets - at) - 1; i >= 0; i--) {
                        outkey[at + i] ^= p[i];
                    }
                }
            }
            return SecretBytes.wrap(outkey);
        }

        @Override
        public void close() {
            for (Hmac block : blocks) {
                block.close();
            }
            Arrays.fill(a, (byte) 0);
            Arrays.fill(p, (byte) 0);
        }
    }
}
