package org.mikey4j.exchange;

import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.mikey4j.crypto.DhGroup;
import org.mikey4j.crypto.DhHalfKey;
import org.mikey4j.crypto.JcaAlgorithms;

/**
 * Which Diffie-Hellman groups an end makes and accepts, and where its half keys come from (RFC 3830, 3.3 and 4.2.7).
 *
 * @param groups the groups that are acceptable
 * @param halfKeys gives a half key for a group: a new one for each exchange
 */
public record DhPolicy(Set<DhGroup> groups, Function<DhGroup, DhHalfKey> halfKeys) {
    public DhPolicy {
        groups = Set.copyOf(groups);
    }

    /** OAKLEY 5 alone, with half keys that are drawn by the platform's providers. */
    public static DhPolicy of(SecureRandom random) {
        return new DhPolicy(
                Set.of(DhGroup.OAKLEY_5), group -> DhHalfKey.generate(group, JcaAlgorithms.PLATFORM, random));
    }

    /** The same with more groups; the smaller ones are within the reach of attackers. */
    public DhPolicy allowing(DhGroup... more) {
        EnumSet<DhGroup> all = EnumSet.copyOf(groups);
        all.addAll(List.of(more));
        return new DhPolicy(all, halfKeys);
    }

    /** The same with half keys from elsewhere: made ahead, by another provider, or given for vectors. */
    public DhPolicy withHalfKeys(Function<DhGroup, DhHalfKey> source) {
        return new DhPolicy(groups, source);
    }
}
