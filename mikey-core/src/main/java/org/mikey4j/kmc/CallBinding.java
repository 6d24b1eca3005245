package org.mikey4j.kmc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;

/**
 * What keys are bound to: one call between two users. Nothing of it is an address, so that it survives network address
 * translation and changes of the IP version.
 *
 * @param callId what both networks know the call by, and no other call has: in the IMS the charging identifier, which
 *     back-to-back user agents leave alone where they change the Call-ID
 * @param caller who calls
 * @param callee who is called
 */
public record CallBinding(String callId, IdPayload caller, IdPayload callee) {
    private static final Octets LABEL = Octets.of("ims-kmc-call", StandardCharsets.US_ASCII);

    public CallBinding {
        if (callId.isEmpty()) {
            throw new IllegalArgumentException("call ID: empty");
        }
    }

    /** Who is on a side. */
    public IdPayload user(Side side) {
        return side == Side.CALLER ? caller : callee;
    }

    /**
     * What stands for the call in messages: SHA-256 over label, call ID and both identities, each behind its length in four
     * octets, an identity as its type in one octet before the length.
     *
     * @return 32 octets
     */
    public Octets digest() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            add(sha256, LABEL);
            add(sha256, Octets.of(callId, StandardCharsets.UTF_8));
            for (Side side : Side.values()) {
                sha256.update((byte) user(side).idType());
                add(sha256, user(side).idData());
            }
            return Octets.copyOf(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void add(MessageDigest digest, Octets octets) {
        int length = octets.length();
        digest.update(
                new byte[] {(byte) (length >>> 24), (byte) (length >>> 16), (byte) (length >>> 8), (byte) length});
        octets.feed(0, length, digest::update);
    }
}
