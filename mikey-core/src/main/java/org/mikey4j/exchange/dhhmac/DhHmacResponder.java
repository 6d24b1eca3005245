package org.mikey4j.exchange.dhhmac;

import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.KemacCipher;
import org.mikey4j.crypto.MacAlgorithm;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.DhPolicy;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.internal.CounterKey;
import org.mikey4j.exchange.internal.DhFormat;
import org.mikey4j.exchange.internal.DhMode;
import org.mikey4j.exchange.internal.DhReception;
import org.mikey4j.exchange.internal.DhSeal;
import org.mikey4j.exchange.internal.Ids;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.exchange.internal.ProtectionSearch;
import org.mikey4j.exchange.internal.ReceivedOffer;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.exchange.psk.PskLookup;
import org.mikey4j.exchange.psk.PskPeer;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.EncrAlg;
import org.mikey4j.replay.CounterLog;
import org.mikey4j.replay.ReplayCache;

/**
 * Answers I_messages of DHHMAC (RFC 4650, 3). The MAC is checked before anything is exponentiated (5.2). There is always an
 * answer, or an error message. Immutable, and safe under threads if what it is given is.
 */
public final class DhHmacResponder {
    private final ExchangeSettings settings;
    private final DhReception reception;
    private final DhReception printedReception;

    /**
     * @param settings local policy
     * @param groups the groups that are acceptable, and where half keys come from
     * @param id who this end is, which IDr must equal
     * @param lookup finds the key for a message
     * @param replayCache what was accepted before
     * @param judge decides on authentic offers
     */
    public DhHmacResponder(
            ExchangeSettings settings,
            DhPolicy groups,
            IdPayload id,
            PskLookup lookup,
            ReplayCache replayCache,
            OfferJudge judge) {
        this(settings, groups, id, lookup, replayCache, judge, CounterLog.NONE);
    }

    /**
     * As above, for peers that send counters as timestamps.
     *
     * @param counters the highest counter of each peer
     */
    public DhHmacResponder(
            ExchangeSettings settings,
            DhPolicy groups,
            IdPayload id,
            PskLookup lookup,
            ReplayCache replayCache,
            OfferJudge judge,
            CounterLog counters) {
        this.settings = settings;
        this.reception =
                new DhReception(settings, groups, replayCache, counters, judge, new Maced(settings, id, lookup, false));
        this.printedReception =
                new DhReception(settings, groups, replayCache, counters, judge, new Maced(settings, id, lookup, true));
    }

    /**
     * Processes an I_message that begins a bundle.
     *
     * @param message the octets as received
     * @param context stands for what the message came in, as in {@code PskResponder.receive}; empty if a message can
     *     lawfully come only once
     */
    public ResponderResult receive(Octets message, Octets context) {
        return process(message, context, Optional.empty());
    }

    /** Processes an update, which has a new Diffie-Hellman value or keeps the keys. */
    public ResponderResult receiveUpdate(SecurityAssociation current, Octets message, Octets context) {
        return process(message, context, Optional.of(current));
    }

    private ResponderResult process(Octets message, Octets context, Optional<SecurityAssociation> current) {
        return settings.accepts(Compatibility.DHHMAC_NUMBERS_AS_PRINTED) && PrintedNumbers.isPrinted(message)
                ? printedReception.process(PrintedNumbers.registered(message), context, current)
                : reception.process(message, context, current);
    }

    private record Maced(ExchangeSettings settings, IdPayload id, PskLookup lookup, boolean printed) implements DhMode {
        @Override
        public DhFormat format() {
            return DhFormat.MACED;
        }

        @Override
        public int sealOctets(MikeyMessage message) {
            return kemac(message).mac().length();
        }

        @Override
        public Authentic authenticate(
                ReceivedOffer offer, Octets rand, Octets context, Optional<SecurityAssociation> current) {
            MikeyMessage message = offer.message();
            MacAlgorithm mac = mac(kemac(message));
            Ids claimed = Ids.naming(message, id);
            long csbId = message.header().csbId();
            Optional<PskPeer> peer = current.isPresent()
                    ? PskPeer.of(current.get())
                    : lookup.find(new PskLookup.Claim(
                            claimed.initiator(),
                            claimed.responder(),
                            csbId,
                            message.payloads(GeneralExtensionPayload.class),
                            context));
            ProtectionSearch found;
            try {
                found = ProtectionSearch.authentic(
                        message,
                        new ProtectionSearch.Basis(KemacCipher.NULL, mac, offer.prf(), csbId, rand),
                        peer.map(PskPeer::psk),
                        settings,
                        protection -> departures(protection, message));
            } catch (Refusal e) {
                throw e.alwaysReported();
            }
            try {
                Ids ids = claimed.with(peer.flatMap(PskPeer::initiator), peer.flatMap(PskPeer::responder));
                IdPayload initiator = ids.initiator()
                        .orElseThrow(() -> Refusal.because(
                                RejectReason.MISSING_PAYLOAD, "neither the message nor the key tells IDi"));
                DhSeal seal = printed
                        ? (header, payloads) -> PrintedNumbers.appendMac(found.protection(), header, payloads)
                        : found.protection()::appendMac;
                SecretBytes psk = peer.orElseThrow().psk();
                return new Authentic(
                        initiator,
                        id,
                        found.prf(),
                        psk,
                        CounterKey.of(psk, Optional.of(initiator)),
                        List.of(id),
                        found.diagnostics(),
                        seal,
                        error -> seal.seal(error.header(), error.payloads()),
                        found::close);
            } catch (Refusal e) {
                found.close();
                throw e;
            }
        }

        private Optional<List<Compatibility>> departures(MessageProtection protection, MikeyMessage message) {
            if (!printed) {
                return ProtectionSearch.accepting(protection.isAuthentic(message));
            }
            return PrintedNumbers.isAuthentic(protection, message)
                    ? Optional.of(List.of(Compatibility.DHHMAC_NUMBERS_AS_PRINTED))
                    : Optional.empty();
        }

        private static KemacPayload kemac(MikeyMessage message) {
            return (KemacPayload) message.payloads().get(message.payloads().size() - 1);
        }

        /** The KEMAC carries nothing but the MAC (RFC 4650, 4.2). The numbers are those of the registry, 0 for NULL. */
        private static MacAlgorithm mac(KemacPayload kemac) {
            if (kemac.encrAlg() != EncrAlg.NULL || !kemac.encrData().isEmpty()) {
                throw Refusal.because(
                        RejectReason.UNSUPPORTED_ENCRYPTION, "the KEMAC encrypts something (RFC 4650, 4.2)");
            }
            return MacAlgorithm.of(kemac.macAlg())
                    .filter(mac -> mac != MacAlgorithm.NULL)
                    .orElseThrow(() ->
                            Refusal.because(RejectReason.UNSUPPORTED_MAC, "the message has no MAC (RFC 4650, 4.2)"));
        }
    }
}
