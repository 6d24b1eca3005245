package org.mikey4j.cli.kmc;

import java.io.IOException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.sip.B2bua;
import org.mikey4j.cli.sip.B2buaLimits;
import org.mikey4j.cli.sip.DialogStore;
import org.mikey4j.cli.sip.SipFailure;
import org.mikey4j.cli.sip.SipNode;
import org.mikey4j.cli.sip.SipOptions;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.kmc.CallBinding;
import org.mikey4j.kmc.InMemoryKmcStore;
import org.mikey4j.kmc.KeyManagementCentre;
import org.mikey4j.kmc.KmcStore;
import org.mikey4j.kmc.LawfulAccess;
import org.mikey4j.kmc.LawfulAccess.Warrant;
import org.mikey4j.kmc.MasterKeys;
import org.mikey4j.kmc.PairKey;
import org.mikey4j.kmc.Subscriber;
import org.mikey4j.message.IdPayload;

/**
 * A centre that runs: a back-to-back user agent on the ISC interface, its connections with other centres, and health and metrics
 * over HTTP.
 */
public final class KmcServer implements AutoCloseable {
    private static final int STORE_CAPACITY = 500_000;
    private static final Duration LONGEST = Duration.ofDays(1);

    private final KmcConfig config;
    private final Map<IdPayload, CallCentre.User> users;
    private final CallCentre centre;
    private final Optional<TlsCentreLink> link;
    private final Optional<TlsCentreListener> listener;
    private final SipNode node;
    private final B2bua agent;
    private final Optional<KmcStatus> status;
    private Optional<SqlDatabase> database = Optional.empty();

    /**
     * Starts.
     *
     * @param log is told what the centre comes to know; never a key
     * @throws CliFailure if an address cannot be used
     */
    public KmcServer(
            KmcConfig config,
            KmcSecrets secrets,
            Clock clock,
            SecureRandom random,
            BiConsumer<CallBinding, String> log) {
        this.config = config;
        this.users = users(secrets);
        try {
            link = secrets.link()
                    .filter(own -> !config.peers().isEmpty())
                    .map(tls -> new TlsCentreLink(
                            tls.own().key(), tls.own().certificates(), tls.trusted(), config.peers(), clock));
            centre = new CallCentre(
                    config.scheme(),
                    new KeyManagementCentre(
                            ExchangeSettings.builder(clock, random).build(),
                            IdPayload.uri("sip:kmc." + config.domain()),
                            store(secrets, clock, random),
                            secrets.store()
                                    .map(KmcSecrets.Store::masterKeys)
                                    .orElseGet(() -> MasterKeys.drawn(random))),
                    id -> Optional.ofNullable(users.get(id)),
                    link.<CentreLink>map(l -> l).orElse((domain, request) -> {
                        throw new IOException("no centre is known for " + domain);
                    }),
                    random,
                    log,
                    new CallDuties(filter(), access(secrets, clock, random)));
            listener = listener(secrets, clock);
            B2bua[] made = new B2bua[1];
            B2buaLimits limits = new B2buaLimits(
                    config.settingUp(),
                    config.calls(),
                    Duration.ofSeconds(config.retryAfterSeconds()),
                    Duration.ofSeconds(config.ringingSeconds()),
                    LONGEST);
            SipOptions options = new SipOptions().host(config.name());
            secrets.sip()
                    .map(tls -> new CentreTls(tls.own().key(), tls.own().certificates(), tls.trusted(), clock))
                    .ifPresent(tls -> options.tls(tls.sip(config.tlsPeers())));
            DialogStore dialogs = dialogs(secrets, clock);
            node = SipNode.open("KMC " + config.domain(), config.listen(), options, sip -> {
                made[0] = new B2bua(sip, centre, dialogs, limits, clock, random);
                return made[0];
            });
            agent = made[0];
            status = config.http().isPresent()
                    ? Optional.of(new KmcStatus(config.http().orElseThrow(), agent, node))
                    : Optional.empty();
        } catch (IOException | SipFailure | IllegalArgumentException e) {
            throw CliFailure.io("the centre does not start: " + e.getMessage());
        }
    }

    private KmcStore store(KmcSecrets secrets, Clock clock, SecureRandom random) throws IOException {
        if (config.store().isEmpty()) {
            return new InMemoryKmcStore(clock, random, STORE_CAPACITY);
        }
        StoreSettings settings = config.store().orElseThrow();
        try {
            SqlDatabase made = SqlDatabase.open(
                    settings.url(), settings.user(), secrets.store().flatMap(KmcSecrets.Store::password));
            database = Optional.of(made);
            return new SqlKmcStore(made, clock);
        } catch (SQLException e) {
            throw new IOException("the store: " + e.getMessage(), e);
        }
    }

    private DialogStore dialogs(KmcSecrets secrets, Clock clock) throws IOException {
        if (database.isEmpty()) {
            return DialogStore.NONE;
        }
        try {
            return new SealedDialogs(
                    database.get(), secrets.store().orElseThrow().masterKeys(), clock);
        } catch (SQLException e) {
            throw new IOException("the store: " + e.getMessage(), e);
        }
    }

    private Optional<TlsCentreListener> listener(KmcSecrets secrets, Clock clock) throws IOException {
        if (config.linkListen().isEmpty()) {
            return Optional.empty();
        }
        KmcSecrets.Tls tls = secrets.link().orElseThrow();
        return Optional.of(new TlsCentreListener(
                config.linkListen().get(),
                tls.own().key(),
                tls.own().certificates(),
                tls.trusted(),
                clock,
                centre::heard));
    }

    private Optional<CallDuties.Filter> filter() {
        return config.media()
                .map(media -> new CallDuties.Filter(
                        media.policy(),
                        Objects.requireNonNull(users.get(IdPayload.uri(media.element())))
                                .subscriber()));
    }

    /** Puts down the keys of calls that a warrant is for. */
    private Consumer<PairKey> access(KmcSecrets secrets, Clock clock, SecureRandom random) throws IOException {
        List<Warrant> warrants = config.access().map(AccessSettings::warrants).orElse(List.of());
        if (warrants.isEmpty() || database.isEmpty()) {
            return key -> {};
        }
        try {
            LawfulAccess access = new LawfulAccess(
                    clock,
                    random,
                    secrets.custodians().get(0),
                    secrets.custodians().get(1),
                    new SqlAccessLog(database.get()));
            return key -> warrants.forEach(warrant -> access.keepIfCovered(warrant, key));
        } catch (SQLException | IllegalArgumentException e) {
            throw new IOException("lawful access: " + e.getMessage(), e);
        }
    }

    private static Map<IdPayload, CallCentre.User> users(KmcSecrets secrets) {
        Map<IdPayload, CallCentre.User> users = new HashMap<>();
        secrets.accessKeys().forEach((user, key) -> {
            IdPayload id = IdPayload.uri(user);
            users.put(
                    id,
                    new CallCentre.User(
                            new Subscriber(id, key),
                            Optional.ofNullable(secrets.shares().get(user))));
        });
        return users;
    }

    /** What happened so far. */
    public B2bua agent() {
        return agent;
    }

    /** How many SIP messages could not be handled. */
    public long faults() {
        return node.faults();
    }

    /** Takes no new calls and waits a while for those that are there. */
    public void drain() {
        agent.drain();
        long end = System.nanoTime() + Duration.ofSeconds(config.stopSeconds()).toNanos();
        while (agent.calls() > 0 && System.nanoTime() < end) {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Stops at once and wipes all keys. */
    @Override
    public void close() {
        status.ifPresent(KmcStatus::close);
        SipNode.closeAll(List.of(node));
        link.ifPresent(TlsCentreLink::close);
        if (listener.isPresent()) {
            try {
                listener.orElseThrow().close();
            } catch (IOException e) {
                // It is of no use any more.
            }
        }
        if (database.isPresent()) {
            try {
                database.orElseThrow().close();
            } catch (SQLException e) {
                // All that it acknowledged is there.
            }
        }
        centre.close();
        users.values().forEach(user -> {
            user.subscriber().accessKey().close();
            user.share().ifPresent(SecretBytes::close);
        });
    }
}
