package org.mikey4j.media;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.message.registry.SrtpPrf;

/**
 * The session keys that SRTP derives from a master key (RFC 3711, 4.3). An SRTP library does that itself; here it serves to
 * check one, and to open a capture. {@link #close} wipes them.
 *
 * @param srtpEncryption the SRTP encryption key, k_e
 * @param srtpAuthentication the SRTP authentication key, k_a; empty without a MAC
 * @param srtpSalt the SRTP salt, k_s
 * @param srtcpEncryption the SRTCP encryption key
 * @param srtcpAuthentication the SRTCP authentication key; empty without a MAC
 * @param srtcpSalt the SRTCP salt
 */
public record SrtpSessionKeys(
        SecretBytes srtpEncryption,
        SecretBytes srtpAuthentication,
        SecretBytes srtpSalt,
        SecretBytes srtcpEncryption,
        SecretBytes srtcpAuthentication,
        SecretBytes srtcpSalt)
        implements AutoCloseable {
    private static final int LABEL_SRTP_ENCRYPTION = 0;
    private static final int LABEL_SRTP_AUTHENTICATION = 1;
    private static final int LABEL_SRTP_SALT = 2;
    private static final int LABEL_SRTCP_ENCRYPTION = 3;
    private static final int LABEL_SRTCP_AUTHENTICATION = 4;
    private static final int LABEL_SRTCP_SALT = 5;

    /** The label stands before the 48-bit index at the end of 112 bits. */
    private static final int LABEL_AT = 7;

    private static final int INPUT_OCTETS = 14;
    private static final int INDEX_OCTETS = 6;
    private static final long MAX_INDEX = (1L << 48) - 1;
    private static final long MAX_SRTCP_INDEX = (1L << 31) - 1;

    /**
     * Derives the keys for packets.
     *
     * @param srtpIndex the index of the SRTP packet: rollover counter and sequence number, 48 bits; of no matter unless the
     *     policy has a key derivation rate
     * @param srtcpIndex the index of the SRTCP packet, 31 bits; likewise
     * @throws IllegalArgumentException if an index is outside its range
     * @throws UnusableKeyException if the policy derives keys by another function than AES in counter mode
     */
    public static SrtpSessionKeys derive(SrtpMasterKey master, SrtpPolicy policy, long srtpIndex, long srtcpIndex) {
        if (srtpIndex < 0 || srtpIndex > MAX_INDEX || srtcpIndex < 0 || srtcpIndex > MAX_SRTCP_INDEX) {
            throw new IllegalArgumentException("index: " + srtpIndex + ", SRTCP index: " + srtcpIndex);
        }
        if (policy.prf() != SrtpPrf.AES_CM) {
            throw new UnusableKeyException(
                    "SRTP's keys are derived by " + SrtpPrf.REGISTRY.name(policy.prf()) + ", and here by AES-CM only");
        }
        long rate = policy.keyDerivationRate();
        long srtp = rate == 0 ? 0 : srtpIndex / rate;
        long srtcp = rate == 0 ? 0 : srtcpIndex / rate;
        int encr = policy.encrKeyLength();
        int salt = policy.saltKeyLength();
        return new SrtpSessionKeys(
                derive(master, LABEL_SRTP_ENCRYPTION, srtp, encr),
                derive(master, LABEL_SRTP_AUTHENTICATION, srtp, policy.srtp().keyLength()),
                derive(master, LABEL_SRTP_SALT, srtp, salt),
                derive(master, LABEL_SRTCP_ENCRYPTION, srtcp, encr),
                derive(master, LABEL_SRTCP_AUTHENTICATION, srtcp, policy.srtcp().keyLength()),
                derive(master, LABEL_SRTCP_SALT, srtcp, salt));
    }

    /**
     * One key: the key stream of AES in counter mode that begins at (label || r) xor the master salt (RFC 3711, 4.3.1 and
     * 4.3.3). A salt of 96 bits is filled up on its right to 112 (RFC 7714, 11, erratum 4938). For SRTCP the label stands
     * where it does for SRTP, although its index is shorter (RFC 3711, 4.3.2, erratum 3712).
     */
    static SecretBytes derive(SrtpMasterKey master, int label, long r, int octets) {
        byte[] input = new byte[INPUT_OCTETS + 2];
        master.salt().copyTo(input, 0);
        input[LABEL_AT] ^= (byte) label;
        for (int i = 0; i < INDEX_OCTETS; i++) {
            input[INPUT_OCTETS - 1 - i] ^= (byte) (r >>> (Byte.SIZE * i));
        }
        byte[] key = master.key().toByteArray();
        try {
            Cipher aes = Cipher.getInstance("AES/CTR/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(input));
            return SecretBytes.wrap(aes.doFinal(new byte[octets]));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES in counter mode", e);
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(input, (byte) 0);
        }
    }

    /** Wipes the keys. */
    @Override
    public void close() {
        srtpEncryption.close();
        srtpAuthentication.close();
        srtpSalt.close();
        srtcpEncryption.close();
        srtcpAuthentication.close();
        srtcpSalt.close();
    }
}
