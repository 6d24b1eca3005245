package org.mikey4j.exchange;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mikey4j.exchange.SrtpPolicy.Authentication;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.Octets;
import org.mikey4j.message.PolicyParameter;
import org.mikey4j.message.Severity;
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
    private static final int ROC_OCTETS = 4;
    private static final int CM_SALT = 14;
    private static final int GCM_SALT = 12;
    private static final int MAX_RATE = 1 << 24;
    /** Octets of an SP payload before the first parameter. */
    private static final int FIRST_PARAMETER = 5;

    private final Map<Integer, Octets> values = new HashMap<>();
    private final Map<Integer, Integer> offsets = new HashMap<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final Set<Compatibility> accepted;

    SrtpPolicyReader(SpPayload payload, int offset, Set<Compatibility> accepted) {
        if (payload.protType() != ProtType.SRTP) {
            throw new IllegalArgumentException("prot type: " + ProtType.REGISTRY.name(payload.protType()));
        }
        this.accepted = accepted;
        int at = offset + FIRST_PARAMETER;
        for (PolicyParameter parameter : payload.parameters()) {
            if (!SrtpParam.REGISTRY.isAssigned(parameter.type())) {
                throw new UnusablePolicyException(parameter.type(), "is not a parameter of SRTP");
            }
            if (values.put(parameter.type(), parameter.value()) != null) {
                throw new UnusablePolicyException(parameter.type(), "is there twice");
            }
            offsets.put(parameter.type(), at);
            at += 2 + parameter.value().length();
        }
    }

    SrtpPolicy.Reading read() {
        takeTagLengthFromKeyLength();
        int encrAlg = registered(SrtpParam.ENCRYPTION_ALGORITHM, SrtpEncrAlg.AES_CM, SrtpEncrAlg.REGISTRY);
        int prf = registered(SrtpParam.SRTP_PRF, SrtpPrf.AES_CM, SrtpPrf.REGISTRY);
        int aeadTag = aeadTag(encrAlg, prf);
        SrtpPolicy policy = new SrtpPolicy(
                encrAlg,
                encrKey(encrAlg),
                salt(encrAlg),
                prf,
                rate(),
                flag(SrtpParam.SRTP_ENCRYPTION),
                flag(SrtpParam.SRTCP_ENCRYPTION),
                flag(SrtpParam.SRTP_AUTHENTICATION),
                authentication(
                        aeadTag > 0,
                        SrtpParam.SRTP_AUTH_ALGORITHM,
                        SrtpParam.SRTP_SESSION_AUTH_KEY_LENGTH,
                        SrtpParam.SRTP_AUTH_TAG_LENGTH),
                authentication(
                        aeadTag > 0,
                        SrtpParam.SRTCP_AUTH_ALGORITHM,
                        SrtpParam.SRTCP_SESSION_AUTH_KEY_LENGTH,
                        SrtpParam.SRTCP_AUTH_TAG_LENGTH),
                u8(SrtpParam.SRTP_PREFIX_LENGTH, 0),
                rocRate(),
                aeadTag);
        if (u8(SrtpParam.FEC_ORDER, 0) != 0) {
            throw new UnusablePolicyException(SrtpParam.FEC_ORDER, "is not FEC-SRTP, the only order there is");
        }
        return new SrtpPolicy.Reading(policy, diagnostics);
    }

    /** GStreamer writes the tag length, 10 or 4, where the standard has the length of the key. */
    private void takeTagLengthFromKeyLength() {
        int length = u8(SrtpParam.SESSION_AUTH_KEY_LENGTH, HMAC_SHA_1_KEY);
        if (length != HMAC_SHA_1_TAG && length != ROC_OCTETS) {
            return;
        }
        boolean isTag = accepted.contains(Compatibility.AUTH_KEY_LENGTH_IS_TAG_LENGTH);
        diagnostics.add(new Diagnostic(
                Severity.WARNING,
                Compatibility.AUTH_KEY_LENGTH_IS_TAG_LENGTH.name(),
                offsets.getOrDefault(SrtpParam.SESSION_AUTH_KEY_LENGTH, 0),
                "SP",
                "the session authentication key has " + length + " octets, which GStreamer writes for the tag: "
                        + (isTag
                                ? "taken as a key of 20 octets and a tag of "
                                        + u8(SrtpParam.AUTHENTICATION_TAG_LENGTH, length)
                                : "taken as it stands"),
                "RFC 3830, 6.10.1"));
        if (isTag) {
            Octets tag = values.get(SrtpParam.SESSION_AUTH_KEY_LENGTH);
            values.remove(SrtpParam.SESSION_AUTH_KEY_LENGTH);
            values.putIfAbsent(SrtpParam.AUTHENTICATION_TAG_LENGTH, tag);
        }
    }

    private int encrKey(int encrAlg) {
        int octets = u8(SrtpParam.SESSION_ENCR_KEY_LENGTH, SrtpPolicy.DEFAULT_KEY);
        boolean fits = switch (encrAlg) {
            case SrtpEncrAlg.AES_CM, SrtpEncrAlg.ARIA_CTR -> octets == 16 || octets == 24 || octets == 32;
            case SrtpEncrAlg.AES_GCM, SrtpEncrAlg.ARIA_GCM -> octets == 16 || octets == 32;
            case SrtpEncrAlg.NULL -> octets == 0 || octets == 16 || octets == 24 || octets == 32;
            default -> octets == 16;
        };
        if (!fits) {
            throw new UnusablePolicyException(
                    SrtpParam.SESSION_ENCR_KEY_LENGTH,
                    "is " + octets + " octets, which " + SrtpEncrAlg.REGISTRY.name(encrAlg) + " does not take");
        }
        return octets;
    }

    private int salt(int encrAlg) {
        boolean gcm = encrAlg == SrtpEncrAlg.AES_GCM || encrAlg == SrtpEncrAlg.ARIA_GCM;
        int octets = u8(SrtpParam.SESSION_SALT_KEY_LENGTH, gcm ? GCM_SALT : CM_SALT);
        if (gcm && octets != GCM_SALT) {
            throw new UnusablePolicyException(
                    SrtpParam.SESSION_SALT_KEY_LENGTH, "is " + octets + ", not the 12 octets of GCM (RFC 7714, 12)");
        }
        if (octets > CM_SALT) {
            throw new UnusablePolicyException(
                    SrtpParam.SESSION_SALT_KEY_LENGTH, "is " + octets + ", more than the 14 octets that SRTP takes");
        }
        return octets;
    }

    private long rate() {
        long rate = number(SrtpParam.KEY_DERIVATION_RATE, 0, 4);
        if (rate > MAX_RATE || Long.bitCount(rate) > 1) {
            throw new UnusablePolicyException(
                    SrtpParam.KEY_DERIVATION_RATE, "is " + rate + ", not 0 or a power of two up to 2^24");
        }
        return rate;
    }

    private int rocRate() {
        int rate = (int) number(SrtpParam.ROC_TRANSMISSION_RATE, 1, 2);
        if (rate == 0) {
            throw new UnusablePolicyException(SrtpParam.ROC_TRANSMISSION_RATE, "is 0 (RFC 4771, 4)");
        }
        return rate;
    }

    private int aeadTag(int encrAlg, int prf) {
        int otherwise = switch (encrAlg) {
            case SrtpEncrAlg.AES_GCM, SrtpEncrAlg.ARIA_GCM -> 16;
            case SrtpEncrAlg.SEED_GCM -> 12;
            case SrtpEncrAlg.SEED_CCM -> 10;
            default -> 0;
        };
        if (otherwise == 0 && values.containsKey(SrtpParam.AEAD_AUTH_TAG_LENGTH)) {
            throw new UnusablePolicyException(
                    SrtpParam.AEAD_AUTH_TAG_LENGTH,
                    "does not go with " + SrtpEncrAlg.REGISTRY.name(encrAlg) + " (RFC 7714, 14.3)");
        }
        int tag = u8(SrtpParam.AEAD_AUTH_TAG_LENGTH, otherwise);
        if (otherwise == 16 && tag != 16) {
            throw new UnusablePolicyException(
                    SrtpParam.AEAD_AUTH_TAG_LENGTH, "is " + tag + ", not 16 (RFC 7714, 14.3)");
        }
        if (otherwise > 0 && (tag < 4 || tag > 16)) {
            throw new UnusablePolicyException(SrtpParam.AEAD_AUTH_TAG_LENGTH, "is " + tag + ", not 4 to 16");
        }
        if (encrAlg == SrtpEncrAlg.AES_GCM && prf != SrtpPrf.AES_CM) {
            throw new UnusablePolicyException(
                    SrtpParam.SRTP_PRF,
                    "is " + SrtpPrf.REGISTRY.name(prf) + ", and AES-GCM takes AES-CM only (RFC 7714, 15)");
        }
        return tag;
    }

    private Authentication authentication(boolean aead, int algParam, int keyParam, int tagParam) {
        int general = registered(SrtpParam.AUTHENTICATION_ALGORITHM, SrtpAuthAlg.HMAC_SHA_1, SrtpAuthAlg.REGISTRY);
        int alg = registered(algParam, general, SrtpAuthAlg.REGISTRY);
        boolean mac = alg == SrtpAuthAlg.HMAC_SHA_1 || alg == SrtpAuthAlg.RCCM1 || alg == SrtpAuthAlg.RCCM2;
        boolean roc = alg == SrtpAuthAlg.RCCM1 || alg == SrtpAuthAlg.RCCM2 || alg == SrtpAuthAlg.RCCM3;
        // An authenticating cipher needs no MAC besides; the rollover counter can still go with it (TS 33.180, E.2).
        if (alg == SrtpAuthAlg.NULL || (aead && !roc)) {
            return Authentication.NONE;
        }
        int key = mac ? u8(keyParam, u8(SrtpParam.SESSION_AUTH_KEY_LENGTH, HMAC_SHA_1_KEY)) : 0;
        int tag = u8(tagParam, u8(SrtpParam.AUTHENTICATION_TAG_LENGTH, mac ? HMAC_SHA_1_TAG : ROC_OCTETS));
        if (aead && tag == 0) {
            return Authentication.NONE;
        }
        int least = roc ? ROC_OCTETS : 1;
        int most = mac ? HMAC_SHA_1_KEY + (roc ? ROC_OCTETS : 0) : ROC_OCTETS;
        if (tag < least || tag > most) {
            throw new UnusablePolicyException(
                    values.containsKey(tagParam) ? tagParam : SrtpParam.AUTHENTICATION_TAG_LENGTH,
                    "is " + tag + ", and a tag of " + SrtpAuthAlg.REGISTRY.name(alg) + " has " + least + " to " + most
                            + " octets");
        }
        return new Authentication(alg, key, tag);
    }

    private boolean flag(int type) {
        int value = u8(type, 1);
        if (value > 1) {
            throw new UnusablePolicyException(type, "is " + value + ", not 0 or 1");
        }
        return value == 1;
    }

    private int registered(int type, int otherwise, Registry registry) {
        int value = u8(type, otherwise);
        if (!registry.isAssigned(value)) {
            throw new UnusablePolicyException(type, "is " + registry.name(value));
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
            throw new UnusablePolicyException(type, "has no value");
        }
        long number = 0;
        for (int i = 0; i < value.length(); i++) {
            number = number << 8 | value.at(i);
            if (number >= 1L << (8 * octets)) {
                throw new UnusablePolicyException(
                        type, "is larger than " + octets + (octets == 1 ? " octet" : " octets"));
            }
        }
        return number;
    }
}
