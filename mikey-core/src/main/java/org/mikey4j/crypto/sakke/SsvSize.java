package org.mikey4j.crypto.sakke;

/** How long a shared secret value is: the parameter n. */
public enum SsvSize {
    /** n = 128, as Parameter Set 1 has it (RFC 6509, Appendix A). */
    BITS_128(16),
    /** n = 256, in no standard; some mission-critical peers send it with the numbers of Parameter Set 1. */
    BITS_256(32);

    private final int octets;

    SsvSize(int octets) {
        this.octets = octets;
    }

    /** Octets of a shared secret value, and of H. */
    public int octets() {
        return octets;
    }
}
