package org.mikey4j.crypto.ibe;

import java.math.BigInteger;

/** The domain of RFC 5091, 7.4, of no strength, for tests that make many messages. */
public final class SmallIbe {
    public static final IbeDomain DOMAIN = new IbeDomain(
            hex("a6a0ffd016103ffffffffff595f002fe9ef195f002fe9efb"),
            hex("ffffffffffffffffffffffeffffffffffff"),
            hex("6924c354256acf5a0ff7f61be4f0495b54540a5bf6395b3d"),
            hex("024fd8e2eb7c09104bca116f41c035219955237c0eac19ab"),
            new IbeHash("SHA-1", 20));

    private SmallIbe() {}

    private static BigInteger hex(String digits) {
        return new BigInteger(digits, 16);
    }
}
