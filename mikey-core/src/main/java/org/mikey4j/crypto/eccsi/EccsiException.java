package org.mikey4j.crypto.eccsi;

import org.mikey4j.MikeyException;

/** A signature or key material of ECCSI that is refused; {@link #rule} says why. */
public final class EccsiException extends MikeyException {
    private static final long serialVersionUID = 1L;

    private final Rule rule;

    EccsiException(Rule rule) {
        super(rule.text());
        this.rule = rule;
    }

    /** The rule that is broken. */
    public Rule rule() {
        return rule;
    }

    /** What RFC 6507 asks of signatures and key material. */
    public enum Rule {
        /** KPAK: 65 octets, uncompressed, on the curve (RFC 6507, 4.2). */
        KPAK_POINT("the KPAK is not an uncompressed point of P-256 (RFC 6507, 4.2)"),
        /** KSAK: 1 to q - 1 (RFC 6507, 4.2). */
        KSAK_RANGE("the KSAK is not between 1 and q - 1 (RFC 6507, 4.2)"),
        /** PVT: 65 octets, uncompressed, on the curve (RFC 6507, 5.1.2, 5.2.2). */
        PVT_POINT("the PVT is not an uncompressed point of P-256 (RFC 6507, 5.1.2 and 5.2.2)"),
        /** SSK: 32 octets, 1 to q - 1 (RFC 6507, 5.1.1). */
        SSK_RANGE("the SSK is not between 1 and q - 1 in 32 octets (RFC 6507, 5.1.1)"),
        /** KPAK + [HS]PVT = [SSK]G (RFC 6507, 5.1.2). */
        SSK_VALIDATION("SSK and PVT do not belong to this identifier and KPAK (RFC 6507, 5.1.2)"),
        /** A signature has 129 octets (RFC 6507, 3.3). */
        SIGNATURE_LENGTH("an ECCSI signature on P-256 has 129 octets (RFC 6507, 3.3)"),
        /** r less than p, s between 1 and q - 1. */
        SIGNATURE_RANGE("r or s of the signature is out of range (RFC 6507, 5.2.1)"),
        /** The equation of verification (RFC 6507, 5.2.2). */
        SIGNATURE_MISMATCH("the signature does not verify for this identifier, message and KPAK (RFC 6507, 5.2.2)");

        private final String text;

        Rule(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }
}
