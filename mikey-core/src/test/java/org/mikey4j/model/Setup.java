package org.mikey4j.model;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Random;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.replay.ReplayCache;
import org.mikey4j.testing.SetClock;
import org.mikey4j.testing.TestPki;

/**
 * What the ends of one run are given.
 *
 * @param aliceClock what Alice takes for the time
 * @param bobClock what Bob takes for the time
 * @param random what both draw from, the same for the same seed
 * @param choices what the test decides by
 * @param replays what Bob remembers
 * @param bobDeparts what Bob does differently from Alice
 */
record Setup(
        SetClock aliceClock,
        SetClock bobClock,
        SecureRandom random,
        Random choices,
        ReplayCache replays,
        Compatibility... bobDeparts) {

    static Setup of(
            SecureRandom random, Random choices, SetClock bobClock, ReplayCache replays, Compatibility... bobDeparts) {
        return new Setup(new SetClock(TestPki.NOW), bobClock, random, choices, replays, bobDeparts);
    }

    ExchangeSettings alice() {
        return ExchangeSettings.builder(aliceClock, random).build();
    }

    ExchangeSettings bob() {
        return ExchangeSettings.builder(bobClock, random).accept(bobDeparts).build();
    }

    /** Randomness that can be had again. */
    static SecureRandom seeded(long seed) {
        try {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(seed);
            return random;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
