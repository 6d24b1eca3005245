package org.mikey4j.exchange.rsar;

import org.mikey4j.crypto.EnvelopePadding;
import org.mikey4j.crypto.JcaAlgorithms;
import org.mikey4j.crypto.KemacCipher;
import org.mikey4j.crypto.MacAlgorithm;
import org.mikey4j.message.registry.CacheIndicator;

/**
 * How a Responder sends keys under the Initiator's public key (RFC 4738, 3.6). Nothing of it is negotiated: the Initiator takes
 * what it supports.
 *
 * @param padding the padding of envelopes, which both ends must agree on by other means
 * @param cipher encrypts the keys; not NULL
 * @param mac authenticates them; not NULL
 * @param cache whether both ends keep the envelope key as the pre-shared key of updates; see {@code CacheIndicator}
 * @param algorithms where RSA comes from
 */
public record RsarEnvelopes(
        EnvelopePadding padding, KemacCipher cipher, MacAlgorithm mac, int cache, JcaAlgorithms algorithms) {
    /** PKCS #1 v1.5, AES-CM-128, HMAC-SHA-1-160, and no key is kept. */
    public static final RsarEnvelopes STANDARD = new RsarEnvelopes(
            EnvelopePadding.PKCS1_V1_5,
            KemacCipher.AES_CM_128,
            MacAlgorithm.HMAC_SHA_1_160,
            CacheIndicator.NO_CACHE,
            JcaAlgorithms.PLATFORM);

    /** @throws IllegalArgumentException if the cipher or the MAC is NULL, or the cache indicator is not assigned */
    public RsarEnvelopes {
        if (cipher == KemacCipher.NULL || mac == MacAlgorithm.NULL) {
            throw new IllegalArgumentException("NULL has no use under an envelope key");
        }
        if (!CacheIndicator.REGISTRY.isAssigned(cache)) {
            throw new IllegalArgumentException("cache: " + cache);
        }
    }

    /** The same with another padding. */
    public RsarEnvelopes withPadding(EnvelopePadding other) {
        return new RsarEnvelopes(other, cipher, mac, cache, algorithms);
    }

    /** The same with another cipher and another MAC. */
    public RsarEnvelopes withAlgorithms(KemacCipher otherCipher, MacAlgorithm otherMac) {
        return new RsarEnvelopes(padding, otherCipher, otherMac, cache, algorithms);
    }

    /** The same, with the envelope key kept by both ends for updates of the bundle. */
    public RsarEnvelopes cachedForCsb() {
        return new RsarEnvelopes(padding, cipher, mac, CacheIndicator.CACHE_FOR_CSB, algorithms);
    }

    boolean isKept() {
        return cache != CacheIndicator.NO_CACHE;
    }
}
