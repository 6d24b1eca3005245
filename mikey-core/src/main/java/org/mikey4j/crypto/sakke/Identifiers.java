package org.mikey4j.crypto.sakke;

import org.mikey4j.crypto.internal.PrimeField;
import org.mikey4j.crypto.internal.Scalars;
import org.mikey4j.crypto.sakke.SakkeException.Rule;
import org.mikey4j.message.Octets;

/** Identifiers as integers (RFC 6508, 2.2): the octets read big-endian. */
final class Identifiers {
    private Identifiers() {}

    /**
     * The carried limbs of the integer.
     *
     * @throws SakkeException with {@link Rule#IDENTIFIER_RANGE} where it is not between 2 and q - 1
     */
    static long[] limbs(Octets identifier) {
        PrimeField scalars = ParameterSet1.SCALARS;
        int leadingZeros = 0;
        while (leadingZeros < identifier.length() && identifier.at(leadingZeros) == 0) {
            leadingZeros++;
        }
        int significant = identifier.length() - leadingZeros;
        if (significant > scalars.octets()) {
            throw new SakkeException(Rule.IDENTIFIER_RANGE);
        }
        byte[] integer = new byte[scalars.octets()];
        identifier.slice(leadingZeros, significant).copyTo(integer, integer.length - significant);
        if (!scalars.isCanonical(integer) || Scalars.isLess(integer, 2)) {
            throw new SakkeException(Rule.IDENTIFIER_RANGE);
        }
        return Scalars.limbs(scalars, integer);
    }
}
