package org.mikey4j.crypto.identity;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.ThreeGppKdf;
import org.mikey4j.message.Octets;

/**
 * The identifier of a mission-critical key (TS 33.180, 5.2): 32 bits, of which the first four say what the key is for.
 *
 * @param value the 32 bits
 */
public record KeyIdentifier(int value) {
    private static final int PURPOSE_SHIFT = 28;
    private static final int RANDOM_MASK = (1 << PURPOSE_SHIFT) - 1;

    /** FC of the salt of a user key identifier (TS 33.180, F.1.3). */
    private static final int FC_USER_KEY_ID = 0x50;

    /** FC of the key that protects key parameters (TS 33.180, E.6). */
    private static final int FC_PROTECTION_KEY = 0x53;

    /** What a key is for. */
    public enum Purpose {
        /** Group Master Key. */
        GMK(0),
        /** Private Call Key. */
        PCK(1),
        /** Client-Server Key. */
        CSK(2),
        /** Signalling Protection Key. */
        SPK(3),
        /** Multicast Floor Control Key. */
        MKFC(4),
        /** MBMS Subchannel Control Key. */
        MSCCK(5),
        /** Multicast Signalling Key. */
        MUSIK(6);

        private final int number;

        Purpose(int number) {
            this.number = number;
        }

        /** The first four bits of the identifiers of such keys. */
        public int number() {
            return number;
        }
    }

    /** A new identifier: the purpose's bits and 28 random ones. */
    public static KeyIdentifier random(Purpose purpose, SecureRandom random) {
        return new KeyIdentifier((purpose.number() << PURPOSE_SHIFT) | (random.nextInt() & RANDOM_MASK));
    }

    /**
     * The identifier that 4 octets write.
     *
     * @throws IdentifierException where there are not 4
     */
    public static KeyIdentifier of(Octets octets) {
        if (octets.length() != Integer.BYTES) {
            throw new IdentifierException("a key identifier has 4 octets (TS 33.180, 5.2), not " + octets.length());
        }
        return new KeyIdentifier((int) octets.u32(0));
    }

    /** What the key is for, where the first four bits are known. */
    public Optional<Purpose> purpose() {
        return Arrays.stream(Purpose.values())
                .filter(purpose -> purpose.number() == value >>> PURPOSE_SHIFT)
                .findFirst();
    }

    /** The 4 octets, big-endian. */
    public Octets octets() {
        return Octets.copyOf(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }

    /**
     * The identifier of this key for one user, GUK-ID for a GMK: the low 28 bits are combined with a salt that the key and
     * the user give (TS 33.180, 5.2 and F.1.3). Applied to a user key identifier it gives the key identifier back.
     *
     * @param key the key that this identifies
     * @param userUri the receiving user's mission-critical service identity
     */
    public KeyIdentifier forUser(SecretBytes key, String userUri) {
        try (SecretBytes derived = ThreeGppKdf.derive(key, FC_USER_KEY_ID, ThreeGppKdf.parameter(userUri))) {
            byte[] octets = derived.toByteArray();
            int salt = ByteBuffer.wrap(octets).getInt(ThreeGppKdf.OCTETS - Integer.BYTES);
            Arrays.fill(octets, (byte) 0);
            return new KeyIdentifier(value ^ (salt & RANDOM_MASK));
        }
    }

    /**
     * The key that protects the key parameters of a message, of 128 bits, for a key that this identifies in the message
     * (TS 33.180, E.6).
     *
     * @param key the encapsulated key
     */
    public SecretBytes protectionKey(SecretBytes key) {
        return ThreeGppKdf.derive128(key, FC_PROTECTION_KEY, octets());
    }

    /** Eight hexadecimal digits. */
    @Override
    public String toString() {
        return "%08x".formatted(value);
    }
}
