package org.mikey4j.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.Octets;
import org.mikey4j.message.PolicyParameter;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.registry.ProtType;
import org.mikey4j.message.registry.SrtpAuthAlg;
import org.mikey4j.message.registry.SrtpParam;

/**
 * What an SP payload for SRTP says, with SRTP's own defaults for what it leaves out (RFC 3830, 6.10.1; RFC 3711, 8.2; RFC
 * 4771; RFC 7714, 14). Lengths are in octets. Two policies are equal if they have the same effect.
 *
 * @param encrAlg the cipher; see {@code SrtpEncrAlg}
 * @param encrKeyLength the session encryption key; 0 for some that do not encrypt
 * @param saltKeyLength the master salt: 14, and 12 for GCM; 0 for none
 * @param prf SRTP's key derivation; see {@code SrtpPrf}
 * @param keyDerivationRate packets between derivations: 0 for one derivation only, or a power of two up to 2^24
 * @param srtpEncryption whether SRTP packets are encrypted
 * @param srtcpEncryption whether SRTCP packets are encrypted
 * @param srtpAuthentication whether SRTP packets are authenticated; SRTCP packets always are
 * @param srtp how SRTP packets are authenticated, besides by the cipher
 * @param srtcp how SRTCP packets are authenticated, besides by the cipher
 * @param prefixLength the SRTP prefix
 * @param rocTransmissionRate packets between rollover counters in the packets, 1 to 65535 (RFC 4771)
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

    /** The master key of SRTP where a policy says nothing of it (RFC 3711, 8.2). */
    static final int DEFAULT_KEY = 16;

    /**
     * How packets are authenticated.
     *
     * @param alg the algorithm; see {@code SrtpAuthAlg}
     * @param keyLength the session authentication key in octets
     * @param tagLength the authentication tag in octets; a rollover counter is part of it (RFC 4771, 2)
     */
    public record Authentication(int alg, int keyLength, int tagLength) {
        /** Nothing is added to the packets. */
        public static final Authentication NONE = new Authentication(SrtpAuthAlg.NULL, 0, 0);
    }

    /**
     * What was read, and what is noteworthy in it.
     *
     * @param policy the policy
     * @param diagnostics values that are known to be meant in another way than the standard has them
     */
    public record Reading(SrtpPolicy policy, List<Diagnostic> diagnostics) {
        public Reading {
            diagnostics = List.copyOf(diagnostics);
        }
    }

    /**
     * Reads a policy as the standard has it.
     *
     * @throws IllegalArgumentException if the payload is not for SRTP
     * @throws UnusablePolicyException naming the parameter, if one is unknown, ill-formed, or does not go with another
     */
    public static SrtpPolicy of(SpPayload payload) {
        return read(payload, 0, Set.of()).policy();
    }

    /**
     * Reads a policy that may depart from the standard.
     *
     * @param offset where the payload begins in its message, for the diagnostics
     * @param accepted what is accepted; of relevance is {@link Compatibility#AUTH_KEY_LENGTH_IS_TAG_LENGTH}
     * @throws IllegalArgumentException if the payload is not for SRTP
     * @throws UnusablePolicyException naming the parameter, if one is unknown, ill-formed, or does not go with another
     */
    public static Reading read(SpPayload payload, int offset, Set<Compatibility> accepted) {
        return new SrtpPolicyReader(payload, offset, accepted).read();
    }

    /** SRTP's defaults: AES-CM with 128 bits, HMAC-SHA-1 with a tag of 80 bits. */
    public static SrtpPolicy defaults() {
        return Defaults.POLICY;
    }

    private static final class Defaults {
        static final SrtpPolicy POLICY = of(SpPayload.of(0, ProtType.SRTP, List.of()));
    }

    /**
     * The standard policy of this name, as SDES names them, for example {@code AEAD_AES_128_GCM}, or one of mission-critical
     * services, {@code MCX_GROUP} and {@code MCX_PRIVATE}.
     *
     * @param policyNo the number of the payload, 0 to 255
     */
    public static Optional<SpPayload> named(String name, int policyNo) {
        return StandardPolicies.parameters(name).map(list -> SpPayload.of(policyNo, ProtType.SRTP, list));
    }

    /** The names that {@link #named} knows. */
    public static List<String> names() {
        return StandardPolicies.names();
    }

    /** The name of the standard policy that has this effect. */
    public Optional<String> name() {
        return StandardPolicies.nameOf(this);
    }

    /** The size of the SRTP master key, which is the TEK (RFC 3830, 6.10.1). */
    public int masterKeyOctets() {
        return encrKeyLength == 0 ? DEFAULT_KEY : encrKeyLength;
    }

    /** The size of the SRTP master salt. */
    public int masterSaltOctets() {
        return saltKeyLength;
    }

    /** Whether the cipher authenticates by itself. */
    public boolean isAead() {
        return aeadTagLength > 0;
    }

    /**
     * The policy as a payload: the algorithms and lengths, and whatever else is not the default.
     *
     * @param policyNo the number of the payload, 0 to 255
     */
    public SpPayload toPayload(int policyNo) {
        List<PolicyParameter> list = new ArrayList<>();
        list.add(PolicyParameter.of(SrtpParam.ENCRYPTION_ALGORITHM, encrAlg));
        list.add(PolicyParameter.of(SrtpParam.SESSION_ENCR_KEY_LENGTH, encrKeyLength));
        if (!isAead()) {
            addAuthentication(
                    list,
                    srtp,
                    SrtpParam.AUTHENTICATION_ALGORITHM,
                    SrtpParam.SESSION_AUTH_KEY_LENGTH,
                    SrtpParam.AUTHENTICATION_TAG_LENGTH);
        }
        list.add(PolicyParameter.of(SrtpParam.SESSION_SALT_KEY_LENGTH, saltKeyLength));
        addUnless(0, list, SrtpParam.SRTP_PRF, prf);
        if (keyDerivationRate != 0) {
            list.add(new PolicyParameter(SrtpParam.KEY_DERIVATION_RATE, minimal(keyDerivationRate)));
        }
        addUnless(1, list, SrtpParam.SRTP_ENCRYPTION, srtpEncryption ? 1 : 0);
        addUnless(1, list, SrtpParam.SRTCP_ENCRYPTION, srtcpEncryption ? 1 : 0);
        addUnless(1, list, SrtpParam.SRTP_AUTHENTICATION, srtpAuthentication ? 1 : 0);
        addUnless(0, list, SrtpParam.SRTP_PREFIX_LENGTH, prefixLength);
        if (rocTransmissionRate != 1) {
            list.add(new PolicyParameter(
                    SrtpParam.ROC_TRANSMISSION_RATE, Octets.ofHex(String.format("%04x", rocTransmissionRate))));
        }
        // With an authenticating cipher nothing is the default, and otherwise what holds for SRTP.
        if (isAead() && !srtp.equals(Authentication.NONE)) {
            addAuthentication(
                    list,
                    srtp,
                    SrtpParam.SRTP_AUTH_ALGORITHM,
                    SrtpParam.SRTP_SESSION_AUTH_KEY_LENGTH,
                    SrtpParam.SRTP_AUTH_TAG_LENGTH);
        }
        if (!srtcp.equals(isAead() ? Authentication.NONE : srtp)) {
            addAuthentication(
                    list,
                    srtcp,
                    SrtpParam.SRTCP_AUTH_ALGORITHM,
                    SrtpParam.SRTCP_SESSION_AUTH_KEY_LENGTH,
                    SrtpParam.SRTCP_AUTH_TAG_LENGTH);
        }
        addUnless(0, list, SrtpParam.AEAD_AUTH_TAG_LENGTH, aeadTagLength);
        return SpPayload.of(policyNo, ProtType.SRTP, list);
    }

    private static void addAuthentication(
            List<PolicyParameter> list, Authentication authentication, int algParam, int keyParam, int tagParam) {
        list.add(PolicyParameter.of(algParam, authentication.alg));
        list.add(PolicyParameter.of(keyParam, authentication.keyLength));
        list.add(PolicyParameter.of(tagParam, authentication.tagLength));
    }

    private static void addUnless(int otherwise, List<PolicyParameter> list, int type, int value) {
        if (value != otherwise) {
            list.add(PolicyParameter.of(type, value));
        }
    }

    private static Octets minimal(long value) {
        String hex = Long.toHexString(value);
        return Octets.ofHex(hex.length() % 2 == 0 ? hex : "0" + hex);
    }
}
