package org.mikey4j.crypto.ibe;

import org.mikey4j.MikeyException;

/** A ciphertext or key material of identity-based encryption that is refused; {@link #rule} says why. */
public final class IbeException extends MikeyException {
    private static final long serialVersionUID = 1L;

    private final Rule rule;

    IbeException(Rule rule) {
        super(rule.text());
        this.rule = rule;
    }

    /** The rule that is broken. */
    public Rule rule() {
        return rule;
    }

    /** What RFC 5091 asks of parameters, keys and ciphertexts. */
    public enum Rule {
        /** p of 1536 and q of 256 bits, the sizes for a strength of 128 bits (RFC 5091, 5.1.2). */
        DOMAIN_SIZE("p has not 1536 bits, or q not 256 (RFC 5091, 5.1.2)"),
        /** p and q prime, p = 11 modulo 12, p + 1 a multiple of q but not of q^2 (RFC 5091, 2.1 and 5.1.2). */
        DOMAIN_PRIMES("p and q are not primes with p = 12rq - 1 (RFC 5091, 5.1.2)"),
        /** P on the curve, of order q (RFC 5091, 5.1.2). */
        DOMAIN_GENERATOR("P is not a point of order q on y^2 = x^3 + 1 (RFC 5091, 5.1.2)"),
        /** s is an integer from 2 to q - 1 (RFC 5091, 5.1.2). */
        MASTER_SECRET_RANGE("the master secret is not between 2 and q - 1 (RFC 5091, 5.1.2)"),
        /** P_pub: uncompressed, on the curve. */
        PUBLIC_KEY_POINT("P_pub is not an uncompressed point of the curve (RFC 5091, 5.1.2)"),
        /** P_pub has order q. */
        PUBLIC_KEY_ORDER("P_pub is not in the subgroup of order q (RFC 5091, 5.1.2)"),
        /** An identity that hashes to infinity has no key. */
        IDENTITY_UNUSABLE("the identity hashes to the point at infinity (RFC 5091, 4.4.2)"),
        /** A BFPrivateKeyBlock with a point of the curve (RFC 5091, 8). */
        PRIVATE_KEY_FORM("the private key is not a BFPrivateKeyBlock with a point of the curve (RFC 5091, 8)"),
        /** The private key is [s]Q of this identity and master secret (RFC 5091, 5.3.1). */
        PRIVATE_KEY_VALIDATION("the private key does not belong to this identity and P_pub (RFC 5091, 5.3.1)"),
        /** A BFCiphertextBlock in DER (RFC 5091, 8). */
        CIPHERTEXT_FORM("the encrypted data are not a BFCiphertextBlock in DER (RFC 5091, 8)"),
        /** U: on the curve. */
        CIPHERTEXT_POINT("U of the encrypted data is not a point of the curve (RFC 5091, 5.4.1)"),
        /** U has order q. */
        CIPHERTEXT_ORDER("U of the encrypted data is not in the subgroup of order q (RFC 5091, 5.4.1)"),
        /** U is what the recovered plaintext encrypts to (RFC 5091, 5.5.1). */
        CIPHERTEXT_MISMATCH(
                "the encrypted data are not for this identity and P_pub, or were changed (RFC 5091, 5.5.1)");

        private final String text;

        Rule(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }
}
