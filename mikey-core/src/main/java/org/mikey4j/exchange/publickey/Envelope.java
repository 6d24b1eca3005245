package org.mikey4j.exchange.publickey;

import java.security.PublicKey;
import java.util.Optional;
import org.mikey4j.crypto.EnvelopePadding;
import org.mikey4j.crypto.JcaAlgorithms;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.message.ChashPayload;
import org.mikey4j.message.registry.CacheIndicator;

/**
 * How an envelope key goes to the Responder (RFC 3830, 3.2 and 6.3).
 *
 * @param responderKey the Responder's public key
 * @param chash the hash of the certificate it is from, for a Responder that has several; empty to leave it out
 * @param cache whether the Responder may keep the envelope key for updates; see {@code CacheIndicator}
 * @param padding the padding, which both ends must agree on by other means
 * @param key the envelope key, if it is given
 * @param algorithms where the algorithms come from
 */
public record Envelope(
        PublicKey responderKey,
        Optional<ChashPayload> chash,
        int cache,
        EnvelopePadding padding,
        Optional<SecretBytes> key,
        JcaAlgorithms algorithms) {
    /** The size of an envelope key that is drawn: 128 bits. */
    public static final int KEY_OCTETS = 16;

    /** A fresh envelope key that is not kept, padded as every implementation can. */
    public static Envelope to(PublicKey responderKey) {
        return new Envelope(
                responderKey,
                Optional.empty(),
                CacheIndicator.NO_CACHE,
                EnvelopePadding.PKCS1_V1_5,
                Optional.empty(),
                JcaAlgorithms.PLATFORM);
    }

    /**
     * The same, with the envelope key kept by both ends for updates of the bundle and for further bundles; see {@link
     * EnvelopeKeyCache}.
     */
    public Envelope cached() {
        return new Envelope(responderKey, chash, CacheIndicator.CACHE, padding, key, algorithms);
    }

    /** The same, with the envelope key kept by both ends for updates of the bundle. */
    public Envelope cachedForCsb() {
        return new Envelope(responderKey, chash, CacheIndicator.CACHE_FOR_CSB, padding, key, algorithms);
    }
}
