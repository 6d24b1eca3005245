package org.mikey4j.crypto.internal;

import java.math.BigInteger;

/** The curve y^2 = x^3 + 1 of RFC 5091, 7.4. */
final class Type1Curve {
    static final BigInteger P = hex("a6a0ffd016103ffffffffff595f002fe9ef195f002fe9efb");
    static final BigInteger Q = hex("ffffffffffffffffffffffeffffffffffff");
    static final BigInteger X = hex("6924c354256acf5a0ff7f61be4f0495b54540a5bf6395b3d");
    static final BigInteger Y = hex("024fd8e2eb7c09104bca116f41c035219955237c0eac19ab");

    private Type1Curve() {}

    private static BigInteger hex(String digits) {
        return new BigInteger(digits, 16);
    }
}
