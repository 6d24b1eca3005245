package org.mikey4j.kms;

/** The names that reader and writer share (TS 33.180, D.3.5). */
final class KmsXml {
    static final String NAMESPACE = "urn:3gpp:ns:mcsecKMSInterface:1.0";
    static final String RESPONSE = "KmsResponse";
    static final String INIT = "KmsInit";
    static final String KEY_PROV = "KmsKeyProv";
    static final String CERT_CACHE = "KmsCertCache";
    static final String CERTIFICATE = "KmsCertificate";
    static final String SIGNED_CERTIFICATE = "SignedKmsCertificate";
    static final String KEY_SET = "KmsKeySet";

    /** UserIdFormat of hashed UIDs. */
    static final String HASHED_UID = "2";

    private KmsXml() {}
}
