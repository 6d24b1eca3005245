package org.mikey4j.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.RFC3394WrapEngine;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.mikey4j.MikeyException;
import org.mikey4j.message.registry.EncrAlg;

/** The ciphers of the KEMAC payload (RFC 3830, 4.2.3; RFC 6043, 6.2). */
public enum KemacCipher {
    /** No encryption. Protects nothing. */
    NULL(EncrAlg.NULL, 0, 0),
    /** AES in counter mode, 128-bit key. */
    AES_CM_128(EncrAlg.AES_CM_128, 16, 14),
    /** AES key wrap, 128-bit key, with the salt as its initial value. */
    AES_KW_128(EncrAlg.AES_KW_128, 16, 8),
    /** AES in counter mode, 256-bit key. */
    AES_CM_256(EncrAlg.AES_CM_256, 32, 14);

    /** Counter mode has 16 bits for its block counter: 2^16 blocks of 16 octets are 2^23 bits. */
    private static final int MAX_OCTETS = 1 << 20;

    private static final int WRAP_UNIT = 8;

    private final int encrAlg;
    private final int keyOctets;
    private final int saltOctets;

    KemacCipher(int encrAlg, int keyOctets, int saltOctets) {
        this.encrAlg = encrAlg;
        this.keyOctets = keyOctets;
        this.saltOctets = saltOctets;
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
     * @param csbId the crypto session bundle ID, 32 bits
     * @param timestamp the Initiator's timestamp as 64 bits; must not repeat under the same keys
     * @throws IllegalArgumentException if the data does not fit the cipher: counter mode takes up to 2^23 bits, key wrap 16
     *     octets or more in multiples of 8
     */
    public byte[] encrypt(SecretBytes encrKey, SecretBytes saltKey, long csbId, long timestamp, byte[] plaintext) {
        return switch (this) {
            case NULL -> plaintext.clone();
            case AES_CM_128, AES_CM_256 -> counterMode(encrKey, saltKey, csbId, timestamp, plaintext);
            case AES_KW_128 -> {
                if (plaintext.length < 2 * WRAP_UNIT || plaintext.length % WRAP_UNIT != 0) {
                    throw new IllegalArgumentException("key data: " + plaintext.length
                            + " octets cannot be wrapped; AES key wrap takes 16, 24, 32, ... (RFC 3394, 2)");
                }
                yield keyWrap(encrKey, saltKey, true).wrap(plaintext, 0, plaintext.length);
            }
        };
    }

    /**
     * Decrypts key data whose message is authentic.
     *
     * @throws MikeyException if AES key wrap finds the data damaged or of a wrong size
     */
    public byte[] decrypt(SecretBytes encrKey, SecretBytes saltKey, long csbId, long timestamp, byte[] encrypted) {
        return switch (this) {
            case NULL -> encrypted.clone();
            case AES_CM_128, AES_CM_256 -> counterMode(encrKey, saltKey, csbId, timestamp, encrypted);
            case AES_KW_128 -> {
                if (encrypted.length < 3 * WRAP_UNIT || encrypted.length % WRAP_UNIT != 0) {
                    throw new MikeyException("wrapped key data of " + encrypted.length + " octets");
                }
                try {
                    yield keyWrap(encrKey, saltKey, false).unwrap(encrypted, 0, encrypted.length);
                } catch (InvalidCipherTextException e) {
                    throw new MikeyException("the wrapped key data is damaged", e);
                }
            }
        };
    }

    /** IV = (S xor (0 (16 bits) || CSB ID || T)) || 0 (16 bits), of which the low 16 bits count the blocks. */
    private static byte[] counterMode(
            SecretBytes encrKey, SecretBytes saltKey, long csbId, long timestamp, byte[] input) {
        if (input.length > MAX_OCTETS) {
            throw new IllegalArgumentException("key data: " + input.length + " octets, at most " + MAX_OCTETS);
        }
        byte[] iv = new byte[16];
        ByteBuffer.wrap(iv, 2, 12).putInt((int) csbId).putLong(timestamp);
        byte[] salt = saltKey.open();
        for (int i = 0; i < salt.length; i++) {
            iv[i] ^= salt[i];
        }
        try {
            Cipher aes = Cipher.getInstance("AES/CTR/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(encrKey.open(), "AES"), new IvParameterSpec(iv));
            return aes.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES in counter mode", e);
        }
    }

    private static RFC3394WrapEngine keyWrap(SecretBytes encrKey, SecretBytes saltKey, boolean wrapping) {
        RFC3394WrapEngine engine = new RFC3394WrapEngine(AESEngine.newInstance());
        engine.init(wrapping, new ParametersWithIV(new KeyParameter(encrKey.open()), saltKey.open()));
        return engine;
    }
}
