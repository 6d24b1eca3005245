package org.mikey4j.cli.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.utils.logging2.LoggerImpl;
import org.mikey4j.media.SrtpKeys;
import org.mikey4j.media.SrtpMasterKey;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.SrtpAuthAlg;
import org.mikey4j.message.registry.SrtpEncrAlg;

/** One direction of SRTP and its SRTCP (RFC 3711, RFC 7714), by jitsi-srtp under one master key. Not thread-safe. */
public final class SrtpStream implements AutoCloseable {
    private static final Set<Integer> CIPHERS =
            Set.of(SrtpEncrAlg.NULL, SrtpEncrAlg.AES_CM, SrtpEncrAlg.AES_F8, SrtpEncrAlg.AES_GCM);

    /** What protecting a packet adds to it at most. */
    private static final int ROOM = 32;

    /** Kept here, since a logger that nobody holds forgets its level. */
    private static final Logger JITSI = Logger.getLogger("org.jitsi");

    private final SrtpContextFactory factory;
    private final SrtpCryptoContext context;
    private final SrtcpCryptoContext control;
    private final Octets mki;
    private final int behindMki;
    private final int behindControlMki;

    /**
     * Whether packets are authenticated and not encrypted. The library has no keys for tags without a cipher, so it checks them with
     * AES-CM, whose keys for tags are the same (RFC 3711, 4.3); the packet is then what it was before it was decrypted.
     */
    private final boolean isClear;

    private final boolean isControlClear;

    /**
     * A direction.
     *
     * @param keys a crypto session with one master key and a policy without {@link #obstacle}
     * @param sender whether packets are protected, or opened
     */
    public SrtpStream(SrtpKeys keys, boolean sender) {
        JITSI.setLevel(Level.OFF);
        // Otherwise the library measures all providers first, for a second.
        Aes.setFactoryClassName("SunJCE");
        SrtpMasterKey master = keys.masters().get(0);
        org.mikey4j.exchange.SrtpPolicy policy = keys.policy();
        boolean gcm = policy.isAead();
        int encryption = gcm
                ? SrtpPolicy.AESGCM_ENCRYPTION
                : policy.encrAlg() == SrtpEncrAlg.AES_F8 ? SrtpPolicy.AESF8_ENCRYPTION : SrtpPolicy.AESCM_ENCRYPTION;
        boolean isNull = policy.encrAlg() == SrtpEncrAlg.NULL;
        isClear = isNull || !policy.srtpEncryption();
        isControlClear = isNull || !policy.srtcpEncryption();
        if (sender && (isClear || isControlClear)) {
            throw new IllegalArgumentException("packets in the clear are opened only");
        }
        mki = master.mki();
        // The tag of an authenticating cipher is part of the cipher text, and the MKI stands behind it (RFC 7714, 8.2).
        behindMki = gcm ? 0 : policy.srtp().tagLength();
        behindControlMki = gcm ? 0 : policy.srtcp().tagLength();
        byte[] key = master.key().toByteArray();
        byte[] salt = master.salt().toByteArray();
        try {
            factory = new SrtpContextFactory(
                    sender,
                    key,
                    salt,
                    policy(policy, encryption, policy.srtp()),
                    policy(policy, encryption, policy.srtcp()),
                    new LoggerImpl("org.jitsi.srtp"));
            context = factory.deriveContext((int) keys.ssrc(), (int) keys.roc());
            control = factory.deriveControlContext((int) keys.ssrc());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES and HMAC-SHA-1", e);
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(salt, (byte) 0);
        }
    }

    private static SrtpPolicy policy(
            org.mikey4j.exchange.SrtpPolicy policy,
            int encryption,
            org.mikey4j.exchange.SrtpPolicy.Authentication authentication) {
        return new SrtpPolicy(
                encryption,
                policy.encrKeyLength(),
                policy.isAead() ? SrtpPolicy.NULL_AUTHENTICATION : SrtpPolicy.HMACSHA1_AUTHENTICATION,
                authentication.keyLength(),
                policy.isAead() ? policy.aeadTagLength() : authentication.tagLength(),
                policy.saltKeyLength());
    }

    /** What of a policy keeps packets from being opened here; empty if nothing does. */
    public static Optional<String> obstacle(org.mikey4j.exchange.SrtpPolicy policy) {
        boolean isClearAead = policy.isAead() && !(policy.srtpEncryption() && policy.srtcpEncryption());
        boolean isKnown = CIPHERS.contains(policy.encrAlg());
        boolean isMarked =
                policy.isAead() || (policy.srtpAuthentication() && policy.srtp().alg() == SrtpAuthAlg.HMAC_SHA_1);
        return Stream.of(
                        isClearAead ? "its cipher authenticates and does not encrypt" : "",
                        isKnown ? "" : "its cipher is not known here",
                        isMarked ? "" : "its packets are not authenticated by HMAC-SHA-1",
                        policy.keyDerivationRate() == 0 ? "" : "its session keys change on the way",
                        policy.prefixLength() == 0 ? "" : "its key stream has a prefix")
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    /** Protects an RTP packet of a policy that encrypts. The MKI stands between payload and tag, and the tag does not cover it (RFC 3711, 3.1). */
    public byte[] protect(byte[] rtp) {
        PacketBuffer packet = new PacketBuffer(rtp, ROOM);
        if (run(() -> context.transformPacket(packet)) != SrtpErrorStatus.OK) {
            throw new IllegalStateException("the packet cannot be protected");
        }
        byte[] srtp = packet.octets();
        if (mki.isEmpty()) {
            return srtp;
        }
        byte[] marked = Arrays.copyOf(srtp, srtp.length + mki.length());
        int tag = srtp.length - behindMki;
        System.arraycopy(srtp, tag, marked, tag + mki.length(), behindMki);
        mki.copyTo(marked, tag);
        return marked;
    }

    /** Opens an SRTP packet; nothing if it is not authentic, a repetition, or under another MKI. */
    public Optional<byte[]> open(byte[] srtp) {
        return withoutMki(srtp, behindMki)
                .flatMap(packet -> open(packet, isClear, () -> context.reverseTransformPacket(packet, false)));
    }

    /** As {@link #open}, for a packet of SRTCP. */
    public Optional<byte[]> openControl(byte[] srtcp) {
        return withoutMki(srtcp, behindControlMki)
                .flatMap(packet -> open(packet, isControlClear, () -> control.reverseTransformPacket(packet)));
    }

    private Optional<PacketBuffer> withoutMki(byte[] packet, int behind) {
        if (mki.isEmpty()) {
            return Optional.of(new PacketBuffer(packet, 0));
        }
        int tag = packet.length - behind;
        int at = tag - mki.length();
        if (at < 0 || !Octets.copyOf(packet, at, mki.length()).equals(mki)) {
            return Optional.empty();
        }
        byte[] plain = Arrays.copyOf(packet, packet.length - mki.length());
        System.arraycopy(packet, tag, plain, at, behind);
        return Optional.of(new PacketBuffer(plain, 0));
    }

    private static Optional<byte[]> open(PacketBuffer packet, boolean isClear, Transform transform) {
        byte[] before = packet.octets();
        if (run(transform) != SrtpErrorStatus.OK) {
            return Optional.empty();
        }
        return Optional.of(isClear ? Arrays.copyOf(before, packet.getLength()) : packet.octets());
    }

    private static SrtpErrorStatus run(Transform transform) {
        try {
            return transform.run();
        } catch (GeneralSecurityException e) {
            return SrtpErrorStatus.FAIL;
        }
    }

    @FunctionalInterface
    private interface Transform {
        SrtpErrorStatus run() throws GeneralSecurityException;
    }

    /** Wipes the keys. */
    @Override
    public void close() {
        factory.close();
    }
}
