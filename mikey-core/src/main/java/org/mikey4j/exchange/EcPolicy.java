package org.mikey4j.exchange;

import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.mikey4j.crypto.EcGroup;
import org.mikey4j.crypto.EcHalfKey;

/**
 * Which elliptic curves an end makes and accepts, and where its half keys come from (RFC 6267, 4.1).
 *
 * @param groups the curves that are acceptable
 * @param halfKeys gives a half key for a curve: a new one for each exchange
 */
public record EcPolicy(Set<EcGroup> groups, Function<EcGroup, EcHalfKey> halfKeys) {
    public EcPolicy {
        groups = Set.copyOf(groups);
    }

    /** P-256, P-384 and P-521, with half keys drawn at random. */
    public static EcPolicy of(SecureRandom random) {
        return new EcPolicy(
                EnumSet.of(EcGroup.P_256, EcGroup.P_384, EcGroup.P_521), group -> EcHalfKey.generate(group, random));
    }

    /** The same with more curves; the others are weaker than AES-128. */
    public EcPolicy allowing(EcGroup... more) {
        EnumSet<EcGroup> all = EnumSet.copyOf(groups);
        all.addAll(List.of(more));
        return new EcPolicy(all, halfKeys);
    }

    /** The same with half keys from elsewhere: made ahead, or given for vectors. */
    public EcPolicy withHalfKeys(Function<EcGroup, EcHalfKey> source) {
        return new EcPolicy(groups, source);
    }
}
