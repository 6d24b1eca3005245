package org.mikey4j.message.registry;

/** The parameter types of an SRTP policy (RFC 3830, 6.10.1). */
public final class SrtpParam {
    public static final int ENCRYPTION_ALGORITHM = 0;
    public static final int SESSION_ENCR_KEY_LENGTH = 1;
    public static final int AUTHENTICATION_ALGORITHM = 2;
    public static final int SESSION_AUTH_KEY_LENGTH = 3;
    public static final int SESSION_SALT_KEY_LENGTH = 4;
    public static final int SRTP_PRF = 5;
    public static final int KEY_DERIVATION_RATE = 6;
    public static final int SRTP_ENCRYPTION = 7;
    public static final int SRTCP_ENCRYPTION = 8;
    public static final int FEC_ORDER = 9;
    public static final int SRTP_AUTHENTICATION = 10;
    public static final int AUTHENTICATION_TAG_LENGTH = 11;
    public static final int SRTP_PREFIX_LENGTH = 12;
    public static final int ROC_TRANSMISSION_RATE = 13;
    public static final int SRTP_AUTH_ALGORITHM = 14;
    public static final int SRTCP_AUTH_ALGORITHM = 15;
    public static final int SRTP_SESSION_AUTH_KEY_LENGTH = 16;
    public static final int SRTCP_SESSION_AUTH_KEY_LENGTH = 17;
    public static final int SRTP_AUTH_TAG_LENGTH = 18;
    public static final int SRTCP_AUTH_TAG_LENGTH = 19;
    public static final int AEAD_AUTH_TAG_LENGTH = 20;

    /** The names of the values. */
    public static final Registry REGISTRY = Registry.of("SRTP policy parameters", "RFC 3830, 6.10.1")
            .with(ENCRYPTION_ALGORITHM, "encryptionAlgorithm")
            .with(SESSION_ENCR_KEY_LENGTH, "sessionEncrKeyLength")
            .with(AUTHENTICATION_ALGORITHM, "authenticationAlgorithm")
            .with(SESSION_AUTH_KEY_LENGTH, "sessionAuthKeyLength")
            .with(SESSION_SALT_KEY_LENGTH, "sessionSaltKeyLength")
            .with(SRTP_PRF, "srtpPrf")
            .with(KEY_DERIVATION_RATE, "keyDerivationRate")
            .with(SRTP_ENCRYPTION, "srtpEncryption")
            .with(SRTCP_ENCRYPTION, "srtcpEncryption")
            .with(FEC_ORDER, "fecOrder")
            .with(SRTP_AUTHENTICATION, "srtpAuthentication")
            .with(AUTHENTICATION_TAG_LENGTH, "authenticationTagLength")
            .with(SRTP_PREFIX_LENGTH, "srtpPrefixLength")
            .with(ROC_TRANSMISSION_RATE, "rocTransmissionRate")
            .with(SRTP_AUTH_ALGORITHM, "srtpAuthAlgorithm")
            .with(SRTCP_AUTH_ALGORITHM, "srtcpAuthAlgorithm")
            .with(SRTP_SESSION_AUTH_KEY_LENGTH, "srtpSessionAuthKeyLength")
            .with(SRTCP_SESSION_AUTH_KEY_LENGTH, "srtcpSessionAuthKeyLength")
            .with(SRTP_AUTH_TAG_LENGTH, "srtpAuthTagLength")
            .with(SRTCP_AUTH_TAG_LENGTH, "srtcpAuthTagLength")
            .with(AEAD_AUTH_TAG_LENGTH, "aeadAuthTagLength")
            .privateUse(241, 255)
            .build();

    private SrtpParam() {}
}
