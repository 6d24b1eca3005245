package org.mikey4j.media;

import java.util.List;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.exchange.SrtpPolicy.Authentication;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.SrtpAuthAlg;
import org.mikey4j.message.registry.SrtpEncrAlg;

/**
 * The values of libsrtp's {@code srtp_policy_t} for a stream (libsrtp 2.x, {@code srtp.h}). Numbers and names are libsrtp's;
 * lengths are in octets. {@link #close} wipes the keys.
 *
 * <p>libsrtp 2.5 does not find the MKI of SRTCP packets that it receives if their tag has another length than SRTP's, as in the
 * suites with a tag of 32 bits: with these, leave the MKI out. And it derives the keys of AES-192 in a way of its own (libsrtp's
 * issue 763, mended later), so that both ends must then be libsrtp.
 *
 * @param ssrcType {@code ssrc.type}
 * @param ssrc {@code ssrc.value}; 0 unless the type is specific
 * @param roc what {@code srtp_set_stream_roc} takes, once the stream is added; 32 bits
 * @param rtp {@code rtp}
 * @param rtcp {@code rtcp}
 * @param keys {@code keys}; with one key without MKI, {@code key}
 */
public record LibsrtpPolicy(
        SsrcType ssrcType, long ssrc, long roc, CryptoPolicy rtp, CryptoPolicy rtcp, List<MasterKey> keys)
        implements AutoCloseable {
    private static final String TARGET = "libsrtp";
    private static final int MAX_MKI = 128;
    private static final int MAX_KEYS = 16;
    private static final int MAX_TAG = 16;

    /** Which streams a policy is for. */
    public enum SsrcType {
        /** {@code ssrc_specific}. */
        SPECIFIC(1),
        /** {@code ssrc_any_inbound}. */
        ANY_INBOUND(2),
        /** {@code ssrc_any_outbound}. */
        ANY_OUTBOUND(3);

        private final int value;

        SsrcType(int value) {
            this.value = value;
        }

        /** The number in {@code srtp.h}. */
        public int value() {
            return value;
        }
    }

    /**
     * The values of {@code srtp_crypto_policy_t}.
     *
     * @param cipherType for example 1, {@code SRTP_AES_ICM_128}
     * @param cipherKeyLen master key and salt together
     * @param authType 0, {@code SRTP_NULL_AUTH}, or 3, {@code SRTP_HMAC_SHA1}
     * @param authKeyLen the session authentication key
     * @param authTagLen the tag
     * @param secServ 0 for nothing, 1 to encrypt, 2 to authenticate, 3 for both
     */
    public record CryptoPolicy(
            int cipherType, int cipherKeyLen, int authType, int authKeyLen, int authTagLen, int secServ) {
        static final int AES_ICM_128 = 1;
        static final int AES_ICM_192 = 4;
        static final int AES_ICM_256 = 5;
        static final int AES_GCM_128 = 6;
        static final int AES_GCM_256 = 7;
        static final int NULL_AUTH = 0;
        static final int HMAC_SHA1 = 3;
        static final int CONFIDENTIALITY = 1;
        static final int AUTHENTICATION = 2;
    }

    /**
     * The values of {@code srtp_master_key_t}.
     *
     * @param key master key and salt together
     * @param mkiId the MKI; empty if there is none
     */
    public record MasterKey(SecretBytes key, Octets mkiId) {}

    public LibsrtpPolicy {
        keys = List.copyOf(keys);
    }

    /**
     * The policy of a stream.
     *
     * @param otherwise which streams it is for, if the SSRC is not known yet
     * @throws IllegalArgumentException if that is said to be a specific one
     * @throws NotExpressibleException if libsrtp has no way to say something that the keys need
     */
    public static LibsrtpPolicy of(SrtpKeys keys, SsrcType otherwise) {
        boolean known = keys.ssrc() != 0;
        if (!known && otherwise == SsrcType.SPECIFIC) {
            throw new IllegalArgumentException("the SSRC is not known");
        }
        ExportCheck check = new ExportCheck(TARGET, keys);
        check.requireCommon();
        check.requireNoRate();
        check.require(known || keys.roc() == 0, "a rollover counter of a stream whose SSRC is not known yet");
        check.require(keys.masters().size() <= MAX_KEYS, keys.masters().size() + " keys");
        for (SrtpMasterKey master : keys.masters()) {
            check.require(
                    master.mki().length() <= MAX_MKI,
                    "an MKI of " + master.mki().length() + " octets");
        }
        SrtpPolicy policy = keys.policy();
        CryptoPolicy rtp =
                cryptoPolicy(check, "SRTP", policy.srtp(), policy.srtpEncryption(), policy.srtpAuthentication());
        CryptoPolicy rtcp = cryptoPolicy(check, "SRTCP", policy.srtcp(), policy.srtcpEncryption(), true);
        List<MasterKey> masters = keys.masters().stream()
                .map(master -> new MasterKey(SecretBytes.wrap(master.keyAndSalt()), master.mki()))
                .toList();
        return new LibsrtpPolicy(known ? SsrcType.SPECIFIC : otherwise, keys.ssrc(), keys.roc(), rtp, rtcp, masters);
    }

    private static CryptoPolicy cryptoPolicy(
            ExportCheck check, String protocol, Authentication authentication, boolean encrypt, boolean authenticate) {
        SrtpPolicy policy = check.keys().policy();
        int cipher = cipher(check);
        int keyLength = policy.masterKeyOctets() + policy.masterSaltOctets();
        boolean encrypts = encrypt && policy.encrAlg() != SrtpEncrAlg.NULL;
        int confidentiality = encrypts ? CryptoPolicy.CONFIDENTIALITY : 0;
        if (policy.isAead()) {
            return new CryptoPolicy(
                    cipher,
                    keyLength,
                    CryptoPolicy.NULL_AUTH,
                    0,
                    policy.aeadTagLength(),
                    CryptoPolicy.AUTHENTICATION | confidentiality);
        }
        if (!authenticate || authentication.alg() != SrtpAuthAlg.HMAC_SHA_1) {
            return new CryptoPolicy(cipher, keyLength, CryptoPolicy.NULL_AUTH, 0, 0, confidentiality);
        }
        if (authentication.tagLength() > MAX_TAG) {
            throw check.tag(protocol, authentication);
        }
        return new CryptoPolicy(
                cipher,
                keyLength,
                CryptoPolicy.HMAC_SHA1,
                authentication.keyLength(),
                authentication.tagLength(),
                CryptoPolicy.AUTHENTICATION | confidentiality);
    }

    /** The cipher; also without encryption, since the keys of the MAC are derived by it. */
    private static int cipher(ExportCheck check) {
        SrtpPolicy policy = check.keys().policy();
        int octets = policy.masterKeyOctets();
        return switch (policy.encrAlg()) {
            case SrtpEncrAlg.AES_GCM -> octets == 16 ? CryptoPolicy.AES_GCM_128 : CryptoPolicy.AES_GCM_256;
            case SrtpEncrAlg.AES_CM, SrtpEncrAlg.NULL ->
                switch (octets) {
                    case 16 -> CryptoPolicy.AES_ICM_128;
                    case 24 -> CryptoPolicy.AES_ICM_192;
                    default -> CryptoPolicy.AES_ICM_256;
                };
            default -> throw check.cipher();
        };
    }

    /** Wipes the keys. */
    @Override
    public void close() {
        keys.forEach(key -> key.key().close());
    }
}
