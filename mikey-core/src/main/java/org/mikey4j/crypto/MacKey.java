package org.mikey4j.crypto;

import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.mikey4j.message.Octets;

/**
 * A key of a message authentication code, set up once for all messages that it protects. Safe under threads, one message at
 * a time; {@link #close} wipes it, and after it there are no more MACs.
 */
public final class MacKey implements AutoCloseable {
    private final @Nullable Hmac hmac;

    /** @param hmac none for the NULL MAC */
    MacKey(@Nullable Hmac hmac) {
        this.hmac = hmac;
    }

    /**
     * The MAC over these octets, one part after the other.
     *
     * @throws IllegalStateException after {@link #close}
     */
    public Octets compute(Octets... parts) {
        return Octets.copyOf(mac(parts));
    }

    /**
     * Whether {@code mac} is the MAC over these octets; takes the same time wherever it differs.
     *
     * @throws IllegalStateException after {@link #close}
     */
    public boolean verify(Octets mac, Octets... parts) {
        return MessageDigest.isEqual(mac(parts), mac.toByteArray());
    }

    private synchronized byte[] mac(Octets[] parts) {
        if (hmac == null) {
            return new byte[0];
        }
        for (Octets part : parts) {
            part.feed(0, part.length(), hmac::update);
        }
        return hmac.finish();
    }

    @Override
    public synchronized void close() {
        if (hmac != null) {
            hmac.close();
        }
    }
}
