package org.mikey4j.cli.command;

import java.util.Optional;
import java.util.function.IntToLongFunction;
import java.util.function.Supplier;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.crypto.EnvelopeOpener;
import org.mikey4j.crypto.EnvelopePadding;
import org.mikey4j.crypto.JcaAlgorithms;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.LocalIdentity;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.WitnessResult;
import org.mikey4j.exchange.rsar.RsarInitiator;
import org.mikey4j.exchange.rsar.RsarJudge;
import org.mikey4j.exchange.rsar.RsarPendingOffer;
import org.mikey4j.exchange.rsar.RsarResponder;
import org.mikey4j.exchange.rsar.RsarWitness;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.RandPayload;
import org.mikey4j.trust.Credentials;

/** Both ends of RSA-R. */
final class RsarEnds implements Mode.Ends {
    private final LocalIdentity identity;
    private final PeerTrust trust;
    private final EnvelopePadding padding;
    private final Optional<Supplier<Credentials>> initiatorKey;

    /** @param initiatorKey the Initiator's private key, under which the keys of the answer are; asked for only then */
    RsarEnds(
            LocalIdentity identity,
            PeerTrust trust,
            EnvelopePadding padding,
            Optional<Supplier<Credentials>> initiatorKey) {
        this.identity = identity;
        this.trust = trust;
        this.padding = padding;
        this.initiatorKey = initiatorKey;
    }

    @Override
    public ResponderResult receive(MikeyMessage message, ExchangeSettings settings, IntToLongFunction ssrcs) {
        return new RsarResponder(
                        settings, identity, trust, new OneShotReplayCache(), RsarJudge.acceptFirst(ssrcs), padding)
                .receive(message.octets(), Octets.EMPTY);
    }

    @Override
    public InitiatorResult receiveAnswer(MikeyMessage message, Octets answer, ExchangeSettings settings) {
        ResponderResult received = receive(message, settings, csId -> 0);
        if (!(received instanceof ResponderResult.Established established)) {
            throw CliFailure.no("the message is refused, and so is its answer");
        }
        IdPayload initiator = established.association().initiator().orElseThrow();
        established.association().close();
        RsarInitiator again = new RsarInitiator(
                settings,
                Remade.signer(message, initiator),
                trust,
                new EnvelopeOpener(
                        initiatorKey.orElseThrow().get().key(), padding, JcaAlgorithms.PLATFORM, settings.random()));
        OfferRequest request = Remade.request(message).initiator(initiator).build();
        RsarPendingOffer offer =
                message.payload(RandPayload.class).isPresent() ? again.offer(request) : again.offerWithoutRand(request);
        return offer.receive(answer);
    }

    @Override
    public boolean opensAnswers() {
        return initiatorKey.isPresent();
    }

    @Override
    public WitnessResult witnessAnswer(MikeyMessage message, Octets answer, ExchangeSettings settings) {
        return new RsarWitness(settings, trust).receive(message, answer);
    }
}
