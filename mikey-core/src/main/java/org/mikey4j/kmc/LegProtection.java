package org.mikey4j.kmc;

import org.mikey4j.exchange.CryptoSession;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.registry.SrtpAuthAlg;
import org.mikey4j.message.registry.SrtpEncrAlg;

/**
 * How the media between a user and an element of the network is protected: as well as its worst stream.
 *
 * @param user who is at the other end of the leg
 * @param encrypted whether SRTP packets are encrypted
 * @param authenticated whether each SRTP packet is authenticated
 */
public record LegProtection(IdPayload user, boolean encrypted, boolean authenticated) {
    static LegProtection of(IdPayload user, SecurityAssociation association) {
        boolean encrypted = true;
        boolean authenticated = true;
        for (CryptoSession session : association.cryptoSessions()) {
            SrtpPolicy policy = session.policy().map(SrtpPolicy::of).orElseGet(SrtpPolicy::defaults);
            encrypted &= policy.srtpEncryption() && policy.encrAlg() != SrtpEncrAlg.NULL;
            authenticated &= policy.isAead() || eachPacketHasAMac(policy);
        }
        return new LegProtection(user, encrypted, authenticated);
    }

    /** With rollover counters, RCCm3 has no MAC at all, and RCCm1 only where the counter goes with the packet (RFC 4771, 2). */
    private static boolean eachPacketHasAMac(SrtpPolicy policy) {
        return policy.srtpAuthentication()
                && policy.srtp().keyLength() > 0
                && (policy.srtp().alg() != SrtpAuthAlg.RCCM1 || policy.rocTransmissionRate() == 1);
    }

    static LegProtection none(IdPayload user) {
        return new LegProtection(user, false, false);
    }

    /** Whether nobody between the user and the element can read or change the media. */
    public boolean isProtected() {
        return encrypted && authenticated;
    }

    /** For people. */
    @Override
    public String toString() {
        String how = encrypted
                ? authenticated ? "encrypted and authenticated" : "encrypted, not authenticated"
                : authenticated ? "authenticated, not encrypted" : "not protected";
        return user.text() + ": " + how;
    }
}
