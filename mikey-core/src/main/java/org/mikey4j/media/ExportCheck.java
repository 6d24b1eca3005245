package org.mikey4j.media;

import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.exchange.SrtpPolicy.Authentication;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.registry.SrtpAuthAlg;
import org.mikey4j.message.registry.SrtpEncrAlg;
import org.mikey4j.message.registry.SrtpPrf;

/** Whether keys can be said in the terms of a target. */
record ExportCheck(String target, SrtpKeys keys) {
    private static final int CM_SALT = 14;
    private static final int GCM_SALT = 12;
    private static final int SHA_1_KEY = 20;

    void require(boolean expressible, String what) {
        if (!expressible) {
            throw new NotExpressibleException(target, what);
        }
    }

    /** What no target has: parameters that hardly anybody implements. */
    void requireCommon() {
        SrtpPolicy policy = keys.policy();
        require(
                policy.prf() == SrtpPrf.AES_CM,
                "the key derivation function " + SrtpPrf.REGISTRY.name(policy.prf()) + " (SRTP parameter 5)");
        boolean gcm = policy.encrAlg() == SrtpEncrAlg.AES_GCM || policy.encrAlg() == SrtpEncrAlg.ARIA_GCM;
        require(
                policy.masterSaltOctets() == (gcm ? GCM_SALT : CM_SALT),
                "a master salt of " + policy.masterSaltOctets() + " octets (SRTP parameter 4)");
        require(policy.prefixLength() == 0, "an SRTP prefix (SRTP parameter 12)");
        requireCommon(policy.srtp());
        requireCommon(policy.srtcp());
        require(
                keys.masters().stream().noneMatch(master -> master.kv() instanceof KeyValidity.Interval),
                "a key that is valid for an interval of packets");
    }

    private void requireCommon(Authentication authentication) {
        boolean sha1 = authentication.alg() == SrtpAuthAlg.HMAC_SHA_1;
        require(
                sha1 || authentication.alg() == SrtpAuthAlg.NULL,
                "rollover counters in the packets (" + SrtpAuthAlg.REGISTRY.name(authentication.alg()) + ", RFC 4771)");
        require(
                !sha1 || authentication.keyLength() == SHA_1_KEY,
                "a session authentication key of " + authentication.keyLength() + " octets (SRTP parameter 3)");
    }

    void requireNoRate() {
        require(
                keys.policy().keyDerivationRate() == 0,
                "a key derivation rate of " + keys.policy().keyDerivationRate() + " (SRTP parameter 6)");
    }

    void requireNoMki() {
        require(keys.masters().stream().allMatch(master -> master.mki().isEmpty()), "an MKI");
    }

    void requireRocZero() {
        require(keys.roc() == 0, "a rollover counter that does not begin at 0: it is " + keys.roc());
    }

    NotExpressibleException cipher() {
        return new NotExpressibleException(
                target,
                "the cipher " + SrtpEncrAlg.REGISTRY.name(keys.policy().encrAlg()) + " with a key of "
                        + keys.policy().encrKeyLength() + " octets");
    }

    NotExpressibleException tag(String protocol, Authentication authentication) {
        return new NotExpressibleException(
                target, "for " + protocol + " packets a tag of " + authentication.tagLength() + " octets");
    }
}
