package org.mikey4j.crypto.identity;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.message.Octets;

/**
 * What a mission-critical service says of a key, in the general extension of type 7 (TS 33.180, E.6).
 *
 * <pre>
 * key type              1 octet, see {@link KeyIdentifier.Purpose}
 * status                4 octets, flags
 * activation time       5 octets, seconds since 1970; 0 is at once
 * expiry time           5 octets, seconds since 1970; 0 is never
 * text                  behind its length in 2 octets
 * rest                  of keys for groups: their identities
 * </pre>
 *
 * <p>It goes over the wire under AES-128-GCM, with a key that the encapsulated key gives.
 *
 * @param keyType what the key is for
 * @param status flags: bit 0 that it is not revoked, bit 1 that it is shared with a gateway
 * @param activation when it begins to be valid, 40 bits
 * @param expiry when it ends to be, 40 bits
 * @param text for people
 * @param rest what else there is
 */
public record KeyParameters(int keyType, long status, long activation, long expiry, Octets text, Octets rest) {
    private static final int FIXED_OCTETS = 17;
    private static final int TIME_OCTETS = 5;
    private static final int MOST_TEXT = 0xffff;
    private static final int PROTECTED_DATA = 0x43;
    private static final int AEAD_AES_128_GCM = 1;
    private static final int ALGORITHM_AT = 11;
    private static final int IV_AT = 12;
    private static final int IV_OCTETS = 16;
    private static final int KEY_ID_AT = IV_AT + IV_OCTETS;
    private static final int HEADER_OCTETS = KEY_ID_AT + Integer.BYTES;
    private static final int LENGTH_AT = HEADER_OCTETS + 1;
    private static final int DATA_AT = LENGTH_AT + 2;
    private static final int TAG_BITS = 128;
    private static final int WRAPPED = 6;

    /** @throws IllegalArgumentException where a number or the text does not fit */
    public KeyParameters {
        if (keyType < 0
                || keyType > 0xff
                || status < 0
                || status > 0xffffffffL
                || activation < 0
                || expiry < 0
                || activation >>> (TIME_OCTETS * Byte.SIZE) != 0
                || expiry >>> (TIME_OCTETS * Byte.SIZE) != 0
                || text.length() > MOST_TEXT) {
            throw new IllegalArgumentException("key parameters: a value does not fit (TS 33.180, E.6)");
        }
    }

    /** The parameters in clear. */
    public Octets encode() {
        ByteBuffer out = ByteBuffer.allocate(FIXED_OCTETS + text.length() + rest.length());
        out.put((byte) keyType).putInt((int) status);
        time(out, activation);
        time(out, expiry);
        out.putShort((short) text.length()).put(text.toByteArray()).put(rest.toByteArray());
        return Octets.copyOf(out.array());
    }

    private static void time(ByteBuffer out, long seconds) {
        out.put((byte) (seconds >>> Integer.SIZE)).putInt((int) seconds);
    }

    /**
     * Reads parameters in clear, whether or not they are wrapped in an information element, as the standard says and not all do.
     *
     * @throws IdentifierException where they are too short
     */
    public static KeyParameters decode(Octets octets) {
        boolean wrapped = octets.length() > 2 && octets.at(0) == WRAPPED && length(octets, 1) == octets.length() - 3;
        Octets in = wrapped ? octets.slice(3, octets.length() - 3) : octets;
        if (in.length() < FIXED_OCTETS || length(in, FIXED_OCTETS - 2) > in.length() - FIXED_OCTETS) {
            throw new IdentifierException("key parameters: too short, " + in.length() + " octets (TS 33.180, E.6)");
        }
        int text = length(in, FIXED_OCTETS - 2);
        return new KeyParameters(
                in.at(0),
                in.u32(1),
                ((long) in.at(5) << Integer.SIZE) | in.u32(6),
                ((long) in.at(10) << Integer.SIZE) | in.u32(11),
                in.slice(FIXED_OCTETS, text),
                in.slice(FIXED_OCTETS + text, in.length() - FIXED_OCTETS - text));
    }

    private static int length(Octets octets, int at) {
        return (octets.at(at) << Byte.SIZE) | octets.at(at + 1);
    }

    /**
     * Protects the parameters.
     *
     * @param key the encapsulated key
     * @param id the identifier of it that the message carries as its CSB ID
     * @param date when it was made, 40 bits of seconds since 1970; the standard leaves it open
     * @return the data of the extension
     */
    public Octets protect(SecretBytes key, KeyIdentifier id, long date, SecureRandom random) {
        byte[] iv = new byte[IV_OCTETS];
        random.nextBytes(iv);
        byte[] plain = encode().toByteArray();
        ByteBuffer out = ByteBuffer.allocate(DATA_AT + plain.length + TAG_BITS / Byte.SIZE);
        out.put((byte) PROTECTED_DATA);
        time(out, date);
        out.putInt(0)
                .put((byte) 0)
                .put((byte) AEAD_AES_128_GCM)
                .put(iv)
                .put(id.octets().toByteArray());
        out.put((byte) 0).putShort((short) (plain.length + TAG_BITS / Byte.SIZE));
        try {
            out.put(cipher(Cipher.ENCRYPT_MODE, key, id, Octets.copyOf(out.array()))
                    .doFinal(plain));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
        return Octets.copyOf(out.array());
    }

    /**
     * Opens the data of the extension.
     *
     * @param key the encapsulated key
     * @param id the identifier that the message carries as its CSB ID
     * @return nothing if the data are not protected so; what they are then is not for this key alone to say
     * @throws IdentifierException where the data are for another key, were changed, or are too short
     */
    public static Optional<KeyParameters> open(Octets data, SecretBytes key, KeyIdentifier id) {
        if (data.length() < DATA_AT || data.at(0) != PROTECTED_DATA || data.at(ALGORITHM_AT) != AEAD_AES_128_GCM) {
            return Optional.empty();
        }
        if (!data.slice(KEY_ID_AT, Integer.BYTES).equals(id.octets())) {
            throw new IdentifierException("key parameters: protected for another key (TS 33.180, E.6)");
        }
        if (length(data, LENGTH_AT) != data.length() - DATA_AT) {
            throw new IdentifierException("key parameters: the length of what is protected is wrong (TS 33.180, E.6)");
        }
        if (data.length() - DATA_AT < TAG_BITS / Byte.SIZE) {
            throw new IdentifierException("key parameters: too short, " + data.length() + " octets (TS 33.180, E.6)");
        }
        byte[] plain = {};
        try {
            plain = cipher(Cipher.DECRYPT_MODE, key, id, data)
                    .doFinal(data.slice(DATA_AT, data.length() - DATA_AT).toByteArray());
            return Optional.of(decode(Octets.copyOf(plain)));
        } catch (GeneralSecurityException e) {
            throw new IdentifierException("key parameters: not authentic (TS 33.180, E.6)");
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static Cipher cipher(int mode, SecretBytes key, KeyIdentifier id, Octets data)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        try (SecretBytes protection = id.protectionKey(key)) {
            byte[] octets = protection.toByteArray();
            cipher.init(
                    mode,
                    new SecretKeySpec(octets, "AES"),
                    new GCMParameterSpec(TAG_BITS, data.slice(IV_AT, IV_OCTETS).toByteArray()));
            Arrays.fill(octets, (byte) 0);
        }
        cipher.updateAAD(data.slice(0, HEADER_OCTETS).toByteArray());
        return cipher;
    }
}
