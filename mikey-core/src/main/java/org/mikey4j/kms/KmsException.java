package org.mikey4j.kms;

import org.mikey4j.MikeyException;

/** Keys or a certificate of a key management service that are refused; {@link #rule} says why. */
public final class KmsException extends MikeyException {
    private static final long serialVersionUID = 1L;

    private final Rule rule;

    KmsException(Rule rule, String message) {
        super(message);
        this.rule = rule;
    }

    KmsException(Rule rule, String message, Throwable cause) {
        super(message, cause);
        this.rule = rule;
    }

    /** The rule that is broken. */
    public Rule rule() {
        return rule;
    }

    /** What is asked of keys and certificates on receipt. */
    public enum Rule {
        /** A key set is checked against the certificate of the service that it names. */
        OTHER_KMS,
        /** UserID is what URI, service and period give (TS 33.180, D.3.3 and F.2.1). */
        USER_ID,
        /** SSK and PVT belong to the identifier and KPAK (RFC 6507, 5.1.2). */
        SIGNING_KEY,
        /** RSK belongs to the identifier and public key (RFC 6508, 6.1.2). */
        DECRYPT_KEY,
        /** A revoked key set or certificate is of no use. */
        REVOKED,
        /** No certificate is known of the service that a key set names. */
        UNKNOWN_KMS,
        /** A certificate of another domain must not stand in for the own service's. */
        ROOT_REPLACED
    }
}
