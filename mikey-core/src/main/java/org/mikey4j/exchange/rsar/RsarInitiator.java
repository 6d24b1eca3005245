package org.mikey4j.exchange.rsar;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.EnvelopeOpener;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.LocalIdentity;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.exchange.internal.OfferParts;
import org.mikey4j.exchange.internal.Signatures;
import org.mikey4j.exchange.internal.TimestampSource;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Payload;
import org.mikey4j.message.registry.DataType;

/**
 * Asks for keys by RSA-R (RFC 4738, 3.4). The keys and the cipher of a request do not count: the Responder chooses them. Safe
 * under threads if what it is given is.
 *
 * <pre>{@code
 * RsarPendingOffer offer = initiator.offer(request);
 * send(offer.message().octets().toByteArray());
 * switch (offer.receive(Octets.copyOf(answer))) { ... }
 * }</pre>
 */
public final class RsarInitiator {
    private final ExchangeSettings settings;
    private final LocalIdentity identity;
    private final PeerTrust trust;
    private final EnvelopeOpener opener;
    private final TimestampSource timestamps;

    /**
     * @param settings local policy
     * @param identity who this end is
     * @param trust decides on the Responder's certificate
     * @param opener opens what is under this end's public key
     */
    public RsarInitiator(ExchangeSettings settings, LocalIdentity identity, PeerTrust trust, EnvelopeOpener opener) {
        this.settings = settings;
        this.identity = identity;
        this.trust = trust;
        this.opener = opener;
        this.timestamps = new TimestampSource(settings.clock());
    }

    /**
     * Asks for the keys of a session of two. With a Responder in the request nobody else is accepted; without one whoever
     * answers and is trusted, whom the association names.
     *
     * @param request what is wanted; a policy parameter that stands there several times is a choice
     */
    public RsarPendingOffer offer(OfferRequest request) {
        return offer(request, true, false);
    }

    /** As {@link #offer}, and leaves the RAND to the Responder. */
    public RsarPendingOffer offerWithoutRand(OfferRequest request) {
        return offer(request, false, false);
    }

    /**
     * Asks for the keys of a group. The Responder gives the RAND and the policies.
     *
     * @throws IllegalArgumentException if the request has policies (RFC 4738, 3.2)
     */
    public RsarPendingOffer join(OfferRequest request) {
        if (!request.policies().isEmpty()) {
            throw new IllegalArgumentException("policies: those of a group are the Responder's (RFC 4738, 3.2)");
        }
        return offer(request, false, true);
    }

    private RsarPendingOffer offer(OfferRequest request, boolean withRand, boolean group) {
        CsbState state = OfferParts.state(request, settings, timestamps, Optional.empty())
                .withInitiator(identity.id());
        List<Payload> identities = new ArrayList<>(identity.allPayloads());
        request.responder().ifPresent(identities::add);
        List<Payload> payloads = OfferParts.beforeKeys(request, state, withRand, identities);
        CommonHeader header =
                new CommonHeader(DataType.RSA_R_INIT, true, state.prf().prfFunc(), state.csbId(), request.csIdMap());
        MikeyMessage message = Signatures.sign(header, payloads, identity.signer());
        return new RsarPendingOffer(settings, message, request, state, trust, opener, group);
    }
}
