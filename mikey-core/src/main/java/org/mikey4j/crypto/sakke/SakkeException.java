package org.mikey4j.crypto.sakke;

import org.mikey4j.MikeyException;

/** Encapsulated data or key material of SAKKE that is refused; {@link #rule} says why. */
public final class SakkeException extends MikeyException {
    private static final long serialVersionUID = 1L;

    private final Rule rule;

    SakkeException(Rule rule) {
        super(rule.text());
        this.rule = rule;
    }

    /** The rule that is broken. */
    public Rule rule() {
        return rule;
    }

    /** What RFC 6508 asks of encapsulated data and key material. */
    public enum Rule {
        /** An identifier is an integer from 2 to q - 1 (RFC 6508, 2.2). */
        IDENTIFIER_RANGE("the identifier is not an integer between 2 and q - 1 (RFC 6508, 2.2)"),
        /** No secret key exists for an identifier that is the master secret's negative (RFC 6508, 6.1.1). */
        IDENTIFIER_UNUSABLE("the identifier plus the master secret is 0 modulo q (RFC 6508, 6.1.1)"),
        /** z_T is an integer from 2 to q - 1 (RFC 6508, 6.1). */
        MASTER_SECRET_RANGE("the KMS master secret is not between 2 and q - 1 in 128 octets (RFC 6508, 6.1)"),
        /** Z_T: 257 octets, uncompressed, on the curve (RFC 6508, 4). */
        PUBLIC_KEY_POINT("the KMS public key is not an uncompressed point of the curve (RFC 6508, 4)"),
        /** Z_T has order q (RFC 6508, 6.1). */
        PUBLIC_KEY_ORDER("the KMS public key is not in the subgroup of order q (RFC 6508, 6.1)"),
        /** RSK: 257 octets, uncompressed, on the curve (RFC 6508, 4). */
        RSK_POINT("the RSK is not an uncompressed point of the curve (RFC 6508, 4)"),
        /** RSK has order q (RFC 6508, 6.1.1). */
        RSK_ORDER("the RSK is not in the subgroup of order q (RFC 6508, 6.1.1)"),
        /** The pairing of [a]P + Z and RSK is g (RFC 6508, 6.1.2). */
        RSK_VALIDATION("the RSK does not belong to this identifier and KMS public key (RFC 6508, 6.1.2)"),
        /** The shared secret value has n bits (RFC 6508, 6.2.1). */
        SSV_LENGTH("the shared secret value has another length than the parameter n (RFC 6508, 6.2.1)"),
        /** Encapsulated data have 257 octets for R and n bits for H (RFC 6508, 4). */
        DATA_LENGTH("the encapsulated data have another length than R and H (RFC 6508, 4)"),
        /** R: uncompressed, on the curve (RFC 6508, 6.2.2). */
        R_POINT("R of the encapsulated data is not an uncompressed point of the curve (RFC 6508, 6.2.2)"),
        /** R must not have a small order, which no [r]([b]P + Z) has. */
        R_ORDER("R of the encapsulated data has a small order (RFC 6508, 6.2.1)"),
        /** R is what the recovered value encapsulates to (RFC 6508, 6.2.2, step 5). */
        R_MISMATCH("the encapsulated data are not for this identifier and KMS, or were changed (RFC 6508, 6.2.2)");

        private final String text;

        Rule(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }
}
