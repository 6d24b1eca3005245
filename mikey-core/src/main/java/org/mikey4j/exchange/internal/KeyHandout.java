package org.mikey4j.exchange.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mikey4j.crypto.TrafficKeys;
import org.mikey4j.exchange.CryptoSession;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.SessionKey;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.UnusablePolicyException;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.EmptyMap;
import org.mikey4j.message.GenericId;
import org.mikey4j.message.GenericIdMap;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.SrtpIdMap;

/** Hands the keys of a bundle out to its crypto sessions (RFC 3830, 4.1.3 and 4.4). */
public final class KeyHandout {
    private KeyHandout() {}

    /** One crypto session for each entry of the map. */
    public static List<CryptoSession> cryptoSessions(
            CsbState state, CsIdMap map, List<SpPayload> policies, List<TransportedKey> keys) {
        List<Entry> entries = entries(map);
        List<CryptoSession> sessions = new ArrayList<>(entries.size());
        try (Generators generators = new Generators(state, keys)) {
            for (Entry entry : entries) {
                Optional<SpPayload> policy = policies.stream()
                        .filter(sp -> sp.policyNo() == entry.policyNo)
                        .findFirst();
                SrtpPolicy effective = policy.map(SrtpPolicy::of).orElseGet(SrtpPolicy::defaults);
                sessions.add(new CryptoSession(
                        entry.csId, entry.ssrc, entry.roc, policy, generators.sessionKeys(entry.csId, effective)));
            }
        }
        return List.copyOf(sessions);
    }

    /**
     * Checks that keys can be handed out to these sessions.
     *
     * @throws UnusablePolicyException if the policy of one cannot be used
     */
    public static void requireUsable(CsIdMap map, List<SpPayload> policies) {
        if (policies.isEmpty()) {
            return;
        }
        Set<Integer> used = new HashSet<>();
        entries(map).forEach(entry -> used.add(entry.policyNo));
        for (SpPayload policy : policies) {
            if (used.contains(policy.policyNo())) {
                SrtpPolicy.of(policy);
            }
        }
    }

    /** The keys of one crypto session. */
    public static List<SessionKey> sessionKeys(CsbState state, int csId, SrtpPolicy policy, List<TransportedKey> keys) {
        try (Generators generators = new Generators(state, keys)) {
            return generators.sessionKeys(csId, policy);
        }
    }

    private static List<Entry> entries(CsIdMap map) {
        List<Entry> entries = new ArrayList<>();
        if (map instanceof SrtpIdMap srtp) {
            int csId = 1;
            for (SrtpId id : srtp.entries()) {
                entries.add(new Entry(csId++, id.policyNo(), id.ssrc(), id.roc()));
            }
        } else if (map instanceof GenericIdMap generic) {
            for (GenericId id : generic.entries()) {
                int length = id.sessionData().length();
                entries.add(new Entry(
                        id.csId(),
                        id.policyNos().isEmpty() ? -1 : id.policyNos().at(0),
                        length >= 4 ? id.sessionData().u32(0) : 0,
                        id.s() && length >= 8 ? id.sessionData().u32(4) : 0));
            }
        } else if (!(map instanceof EmptyMap)) {
            throw new IllegalArgumentException("CS ID map type " + map.mapType());
        }
        return entries;
    }

    private record Entry(int csId, int policyNo, long ssrc, long roc) {}

    /** The derivations of a bundle's generation keys, each keyed once for all crypto sessions. */
    private static final class Generators implements AutoCloseable {
        private final List<TransportedKey> keys;
        private final List<Optional<TrafficKeys>> traffic = new ArrayList<>();

        Generators(CsbState state, List<TransportedKey> keys) {
            this.keys = keys;
            for (TransportedKey key : keys) {
                traffic.add(key.isGenerationKey() ? Optional.of(state.trafficKeys(key.key())) : Optional.empty());
            }
        }

        List<SessionKey> sessionKeys(int csId, SrtpPolicy policy) {
            List<SessionKey> session = new ArrayList<>(keys.size());
            for (int i = 0; i < keys.size(); i++) {
                TransportedKey key = keys.get(i);
                Optional<TrafficKeys> generator = traffic.get(i);
                if (generator.isEmpty()) {
                    session.add(new SessionKey(key.key().copy(), key.salt().copy(), key.kv()));
                } else {
                    TrafficKeys from = generator.get();
                    session.add(new SessionKey(
                            from.tek(csId, policy.masterKeyOctets()),
                            key.salt().length() > 0 ? key.salt().copy() : from.salt(csId, policy.masterSaltOctets()),
                            key.kv()));
                }
            }
            return session;
        }

        @Override
        public void close() {
            traffic.forEach(generator -> generator.ifPresent(TrafficKeys::close));
        }
    }
}
