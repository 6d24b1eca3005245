package org.mikey4j.exchange.ibake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.mikey4j.crypto.ibe.IbeMasterSecret;
import org.mikey4j.message.IdPayload;

/** Who gets which private keys: the policy of a key management service (RFC 6267, 4.2.1.2). */
@FunctionalInterface
public interface KeyAuthority {
    /**
     * Decides on a request that is authentic.
     *
     * @param asker who authenticated: the identity that the key or the certificate belongs to
     * @param users whose keys are asked for
     * @param at the time of the request
     * @return the keys, which the caller wipes; nothing if the asker may not have all of them
     */
    Optional<List<DeliveredKey>> keys(IdPayload asker, List<IdPayload> users, Instant at);

    /**
     * Gives each user the keys of its own identity, for the date of the request and the next, so that nobody has to ask at midnight.
     *
     * @param isKnown whom the service serves
     */
    static KeyAuthority ofOwnIdentities(IbeMasterSecret master, IbakeDates dates, Predicate<IdPayload> isKnown) {
        return (asker, users, at) -> {
            if (!users.equals(List.of(asker)) || !isKnown.test(asker)) {
                return Optional.empty();
            }
            List<DeliveredKey> keys = new ArrayList<>();
            keys.add(DeliveredKey.of(master, dates, asker, at));
            keys.add(DeliveredKey.of(master, dates, asker, dates.end(at)));
            return Optional.of(keys);
        };
    }
}
