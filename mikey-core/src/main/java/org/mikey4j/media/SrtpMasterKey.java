package org.mikey4j.media;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.CryptoSession;
import org.mikey4j.exchange.SessionKey;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.Octets;

/**
 * An SRTP master key with its master salt, of exactly the sizes of the policy (RFC 3711, 3.2.1). Holds secrets of its own;
 * {@link #close} wipes them.
 *
 * @param key the master key: 16, 24 or 32 octets
 * @param salt the master salt: 14 octets, 12 for GCM, or none if the policy has none
 * @param saltOrigin where the salt is from
 * @param kv for which packets the key is valid
 */
public record SrtpMasterKey(SecretBytes key, SecretBytes salt, SaltOrigin saltOrigin, KeyValidity kv)
        implements AutoCloseable {
    /** Where a master salt is from. */
    public enum SaltOrigin {
        /** It was derived, or stands in a TEK+SALT of the message. */
        EXCHANGED,
        /** It was the end of a TEK; only with {@link Compatibility#TEK_WITH_SALT_APPENDED}. */
        END_OF_TEK,
        /** A TEK came without one: it is all zeros, as for SRTP without a salt (RFC 3711, 3.2.1). */
        ABSENT
    }

    /**
     * The master keys of a stream, one for each key that the exchange agreed on.
     *
     * @param session a crypto session of the association, for SRTP
     * @param accepted what is accepted; of relevance is {@link Compatibility#TEK_WITH_SALT_APPENDED}
     * @throws UnusableKeyException if a key does not fit the policy; nothing is then handed out
     */
    public static List<SrtpMasterKey> of(CryptoSession session, Set<Compatibility> accepted) {
        SrtpPolicy policy = session.policy()
                .map(sp -> SrtpPolicy.read(sp, 0, accepted).policy())
                .orElseGet(SrtpPolicy::defaults);
        List<SrtpMasterKey> masters = new ArrayList<>();
        try {
            for (SessionKey key : session.keys()) {
                masters.add(of(key, policy, accepted));
            }
        } catch (UnusableKeyException e) {
            masters.forEach(SrtpMasterKey::close);
            throw e;
        }
        return List.copyOf(masters);
    }

    /**
     * The master key that a session key stands for.
     *
     * @throws UnusableKeyException if it does not fit the policy
     */
    public static SrtpMasterKey of(SessionKey from, SrtpPolicy policy, Set<Compatibility> accepted) {
        int keyOctets = policy.masterKeyOctets();
        int saltOctets = policy.masterSaltOctets();
        int tek = from.tek().length();
        int salt = from.salt().length();
        if (tek == keyOctets && salt == saltOctets) {
            return new SrtpMasterKey(from.tek().copy(), from.salt().copy(), SaltOrigin.EXCHANGED, from.kv());
        }
        if (salt == 0 && tek == keyOctets + saltOctets) {
            if (!accepted.contains(Compatibility.TEK_WITH_SALT_APPENDED)) {
                throw new UnusableKeyException("the TEK has " + tek + " octets, as a master key of " + keyOctets
                        + " and a master salt of " + saltOctets + " run together; TEK_WITH_SALT_APPENDED accepts that "
                        + "(RFC 3830, 6.13 has TEK+SALT for it)");
            }
            return new SrtpMasterKey(
                    from.tek().slice(0, keyOctets),
                    from.tek().slice(keyOctets, saltOctets),
                    SaltOrigin.END_OF_TEK,
                    from.kv());
        }
        if (salt == 0 && tek == keyOctets && !policy.isAead()) {
            return new SrtpMasterKey(
                    from.tek().copy(), SecretBytes.wrap(new byte[saltOctets]), SaltOrigin.ABSENT, from.kv());
        }
        throw new UnusableKeyException("the policy takes a master key of " + keyOctets + " octets and a master salt of "
                + saltOctets + ", and the exchange gave " + tek + " and " + salt + " (RFC 3830, 6.10.1)");
    }

    /** The MKI; empty if the key has none. */
    public Octets mki() {
        return kv instanceof KeyValidity.Spi spi ? spi.spi() : Octets.EMPTY;
    }

    /**
     * The master key and after it the master salt, as libraries of SRTP take them, for example libsrtp. The caller wipes
     * it.
     */
    public byte[] keyAndSalt() {
        byte[] both = new byte[key.length() + salt.length()];
        key.copyTo(both, 0);
        salt.copyTo(both, key.length());
        return both;
    }

    /** Wipes the key and the salt. */
    @Override
    public void close() {
        key.close();
        salt.close();
    }
}
