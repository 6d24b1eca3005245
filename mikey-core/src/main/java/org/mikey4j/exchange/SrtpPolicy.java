package org.mikey4j.exchange;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.message.Octets;
import org.mikey4j.message.PolicyParameter;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.registry.ProtType;
import org.mikey4j.message.registry.SrtpAuthAlg;
import org.mikey4j.message.registry.SrtpEncrAlg;
import org.mikey4j.message.registry.SrtpParam;
import org.mikey4j.message.registry.SrtpPrf;

/**
 * What an SP payload for SRTP says, with SRTP's own defaults for what it leaves out (RFC 3830, 6.10.1; RFC 3711, 8.2; RFC
 * 4771; RFC 7714, 14). Lengths are in octets.
 *
 * @param encrAlg the cipher; see {@code SrtpEncrAlg}
 * @param encrKeyLength the session encryption key, which is also the length of the master key
 * @param saltKeyLength the master salt: 14, and 12 for AES-GCM
 * @param prf SRTP's key derivation; see {@code SrtpPrf}
 * @param keyDerivationRate packets between derivations: 0, or a power of two up to 2^24
 * @param srtpEncryption whether SRTP packets are encrypted
 * @param srtcpEncryption whether SRTCP packets are encrypted
 * @param srtpAuthentication whether SRTP packets are authenticated; SRTCP packets always are
 * @param srtp how SRTP packets are authenticated
 * @param srtcp how SRTCP packets are authenticated
 * @param prefixLength the SRTP prefix
 * @param rocTransmissionRate packets between rollover counters in the packets, 1 to 65535
 * @param aeadTagLength the tag of an authenticating cipher; 0 for others
 */
public record SrtpPolicy(
        int encrAlg,
        int encrKeyLength,
        int saltKeyLength,
        int prf,
        long keyDerivationRate,
        boolean srtpEncryption,
        boolean srtcpEncryption,
        boolean srtpAuthentication,
        Authentication srtp,
        Authentication srtcp,
        int prefixLength,
        int rocTransmissionRate,
        int aeadTagLength) {

    /**
     * How packets are authenticated.
     *
     * @param alg the algorithm; see {@code SrtpAuthAlg}
     * @param keyLength the session authentication key in octets
     * @param tagLength the authentication tag in octets
     */
    public record Authentication(int alg, int keyLength, int tagLength) {}

    private static final int AEAD_TAG = 16;
    private static final int CM_SALT = 14;
    private static final int GCM_SALT = 12;
    private static final int MAX_RATE = 1 << 24;
    private static final Map<String, List<PolicyParameter>> NAMED = named();

    /**
     * Reads a policy.
     *
     * @throws IllegalArgumentException naming the parameter, if one is unknown, ill-formed, or does not go with another
     */
    public static SrtpPolicy of(SpPayload payload) {
        return new SrtpPolicyReader(payload).read();
    }

    /** SRTP's defaults: AES-CM with 128 bits, HMAC-SHA-1 with a tag of 80 bits. */
    public static SrtpPolicy defaults() {
        return of(SpPayload.of(0, ProtType.SRTP, List.of()));
    }

    /** The standard policy of this name, as SDES and DTLS-SRTP name them, for example {@code AEAD_AES_128_GCM}. */
    public static Optional<SpPayload> named(String name, int policyNo) {
        return Optional.ofNullable(NAMED.get(name)).map(list -> SpPayload.of(policyNo, ProtType.SRTP, list));
    }

    /** The names that {@link #named} knows. */
    public static List<String> names() {
        return List.copyOf(NAMED.keySet());
    }

    /** The size of the SRTP master key, which is the TEK. */
    public int masterKeyOctets() {
        return encrKeyLength;
    }

    /** The size of the SRTP master salt. */
    public int masterSaltOctets() {
        return saltKeyLength;
    }

    /** Whether the cipher authenticates by itself. */
    public boolean isAead() {
        return aeadTagLength > 0;
    }

    /** The policy with every parameter written out that is not SRTP's default. */
    public SpPayload toPayload(int policyNo) {
        SrtpPolicy plain = isAead() ? of(SpPayload.of(0, ProtType.SRTP, gcm(encrKeyLength))) : defaults();
        List<PolicyParameter> list = new ArrayList<>();
        list.add(PolicyParameter.of(SrtpParam.ENCRYPTION_ALGORITHM, encrAlg));
        list.add(PolicyParameter.of(SrtpParam.SESSION_ENCR_KEY_LENGTH, encrKeyLength));
        if (!isAead()) {
            list.add(PolicyParameter.of(SrtpParam.AUTHENTICATION_ALGORITHM, srtp.alg));
            list.add(PolicyParameter.of(SrtpParam.SESSION_AUTH_KEY_LENGTH, srtp.keyLength));
        }
        list.add(PolicyParameter.of(SrtpParam.SESSION_SALT_KEY_LENGTH, saltKeyLength));
        addUnless(prf == plain.prf, list, SrtpParam.SRTP_PRF, prf);
        if (keyDerivationRate != 0) {
            list.add(new PolicyParameter(SrtpParam.KEY_DERIVATION_RATE, minimal(keyDerivationRate)));
        }
        addUnless(srtpEncryption, list, SrtpParam.SRTP_ENCRYPTION, 0);
        addUnless(srtcpEncryption, list, SrtpParam.SRTCP_ENCRYPTION, 0);
        addUnless(srtpAuthentication, list, SrtpParam.SRTP_AUTHENTICATION, 0);
        if (!isAead()) {
            list.add(PolicyParameter.of(SrtpParam.AUTHENTICATION_TAG_LENGTH, srtp.tagLength));
        }
        addUnless(prefixLength == 0, list, SrtpParam.SRTP_PREFIX_LENGTH, prefixLength);
        if (rocTransmissionRate != 1) {
            list.add(new PolicyParameter(
                    SrtpParam.ROC_TRANSMISSION_RATE, Octets.ofHex(String.format("%04x", rocTransmissionRate))));
        }
        if (!isAead() && !srtcp.equals(srtp)) {
            list.add(PolicyParameter.of(SrtpParam.SRTCP_AUTH_ALGORITHM, srtcp.alg));
            list.add(PolicyParameter.of(SrtpParam.SRTCP_SESSION_AUTH_KEY_LENGTH, srtcp.keyLength));
            list.add(PolicyParameter.of(SrtpParam.SRTCP_AUTH_TAG_LENGTH, srtcp.tagLength));
        }
        addUnless(!isAead(), list, SrtpParam.AEAD_AUTH_TAG_LENGTH, aeadTagLength);
        return SpPayload.of(policyNo, ProtType.SRTP, list);
    }

    private static void addUnless(boolean isDefault, List<PolicyParameter> list, int type, int value) {
        if (!isDefault) {
            list.add(PolicyParameter.of(type, value));
        }
    }

    private static Octets minimal(long value) {
        String hex = Long.toHexString(value);
        return Octets.ofHex(hex.length() % 2 == 0 ? hex : "0" + hex);
    }

    static int defaultSalt(int encrAlg) {
        return isAead(encrAlg) ? GCM_SALT : CM_SALT;
    }

    static int defaultAeadTag(int encrAlg) {
        return isAead(encrAlg) ? AEAD_TAG : 0;
    }

    static boolean isAead(int encrAlg) {
        return encrAlg == SrtpEncrAlg.AES_GCM
                || encrAlg == SrtpEncrAlg.SEED_CCM
                || encrAlg == SrtpEncrAlg.SEED_GCM
                || encrAlg == SrtpEncrAlg.ARIA_GCM;
    }

    static boolean isRate(long rate) {
        return rate == 0 || (rate <= MAX_RATE && Long.bitCount(rate) == 1);
    }

    private static Map<String, List<PolicyParameter>> named() {
        Map<String, List<PolicyParameter>> named = new LinkedHashMap<>();
        named.put("AES_CM_128_HMAC_SHA1_80", cm(SrtpEncrAlg.AES_CM, 16, 10));
        named.put("AES_CM_128_HMAC_SHA1_32", cm(SrtpEncrAlg.AES_CM, 16, 4));
        named.put("AES_192_CM_HMAC_SHA1_80", cm(SrtpEncrAlg.AES_CM, 24, 10));
        named.put("AES_192_CM_HMAC_SHA1_32", cm(SrtpEncrAlg.AES_CM, 24, 4));
        named.put("AES_256_CM_HMAC_SHA1_80", cm(SrtpEncrAlg.AES_CM, 32, 10));
        named.put("AES_256_CM_HMAC_SHA1_32", cm(SrtpEncrAlg.AES_CM, 32, 4));
        named.put("F8_128_HMAC_SHA1_80", cm(SrtpEncrAlg.AES_F8, 16, 10));
        named.put("AEAD_AES_128_GCM", gcm(16));
        named.put("AEAD_AES_256_GCM", gcm(32));
        named.put("MCX_GROUP", mcxGroup());
        named.put("MCX_PRIVATE", mcxPrivate());
        return Collections.unmodifiableMap(named);
    }

    private static List<PolicyParameter> cm(int encrAlg, int keyOctets, int tagOctets) {
        return List.of(
                PolicyParameter.of(SrtpParam.ENCRYPTION_ALGORITHM, encrAlg),
                PolicyParameter.of(SrtpParam.SESSION_ENCR_KEY_LENGTH, keyOctets),
                PolicyParameter.of(SrtpParam.AUTHENTICATION_ALGORITHM, SrtpAuthAlg.HMAC_SHA_1),
                PolicyParameter.of(SrtpParam.SESSION_AUTH_KEY_LENGTH, 20),
                PolicyParameter.of(SrtpParam.SESSION_SALT_KEY_LENGTH, CM_SALT),
                PolicyParameter.of(SrtpParam.SRTP_PRF, SrtpPrf.AES_CM),
                PolicyParameter.of(SrtpParam.SRTP_ENCRYPTION, 1),
                PolicyParameter.of(SrtpParam.SRTCP_ENCRYPTION, 1),
                PolicyParameter.of(SrtpParam.SRTP_AUTHENTICATION, 1),
                PolicyParameter.of(SrtpParam.AUTHENTICATION_TAG_LENGTH, tagOctets));
    }

    private static List<PolicyParameter> gcm(int keyOctets) {
        return List.of(
                PolicyParameter.of(SrtpParam.ENCRYPTION_ALGORITHM, SrtpEncrAlg.AES_GCM),
                PolicyParameter.of(SrtpParam.SESSION_ENCR_KEY_LENGTH, keyOctets),
                PolicyParameter.of(SrtpParam.SESSION_SALT_KEY_LENGTH, GCM_SALT),
                PolicyParameter.of(SrtpParam.SRTP_PRF, SrtpPrf.AES_CM),
                PolicyParameter.of(SrtpParam.SRTP_ENCRYPTION, 1),
                PolicyParameter.of(SrtpParam.SRTCP_ENCRYPTION, 1),
                PolicyParameter.of(SrtpParam.SRTP_AUTHENTICATION, 1),
                PolicyParameter.of(SrtpParam.AEAD_AUTH_TAG_LENGTH, AEAD_TAG));
    }

    /** The default policy of group calls in mission-critical services (TS 33.180, E.2). */
    private static List<PolicyParameter> mcxGroup() {
        return List.of(
                PolicyParameter.of(SrtpParam.ENCRYPTION_ALGORITHM, SrtpEncrAlg.AES_GCM),
                PolicyParameter.of(SrtpParam.SESSION_ENCR_KEY_LENGTH, 16),
                PolicyParameter.of(SrtpParam.AUTHENTICATION_ALGORITHM, SrtpAuthAlg.RCCM3),
                PolicyParameter.of(SrtpParam.SESSION_SALT_KEY_LENGTH, GCM_SALT),
                PolicyParameter.of(SrtpParam.SRTP_PRF, SrtpPrf.AES_CM),
                PolicyParameter.of(SrtpParam.KEY_DERIVATION_RATE, 0),
                new PolicyParameter(SrtpParam.ROC_TRANSMISSION_RATE, Octets.ofHex("0001")),
                PolicyParameter.of(SrtpParam.SRTP_AUTH_TAG_LENGTH, 4),
                PolicyParameter.of(SrtpParam.SRTCP_AUTH_TAG_LENGTH, 0),
                PolicyParameter.of(SrtpParam.AEAD_AUTH_TAG_LENGTH, AEAD_TAG));
    }

    /** The default policy of private calls in mission-critical services (TS 33.180, E.3). */
    private static List<PolicyParameter> mcxPrivate() {
        return List.of(
                PolicyParameter.of(SrtpParam.ENCRYPTION_ALGORITHM, SrtpEncrAlg.AES_GCM),
                PolicyParameter.of(SrtpParam.SESSION_ENCR_KEY_LENGTH, 16),
                PolicyParameter.of(SrtpParam.SESSION_SALT_KEY_LENGTH, GCM_SALT),
                PolicyParameter.of(SrtpParam.SRTP_PRF, SrtpPrf.AES_CM),
                PolicyParameter.of(SrtpParam.KEY_DERIVATION_RATE, 0),
                PolicyParameter.of(SrtpParam.AEAD_AUTH_TAG_LENGTH, AEAD_TAG));
    }
}
