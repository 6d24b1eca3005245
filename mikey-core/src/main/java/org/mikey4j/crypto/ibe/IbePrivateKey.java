package org.mikey4j.crypto.ibe;

import java.util.Arrays;
import java.util.Optional;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.ibe.IbeException.Rule;
import org.mikey4j.crypto.internal.AffinePoint;
import org.mikey4j.crypto.internal.Scalars;
import org.mikey4j.message.Octets;

/** A user's private key S_id = [s]Q_id (RFC 5091, 5.3 and 5.5). Wiped by {@link #close}; safe under threads until then. */
public final class IbePrivateKey implements AutoCloseable {
    private final IbeParameters parameters;
    private final Octets identity;
    private final SecretBytes point;

    private IbePrivateKey(IbeParameters parameters, Octets identity, byte[] point) {
        this.parameters = parameters;
        this.identity = identity;
        this.point = SecretBytes.wrap(point);
    }

    /** What the key management service extracted. */
    static IbePrivateKey of(IbeParameters parameters, Octets identity, AffinePoint key) {
        return new IbePrivateKey(
                parameters, identity, parameters.domain().curve().encode(key));
    }

    /**
     * Reads a key and checks that it is the one of this identity and service, by two pairings.
     *
     * @param identity the identity that the key was asked for
     * @param der a BFPrivateKeyBlock (RFC 5091, 8); copied
     * @throws IbeException with {@link Rule#PRIVATE_KEY_FORM}, {@link Rule#PRIVATE_KEY_VALIDATION} or
     *     {@link Rule#IDENTITY_UNUSABLE}
     */
    public static IbePrivateKey decode(IbeParameters parameters, Octets identity, SecretBytes der) {
        IbeDomain domain = parameters.domain();
        AffinePoint expected = domain.point(identity);
        byte[] block = der.toByteArray();
        Optional<byte[]> uncompressed = IbeDer.privateKey(domain, block);
        Arrays.fill(block, (byte) 0);
        byte[] octets = uncompressed.orElseThrow(() -> new IbeException(Rule.PRIVATE_KEY_FORM));
        AffinePoint key = domain.curve().decode(octets).orElseThrow(() -> new IbeException(Rule.PRIVATE_KEY_FORM));
        try {
            if (!domain.hasOrder(key) || !parameters.isPrivateKey(key, expected)) {
                throw new IbeException(Rule.PRIVATE_KEY_VALIDATION);
            }
            return new IbePrivateKey(parameters, identity, octets);
        } finally {
            key.wipe();
        }
    }

    /** The key as a BFPrivateKeyBlock in DER (RFC 5091, 8). */
    public SecretBytes encode() {
        AffinePoint key = point();
        try {
            return SecretBytes.wrap(IbeDer.privateKey(parameters.domain(), key));
        } finally {
            key.wipe();
        }
    }

    /** Whose it is. */
    public Octets identity() {
        return identity;
    }

    /** The service that it is from. */
    public IbeParameters parameters() {
        return parameters;
    }

    /**
     * Decrypts (RFC 5091, 5.5.1). Data that were changed, or are for another, give nothing but a refusal.
     *
     * @param ciphertext a BFCiphertextBlock in DER
     * @throws IbeException with {@link Rule#CIPHERTEXT_FORM}, {@link Rule#CIPHERTEXT_POINT}, {@link Rule#CIPHERTEXT_ORDER} or
     *     {@link Rule#CIPHERTEXT_MISMATCH}
     * @throws IllegalStateException after {@link #close}
     */
    public SecretBytes decrypt(Octets ciphertext) {
        IbeDomain domain = parameters.domain();
        IbeDer.Ciphertext parts = IbeDer.ciphertext(domain, ciphertext.toByteArray())
                .orElseThrow(() -> new IbeException(Rule.CIPHERTEXT_FORM));
        AffinePoint u = domain.curve().decode(parts.u()).orElseThrow(() -> new IbeException(Rule.CIPHERTEXT_POINT));
        if (!domain.hasOrder(u)) {
            throw new IbeException(Rule.CIPHERTEXT_ORDER);
        }
        AffinePoint key = point();
        byte[] rho = parameters.mask(Type1Pairing.canonical(domain, u, key));
        key.wipe();
        IbeParameters.xor(rho, parts.v());
        byte[] message = domain.hash().bytes(parts.w().length, rho);
        IbeParameters.xor(message, parts.w());
        long[] l = parameters.multiplier(rho, message);
        try {
            if (!parameters.isMultiple(u, l)) {
                Arrays.fill(message, (byte) 0);
                throw new IbeException(Rule.CIPHERTEXT_MISMATCH);
            }
            return SecretBytes.wrap(message);
        } finally {
            Arrays.fill(rho, (byte) 0);
            Scalars.wipe(l);
        }
    }

    private AffinePoint point() {
        byte[] octets = point.toByteArray();
        try {
            return parameters.domain().curve().decode(octets).orElseThrow();
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    @Override
    public void close() {
        point.close();
    }

    @Override
    public String toString() {
        return "IbePrivateKey[identity=" + identity + "]";
    }
}
