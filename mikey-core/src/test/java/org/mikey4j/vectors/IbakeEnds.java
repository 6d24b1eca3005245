package org.mikey4j.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.mikey4j.crypto.EcHalfKey;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.ibe.IbeDomain;
import org.mikey4j.crypto.ibe.IbeMasterSecret;
import org.mikey4j.crypto.ibe.IbeParameters;
import org.mikey4j.crypto.ibe.IbePrivateKey;
import org.mikey4j.exchange.EcPolicy;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.ibake.IbakeAnswerJudge;
import org.mikey4j.exchange.ibake.IbakeDates;
import org.mikey4j.exchange.ibake.IbakeInitiator;
import org.mikey4j.exchange.ibake.IbakeKeys;
import org.mikey4j.exchange.ibake.IbakeResponder;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;

/** The end of MIKEY-IBAKE that a vector sets up: whose keys it has, its point, and what it draws. */
final class IbakeEnds {
    /** By file: making a service checks its point, which takes longer than an exchange. */
    private static final Map<String, Keys> KEYS = new ConcurrentHashMap<>();

    private final ExchangeVector vector;
    private final Keys keys;
    private final FeedRandom random;
    private final ExchangeSettings settings;
    private final Clock clock;

    IbakeEnds(ExchangeVector vector, String file, Clock clock) {
        this.vector = vector;
        this.keys = KEYS.computeIfAbsent(file, f -> new Keys(VectorFile.read(f).get("ibakeKeys")));
        this.clock = clock;
        this.random = new FeedRandom(Octets.ofHex(setup().get("random").asText()));
        this.settings = ExchangeSettings.builder(clock, random).build();
    }

    /** A service, and how long its keys serve. */
    private record Service(IbeParameters parameters, IbakeDates dates) {}

    /** All services and the keys of all users. */
    private static final class Keys {
        private final Map<String, Service> byDomain = new HashMap<>();
        private final Map<Octets, IbePrivateKey> users = new HashMap<>();

        Keys(JsonNode json) {
            Map<String, Service> byName = new HashMap<>();
            for (JsonNode service : json.get("services")) {
                IbeMasterSecret master = IbeMasterSecret.of(
                        IbeDomain.DEFAULT,
                        SecretBytes.copyOf(
                                Octets.ofHex(service.get("masterSecret").asText())));
                if (!master.parameters()
                        .encode()
                        .toHex()
                        .equals(service.get("publicPoint").asText())) {
                    throw new AssertionError("P_pub is another");
                }
                Service made = new Service(
                        master.parameters(),
                        IbakeDates.valueOf(service.get("dates").asText().toUpperCase(Locale.ROOT)));
                byName.put(service.get("name").asText(), made);
                byDomain.put(service.get("domain").asText(), made);
            }
            for (JsonNode user : json.get("users")) {
                Octets identity = Octets.ofHex(user.get("identity").asText());
                users.put(
                        identity,
                        IbePrivateKey.decode(
                                Optional.ofNullable(
                                                byName.get(user.get("service").asText()))
                                        .orElseThrow()
                                        .parameters(),
                                identity,
                                SecretBytes.copyOf(Octets.ofHex(user.get("key").asText()))));
            }
        }

        Optional<Service> service(IdPayload id) {
            String user = id.idData().toHex();
            return byDomain.entrySet().stream()
                    .filter(entry -> user.endsWith(Octets.of("@" + entry.getKey(), StandardCharsets.US_ASCII)
                            .toHex()))
                    .map(Map.Entry::getValue)
                    .findFirst();
        }
    }

    private JsonNode setup() {
        return vector.setup().get("ibake");
    }

    private IbakeKeys own() {
        return new IbakeKeys() {
            @Override
            public Optional<Recipient> recipient(IdPayload id, Instant at) {
                return keys.service(id)
                        .map(service -> new Recipient(
                                service.parameters(), service.dates().identity(id, at)));
            }

            @Override
            public Optional<IbePrivateKey> own(IdPayload id, Instant at) {
                for (JsonNode user : setup().get("keys")) {
                    if (IdPayload.uri(user.asText()).equals(id)) {
                        return keys.service(id)
                                .map(service -> service.dates().identity(id, at))
                                .map(keys.users::get);
                    }
                }
                return Optional.empty();
            }
        };
    }

    private EcPolicy groups() {
        SecretBytes multiplier =
                SecretBytes.copyOf(Octets.ofHex(setup().get("multiplier").asText()));
        return EcPolicy.of(new SecureRandom()).withHalfKeys(group -> EcHalfKey.of(group, multiplier));
    }

    IbakeResponder responder() {
        IdPayload self = IdPayload.uri(setup().get("self").asText());
        return setup().has("mailbox")
                ? IbakeResponder.mailbox(settings, own(), groups(), self, ExchangeVector.replays(clock), vector.judge())
                : IbakeResponder.user(settings, own(), groups(), self, ExchangeVector.replays(clock), vector.judge());
    }

    IbakeInitiator initiator(IbakeAnswerJudge judge) {
        return new IbakeInitiator(settings, own(), groups(), judge);
    }

    /** Whether everything was drawn that the vector names. */
    boolean isAllDrawn() {
        return random.isUsedUp();
    }
}
