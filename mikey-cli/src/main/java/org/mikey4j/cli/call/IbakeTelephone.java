package org.mikey4j.cli.call;

import java.util.List;
import java.util.Optional;
import org.mikey4j.cli.secret.IbeKeyRing;
import org.mikey4j.cli.secret.IbeKeys;
import org.mikey4j.cli.secret.IbeService;
import org.mikey4j.cli.secret.IbeUserKey;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.ibake.DeliveredKey;
import org.mikey4j.exchange.ibake.KeyDelivery;
import org.mikey4j.exchange.ibake.KeyRequest;
import org.mikey4j.exchange.ibake.KeyRequester;
import org.mikey4j.exchange.ibake.PendingKeyRequest;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;

/** A telephone of MIKEY-IBAKE, which asks the service of its own network for its private keys when it first needs them. */
final class IbakeTelephone implements AutoCloseable {
    private final String name;
    private final IdPayload user;
    private final ExchangeSettings settings;
    private final IbakeHome home;
    private final List<IbeService> services;
    private final CallTrace trace;
    private Optional<IbeKeyRing> keys = Optional.empty();

    /**
     * @param name in the trace
     * @param home the service of its network, with which it shares a key
     * @param services what is public of all services
     */
    IbakeTelephone(
            String name,
            IdPayload user,
            ExchangeSettings settings,
            IbakeHome home,
            List<IbeService> services,
            CallTrace trace) {
        this.name = name;
        this.user = user;
        this.settings = settings;
        this.home = home;
        this.services = services;
        this.trace = trace;
    }

    IdPayload user() {
        return user;
    }

    /**
     * Its keys, each checked.
     *
     * @throws CallRefused if the service gives none
     */
    synchronized IbeKeyRing keys() {
        if (keys.isEmpty()) {
            keys = Optional.of(ask());
            trace.knows(name, "has the private keys of its identity");
        }
        return keys.orElseThrow();
    }

    private IbeKeyRing ask() {
        try (SecretBytes psk = home.psk();
                PendingKeyRequest request =
                        new KeyRequester(settings).request(psk, KeyRequest.of(List.of(user), home.id()))) {
            trace.between(name, home.name(), "REQUEST_KEY_INIT");
            Octets answer = home.post(request.message().octets());
            trace.between(home.name(), name, "REQUEST_KEY_RESP");
            KeyDelivery delivery = request.receive(answer);
            if (delivery instanceof KeyDelivery.Delivered delivered) {
                return checked(delivered.keys());
            }
            throw IbakeRun.refused(((KeyDelivery.Refused) delivery).rejected());
        }
    }

    private IbeKeyRing checked(List<DeliveredKey> delivered) {
        IbeService own = home.service();
        List<IbeUserKey> named = delivered.stream()
                .map(key ->
                        new IbeUserKey(own.uri(), key.id().text(), own.dates().at(key.from()), key.key()))
                .toList();
        try (IbeKeys all = new IbeKeys(services, named)) {
            return all.check();
        }
    }

    @Override
    public synchronized void close() {
        keys.ifPresent(IbeKeyRing::close);
    }
}
