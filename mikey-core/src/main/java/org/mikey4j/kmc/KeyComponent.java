package org.mikey4j.kmc;

import java.security.SecureRandom;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.kmc.KmcRefusal.Reason;

/**
 * What a key management centre issues for one side of one call: Ka or Kb. Holds a secret; {@link #close} wipes it.
 *
 * @param value 16 to 32 octets
 * @param call the call
 * @param side whose it is
 */
public record KeyComponent(SecretBytes value, CallBinding call, Side side) implements AutoCloseable {
    /** The size of a component that is drawn: 128 bits. */
    public static final int OCTETS = 16;

    private static final int MOST_OCTETS = 32;

    /** @throws KmcRefusal if the component is too short or too long */
    public KeyComponent {
        if (value.length() < OCTETS || value.length() > MOST_OCTETS) {
            throw new KmcRefusal(
                    Reason.LENGTH,
                    "component: " + value.length() + " octets, " + OCTETS + " to " + MOST_OCTETS + " expected");
        }
    }

    /** A random component. */
    public static KeyComponent draw(CallBinding call, Side side, SecureRandom random) {
        return new KeyComponent(SecretBytes.random(random, OCTETS), call, side);
    }

    /**
     * The combination with the component of the other side: {@code Kab = Ka xor Kb}.
     *
     * @throws KmcRefusal if they are of one side or of different calls, of different lengths, or equal
     */
    public PairKey combine(KeyComponent other) {
        if (!call.equals(other.call)) {
            throw new KmcRefusal(Reason.OTHER_CALL, "the components are of different calls");
        }
        if (side == other.side) {
            throw new KmcRefusal(Reason.WRONG_SIDE, "both components are of one side");
        }
        if (value.length() != other.value.length()) {
            throw new KmcRefusal(Reason.LENGTH, "the components have different lengths");
        }
        if (value.equals(other.value)) {
            throw new KmcRefusal(Reason.EQUAL_COMPONENTS, "the components are equal, and their combination is zero");
        }
        byte[] combined = value.toByteArray();
        byte[] theirs = other.value.toByteArray();
        for (int i = 0; i < combined.length; i++) {
            combined[i] ^= theirs[i];
            theirs[i] = 0;
        }
        return new PairKey(SecretBytes.wrap(combined), call);
    }

    @Override
    public void close() {
        value.close();
    }
}
