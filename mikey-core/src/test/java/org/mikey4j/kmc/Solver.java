package org.mikey4j.kmc;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.psk.PskLookup;
import org.mikey4j.exchange.psk.PskPeer;
import org.mikey4j.exchange.psk.PskResponder;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.SrtpIdMap;
import org.mikey4j.message.TPayload;
import org.mikey4j.testing.Peers;

/**
 * Somebody who tries: from the octets that a place held or saw it makes whatever the schemes make of octets, until nothing new
 * comes of it. It opens messages under every key it has, combines all values of one length, and derives with all of them.
 */
final class Solver {
    private static final int ROUNDS = 4;

    private final ExchangeSettings settings =
            ExchangeSettings.builder(Peers.CLOCK, Peers.RANDOM).allowNull(true).build();
    private final CallBinding call;
    private final List<Octets> nonces;
    private final Set<Octets> values = new LinkedHashSet<>();
    private final List<MikeyMessage> messages;
    private final List<CsbState> bundles;

    /**
     * @param held the secrets of the place
     * @param seen the messages that it saw
     * @param nonces what else of the derivation is no secret
     */
    Solver(CallBinding call, List<Octets> held, List<MikeyMessage> seen, List<Octets> nonces) {
        this.call = call;
        this.nonces = nonces;
        this.messages = seen;
        this.bundles = bundles(seen);
        values.addAll(held);
        for (int round = 0; round < ROUNDS; round++) {
            open();
            combine();
        }
    }

    boolean has(SecretBytes secret) {
        return values.contains(Octets.copyOf(secret.toByteArray()));
    }

    private void open() {
        for (MikeyMessage message : messages) {
            message.payloads(GeneralExtensionPayload.class).stream()
                    .map(List::of)
                    .map(KmcExtension::find)
                    .flatMap(Optional::stream)
                    .filter(e -> !e.component().isEmpty())
                    .forEach(e -> values.add(e.component()));
            for (Octets key : List.copyOf(values)) {
                open(message, claim -> Optional.of(PskPeer.of(SecretBytes.copyOf(key))));
            }
            open(message, claim -> Optional.empty());
            if (message.payloads(RandPayload.class).isEmpty()) {
                bundles.forEach(bundle -> List.copyOf(values).forEach(key -> openUpdate(message, bundle, key)));
            }
        }
    }

    /** What anybody sees of the bundles that began: all that an update needs but the key. */
    private static List<CsbState> bundles(List<MikeyMessage> messages) {
        List<CsbState> bundles = new ArrayList<>();
        for (MikeyMessage message : messages) {
            message.payloads(RandPayload.class)
                    .forEach(rand -> bundles.add(new CsbState(
                            message.header().csbId(),
                            Prf.MIKEY_1,
                            rand.rand(),
                            message.payloads(TPayload.class).get(0),
                            Optional.empty(),
                            Optional.empty())));
        }
        return bundles;
    }

    private void openUpdate(MikeyMessage message, CsbState bundle, Octets key) {
        SecurityAssociation tried = new SecurityAssociation(
                bundle, SecretBytes.copyOf(key), SrtpIdMap.of(List.of()), List.of(), List.of(), List.of(), List.of());
        keep(new PskResponder(
                        settings, claim -> Optional.empty(), Peers.replays(), OfferJudge.acceptSupported(csId -> 7))
                .receiveUpdate(tried, message.octets(), Octets.EMPTY));
    }

    private void open(MikeyMessage message, PskLookup lookup) {
        ResponderResult result = new PskResponder(
                        settings, lookup, Peers.replays(), OfferJudge.acceptSupported(csId -> 7))
                .receive(message.octets(), Octets.EMPTY);
        keep(result);
    }

    private void keep(ResponderResult result) {
        if (result instanceof ResponderResult.Established established) {
            established.association().keys().stream()
                    .map(TransportedKey::key)
                    .forEach(key -> values.add(Octets.copyOf(key.toByteArray())));
        }
    }

    private void combine() {
        List<Octets> all = List.copyOf(values);
        List<Octets> made = new ArrayList<>();
        for (Octets a : all) {
            for (Octets b : all) {
                if (a.length() == b.length() && !a.equals(b)) {
                    made.add(xor(a, b));
                    nonces.stream()
                            .filter(n -> a.length() == 32)
                            .map(n -> ControlPlaneKeys.pair(SecretBytes.copyOf(a), SecretBytes.copyOf(b), call, n))
                            .forEach(key -> made.add(Octets.copyOf(key.value().toByteArray())));
                }
            }
        }
        if (values.size() < 60) {
            values.addAll(made);
        }
    }

    private static Octets xor(Octets a, Octets b) {
        byte[] out = a.toByteArray();
        for (int i = 0; i < out.length; i++) {
            out[i] ^= (byte) b.at(i);
        }
        return Octets.copyOf(out);
    }
}
