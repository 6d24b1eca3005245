package org.mikey4j.judges;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.media.SrtpKeys;
import org.mikey4j.media.SrtpMasterKey;
import org.mikey4j.media.SrtpSessionKeys;
import org.mikey4j.message.registry.SrtpEncrAlg;

/**
 * Protects RTP and RTCP packets with our session keys (RFC 3711, 3 and 4.1.1; RFC 7714, 8 and 9), as the judges' other side.
 * Headers have no extension and no CSRC.
 */
final class SrtpPackets {
    private static final int RTP_HEADER = 12;
    private static final int RTCP_HEADER = 8;
    private static final int GCM_TAG = 16;
    private static final int ENCRYPTED = 1 << 31;

    private final SrtpKeys keys;
    private final SrtpPolicy policy;
    private final SrtpSessionKeys session;
    private final byte[] mki;
    private final boolean srtpEncrypts;
    private final boolean srtcpEncrypts;

    SrtpPackets(SrtpKeys keys) {
        this(keys, keys.masters().get(0));
    }

    /** The same stream with session keys from another master key. */
    SrtpPackets(SrtpKeys keys, SrtpMasterKey master) {
        this.keys = keys;
        this.policy = keys.policy();
        this.session = SrtpSessionKeys.derive(master, policy, 0, 0);
        this.mki = master.mki().toByteArray();
        boolean encrypts = policy.encrAlg() != SrtpEncrAlg.NULL;
        this.srtpEncrypts = encrypts && policy.srtpEncryption();
        this.srtcpEncrypts = encrypts && policy.srtcpEncryption();
    }

    byte[] protectRtp(byte[] packet) throws GeneralSecurityException {
        byte[] header = Arrays.copyOf(packet, RTP_HEADER);
        byte[] payload = Arrays.copyOfRange(packet, RTP_HEADER, packet.length);
        int sequence = ByteBuffer.wrap(packet).getShort(2) & 0xffff;
        if (policy.isAead()) {
            byte[] iv = gcmIv(session.srtpSalt(), (int) keys.roc(), sequence);
            return join(header, gcm(session.srtpEncryption(), iv, header, payload), mki);
        }
        byte[] body = srtpEncrypts
                ? counterMode(session.srtpEncryption(), session.srtpSalt(), keys.roc() << 16 | sequence, payload)
                : payload;
        byte[] tag = new byte[0];
        if (policy.srtpAuthentication()) {
            tag = tag(session.srtpAuthentication(), policy.srtp().tagLength(), header, body, word((int) keys.roc()));
        }
        return join(header, body, mki, tag);
    }

    /**
     * Unprotects an RTP packet without an MKI. Every cipher here is its own inverse but for the tag; what comes out is
     * protected again, which has to give the same octets.
     */
    byte[] unprotectRtp(byte[] packet) throws GeneralSecurityException {
        int tag = policy.isAead()
                ? GCM_TAG
                : policy.srtpAuthentication() ? policy.srtp().tagLength() : 0;
        byte[] plain = Arrays.copyOf(protectRtp(Arrays.copyOf(packet, packet.length - tag)), packet.length - tag);
        if (!Arrays.equals(protectRtp(plain), packet)) {
            throw new GeneralSecurityException("the packet is not authentic");
        }
        return plain;
    }

    /** Protects an RTCP packet as the one of this index. */
    byte[] protectRtcp(byte[] packet, int index) throws GeneralSecurityException {
        byte[] header = Arrays.copyOf(packet, RTCP_HEADER);
        byte[] payload = Arrays.copyOfRange(packet, RTCP_HEADER, packet.length);
        byte[] trailer = word(srtcpEncrypts ? index | ENCRYPTED : index);
        if (policy.isAead()) {
            byte[] iv = gcmIv(session.srtcpSalt(), index >>> 16, index & 0xffff);
            return srtcpEncrypts
                    ? join(header, gcm(session.srtcpEncryption(), iv, join(header, trailer), payload), trailer, mki)
                    : join(
                            packet,
                            gcm(session.srtcpEncryption(), iv, join(packet, trailer), new byte[0]),
                            trailer,
                            mki);
        }
        byte[] body =
                srtcpEncrypts ? counterMode(session.srtcpEncryption(), session.srtcpSalt(), index, payload) : payload;
        return join(
                header,
                body,
                trailer,
                mki,
                tag(session.srtcpAuthentication(), policy.srtcp().tagLength(), header, body, trailer));
    }

    /** IV = salt * 2^16 xor SSRC * 2^64 xor index * 2^16. */
    private byte[] counterMode(SecretBytes key, SecretBytes salt, long index, byte[] input)
            throws GeneralSecurityException {
        ByteBuffer iv = ByteBuffer.allocate(16);
        iv.put(salt.toByteArray());
        iv.putInt(4, iv.getInt(4) ^ (int) keys.ssrc());
        iv.putLong(8, iv.getLong(8) ^ index << 16);
        Cipher aes = Cipher.getInstance("AES/CTR/NoPadding");
        aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key.toByteArray(), "AES"), new IvParameterSpec(iv.array()));
        return aes.doFinal(input);
    }

    /** For SRTP: 0 || SSRC || ROC || SEQ; for SRTCP: 0 || SSRC || 0 || index; both xored with the salt. */
    private byte[] gcmIv(SecretBytes salt, int high, int low) {
        ByteBuffer iv = ByteBuffer.allocate(12);
        iv.putInt(2, (int) keys.ssrc()).putInt(6, high).putShort(10, (short) low);
        byte[] bytes = salt.toByteArray();
        for (int i = 0; i < bytes.length; i++) {
            iv.put(i, (byte) (iv.get(i) ^ bytes[i]));
        }
        return iv.array();
    }

    private static byte[] gcm(SecretBytes key, byte[] iv, byte[] associated, byte[] input)
            throws GeneralSecurityException {
        Cipher aes = Cipher.getInstance("AES/GCM/NoPadding");
        aes.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(key.toByteArray(), "AES"),
                new GCMParameterSpec(8 * GCM_TAG, iv));
        aes.updateAAD(associated);
        return aes.doFinal(input);
    }

    private static byte[] tag(SecretBytes key, int octets, byte[]... parts) throws GeneralSecurityException {
        Mac hmac = Mac.getInstance("HmacSHA1");
        hmac.init(new SecretKeySpec(key.toByteArray(), "HmacSHA1"));
        return Arrays.copyOf(hmac.doFinal(join(parts)), octets);
    }

    private static byte[] word(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
