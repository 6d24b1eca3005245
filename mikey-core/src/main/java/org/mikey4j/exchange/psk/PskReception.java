package org.mikey4j.exchange.psk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.MacAlgorithm;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.internal.CounterKey;
import org.mikey4j.exchange.internal.Freshness;
import org.mikey4j.exchange.internal.Ids;
import org.mikey4j.exchange.internal.MapAnswer;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.exchange.internal.Payloads;
import org.mikey4j.exchange.internal.Policies;
import org.mikey4j.exchange.internal.ProtectionSearch;
import org.mikey4j.exchange.internal.ReceivedOffer;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.replay.CounterLog;
import org.mikey4j.replay.ReplayCache;

/** The processing of one I_MESSAGE, in the order of RFC 3830, 5.3. */
final class PskReception {
    private final ExchangeSettings settings;
    private final PskLookup lookup;
    private final ReplayCache replayCache;
    private final CounterLog counters;
    private final OfferJudge judge;
    private final Octets context;
    private final Optional<SecurityAssociation> current;

    PskReception(
            ExchangeSettings settings,
            PskLookup lookup,
            ReplayCache replayCache,
            CounterLog counters,
            OfferJudge judge,
            Octets context,
            Optional<SecurityAssociation> current) {
        this.settings = settings;
        this.lookup = lookup;
        this.replayCache = replayCache;
        this.counters = counters;
        this.judge = judge;
        this.context = context;
        this.current = current;
    }

    ResponderResult process(Octets octets) {
        return ReceivedOffer.process(
                octets, settings, Refusal::of, message -> process(PskMessage.of(message, settings)));
    }

    private ResponderResult process(PskMessage received) {
        Octets rand = bundleRand(received);
        Freshness freshness =
                Freshness.of(received.offer(), received.mac().macOctets(), context, settings, replayCache);
        Optional<ResponderResult.Repeated> repeated = freshness.before();
        if (repeated.isPresent()) {
            return repeated.get();
        }
        Ids claimed = Ids.ofIMessage(received.message(), current.flatMap(SecurityAssociation::responder));
        Optional<PskPeer> peer = peer(received, claimed);
        try (ProtectionSearch found = received.authenticate(peer.map(PskPeer::psk), rand, settings)) {
            Ids known = new Ids(peer.flatMap(PskPeer::initiator), peer.flatMap(PskPeer::responder));
            Ids ids = claimed.or(known);
            try {
                claimed.requireSameAs(known);
                return processAuthentic(received, freshness, peer, found, ids, rand);
            } catch (Refusal e) {
                MessageProtection protection = found.protection();
                return received.mac() == MacAlgorithm.NULL
                        ? e.toRejected(received.message().octets(), settings)
                        : e.toRejected(
                                received.message().octets(),
                                settings,
                                (error, t) -> protection.appendV(error, ids.initiator(), ids.responder(), t));
            }
        }
    }

    private ResponderResult processAuthentic(
            PskMessage received,
            Freshness freshness,
            Optional<PskPeer> peer,
            ProtectionSearch found,
            Ids ids,
            Octets rand) {
        SecretBytes psk = peer.map(PskPeer::psk).orElseGet(SecretBytes::empty);
        freshness.requireOrder(current.map(SecurityAssociation::state), CounterKey.of(psk, ids.initiator()), counters);
        CommonHeader header = received.message().header();
        OfferJudge.Verdict.Accept accepted = Policies.judge(
                judge,
                new OfferJudge.Offer(
                        ids.initiator(),
                        ids.responder(),
                        header.csIdMap(),
                        received.policies(),
                        received.extensions()));
        TPayload timestamp = received.timestamp();
        CsbState state = new CsbState(header.csbId(), found.prf(), rand, timestamp, ids.initiator(), ids.responder());
        List<TransportedKey> keys = keys(received, found, state);
        CsIdMap map = header.v() ? MapAnswer.fill(header.csIdMap(), accepted.ssrcs()) : header.csIdMap();
        Optional<MikeyMessage> reply =
                header.v() ? Optional.of(verification(found.protection(), state, map)) : Optional.empty();
        Optional<ResponderResult.Repeated> repeated = freshness.remember(reply, keys);
        if (repeated.isPresent()) {
            return repeated.get();
        }
        List<Diagnostic> diagnostics = new ArrayList<>(found.diagnostics());
        if (rand.isEmpty()) {
            diagnostics.add(Compatibility.NULL_WITHOUT_RAND.at(0, "HDR"));
        }
        return new ResponderResult.Established(
                new SecurityAssociation(
                        state, psk.copy(), map, received.policies(), keys, received.extensions(), diagnostics),
                reply);
    }

    private Optional<PskPeer> peer(PskMessage received, Ids claimed) {
        if (current.isEmpty()) {
            return lookup.find(new PskLookup.Claim(
                    claimed.initiator(), claimed.responder(), received.csbId(), received.extensions(), context));
        }
        return PskPeer.of(current.get());
    }

    private Octets bundleRand(PskMessage received) {
        boolean unprotected = current.isEmpty()
                && received.mac() == MacAlgorithm.NULL
                && settings.accepts(Compatibility.NULL_WITHOUT_RAND);
        return unprotected
                ? received.offer().rand().orElse(Octets.EMPTY)
                : Payloads.bundleRand(received.offer(), current);
    }

    private List<TransportedKey> keys(PskMessage received, ProtectionSearch found, CsbState state) {
        List<TransportedKey> fresh = received.openKeys(found, state);
        if (!fresh.isEmpty()) {
            return fresh;
        }
        return current.map(SecurityAssociation::copyKeys)
                .orElseThrow(() -> Refusal.because(
                        RejectReason.KEYS_UNUSABLE, "the message that begins the bundle carries no key"));
    }

    /** HDR, T, [IDr], V, with the Initiator's timestamp (RFC 3830, 3.1). */
    private static MikeyMessage verification(MessageProtection protection, CsbState state, CsIdMap map) {
        List<Payload> payloads = new ArrayList<>();
        payloads.add(state.timestamp());
        state.responder().ifPresent(payloads::add);
        CommonHeader header =
                new CommonHeader(DataType.PSK_RESP, false, state.prf().prfFunc(), state.csbId(), map);
        return protection.appendV(
                MikeyMessage.encode(header, payloads), state.initiator(), state.responder(), state.timestamp());
    }
}
