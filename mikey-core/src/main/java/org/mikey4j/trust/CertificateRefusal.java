package org.mikey4j.trust;

/** Ends the validation where a rule is broken; {@link PkixValidator} turns it into a verdict. */
final class CertificateRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final RefusedReason reason;

    CertificateRefusal(RefusedReason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    CertificateValidator.Verdict.Refused toVerdict() {
        return new CertificateValidator.Verdict.Refused(reason, String.valueOf(getMessage()));
    }
}
