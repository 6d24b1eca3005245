package org.mikey4j.kmc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.mikey4j.crypto.HashAlgorithm;
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
        return digest(LABEL, callId, caller, callee);
    }

    /** The digest of something that has an ID and belongs to these identities. */
    static Octets digest(Octets label, String id, IdPayload... identities) {
        List<Octets> parts = new ArrayList<>();
        add(parts, label);
        add(parts, Octets.of(id, StandardCharsets.UTF_8));
        for (IdPayload identity : identities) {
            parts.add(Octets.copyOf(new byte[] {(byte) identity.idType()}));
            add(parts, identity.idData());
        }
        return HashAlgorithm.SHA_256.digest(parts.toArray(Octets[]::new));
    }

    private static void add(List<Octets> parts, Octets octets) {
        parts.add(Octets.copyOf(
                ByteBuffer.allocate(Integer.BYTES).putInt(octets.length()).array()));
        parts.add(octets);
    }
}
