package org.mikey4j.kmc;

import java.util.Base64;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.ThreeGppKdf;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;

/**
 * Keys from those that registration left behind: CK and IK (3GPP TS 33.102), and what the generic bootstrapping architecture
 * makes of them (TS 33.220). CK and IK protect the access already and are never used as they are: each purpose has a label of
 * its own in the derivation of TS 33.220, Annex B.
 */
public final class ControlPlaneKeys {
    /** Octets of CK, of IK and of RAND. */
    private static final int OCTETS = 16;

    /** Not allocated by 3GPP. */
    private static final int FC = 0xff;

    private static final int FC_GBA = 0x01;
    private static final Octets USER = ThreeGppKdf.parameter("ims-kmc-user");
    private static final Octets ACCESS = ThreeGppKdf.parameter("ims-kmc-access");
    private static final Octets PAIR = ThreeGppKdf.parameter("ims-kmc-pair");
    private static final Octets GBA_ME = ThreeGppKdf.parameter("gba-me");
    private static final Octets PROTOCOL = Octets.ofHex("01fffffff0");

    /** The Ua security protocol of the key management of IMS media security (TS 33.220, H.3; TS 33.328). */
    public static final Octets UA_IMS_KMS = Octets.ofHex("0100000006");

    private ControlPlaneKeys() {}

    /**
     * What a registration left behind.
     *
     * @param ck the cipher key, 16 octets
     * @param ik the integrity key, 16 octets
     * @param rand the challenge that they are from, 16 octets
     * @param impi the user's private identity
     */
    public record Registration(SecretBytes ck, SecretBytes ik, Octets rand, String impi) implements AutoCloseable {
        public Registration {
            if (ck.length() != OCTETS || ik.length() != OCTETS || rand.length() != OCTETS) {
                throw new IllegalArgumentException("CK, IK, RAND: 16 octets each");
            }
        }

        private SecretBytes ks() {
            byte[] both = new byte[2 * OCTETS];
            ck.copyTo(both, 0);
            ik.copyTo(both, OCTETS);
            return SecretBytes.wrap(both);
        }

        /** Wipes CK and IK. */
        @Override
        public void close() {
            ck.close();
            ik.close();
        }
    }

    /**
     * The user's share of a combined key: what may leave the network of the user towards another centre.
     *
     * @param kmc the domain name of the centre
     * @return 32 octets
     */
    public static SecretBytes user(Registration registration, String kmc) {
        return derive(registration, USER, kmc);
    }

    /**
     * The key that user and centre share on the access leg; the other network does not learn it.
     *
     * @param kmc the domain name of the centre
     * @return 32 octets
     */
    public static SecretBytes access(Registration registration, String kmc) {
        return derive(registration, ACCESS, kmc);
    }

    private static SecretBytes derive(Registration registration, Octets label, String kmc) {
        try (SecretBytes ks = registration.ks()) {
            return ThreeGppKdf.derive(
                    ks, FC, label, registration.rand(), ThreeGppKdf.parameter(registration.impi()), naf(kmc, PROTOCOL));
        }
    }

    /**
     * The combined key from the shares of both users.
     *
     * @param caller the caller's share, 32 octets
     * @param callee the callee's share, 32 octets
     * @param nonce new for each call; at least 16 octets
     */
    public static PairKey pair(SecretBytes caller, SecretBytes callee, CallBinding call, Octets nonce) {
        if (caller.length() != ThreeGppKdf.OCTETS || callee.length() != ThreeGppKdf.OCTETS || nonce.length() < OCTETS) {
            throw new IllegalArgumentException("shares: 32 octets each, nonce: 16 octets or more");
        }
        byte[] both = new byte[2 * ThreeGppKdf.OCTETS];
        caller.copyTo(both, 0);
        callee.copyTo(both, ThreeGppKdf.OCTETS);
        try (SecretBytes key = SecretBytes.wrap(both)) {
            return new PairKey(
                    ThreeGppKdf.derive(
                            key,
                            FC,
                            PAIR,
                            call.caller().idData(),
                            call.callee().idData(),
                            ThreeGppKdf.parameter(call.callId()),
                            nonce),
                    call);
        }
    }

    /**
     * Ks_NAF: the key that bootstrapping gives user and centre (TS 33.220, Annex B.3).
     *
     * @param naf the domain name of the centre
     * @param protocol the Ua security protocol, 5 octets, such as {@link #UA_IMS_KMS}
     * @return 32 octets
     */
    public static SecretBytes ksNaf(Registration registration, String naf, Octets protocol) {
        if (protocol.length() != PROTOCOL.length()) {
            throw new IllegalArgumentException("Ua security protocol: 5 octets");
        }
        try (SecretBytes ks = registration.ks()) {
            return ThreeGppKdf.derive(
                    ks,
                    FC_GBA,
                    GBA_ME,
                    registration.rand(),
                    ThreeGppKdf.parameter(registration.impi()),
                    naf(naf, protocol));
        }
    }

    private static Octets naf(String domain, Octets protocol) {
        Octets name = ThreeGppKdf.parameter(domain);
        byte[] id = new byte[name.length() + protocol.length()];
        name.copyTo(id, 0);
        protocol.copyTo(id, name.length());
        return Octets.copyOf(id);
    }

    /**
     * B-TID: the identity under which user and centre know that key, {@code base64(RAND)@BSF} (TS 33.220, 4.5.2).
     *
     * @param bsf the domain name of the bootstrapping server
     */
    public static IdPayload bTid(Registration registration, String bsf) {
        return IdPayload.nai(
                Base64.getEncoder().encodeToString(registration.rand().toByteArray()) + "@" + bsf);
    }
}
