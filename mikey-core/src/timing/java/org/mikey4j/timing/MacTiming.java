package org.mikey4j.timing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.mikey4j.crypto.MacAlgorithm;
import org.mikey4j.crypto.MacKey;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.message.Octets;

/** MACs that are right, or wrong in their first or last octet. */
final class MacTiming {
    private static final int INPUTS = 64;
    private static final Octets COVERED = Octets.ofHex("5a".repeat(200));

    private MacTiming() {}

    static List<Comparison> comparisons(double scale) throws Exception {
        SecretBytes secret = SecretBytes.copyOf(Octets.ofHex("a5".repeat(20)));
        MacKey key = MacAlgorithm.HMAC_SHA_1_160.key(secret);
        Octets right = key.compute(COVERED);
        byte[] expected = right.toByteArray();
        int rounds = (int) (200_000 * scale);
        List<Octets> rights = times(() -> right);
        List<Octets> firsts = times(() -> changed(right, 0));
        List<Octets> lasts = times(() -> changed(right, right.length() - 1));
        return List.of(
                new Comparison("control: MAC right, MAC right", mac -> verify(key, mac), rights, rights, rounds, 1),
                new Comparison(
                        "control: array compare that stops, wrong at the first octet or the last",
                        mac -> Arrays.equals(expected, mac.toByteArray()) ? 1 : 0,
                        firsts,
                        lasts,
                        rounds,
                        50),
                new Comparison("MAC right, MAC wrong", mac -> verify(key, mac), rights, firsts, rounds, 1),
                new Comparison(
                        "MAC wrong in its first octet, in its last", mac -> verify(key, mac), firsts, lasts, rounds, 1));
    }

    private static int verify(MacKey key, Octets mac) {
        return key.verify(mac, COVERED) ? 1 : 0;
    }

    static List<Octets> times(Supplier<Octets> input) {
        List<Octets> inputs = new ArrayList<>();
        for (int i = 0; i < INPUTS; i++) {
            inputs.add(input.get());
        }
        return inputs;
    }

    static Octets changed(Octets octets, int at) {
        byte[] changed = octets.toByteArray();
        changed[at] ^= 1;
        return Octets.copyOf(changed);
    }
}
