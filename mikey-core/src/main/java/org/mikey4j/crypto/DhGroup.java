package org.mikey4j.crypto;

import java.math.BigInteger;
import java.util.Optional;
import javax.crypto.spec.DHParameterSpec;
import org.mikey4j.crypto.internal.JacobiSymbol;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.DhGroupId;

/**
 * The Diffie-Hellman groups of MIKEY, by their MIKEY number (RFC 3830, 6.4; RFC 2412, E). All have a safe prime and the
 * generator 2, which generates the subgroup of the squares.
 */
public enum DhGroup {
    /** OAKLEY 5, 1536 bits; the mandatory one. */
    OAKLEY_5(
            DhGroupId.OAKLEY_5,
            "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74"
                    + "020bbea63b139b22514a08798e3404ddef9519b3cd3a431b302b0a6df25f1437"
                    + "4fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed"
                    + "ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf05"
                    + "98da48361c55d39a69163fa8fd24cf5f83655d23dca3ad961c62f356208552bb"
                    + "9ed529077096966d670c354e4abc9804f1746c08ca237327ffffffffffffffff"),
    /** OAKLEY 1, 768 bits. Within the reach of attackers; only by explicit choice. */
    OAKLEY_1(
            DhGroupId.OAKLEY_1,
            "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74"
                    + "020bbea63b139b22514a08798e3404ddef9519b3cd3a431b302b0a6df25f1437"
                    + "4fe1356d6d51c245e485b576625e7ec6f44c42e9a63a3620ffffffffffffffff"),
    /** OAKLEY 2, 1024 bits. Within the reach of strong attackers; only by explicit choice. */
    OAKLEY_2(
            DhGroupId.OAKLEY_2,
            "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74"
                    + "020bbea63b139b22514a08798e3404ddef9519b3cd3a431b302b0a6df25f1437"
                    + "4fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed"
                    + "ee386bfb5a899fa5ae9f24117c4b1fe649286651ece65381ffffffffffffffff");

    /**
     * Bits of a private exponent. The largest group has a strength of 90 to 120 bits (RFC 3526, 8), which twice as many
     * bits of exponent match; longer ones cost time and add nothing.
     */
    public static final int EXPONENT_BITS = 256;

    private static final BigInteger TWO = BigInteger.TWO;

    private final int dhGroup;
    private final BigInteger prime;

    DhGroup(int dhGroup, String prime) {
        this.dhGroup = dhGroup;
        this.prime = new BigInteger(prime, 16);
    }

    /** The group with this number; see {@code DhGroupId}. */
    public static Optional<DhGroup> of(int dhGroup) {
        return switch (dhGroup) {
            case DhGroupId.OAKLEY_5 -> Optional.of(OAKLEY_5);
            case DhGroupId.OAKLEY_1 -> Optional.of(OAKLEY_1);
            case DhGroupId.OAKLEY_2 -> Optional.of(OAKLEY_2);
            default -> Optional.empty();
        };
    }

    /** The number on the wire. */
    public int dhGroup() {
        return dhGroup;
    }

    /** The size of a public value, and of the TGK, in octets. */
    public int octets() {
        return prime.bitLength() / 8;
    }

    /** The prime. */
    public BigInteger prime() {
        return prime;
    }

    /** Whether the group is too small for new uses, so that local policy must ask for it by name. */
    public boolean isLegacy() {
        return this != OAKLEY_5;
    }

    DHParameterSpec parameters() {
        return new DHParameterSpec(prime, TWO, EXPONENT_BITS);
    }

    /**
     * Whether a public value can come from an honest peer: between 2 and p - 2, and in the subgroup that 2 generates. The
     * others would confine the key to a few values or reveal a bit of the exponent.
     */
    public boolean isPublicValue(Octets value) {
        if (value.length() != octets()) {
            return false;
        }
        BigInteger y = new BigInteger(1, value.toByteArray());
        return y.compareTo(TWO) >= 0 && y.compareTo(prime.subtract(TWO)) <= 0 && JacobiSymbol.of(y, prime) == 1;
    }
}
