package org.mikey4j.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.mikey4j.MikeyException;
import org.mikey4j.message.registry.EncrAlg;

/**
 * The ciphers of the KEMAC payload (RFC 3830, 4.2.3; RFC 6043, 6.2). Each call takes a cipher instance of its own: nothing
 * of one message can be left over for another.
 */
public enum KemacCipher {
    /** No encryption. Protects nothing. */
    NULL(EncrAlg.NULL, 0, 0, ""),
    /** AES in counter mode, 128-bit key. */
    AES_CM_128(EncrAlg.AES_CM_128, 16, 14, "AES/CTR/NoPadding"),
    /** AES key wrap, 128-bit key, with the salt as its initial value. */
    AES_KW_128(EncrAlg.AES_KW_128, 16, 8, "AES/KW/NoPadding"),
    /** AES in counter mode, 256-bit key. */
    AES_CM_256(EncrAlg.AES_CM_256, 32, 14, "AES/CTR/NoPadding");

    /** Counter mode has 16 bits for its block counter: 2^16 blocks of 16 octets are 2^23 bits. */
    private static final int MAX_OCTETS = 1 << 20;

    private static final int WRAP_UNIT = 8;
    private static final int IV_OCTETS = 16;

    private final int encrAlg;
    private final int keyOctets;
    private final int saltOctets;
    private final String transformation;

    KemacCipher(int encrAlg, int keyOctets, int saltOctets, String transformation) {
        this.encrAlg = encrAlg;
        this.keyOctets = keyOctets;
        this.saltOctets = saltOctets;
        this.transformation = transformation;
    }

    /** The cipher with this number; see {@code EncrAlg}. */
    public static Optional<KemacCipher> of(int encrAlg) {
        return switch (encrAlg) {
            case EncrAlg.NULL -> Optional.of(NULL);
            case EncrAlg.AES_CM_128 -> Optional.of(AES_CM_128);
            case EncrAlg.AES_KW_128 -> Optional.of(AES_KW_128);
            case EncrAlg.AES_CM_256 -> Optional.of(AES_CM_256);
            default -> Optional.empty();
        };
    }

    /** The number on the wire. */
    public int encrAlg() {
        return encrAlg;
    }

    /** The size of the encryption key in octets. */
    public int keyOctets() {
        return keyOctets;
    }

    /** The size of the salting key in octets: 112 bits in counter mode, 64 bits for key wrap. */
    public int saltOctets() {
        return saltOctets;
    }

    /**
     * Encrypts key data.
     *
     * @param encrKey as many octets as {@link #keyOctets} says; NULL takes none
     * @param saltKey as many octets as {@link #saltOctets} says; NULL takes none
     * @param csbId the crypto session bundle ID, 32 bits
     * @param timestamp the Initiator's timestamp as 64 bits; must not repeat under the same keys
     * @throws IllegalArgumentException if the data does not fit the cipher: counter mode takes up to 2^23 bits, key wrap 16
     *     octets or more in multiples of 8; or if a key has another size
     */
    public byte[] encrypt(SecretBytes encrKey, SecretBytes saltKey, long csbId, long timestamp, byte[] plaintext) {
        if (this == NULL) {
            return plaintext.clone();
        }
        if (this == AES_KW_128 && (plaintext.length < 2 * WRAP_UNIT || plaintext.length % WRAP_UNIT != 0)) {
            throw new IllegalArgumentException("key data: " + plaintext.length
                    + " octets cannot be wrapped; AES key wrap takes 16, 24, 32, ... (RFC 3394, 2)");
        }
        if (plaintext.length > MAX_OCTETS) {
            throw new IllegalArgumentException("key data: " + tooLong(plaintext));
        }
        try {
            return run(Cipher.ENCRYPT_MODE, encrKey, saltKey, csbId, timestamp, plaintext);
        } catch (IllegalBlockSizeException | BadPaddingException e) {
            throw new IllegalStateException(this + " takes " + plaintext.length + " octets", e);
        }
    }

    /**
     * Decrypts key data whose message is authentic.
     *
     * @param encrKey as many octets as {@link #keyOctets} says; NULL takes none
     * @param saltKey as many octets as {@link #saltOctets} says; NULL takes none
     * @throws MikeyException if the data is of a size that the cipher does not make, or AES key wrap finds it damaged
     * @throws IllegalArgumentException if a key has another size
     */
    public byte[] decrypt(SecretBytes encrKey, SecretBytes saltKey, long csbId, long timestamp, byte[] encrypted) {
        if (this == NULL) {
            return encrypted.clone();
        }
        if (this == AES_KW_128 && (encrypted.length < 3 * WRAP_UNIT || encrypted.length % WRAP_UNIT != 0)) {
            throw new MikeyException("wrapped key data: " + encrypted.length
                    + " octets; AES key wrap makes 24, 32, 40, ... (RFC 3394, 2)");
        }
        if (encrypted.length > MAX_OCTETS) {
            throw new MikeyException("encrypted key data: " + tooLong(encrypted));
        }
        try {
            return run(Cipher.DECRYPT_MODE, encrKey, saltKey, csbId, timestamp, encrypted);
        } catch (IllegalBlockSizeException | BadPaddingException e) {
            throw new MikeyException("the wrapped key data is damaged", e);
        }
    }

    private static String tooLong(byte[] data) {
        return data.length + " octets, at most " + MAX_OCTETS + " (RFC 3830, 4.2.3)";
    }

    private byte[] run(int mode, SecretBytes encrKey, SecretBytes saltKey, long csbId, long timestamp, byte[] input)
            throws IllegalBlockSizeException, BadPaddingException {
        SecretKeySpec key = new SecretKeySpec(sized("encryption key", encrKey, keyOctets), "AES");
        byte[] salt = sized("salt key", saltKey, saltOctets);
        // Key wrap has the salt in the place of the constant of RFC 3394, 2.2.3.1.
        IvParameterSpec iv = new IvParameterSpec(this == AES_KW_128 ? salt : counter(salt, csbId, timestamp));
        Cipher cipher;
        try {
            cipher = Platform.cipher(transformation);
            cipher.init(mode, key, iv);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + transformation, e);
        }
        return cipher.doFinal(input);
    }

    /** IV = (S xor (0 (16 bits) || CSB ID || T)) || 0 (16 bits), of which the low 16 bits count the blocks. */
    private static byte[] counter(byte[] salt, long csbId, long timestamp) {
        byte[] iv = new byte[IV_OCTETS];
        ByteBuffer.wrap(iv, 2, 12).putInt((int) csbId).putLong(timestamp);
        for (int i = 0; i < salt.length; i++) {
            iv[i] ^= salt[i];
        }
        return iv;
    }

    private byte[] sized(String what, SecretBytes key, int octets) {
        if (key.length() != octets) {
            throw new IllegalArgumentException(
                    what + ": " + key.length() + " octets, " + this + " takes " + octets + " (RFC 3830, 4.2.3)");
        }
        return key.open();
    }
}
