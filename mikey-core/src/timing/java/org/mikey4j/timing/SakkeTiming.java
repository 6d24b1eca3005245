package org.mikey4j.timing;

import java.security.SecureRandom;
import java.util.List;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.sakke.SakkeException;
import org.mikey4j.crypto.sakke.SakkeMasterSecret;
import org.mikey4j.crypto.sakke.SakkePublicKey;
import org.mikey4j.crypto.sakke.SakkeReceiverKey;
import org.mikey4j.message.Octets;

/** Encapsulated data that are right, or wrong in their masked value or for somebody else. */
final class SakkeTiming {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ROUNDS = 4_000;
    private static final Octets BOB = Octets.ofHex("b0".repeat(32));
    private static final Octets CAROL = Octets.ofHex("ca".repeat(32));

    private SakkeTiming() {}

    static List<Comparison> comparisons(double scale) {
        SakkeMasterSecret master = SakkeMasterSecret.generate(RANDOM);
        SakkeReceiverKey key = SakkeReceiverKey.validate(master.publicKey(), BOB, master.extract(BOB));
        List<Octets> right = encapsulated(master, BOB);
        List<Octets> changed = encapsulated(master, BOB).stream()
                .map(data -> MacTiming.changed(data, SakkePublicKey.OCTETS))
                .toList();
        int rounds = (int) (ROUNDS * scale);
        return List.of(
                comparison("control: SAKKE right, right", key, right, encapsulated(master, BOB), rounds),
                comparison("SAKKE right, H changed", key, right, changed, rounds),
                comparison("SAKKE H changed, for another", key, changed, encapsulated(master, CAROL), rounds));
    }

    private static Comparison comparison(
            String name, SakkeReceiverKey key, List<Octets> left, List<Octets> right, int rounds) {
        return new Comparison(name, data -> opened(key, data), left, right, rounds, 1);
    }

    private static List<Octets> encapsulated(SakkeMasterSecret master, Octets identifier) {
        return MacTiming.times(() -> {
            try (SecretBytes value = SecretBytes.random(RANDOM, 16)) {
                return master.publicKey().encapsulate(identifier, value);
            }
        });
    }

    private static int opened(SakkeReceiverKey key, Octets data) {
        try (SecretBytes value = key.decapsulate(data)) {
            return value.length();
        } catch (SakkeException e) {
            return e.rule().ordinal();
        }
    }
}
