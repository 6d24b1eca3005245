package org.mikey4j.cli.command;

import java.util.EnumSet;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.crypto.DhGroup;
import org.mikey4j.crypto.DhHalfKey;
import org.mikey4j.exchange.DhPolicy;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.LocalIdentity;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.WitnessResult;
import org.mikey4j.exchange.dh.DhInitiator;
import org.mikey4j.exchange.dh.DhPendingOffer;
import org.mikey4j.exchange.dh.DhResponder;
import org.mikey4j.exchange.dh.DhWitness;
import org.mikey4j.exchange.dhhmac.DhHmacInitiator;
import org.mikey4j.exchange.dhhmac.DhHmacPendingOffer;
import org.mikey4j.exchange.dhhmac.DhHmacResponder;
import org.mikey4j.exchange.dhhmac.DhHmacWitness;
import org.mikey4j.exchange.psk.PskPeer;
import org.mikey4j.message.DhPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;

/** Both ends of the two Diffie-Hellman modes. */
final class DhEnds {
    private DhEnds() {}

    /** The secret exponents. */
    static final class HalfKeys {
        private final DhPolicy policy;
        private final Optional<Function<DhGroup, DhHalfKey>> initiator;
        private @Nullable DhHalfKey read;

        /**
         * @param policy the groups that are acceptable, with fresh half keys
         * @param initiator gives the Initiator's half key, for opening an answer; asked once, and only then
         */
        HalfKeys(DhPolicy policy, Optional<Function<DhGroup, DhHalfKey>> initiator) {
            this.policy = policy;
            this.initiator = initiator;
        }

        /** Whether the Initiator's half key is there. */
        boolean hasOwn() {
            return initiator.isPresent();
        }

        DhPolicy policy() {
            return policy;
        }

        /** A policy whose half key is the one of the message. */
        DhPolicy own(MikeyMessage message) {
            DhPayload sent = message.payload(DhPayload.class)
                    .orElseThrow(() -> CliFailure.no("the message has no Diffie-Hellman value"));
            if (read == null) {
                read = initiator.orElseThrow().apply(group(message));
            }
            DhHalfKey half = read;
            if (!half.publicValue().equals(sent.dhValue())) {
                throw CliFailure.keyMissing(
                        HalfKeyOption.DH_PRIVATE + ": this exponent does not give the public value of the message");
            }
            return new DhPolicy(EnumSet.allOf(DhGroup.class), group -> half);
        }
    }

    private static DhGroup group(MikeyMessage message) {
        return message.payload(DhPayload.class)
                .flatMap(dh -> DhGroup.of(dh.dhGroup()))
                .orElse(DhGroup.OAKLEY_5);
    }

    /** With signatures (RFC 3830, 3.3). */
    static final class Signed implements Mode.Ends {
        private final LocalIdentity identity;
        private final PeerTrust trust;
        private final HalfKeys halfKeys;

        Signed(LocalIdentity identity, PeerTrust trust, HalfKeys halfKeys) {
            this.identity = identity;
            this.trust = trust;
            this.halfKeys = halfKeys;
        }

        @Override
        public ResponderResult receive(MikeyMessage message, ExchangeSettings settings, IntToLongFunction ssrcs) {
            return new DhResponder(
                            settings,
                            halfKeys.policy(),
                            identity,
                            trust,
                            new OneShotReplayCache(),
                            OfferJudge.acceptSupported(ssrcs))
                    .receive(message.octets(), Octets.EMPTY);
        }

        @Override
        public InitiatorResult receiveAnswer(MikeyMessage message, Octets answer, ExchangeSettings settings) {
            IdPayload initiator = initiator(message);
            DhInitiator again =
                    new DhInitiator(settings, halfKeys.own(message), Remade.signer(message, initiator), trust);
            try (DhPendingOffer offer =
                    again.offer(group(message), Remade.request(message).build())) {
                return offer.receive(answer);
            }
        }

        @Override
        public boolean opensAnswers() {
            return halfKeys.hasOwn();
        }

        @Override
        public WitnessResult witnessAnswer(MikeyMessage message, Octets answer, ExchangeSettings settings) {
            return new DhWitness(settings, trust).receive(message, initiator(message), answer);
        }
    }

    private static IdPayload initiator(MikeyMessage message) {
        return Remade.initiator(message).orElseThrow(() -> CliFailure.no("the message does not say who sent it"));
    }

    /** With a pre-shared key (RFC 4650). */
    static final class Maced implements Mode.Ends {
        private final PeerOptions peers;
        private final Optional<PskPeer> peer;
        private final IdPayload id;
        private final HalfKeys halfKeys;

        Maced(PeerOptions peers, MikeyMessage message, IdPayload id, HalfKeys halfKeys) {
            this.peers = peers;
            this.peer = peers.of(message);
            this.id = id;
            this.halfKeys = halfKeys;
        }

        @Override
        public ResponderResult receive(MikeyMessage message, ExchangeSettings settings, IntToLongFunction ssrcs) {
            return new DhHmacResponder(
                            settings,
                            halfKeys.policy(),
                            id,
                            claim -> peer,
                            new OneShotReplayCache(),
                            OfferJudge.acceptSupported(ssrcs))
                    .receive(message.octets(), Octets.EMPTY);
        }

        @Override
        public InitiatorResult receiveAnswer(MikeyMessage message, Octets answer, ExchangeSettings settings) {
            DhHmacInitiator again = new DhHmacInitiator(settings, halfKeys.own(message));
            try (DhHmacPendingOffer offer = again.offer(
                    peer.orElseThrow().psk(),
                    group(message),
                    Remade.request(message).build())) {
                return offer.receive(answer);
            }
        }

        @Override
        public boolean opensAnswers() {
            return halfKeys.hasOwn();
        }

        @Override
        public WitnessResult witnessAnswer(MikeyMessage message, Octets answer, ExchangeSettings settings) {
            return new DhHmacWitness(settings).receive(peer.orElseThrow().psk(), message, initiator(message), answer);
        }

        @Override
        public void close() {
            peers.close();
        }
    }
}
