package org.mikey4j.crypto.internal;

import java.math.BigInteger;
import org.mikey4j.crypto.IdentityVectors;

/** The numbers of SAKKE's Parameter Set 1, read from the vectors and not from the code under test. */
final class SakkeCurve {
    static final BigInteger P = number("p");
    static final BigInteger Q = number("q");
    static final BigInteger X = number("x");
    static final BigInteger Y = number("y");

    private SakkeCurve() {}

    private static BigInteger number(String field) {
        return new BigInteger(
                IdentityVectors.file("rfc6508.json")
                        .get("parameters")
                        .get(field)
                        .asText(),
                16);
    }
}
