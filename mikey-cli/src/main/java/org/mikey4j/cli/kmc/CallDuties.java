package org.mikey4j.cli.kmc;

import java.util.Optional;
import java.util.function.Consumer;
import org.mikey4j.kmc.MediaPolicy;
import org.mikey4j.kmc.PairKey;
import org.mikey4j.kmc.Subscriber;

/**
 * What an operator has its centre do besides handing out keys.
 *
 * @param filter where protection ends of calls from sources that are not trusted; empty if no call is treated so
 * @param made is told each combined key before it is used, and does not keep it; where it throws {@link IllegalStateException} the call is
 *     refused
 */
public record CallDuties(Optional<Filter> filter, Consumer<PairKey> made) {
    /** None. */
    public static final CallDuties NONE = new CallDuties(Optional.empty(), key -> {});

    /**
     * An element of this network that looks at media.
     *
     * @param policy tells whose
     * @param element who it is for the centre; it stands behind the centre on the way of calls to users
     */
    public record Filter(MediaPolicy policy, Subscriber element) {}
}
