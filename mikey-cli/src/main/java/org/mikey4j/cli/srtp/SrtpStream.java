package org.mikey4j.cli.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.utils.logging2.LoggerImpl;
import org.mikey4j.media.SrtpKeys;
import org.mikey4j.media.SrtpMasterKey;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.SrtpEncrAlg;

/** One direction of SRTP (RFC 3711), by jitsi-srtp under the keys of a crypto session. Not thread-safe. */
public final class SrtpStream implements AutoCloseable {
    /** Kept here, since a logger that nobody holds forgets its level. */
    private static final Logger JITSI = Logger.getLogger("org.jitsi");

    private final SrtpContextFactory factory;
    private final SrtpCryptoContext context;
    private final Octets mki;
    private final int tagOctets;

    /**
     * A direction.
     *
     * @param keys a crypto session with one master key
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
                : policy.encrAlg() == SrtpEncrAlg.AES_CM ? SrtpPolicy.AESCM_ENCRYPTION : SrtpPolicy.AESF8_ENCRYPTION;
        tagOctets = gcm ? policy.aeadTagLength() : policy.srtp().tagLength();
        mki = master.mki();
        SrtpPolicy media = new SrtpPolicy(
                encryption,
                policy.encrKeyLength(),
                gcm ? SrtpPolicy.NULL_AUTHENTICATION : SrtpPolicy.HMACSHA1_AUTHENTICATION,
                policy.srtp().keyLength(),
                tagOctets,
                policy.saltKeyLength());
        byte[] key = master.key().toByteArray();
        byte[] salt = master.salt().toByteArray();
        try {
            factory = new SrtpContextFactory(sender, key, salt, media, media, new LoggerImpl("org.jitsi.srtp"));
            context = factory.deriveContext((int) keys.ssrc(), (int) keys.roc());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES and HMAC-SHA-1", e);
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(salt, (byte) 0);
        }
    }

    /** Protects an RTP packet. The MKI stands between payload and tag, and the tag does not cover it (RFC 3711, 3.1). */
    public byte[] protect(byte[] rtp) {
        PacketBuffer packet = new PacketBuffer(rtp, tagOctets + mki.length());
        if (run(() -> context.transformPacket(packet)) != SrtpErrorStatus.OK) {
            throw new IllegalStateException("the packet cannot be protected");
        }
        byte[] srtp = packet.octets();
        if (mki.isEmpty()) {
            return srtp;
        }
        byte[] marked = Arrays.copyOf(srtp, srtp.length + mki.length());
        int tag = srtp.length - tagOctets;
        System.arraycopy(srtp, tag, marked, tag + mki.length(), tagOctets);
        mki.copyTo(marked, tag);
        return marked;
    }

    /** Opens an SRTP packet; nothing if it is not authentic, a repetition, or under another MKI. */
    public Optional<byte[]> open(byte[] srtp) {
        byte[] plain = srtp;
        if (!mki.isEmpty()) {
            int tag = srtp.length - tagOctets;
            int at = tag - mki.length();
            if (at < 0 || !Octets.copyOf(srtp, at, mki.length()).equals(mki)) {
                return Optional.empty();
            }
            plain = Arrays.copyOf(srtp, srtp.length - mki.length());
            System.arraycopy(srtp, tag, plain, at, tagOctets);
        }
        PacketBuffer packet = new PacketBuffer(plain, 0);
        return run(() -> context.reverseTransformPacket(packet, false)) == SrtpErrorStatus.OK
                ? Optional.of(packet.octets())
                : Optional.empty();
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
