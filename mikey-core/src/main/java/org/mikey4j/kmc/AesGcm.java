package org.mikey4j.kmc;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.mikey4j.message.Octets;

/** AES-GCM (NIST SP 800-38D) with an IV of 12 random octets before, and a tag of 16 octets behind what is encrypted. */
final class AesGcm {
    /** Octets of the key: 256 bits. */
    static final int KEY_OCTETS = 32;

    private static final int IV_OCTETS = 12;
    private static final int TAG_OCTETS = 16;

    private AesGcm() {}

    /**
     * Encrypts.
     *
     * @param bound what is authenticated with it
     */
    static Octets seal(byte[] key, SecureRandom random, byte[] plain, Octets... bound) {
        byte[] iv = new byte[IV_OCTETS];
        random.nextBytes(iv);
        byte[] sealed = Arrays.copyOf(iv, IV_OCTETS + plain.length + TAG_OCTETS);
        try {
            cipher(Cipher.ENCRYPT_MODE, key, iv, bound).doFinal(plain, 0, plain.length, sealed, IV_OCTETS);
            return Octets.copyOf(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    /**
     * Decrypts what {@link #seal} made.
     *
     * @return the plain octets, which the caller wipes
     * @throws GeneralSecurityException if key, contents or {@code bound} are others
     */
    static byte[] open(byte[] key, Octets sealed, Octets... bound) throws GeneralSecurityException {
        if (sealed.length() < IV_OCTETS + TAG_OCTETS) {
            throw new GeneralSecurityException("too short");
        }
        byte[] iv = sealed.slice(0, IV_OCTETS).toByteArray();
        return cipher(Cipher.DECRYPT_MODE, key, iv, bound)
                .doFinal(sealed.slice(IV_OCTETS, sealed.length() - IV_OCTETS).toByteArray());
    }

    private static Cipher cipher(int mode, byte[] key, byte[] iv, Octets... bound) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_OCTETS * Byte.SIZE, iv));
        for (Octets part : bound) {
            cipher.updateAAD(part.toByteArray());
        }
        return cipher;
    }
}
