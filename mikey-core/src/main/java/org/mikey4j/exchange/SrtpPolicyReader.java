package org.mikey4j.exchange;

import java.util.HashMap;
import java.util.Map;
import org.mikey4j.message.Octets;
import org.mikey4j.message.PolicyParameter;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.registry.ProtType;
import org.mikey4j.message.registry.Registry;
import org.mikey4j.message.registry.SrtpAuthAlg;
import org.mikey4j.message.registry.SrtpEncrAlg;
import org.mikey4j.message.registry.SrtpParam;
import org.mikey4j.message.registry.SrtpPrf;

/** Reads the parameters of an SP payload for SRTP. Parameters 14 to 19 come before the general 2, 3 and 11 (RFC 4771, 4). */
final class SrtpPolicyReader {
    private static final int HMAC_SHA_1_KEY = 20;
    private static final int HMAC_SHA_1_TAG = 10;

    private final Map<Integer, Octets> values = new HashMap<>();

    SrtpPolicyReader(SpPayload payload) {
        if (payload.protType() != ProtType.SRTP) {
            throw new IllegalArgumentException("prot type: " + ProtType.REGISTRY.name(payload.protType()));
        }
        for (PolicyParameter parameter : payload.parameters()) {
            if (!SrtpParam.REGISTRY.isAssigned(parameter.type())) {
                throw refuse(parameter.type(), "is not a parameter of SRTP");
            }
            if (values.put(parameter.type(), parameter.value()) != null) {
                throw refuse(parameter.type(), "is there twice");
            }
        }
    }

    SrtpPolicy read() {
        int encrAlg = registered(SrtpParam.ENCRYPTION_ALGORITHM, SrtpEncrAlg.AES_CM, SrtpEncrAlg.REGISTRY);
        int encrKey = u8(SrtpParam.SESSION_ENCR_KEY_LENGTH, 16);
        requireKey(encrAlg, encrKey);
        int salt = u8(SrtpParam.SESSION_SALT_KEY_LENGTH, SrtpPolicy.defaultSalt(encrAlg));
        if (salt > 14) {
            throw refuse(SrtpParam.SESSION_SALT_KEY_LENGTH, "is " + salt + ", more than the 14 octets that SRTP takes");
        }
        int prf = registered(SrtpParam.SRTP_PRF, SrtpPrf.AES_CM, SrtpPrf.REGISTRY);
        long rate = number(SrtpParam.KEY_DERIVATION_RATE, 0, 4);
        if (!SrtpPolicy.isRate(rate)) {
            throw refuse(SrtpParam.KEY_DERIVATION_RATE, "is " + rate + ", not 0 or a power of two up to 2^24");
        }
        if (u8(SrtpParam.FEC_ORDER, 0) != 0) {
            throw refuse(SrtpParam.FEC_ORDER, "is not FEC-SRTP, the only order there is");
        }
        int rocRate = (int) number(SrtpParam.ROC_TRANSMISSION_RATE, 1, 2);
        if (rocRate == 0) {
            throw refuse(SrtpParam.ROC_TRANSMISSION_RATE, "is 0 (RFC 4771, 4)");
        }
        return new SrtpPolicy(
                encrAlg,
                encrKey,
                salt,
                prf,
                rate,
                flag(SrtpParam.SRTP_ENCRYPTION),
                flag(SrtpParam.SRTCP_ENCRYPTION),
                flag(SrtpParam.SRTP_AUTHENTICATION),
                authentication(
                        SrtpParam.SRTP_AUTH_ALGORITHM,
                        SrtpParam.SRTP_SESSION_AUTH_KEY_LENGTH,
                        SrtpParam.SRTP_AUTH_TAG_LENGTH),
                authentication(
                        SrtpParam.SRTCP_AUTH_ALGORITHM,
                        SrtpParam.SRTCP_SESSION_AUTH_KEY_LENGTH,
                        SrtpParam.SRTCP_AUTH_TAG_LENGTH),
                u8(SrtpParam.SRTP_PREFIX_LENGTH, 0),
                rocRate,
                aeadTag(encrAlg, prf));
    }

    private void requireKey(int encrAlg, int octets) {
        boolean fits = switch (encrAlg) {
            case SrtpEncrAlg.AES_CM, SrtpEncrAlg.ARIA_CTR -> octets == 16 || octets == 24 || octets == 32;
            case SrtpEncrAlg.AES_GCM, SrtpEncrAlg.ARIA_GCM -> octets == 16 || octets == 32;
            case SrtpEncrAlg.NULL -> true;
            default -> octets == 16;
        };
        if (!fits) {
            throw refuse(
                    SrtpParam.SESSION_ENCR_KEY_LENGTH,
                    "is " + octets + " octets, which " + SrtpEncrAlg.REGISTRY.name(encrAlg) + " does not take");
        }
    }

    private int aeadTag(int encrAlg, int prf) {
        int tag = u8(SrtpParam.AEAD_AUTH_TAG_LENGTH, SrtpPolicy.defaultAeadTag(encrAlg));
        if (!SrtpPolicy.isAead(encrAlg)) {
            if (values.containsKey(SrtpParam.AEAD_AUTH_TAG_LENGTH)) {
                throw refuse(
                        SrtpParam.AEAD_AUTH_TAG_LENGTH,
                        "does not go with " + SrtpEncrAlg.REGISTRY.name(encrAlg) + " (RFC 7714, 14.3)");
            }
        } else if (encrAlg == SrtpEncrAlg.AES_GCM && (tag != 16 || prf != SrtpPrf.AES_CM)) {
            throw refuse(
                    tag != 16 ? SrtpParam.AEAD_AUTH_TAG_LENGTH : SrtpParam.SRTP_PRF,
                    "must be " + (tag != 16 ? "16" : "AES-CM") + " with AES-GCM (RFC 7714, 14.2)");
        }
        return tag;
    }

    private SrtpPolicy.Authentication authentication(int algParam, int keyParam, int tagParam) {
        int general = registered(SrtpParam.AUTHENTICATION_ALGORITHM, SrtpAuthAlg.HMAC_SHA_1, SrtpAuthAlg.REGISTRY);
        int alg = registered(algParam, general, SrtpAuthAlg.REGISTRY);
        boolean none = alg == SrtpAuthAlg.NULL;
        int key = u8(keyParam, u8(SrtpParam.SESSION_AUTH_KEY_LENGTH, none ? 0 : HMAC_SHA_1_KEY));
        int tag = u8(tagParam, u8(SrtpParam.AUTHENTICATION_TAG_LENGTH, none ? 0 : HMAC_SHA_1_TAG));
        if (tag > 20) {
            throw refuse(SrtpParam.AUTHENTICATION_TAG_LENGTH, "is " + tag + ", more than HMAC-SHA-1 has");
        }
        return new SrtpPolicy.Authentication(alg, key, tag);
    }

    private boolean flag(int type) {
        int value = u8(type, 1);
        if (value > 1) {
            throw refuse(type, "is " + value + ", not 0 or 1");
        }
        return value == 1;
    }

    private int registered(int type, int otherwise, Registry registry) {
        int value = u8(type, otherwise);
        if (!registry.isAssigned(value)) {
            throw refuse(type, "is " + registry.name(value));
        }
        return value;
    }

    private int u8(int type, int otherwise) {
        return (int) number(type, otherwise, 1);
    }

    /** A big-endian number of up to {@code octets} significant octets; leading zeros do no harm. */
    private long number(int type, long otherwise, int octets) {
        Octets value = values.get(type);
        if (value == null) {
            return otherwise;
        }
        if (value.isEmpty()) {
            throw refuse(type, "has no value");
        }
        long number = 0;
        for (int i = 0; i < value.length(); i++) {
            number = number << 8 | value.at(i);
            if (number >= 1L << (8 * octets)) {
                throw refuse(type, "is larger than " + octets + (octets == 1 ? " octet" : " octets"));
            }
        }
        return number;
    }

    private static IllegalArgumentException refuse(int type, String what) {
        return new IllegalArgumentException(
                "SRTP parameter " + type + " (" + SrtpParam.REGISTRY.name(type) + ") " + what);
    }
}
