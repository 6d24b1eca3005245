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
 * The parameters of policies that have a name: the crypto suites of SDES (RFC 4568, 6.2; RFC 6188, 4; RFC 7714, 14.1), and the
 * defaults of mission-critical services (TS 33.180, E.2 and E.3).
 */
final class StandardPolicies {
    private static final int CM_SALT = 14;
    private static final int GCM_SALT = 12;
    private static final int TAG_80 = 10;
    private static final int TAG_32 = 4;

    private static final Map<String, List<PolicyParameter>> NAMED = named();
    private static final Map<SrtpPolicy, String> NAMES = names(NAMED);

    private StandardPolicies() {}

    static Optional<List<PolicyParameter>> parameters(String name) {
        return Optional.ofNullable(NAMED.get(name));
    }

    static List<String> names() {
        return List.copyOf(NAMED.keySet());
    }

    static Optional<String> nameOf(SrtpPolicy policy) {
        return Optional.ofNullable(NAMES.get(policy));
    }

    private static Map<String, List<PolicyParameter>> named() {
        Map<String, List<PolicyParameter>> named = new LinkedHashMap<>();
        named.put("AES_CM_128_HMAC_SHA1_80", cm(SrtpEncrAlg.AES_CM, 16, TAG_80));
        named.put("AES_CM_128_HMAC_SHA1_32", cm(SrtpEncrAlg.AES_CM, 16, TAG_32));
        named.put("AES_192_CM_HMAC_SHA1_80", cm(SrtpEncrAlg.AES_CM, 24, TAG_80));
        named.put("AES_192_CM_HMAC_SHA1_32", cm(SrtpEncrAlg.AES_CM, 24, TAG_32));
        named.put("AES_256_CM_HMAC_SHA1_80", cm(SrtpEncrAlg.AES_CM, 32, TAG_80));
        named.put("AES_256_CM_HMAC_SHA1_32", cm(SrtpEncrAlg.AES_CM, 32, TAG_32));
        named.put("F8_128_HMAC_SHA1_80", cm(SrtpEncrAlg.AES_F8, 16, TAG_80));
        named.put("AEAD_AES_128_GCM", gcm(16));
        named.put("AEAD_AES_256_GCM", gcm(32));
        named.put("MCX_GROUP", mcxGroup());
        named.put("MCX_PRIVATE", mcxPrivate());
        return Collections.unmodifiableMap(named);
    }

    /** The first name of policies that have the same effect. */
    private static Map<SrtpPolicy, String> names(Map<String, List<PolicyParameter>> named) {
        Map<SrtpPolicy, String> names = new LinkedHashMap<>();
        named.forEach((name, list) -> names.putIfAbsent(SrtpPolicy.of(SpPayload.of(0, ProtType.SRTP, list)), name));
        return Collections.unmodifiableMap(names);
    }

    private static List<PolicyParameter> cm(int encrAlg, int keyOctets, int tagOctets) {
        List<PolicyParameter> list = new ArrayList<>(List.of(
                PolicyParameter.of(SrtpParam.ENCRYPTION_ALGORITHM, encrAlg),
                PolicyParameter.of(SrtpParam.SESSION_ENCR_KEY_LENGTH, keyOctets),
                PolicyParameter.of(SrtpParam.AUTHENTICATION_ALGORITHM, SrtpAuthAlg.HMAC_SHA_1),
                PolicyParameter.of(SrtpParam.SESSION_AUTH_KEY_LENGTH, 20),
                PolicyParameter.of(SrtpParam.SESSION_SALT_KEY_LENGTH, CM_SALT),
                PolicyParameter.of(SrtpParam.SRTP_PRF, SrtpPrf.AES_CM),
                PolicyParameter.of(SrtpParam.SRTP_ENCRYPTION, 1),
                PolicyParameter.of(SrtpParam.SRTCP_ENCRYPTION, 1),
                PolicyParameter.of(SrtpParam.SRTP_AUTHENTICATION, 1),
                PolicyParameter.of(SrtpParam.AUTHENTICATION_TAG_LENGTH, tagOctets)));
        if (tagOctets == TAG_32) {
            // The short tag is for SRTP only (RFC 4568, 6.2.2; RFC 6188, 4).
            list.add(PolicyParameter.of(SrtpParam.SRTCP_AUTH_TAG_LENGTH, TAG_80));
        }
        return List.copyOf(list);
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
                PolicyParameter.of(SrtpParam.AEAD_AUTH_TAG_LENGTH, 16));
    }

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
                PolicyParameter.of(SrtpParam.AEAD_AUTH_TAG_LENGTH, 16));
    }

    private static List<PolicyParameter> mcxPrivate() {
        return List.of(
                PolicyParameter.of(SrtpParam.ENCRYPTION_ALGORITHM, SrtpEncrAlg.AES_GCM),
                PolicyParameter.of(SrtpParam.SESSION_ENCR_KEY_LENGTH, 16),
                PolicyParameter.of(SrtpParam.SESSION_SALT_KEY_LENGTH, GCM_SALT),
                PolicyParameter.of(SrtpParam.SRTP_PRF, SrtpPrf.AES_CM),
                PolicyParameter.of(SrtpParam.KEY_DERIVATION_RATE, 0),
                PolicyParameter.of(SrtpParam.AEAD_AUTH_TAG_LENGTH, 16));
    }
}
