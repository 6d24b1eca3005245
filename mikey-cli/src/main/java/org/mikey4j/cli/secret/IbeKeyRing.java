package org.mikey4j.cli.secret;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.crypto.ibe.IbeParameters;
import org.mikey4j.crypto.ibe.IbePrivateKey;
import org.mikey4j.exchange.ibake.IbakeKeys;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;

/** The keys of one end of MIKEY-IBAKE, checked, and the services whose users it can encrypt to. Wiped by {@link #close}. */
public final class IbeKeyRing implements IbakeKeys, AutoCloseable {
    private final List<Known> services;
    private final Map<Octets, IbePrivateKey> own;
    private final List<IbeUserKey> users;

    /** A service whose parameters were checked. */
    private record Known(IbeService service, IbeParameters parameters) {
        Recipient recipient(IdPayload id, Instant at) {
            return new Recipient(parameters, service.dates().identity(id, at));
        }
    }

    private IbeKeyRing(List<Known> services, Map<Octets, IbePrivateKey> own, List<IbeUserKey> users) {
        this.services = services;
        this.own = own;
        this.users = users;
    }

    static IbeKeyRing of(List<IbeService> services, List<IbePrivateKey> own, List<IbeUserKey> users) {
        Map<Octets, IbePrivateKey> byIdentity = new LinkedHashMap<>();
        own.forEach(key -> byIdentity.put(key.identity(), key));
        return new IbeKeyRing(
                services.stream()
                        .map(service -> new Known(service, service.parameters()))
                        .toList(),
                byIdentity,
                users);
    }

    /** Services that name their domains come before one that serves everybody. */
    @Override
    public Optional<Recipient> recipient(IdPayload id, Instant at) {
        return services.stream()
                .filter(known -> known.service().isFor(id.text()))
                .findFirst()
                .or(() -> services.stream()
                        .filter(known -> known.service().domains().isEmpty())
                        .findFirst())
                .map(known -> known.recipient(id, at));
    }

    @Override
    public Optional<IbePrivateKey> own(IdPayload id, Instant at) {
        return services.stream()
                .map(known -> known.service().dates().identity(id, at))
                .flatMap(identity -> Optional.ofNullable(own.get(identity)).stream())
                .findFirst();
    }

    /** All keys of this end. */
    public List<IbePrivateKey> all() {
        return List.copyOf(own.values());
    }

    /** Whose keys these are, each once. */
    public List<String> users() {
        return users.stream().map(IbeUserKey::user).distinct().toList();
    }

    @Override
    public void close() {
        own.values().forEach(IbePrivateKey::close);
    }
}
