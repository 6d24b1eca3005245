package org.mikey4j.cli.secret;

import java.util.ArrayList;
import java.util.List;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.crypto.ibe.IbeException;
import org.mikey4j.crypto.ibe.IbePrivateKey;

/**
 * Keys of MIKEY-IBAKE as files bring them. {@link #close} wipes them.
 *
 * @param services whose users can be encrypted to
 * @param keys of users
 */
public record IbeKeys(List<IbeService> services, List<IbeUserKey> keys) implements AutoCloseable {
    /** None. */
    public static final IbeKeys NONE = new IbeKeys(List.of(), List.of());

    public IbeKeys {
        services = List.copyOf(services);
        keys = List.copyOf(keys);
    }

    static IbeKeys of(List<KeyFileEntry> services, List<KeyFileEntry> keys) {
        return new IbeKeys(
                services.stream().map(IbeService::of).toList(),
                keys.stream().map(IbeUserKey::of).toList());
    }

    /** These, and none of SAKKE. */
    public IdentityKeys alone() {
        return new IdentityKeys(List.of(), List.of(), List.of(), this);
    }

    IbeKeys and(IbeKeys more) {
        return new IbeKeys(IdentityKeys.both(services, more.services), IdentityKeys.both(keys, more.keys));
    }

    /** Whether there is nothing. */
    public boolean isEmpty() {
        return services.isEmpty() && keys.isEmpty();
    }

    /**
     * The service that issued a key.
     *
     * @throws CliFailure if it is not there
     */
    public IbeService serviceOf(IbeUserKey key) {
        return services.stream()
                .filter(service -> service.uri().equals(key.kms()))
                .findFirst()
                .orElseThrow(() -> CliFailure.keyMissing(
                        "identity keys: there is no public key of " + key.kms() + ", which issued keys for IBAKE"));
    }

    /**
     * Checks every key against its service.
     *
     * @return what can be used, which the caller closes
     * @throws CliFailure if one does not fit
     */
    public IbeKeyRing check() {
        List<IbePrivateKey> own = new ArrayList<>();
        try {
            for (IbeUserKey key : keys) {
                own.add(key.open(serviceOf(key)));
            }
            return IbeKeyRing.of(services, own, keys);
        } catch (IbeException e) {
            own.forEach(IbePrivateKey::close);
            throw CliFailure.keyMissing("identity keys: " + e.getMessage()).withHint("see: mikey kms check");
        }
    }

    @Override
    public void close() {
        services.forEach(IbeService::close);
        keys.forEach(IbeUserKey::close);
    }
}
