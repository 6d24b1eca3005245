package org.mikey4j.message.registry;

/** The kinds of certificate (RFC 3830, 6.7). */
public final class CertType {
    public static final int X509V3 = 0;
    public static final int X509V3_URL = 1;
    public static final int X509V3_SIGN = 2;
    public static final int X509V3_ENCR = 3;

    /** The names of the values. */
    public static final Registry REGISTRY = Registry.of("Cert Type", "RFC 3830, 6.7")
            .with(X509V3, "X.509v3")
            .with(X509V3_URL, "X.509v3-URL")
            .with(X509V3_SIGN, "X.509v3-SIGN")
            .with(X509V3_ENCR, "X.509v3-ENCR")
            .privateUse(241, 255)
            .build();

    private CertType() {}
}
