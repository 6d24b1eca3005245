package org.mikey4j.media;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.CryptoSession;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.media.SrtpMasterKey.SaltOrigin;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Severity;
import org.mikey4j.message.registry.KeyDataType;

/**
 * All that SRTP needs for one stream and its SRTCP: policy, master keys, and where the packets begin (RFC 3711, 3.2.1). The
 * exports of this package write it in the terms of other programs. Holds secrets of its own; {@link #close} wipes them.
 *
 * <p>A master key protects at most 2^48 SRTP and 2^31 SRTCP packets, whichever come first (RFC 3711, 9.2).
 *
 * @param csId the crypto session ID, 0 to 255
 * @param ssrc the SSRC of the stream, 32 bits; 0 if nobody chose one yet
 * @param roc the rollover counter when the message was made, 32 bits
 * @param policy the policy
 * @param masters the master keys, at least one; several are told apart by their MKIs, which then have one length, or by
 *     their intervals
 * @param diagnostics what was noteworthy; offsets count from the beginning of the SP payload
 */
public record SrtpKeys(
        int csId, long ssrc, long roc, SrtpPolicy policy, List<SrtpMasterKey> masters, List<Diagnostic> diagnostics)
        implements AutoCloseable {
    private static final long MAX_U32 = 0xffffffffL;

    public SrtpKeys {
        if (ssrc < 0 || ssrc > MAX_U32 || roc < 0 || roc > MAX_U32) {
            throw new IllegalArgumentException("SSRC: " + ssrc + ", ROC: " + roc);
        }
        masters = List.copyOf(masters);
        diagnostics = List.copyOf(diagnostics);
        requireSizes(policy, masters);
        requireTellingApart(masters);
    }

    /**
     * The keys of one crypto session.
     *
     * @param accepted what is accepted; of relevance are {@link Compatibility#TEK_WITH_SALT_APPENDED} and {@link
     *     Compatibility#AUTH_KEY_LENGTH_IS_TAG_LENGTH}
     * @throws UnusableKeyException if a key does not fit the policy, or the keys cannot be told apart
     */
    public static SrtpKeys of(CryptoSession session, Set<Compatibility> accepted) {
        SrtpPolicy.Reading reading = session.policy()
                .map(sp -> SrtpPolicy.read(sp, 0, accepted))
                .orElseGet(() -> new SrtpPolicy.Reading(SrtpPolicy.defaults(), List.of()));
        List<SrtpMasterKey> masters = SrtpMasterKey.of(session, accepted);
        try {
            List<Diagnostic> diagnostics = new ArrayList<>(reading.diagnostics());
            masters.forEach(master -> note(master.saltOrigin(), diagnostics));
            return new SrtpKeys(session.csId(), session.ssrc(), session.roc(), reading.policy(), masters, diagnostics);
        } catch (UnusableKeyException e) {
            masters.forEach(SrtpMasterKey::close);
            throw e;
        }
    }

    /**
     * The keys of every crypto session of an association, in the order of its map.
     *
     * @throws UnusableKeyException as {@link #of(CryptoSession, Set)}; nothing is then handed out
     */
    public static List<SrtpKeys> of(SecurityAssociation association, Set<Compatibility> accepted) {
        List<SrtpKeys> all = new ArrayList<>();
        try {
            for (CryptoSession session : association.cryptoSessions()) {
                all.add(of(session, accepted));
            }
        } catch (UnusableKeyException e) {
            all.forEach(SrtpKeys::close);
            throw e;
        }
        return List.copyOf(all);
    }

    /**
     * The keys as an Initiator transports them in a MIKEY message: TEK+SALT, each under its MKI if it has one (RFC 3830,
     * 6.13). The specifications hold the secrets of this object, so they are of use until it is closed.
     */
    public List<KeySpec> keySpecs() {
        return masters.stream()
                .map(master -> (master.salt().length() == 0
                                ? KeySpec.of(KeyDataType.TEK, master.key())
                                : KeySpec.of(KeyDataType.TEK_SALT, master.key(), master.salt()))
                        .valid(master.kv()))
                .toList();
    }

    private static void note(SaltOrigin origin, List<Diagnostic> diagnostics) {
        switch (origin) {
            case EXCHANGED -> {}
            case END_OF_TEK ->
                diagnostics.add(new Diagnostic(
                        Severity.WARNING,
                        Compatibility.TEK_WITH_SALT_APPENDED.name(),
                        0,
                        "KEMAC",
                        "the TEK is the master key and the master salt run together",
                        "RFC 3830, 6.13"));
            case ABSENT ->
                diagnostics.add(new Diagnostic(
                        Severity.WARNING,
                        "TEK_WITHOUT_SALT",
                        0,
                        "KEMAC",
                        "the TEK came without a salt, so the master salt is all zeros",
                        "RFC 3711, 3.2.1"));
        }
    }

    private static void requireSizes(SrtpPolicy policy, List<SrtpMasterKey> masters) {
        if (masters.isEmpty()) {
            throw new UnusableKeyException("the stream has no key");
        }
        for (SrtpMasterKey master : masters) {
            if (master.key().length() != policy.masterKeyOctets()
                    || master.salt().length() != policy.masterSaltOctets()) {
                throw new UnusableKeyException("a master key of " + master.key().length()
                        + " octets and a master salt of " + master.salt().length()
                        + " do not fit the policy, which has " + policy.masterKeyOctets() + " and "
                        + policy.masterSaltOctets());
            }
        }
    }

    private static void requireTellingApart(List<SrtpMasterKey> masters) {
        if (masters.size() == 1) {
            return;
        }
        Set<Octets> mkis = new HashSet<>();
        for (SrtpMasterKey master : masters) {
            if (master.kv() instanceof KeyValidity.Null) {
                throw new UnusableKeyException("the stream has " + masters.size()
                        + " keys, of which one has neither MKI nor interval, so they cannot be told apart");
            }
            if (!master.mki().isEmpty() && !mkis.add(master.mki())) {
                throw new UnusableKeyException("two keys of the stream have the same MKI");
            }
        }
        if (mkis.stream().mapToInt(Octets::length).distinct().count() > 1) {
            throw new UnusableKeyException("the MKIs of the stream differ in length (RFC 3711, 3.1)");
        }
    }

    /** Wipes the master keys. */
    @Override
    public void close() {
        masters.forEach(SrtpMasterKey::close);
    }
}
