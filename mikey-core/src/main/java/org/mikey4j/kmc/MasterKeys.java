package org.mikey4j.kmc;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.kmc.KmcRefusal.Reason;
import org.mikey4j.message.Octets;

/**
 * The keys under which a centre seals what it keeps in a store: AES-256-GCM, bound to what it is for and what it is about. Each has an
 * ID, which stands with what it sealed, so that it can be replaced: a new one is made the current one, and the old one goes when nothing
 * that it sealed is of use any more.
 *
 * <pre>
 * version    1 octet, 1
 * key ID     length in 1 octet, US-ASCII
 * IV         12 octets, random
 * contents   as long as they are, encrypted
 * tag        16 octets, over the label of the use, version, key ID, what it is about, and the contents
 * </pre>
 *
 * <p>The IV is random, so a key is to be replaced before it sealed 2^32 things (NIST SP 800-38D, 8.3). Safe under threads; {@link #close}
 * wipes the keys.
 */
public final class MasterKeys implements AutoCloseable {
    /** Octets of a master key: 256 bits. */
    public static final int OCTETS = AesGcm.KEY_OCTETS;

    private static final int VERSION = 1;
    private static final String ID = "[A-Za-z0-9._-]{1,32}";

    private final SecureRandom random;
    private final String current;
    private final Map<String, SecretBytes> keys;

    /** What something is sealed for; it opens for nothing else. */
    public enum Use {
        /** The combined key of a call. */
        KEY("ims-kmc-kept"),
        /** The SIP dialogs of a call. */
        DIALOG("ims-kmc-dialog"),
        /** The key of a group and who has it. */
        GROUP("ims-kmc-group-kept");

        private final String label;

        Use(String label) {
            this.label = label;
        }

        private Octets octets() {
            return Octets.of(label, StandardCharsets.US_ASCII);
        }
    }

    /**
     * @param random for the IVs
     * @param current the ID of the key that seals
     * @param keys all keys by ID, 1 to 32 letters, digits, dots, hyphens and underscores; taken over
     * @throws IllegalArgumentException if an ID is not of that form, a key has not 32 octets, or there is no current one
     */
    public MasterKeys(SecureRandom random, String current, Map<String, SecretBytes> keys) {
        keys.forEach((id, key) -> {
            if (!id.matches(ID)) {
                throw new IllegalArgumentException(
                        "the ID of a master key has 1 to 32 letters, digits, '.', '-' and '_'");
            }
            if (key.length() != OCTETS) {
                throw new IllegalArgumentException(
                        "master key " + id + ": " + key.length() + " octets, " + OCTETS + " expected");
            }
        });
        if (!keys.containsKey(current)) {
            throw new IllegalArgumentException("there is no master key " + current);
        }
        this.random = random;
        this.current = current;
        this.keys = new HashMap<>(keys);
    }

    /** One key that nobody else has, for a store that ends with the process. */
    public static MasterKeys drawn(SecureRandom random) {
        return new MasterKeys(random, "drawn", Map.of("drawn", SecretBytes.random(random, OCTETS)));
    }

    Octets seal(PairKey key) {
        byte[] plain = key.value().toByteArray();
        try {
            return seal(Use.KEY, plain, key.call().digest());
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /**
     * Seals under the current key.
     *
     * @param plain what only the master keys shall open; stays as it is
     * @param about what tells it from others of the same use, 32 octets
     */
    public Octets seal(Use use, byte[] plain, Octets about) {
        Octets head = head(current);
        byte[] master = Objects.requireNonNull(keys.get(current)).toByteArray();
        try {
            Octets body = AesGcm.seal(master, random, plain, use.octets(), head, about);
            byte[] sealed = Arrays.copyOf(head.toByteArray(), head.length() + body.length());
            body.copyTo(sealed, head.length());
            return Octets.copyOf(sealed);
        } finally {
            Arrays.fill(master, (byte) 0);
        }
    }

    private static Octets head(String id) {
        Octets text = Octets.of(id, StandardCharsets.US_ASCII);
        byte[] head = new byte[2 + text.length()];
        head[0] = VERSION;
        head[1] = (byte) text.length();
        text.copyTo(head, 2);
        return Octets.copyOf(head);
    }

    /**
     * Opens what was sealed for a call.
     *
     * @throws KmcRefusal with {@link Reason#RECORD_DAMAGED} as below
     */
    PairKey open(Octets sealed, CallBinding call) {
        byte[] plain = open(Use.KEY, sealed, call.digest());
        try {
            return new PairKey(SecretBytes.copyOf(plain), call);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /**
     * Opens what was sealed.
     *
     * @param about as it was sealed with
     * @return the contents, which the caller wipes
     * @throws KmcRefusal with {@link Reason#RECORD_DAMAGED} if the master key is not there, or it was sealed for or about something else or
     *     changed
     */
    public byte[] open(Use use, Octets sealed, Octets about) {
        String id = id(sealed);
        if (!keys.containsKey(id)) {
            throw new KmcRefusal(Reason.RECORD_DAMAGED, "what is kept is sealed with a master key that is not there");
        }
        Octets head = head(id);
        byte[] master = keys.get(id).toByteArray();
        try {
            return AesGcm.open(
                    master, sealed.slice(head.length(), sealed.length() - head.length()), use.octets(), head, about);
        } catch (GeneralSecurityException e) {
            throw new KmcRefusal(Reason.RECORD_DAMAGED, "what is kept was changed, or is about another call");
        } finally {
            Arrays.fill(master, (byte) 0);
        }
    }

    /** Empty where there is none. */
    private static String id(Octets sealed) {
        if (sealed.length() < 2 || sealed.at(0) != VERSION || sealed.length() < 2 + sealed.at(1)) {
            return "";
        }
        return new String(sealed.slice(2, sealed.at(1)).toByteArray(), StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        keys.values().forEach(SecretBytes::close);
    }
}
