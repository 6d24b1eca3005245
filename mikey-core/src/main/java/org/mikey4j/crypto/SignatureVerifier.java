package org.mikey4j.crypto;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.EnumSet;
import java.util.Set;
import org.mikey4j.message.Octets;

/**
 * Verifies RSA signatures. The hash is not on the wire (RFC 3830, 6.5), so each of those that local policy accepts is tried.
 *
 * @param algorithms where the algorithms come from
 * @param hashes the accepted hashes
 */
public record SignatureVerifier(JcaAlgorithms algorithms, Set<HashAlgorithm> hashes) {
    /** Accepts the standard's default, SHA-1, and SHA-256. */
    public static final SignatureVerifier STANDARD =
            new SignatureVerifier(JcaAlgorithms.PLATFORM, EnumSet.allOf(HashAlgorithm.class));

    public SignatureVerifier {
        hashes = Set.copyOf(hashes);
    }

    /** Whether the signature is right. */
    public boolean verify(PublicKey key, SignatureScheme scheme, Octets message, Octets signature) {
        byte[] octets = message.toByteArray();
        byte[] given = signature.toByteArray();
        return hashes.stream().anyMatch(hash -> verify(key, scheme, hash, octets, given));
    }

    private boolean verify(PublicKey key, SignatureScheme scheme, HashAlgorithm hash, byte[] octets, byte[] given) {
        try {
            Signature instance = scheme.instance(algorithms, hash);
            instance.initVerify(key);
            instance.update(octets);
            return instance.verify(given);
        } catch (GeneralSecurityException e) {
            // A signature of the wrong size, or a key of another kind: not right under this hash.
            return false;
        }
    }
}
