package org.mikey4j.exchange.ibake;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.crypto.ibe.IbeParameters;
import org.mikey4j.crypto.ibe.IbePrivateKey;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;

/** The keys of one end where both ends are users of one key management service. Immutable; its keys stay their owner's to wipe. */
public final class IbakeKeyRing implements IbakeKeys {
    private final IbeParameters kms;
    private final IbakeDates dates;
    private final Map<Octets, IbePrivateKey> own = new HashMap<>();

    /**
     * @param kms the service that both ends' keys are from
     * @param dates how long its keys serve
     * @param keys this end's keys, of any of its identities and dates
     */
    public IbakeKeyRing(IbeParameters kms, IbakeDates dates, Collection<IbePrivateKey> keys) {
        this.kms = kms;
        this.dates = dates;
        keys.forEach(key -> own.put(key.identity(), key));
    }

    @Override
    public Optional<Recipient> recipient(IdPayload id, Instant at) {
        return Optional.of(new Recipient(kms, dates.identity(id, at)));
    }

    @Override
    public Optional<IbePrivateKey> own(IdPayload id, Instant at) {
        return Optional.ofNullable(own.get(dates.identity(id, at)));
    }
}
