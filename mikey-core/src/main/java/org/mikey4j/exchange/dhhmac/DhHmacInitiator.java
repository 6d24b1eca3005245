package org.mikey4j.exchange.dhhmac;

import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.DhGroup;
import org.mikey4j.crypto.KemacCipher;
import org.mikey4j.crypto.MacAlgorithm;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.DhPolicy;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.internal.DhFormat;
import org.mikey4j.exchange.internal.DhOffer;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.exchange.internal.OfferParts;
import org.mikey4j.exchange.internal.PendingDh;
import org.mikey4j.exchange.internal.TimestampSource;
import org.mikey4j.message.IdPayload;

/**
 * Makes I_messages of DHHMAC, and updates of bundles that exist (RFC 4650, 3 and 3.1). Safe under threads if what it is given
 * is.
 *
 * <pre>{@code
 * try (DhHmacPendingOffer offer = initiator.offer(psk, DhGroup.OAKLEY_5, request)) {
 *     send(offer.message().octets().toByteArray());
 *     switch (offer.receive(Octets.copyOf(answer))) { ... }
 * }
 * }</pre>
 */
public final class DhHmacInitiator {
    private final ExchangeSettings settings;
    private final DhPolicy groups;
    private final TimestampSource timestamps;

    /**
     * @param settings local policy
     * @param groups the groups that may be used, and where half keys come from
     */
    public DhHmacInitiator(ExchangeSettings settings, DhPolicy groups) {
        this.settings = settings;
        this.groups = groups;
        this.timestamps = new TimestampSource(settings.clock());
    }

    /**
     * Makes an I_message.
     *
     * @param psk the pre-shared key
     * @param group the group, which the Responder can only take or leave
     * @param request names both ends; its keys are one TGK, of which only the validity counts, and its cipher does not count,
     *     since nothing is encrypted
     * @throws IllegalArgumentException if the group is not allowed, or the request cannot be met
     */
    public DhHmacPendingOffer offer(SecretBytes psk, DhGroup group, OfferRequest request) {
        return offer(psk, group, request, Optional.empty());
    }

    /** Makes an update: with a new key, or without one if the request has no keys. */
    public DhHmacPendingOffer offerUpdate(SecurityAssociation current, DhGroup group, OfferRequest request) {
        return offer(current.protectionKey(), group, request, Optional.of(current));
    }

    private DhHmacPendingOffer offer(
            SecretBytes psk, DhGroup group, OfferRequest request, Optional<SecurityAssociation> current) {
        MacAlgorithm mac = MacAlgorithm.of(request.macAlg())
                .filter(m -> m != MacAlgorithm.NULL)
                .orElseThrow(() -> new IllegalArgumentException("MAC alg: " + request.macAlg()));
        if (psk.length() == 0) {
            throw new IllegalArgumentException("psk: the key is empty");
        }
        CsbState state = OfferParts.state(request, settings, timestamps, current);
        List<IdPayload> identities = List.of(required(state.initiator(), "IDi"), required(state.responder(), "IDr"));
        MessageProtection protection = MessageProtection.derive(
                KemacCipher.NULL, mac, mac.keyOctets(), state.prf(), psk, state.csbId(), state.rand());
        try {
            DhOffer offer = DhOffer.make(
                    DhFormat.MACED, groups, group, request, state, current, identities, protection::appendMac);
            return new DhHmacPendingOffer(
                    settings,
                    new PendingDh(
                            settings, DhFormat.MACED, offer, psk.copy(), new MacResponder(settings, protection, false)),
                    protection);
        } catch (IllegalArgumentException e) {
            protection.close();
            throw e;
        }
    }

    private static IdPayload required(Optional<IdPayload> id, String name) {
        return id.orElseThrow(() -> new IllegalArgumentException(name + ": both ends must be named (RFC 4650, 3)"));
    }
}
