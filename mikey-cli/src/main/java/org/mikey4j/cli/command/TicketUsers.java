package org.mikey4j.cli.command;

import java.util.Optional;
import java.util.function.Supplier;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.crypto.EnvelopeOpener;
import org.mikey4j.crypto.JcaAlgorithms;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.exchange.psk.PskPeer;
import org.mikey4j.exchange.publickey.PkResponder;
import org.mikey4j.exchange.ticket.KmsAccess;
import org.mikey4j.exchange.ticket.KmsPeers;
import org.mikey4j.exchange.ticket.KmsWitness;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.PkePayload;
import org.mikey4j.message.registry.IdRole;
import picocli.CommandLine.ParseResult;

/**
 * How the key management service of MIKEY-TICKET or MIKEY-IBAKE knows who asks, as the options say (RFC 6043, 4.2.1.2 and 4.2.1.3; RFC
 * 6267, 4.2.1.1).
 */
final class TicketUsers implements AutoCloseable {
    private static final IdPayload NOBODY = IdPayload.uri("invalid:");

    private final ParseResult options;
    private final PeerOptions peers;
    private final IdentityOptions service;
    private final Supplier<PeerTrust> trust;
    private final CliContext context;

    /**
     * @param service the service's private key, which opens envelopes
     * @param trust decides on the certificates of those who sign
     */
    TicketUsers(ParseResult options, CliContext context, IdentityOptions service, Supplier<PeerTrust> trust) {
        this.options = options;
        this.peers = new PeerOptions(options, context);
        this.service = service;
        this.trust = trust;
        this.context = context;
    }

    /** Whether the envelope of a signed message is closed to this end, which is not the service. */
    boolean seesSignatureOnly(MikeyMessage message) {
        return TicketAccess.isSigned(message) && !service.isGiven();
    }

    /** Whether there is what an answer is authenticated with. */
    boolean hasKeyFor(MikeyMessage message) {
        return !seesSignatureOnly(message) || options.hasMatchedOption(TicketAccess.ENVELOPE_KEY);
    }

    /** Checks the signature of a message, which takes no key of the service. */
    KmsWitness.Result witness(IdPayload kms, MikeyMessage message, ExchangeSettings settings) {
        return new KmsWitness(settings, trust.get()).receive(kms, message.octets());
    }

    /** How the sender of this message is authenticated. */
    KmsPeers peers(MikeyMessage message, ExchangeSettings settings) {
        if (!TicketAccess.isSigned(message)) {
            KmsAccess.PreShared sender = preShared(message);
            return KmsPeers.sharing(claim -> Optional.of(sender));
        }
        return new KmsPeers(
                claim -> Optional.empty(),
                Optional.of(new KmsPeers.Signed(trust.get(), PkResponder.oneKey(opener(settings)))));
    }

    /** The key that the sender of a message shares with the service, which the caller wipes: pre-shared, or from the envelope. */
    KmsAccess.PreShared access(MikeyMessage message, ExchangeSettings settings) {
        if (!TicketAccess.isSigned(message)) {
            KmsAccess.PreShared sender = preShared(message);
            return new KmsAccess.PreShared(sender.id(), sender.psk().copy(), sender.pskId());
        }
        if (seesSignatureOnly(message)) {
            return new KmsAccess.PreShared(
                    named(message).orElse(NOBODY), TicketAccess.envelopeKey(options, context), Optional.empty());
        }
        PkePayload pke =
                message.payload(PkePayload.class).orElseThrow(() -> CliFailure.no("the message has no envelope"));
        SecretBytes key = opener(settings).open(pke.data());
        return new KmsAccess.PreShared(named(message).orElse(NOBODY), key, Optional.empty());
    }

    /** The service's private key. */
    EnvelopeOpener opener(ExchangeSettings settings) {
        return new EnvelopeOpener(
                service.credentials().key(),
                AlgorithmOptions.envelopePadding(options),
                JcaAlgorithms.PLATFORM,
                settings.random());
    }

    private KmsAccess.PreShared preShared(MikeyMessage message) {
        PskPeer peer = peers.of(message).orElseThrow();
        IdPayload id = named(message).or(peer::initiator).or(peer::responder).orElse(NOBODY);
        return new KmsAccess.PreShared(id, peer.psk(), Optional.empty());
    }

    private static Optional<IdPayload> named(MikeyMessage message) {
        return TicketEnds.identity(message, IdRole.IDR_I).or(() -> TicketEnds.identity(message, IdRole.IDR_R));
    }

    @Override
    public void close() {
        peers.close();
    }
}
