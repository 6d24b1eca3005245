package org.mikey4j.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.crypto.EnvelopeOpener;
import org.mikey4j.crypto.EnvelopePadding;
import org.mikey4j.crypto.JcaAlgorithms;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.LocalIdentity;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.publickey.Envelope;
import org.mikey4j.exchange.publickey.PkInitiator;
import org.mikey4j.exchange.publickey.PkPendingOffer;
import org.mikey4j.exchange.publickey.PkResponder;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.PkePayload;
import org.mikey4j.trust.Credentials;

/** Both ends of the public-key encryption method, seen by who has the Responder's private key. */
final class PkEnds implements Mode.Ends {
    private final Credentials own;
    private final LocalIdentity identity;
    private final PeerTrust trust;
    private final EnvelopePadding padding;

    PkEnds(Credentials own, LocalIdentity identity, PeerTrust trust, EnvelopePadding padding) {
        this.own = own;
        this.identity = identity;
        this.trust = trust;
        this.padding = padding;
    }

    @Override
    public ResponderResult receive(MikeyMessage message, ExchangeSettings settings, IntToLongFunction ssrcs) {
        return new PkResponder(
                        settings,
                        identity.id(),
                        trust,
                        PkResponder.oneKey(opener(settings)),
                        new OneShotReplayCache(),
                        OfferJudge.acceptSupported(ssrcs))
                .receive(message.octets(), Octets.EMPTY);
    }

    /** The envelope tells the key of the answer's MAC, so the Initiator's secrets are not needed. */
    @Override
    public InitiatorResult receiveAnswer(MikeyMessage message, Octets answer, ExchangeSettings settings) {
        PkePayload pke =
                message.payload(PkePayload.class).orElseThrow(() -> CliFailure.no("the message has no envelope"));
        ResponderResult received = receive(message, settings, csId -> 0);
        if (received instanceof Rejected rejected) {
            return rejected;
        }
        try (SecurityAssociation association = ((ResponderResult.Established) received).association();
                SecretBytes envelopeKey = opener(settings).open(pke.data())) {
            IdPayload initiator = association.initiator().orElseThrow();
            OfferRequest request = Remade.request(message)
                    .initiator(initiator)
                    .keys(specs(association).toArray(KeySpec[]::new))
                    .build();
            Envelope envelope = new Envelope(
                    own.certificates().get(0).getPublicKey(),
                    Optional.empty(),
                    pke.c(),
                    padding,
                    Optional.of(envelopeKey),
                    JcaAlgorithms.PLATFORM);
            try (PkPendingOffer offer =
                    new PkInitiator(settings, Remade.signer(message, initiator)).offer(envelope, request)) {
                return offer.receive(answer);
            }
        }
    }

    private EnvelopeOpener opener(ExchangeSettings settings) {
        return new EnvelopeOpener(own.key(), padding, JcaAlgorithms.PLATFORM, settings.random());
    }

    private static List<KeySpec> specs(SecurityAssociation association) {
        List<KeySpec> specs = new ArrayList<>();
        for (TransportedKey key : association.keys()) {
            specs.add((key.salt().length() == 0
                            ? KeySpec.of(key.keyType(), key.key())
                            : KeySpec.of(key.keyType(), key.key(), key.salt()))
                    .valid(key.kv()));
        }
        return specs;
    }
}
