package org.mikey4j.exchange.dh;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.DhGroup;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.DhPolicy;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.LocalIdentity;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.internal.DhFormat;
import org.mikey4j.exchange.internal.DhOffer;
import org.mikey4j.exchange.internal.OfferParts;
import org.mikey4j.exchange.internal.PendingDh;
import org.mikey4j.exchange.internal.ReceivedOffer;
import org.mikey4j.exchange.internal.Signatures;
import org.mikey4j.exchange.internal.TimestampSource;
import org.mikey4j.message.Payload;

/**
 * Makes I_MESSAGEs of the Diffie-Hellman method, and updates of bundles that exist (RFC 3830, 3.3 and 4.5). Safe under
 * threads if what it is given is.
 *
 * <pre>{@code
 * try (DhPendingOffer offer = initiator.offer(DhGroup.OAKLEY_5, request)) {
 *     send(offer.message().octets().toByteArray());
 *     switch (offer.receive(Octets.copyOf(answer))) { ... }
 * }
 * }</pre>
 */
public final class DhInitiator {
    private final ExchangeSettings settings;
    private final DhPolicy groups;
    private final LocalIdentity identity;
    private final PeerTrust trust;
    private final TimestampSource timestamps;

    /**
     * @param settings local policy
     * @param groups the groups that may be used, and where half keys come from
     * @param identity who this end is
     * @param trust decides on the Responder's certificate
     */
    public DhInitiator(ExchangeSettings settings, DhPolicy groups, LocalIdentity identity, PeerTrust trust) {
        this.settings = settings;
        this.groups = groups;
        this.identity = identity;
        this.trust = trust;
        this.timestamps = new TimestampSource(settings.clock());
    }

    /**
     * Makes an I_MESSAGE.
     *
     * @param group the group, which the Responder can only take or leave
     * @param request its keys are one TGK, of which only the validity counts
     * @throws IllegalArgumentException if the group is not allowed, or the request cannot be met
     */
    public DhPendingOffer offer(DhGroup group, OfferRequest request) {
        return offer(group, request, Optional.empty());
    }

    /** Makes an update: with a new key, or without one if the request has no keys. */
    public DhPendingOffer offerUpdate(SecurityAssociation current, DhGroup group, OfferRequest request) {
        return offer(group, request, Optional.of(current));
    }

    private DhPendingOffer offer(DhGroup group, OfferRequest request, Optional<SecurityAssociation> current) {
        CsbState state =
                OfferParts.state(request, settings, timestamps, current).withInitiator(identity.id());
        List<Payload> identities = new ArrayList<>(identity.allPayloads());
        state.responder().ifPresent(identities::add);
        DhOffer offer = DhOffer.make(
                DhFormat.SIGNED,
                groups,
                group,
                request,
                state,
                current,
                identities,
                (header, payloads) -> Signatures.sign(header, payloads, identity.signer()));
        Instant at = ReceivedOffer.at(state.timestamp(), settings);
        return new DhPendingOffer(new PendingDh(
                settings,
                DhFormat.SIGNED,
                offer,
                SecretBytes.empty(),
                new SigningResponder(settings, trust, state.responder(), at)));
    }
}
