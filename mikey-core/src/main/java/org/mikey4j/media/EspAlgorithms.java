package org.mikey4j.media;

/**
 * How ESP packets are protected (RFC 4303), by algorithms that Linux has.
 *
 * @param encryption the cipher
 * @param encryptionKeyOctets its key in octets
 * @param authentication the MAC; NONE with AES-GCM, and only with it
 */
public record EspAlgorithms(Encryption encryption, int encryptionKeyOctets, Authentication authentication) {
    /** AES-CBC with 128 bits and HMAC-SHA-256-128. */
    public static final EspAlgorithms AES_CBC_128_HMAC_SHA_256_128 =
            new EspAlgorithms(Encryption.AES_CBC, 16, Authentication.HMAC_SHA_256_128);
    /** AES-CBC with 128 bits and HMAC-SHA-1-96. */
    public static final EspAlgorithms AES_CBC_128_HMAC_SHA_1_96 =
            new EspAlgorithms(Encryption.AES_CBC, 16, Authentication.HMAC_SHA_1_96);
    /** AES-GCM with 128 bits and an ICV of 16 octets. */
    public static final EspAlgorithms AES_GCM_128 = new EspAlgorithms(Encryption.AES_GCM, 16, Authentication.NONE);
    /** AES-GCM with 256 bits and an ICV of 16 octets. */
    public static final EspAlgorithms AES_GCM_256 = new EspAlgorithms(Encryption.AES_GCM, 32, Authentication.NONE);

    /** The ciphers. */
    public enum Encryption {
        /** No encryption (RFC 2410). */
        NULL("ecb(cipher_null)", 0),
        /** Triple DES in CBC mode, 24 octets (RFC 2451). Only for peers that have nothing better. */
        TRIPLE_DES_CBC("cbc(des3_ede)", 0),
        /** AES in CBC mode, 16, 24 or 32 octets (RFC 3602). */
        AES_CBC("cbc(aes)", 0),
        /** AES in GCM, 16, 24 or 32 octets and a salt of 4 (RFC 4106). */
        AES_GCM("rfc4106(gcm(aes))", 4);

        private final String kernelName;
        private final int saltOctets;

        Encryption(String kernelName, int saltOctets) {
            this.kernelName = kernelName;
            this.saltOctets = saltOctets;
        }

        /** The name in Linux. */
        String kernelName() {
            return kernelName;
        }

        /** The salt that is kept with the key. */
        int saltOctets() {
            return saltOctets;
        }

        private boolean takes(int octets) {
            return switch (this) {
                case NULL -> octets == 0;
                case TRIPLE_DES_CBC -> octets == 24;
                case AES_CBC, AES_GCM -> octets == 16 || octets == 24 || octets == 32;
            };
        }
    }

    /** The MACs. */
    public enum Authentication {
        /** None besides the cipher's own. */
        NONE("", 0, 0),
        /** HMAC-SHA-1, 96 of its bits (RFC 2404). */
        HMAC_SHA_1_96("hmac(sha1)", 20, 96),
        /** HMAC-SHA-256, 128 of its bits (RFC 4868). */
        HMAC_SHA_256_128("hmac(sha256)", 32, 128);

        private final String kernelName;
        private final int keyOctets;
        private final int bits;

        Authentication(String kernelName, int keyOctets, int bits) {
            this.kernelName = kernelName;
            this.keyOctets = keyOctets;
            this.bits = bits;
        }

        /** The name in Linux. */
        String kernelName() {
            return kernelName;
        }

        /** The size of the key. */
        int keyOctets() {
            return keyOctets;
        }

        /** The size of the ICV in bits. */
        int bits() {
            return bits;
        }
    }

    public EspAlgorithms {
        if (!encryption.takes(encryptionKeyOctets)) {
            throw new IllegalArgumentException(encryption + " takes no key of " + encryptionKeyOctets + " octets");
        }
        if ((encryption == Encryption.AES_GCM) != (authentication == Authentication.NONE)) {
            throw new IllegalArgumentException(encryption + " with " + authentication);
        }
    }
}
