package org.mikey4j.exchange.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.DhGroup;
import org.mikey4j.crypto.DhHalfKey;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.DhPolicy;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.DhPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Payload;

/**
 * An I_MESSAGE that carries a Diffie-Hellman value, or an update that leaves the keys as they are.
 *
 * @param message the I_MESSAGE
 * @param request what it was made of
 * @param state the bundle
 * @param half the half key; empty in an update that keeps the keys
 * @param kept the keys that such an update keeps
 */
public record DhOffer(
        MikeyMessage message,
        OfferRequest request,
        CsbState state,
        Optional<DhHalfKey> half,
        List<TransportedKey> kept) {
    /**
     * Makes an I_MESSAGE.
     *
     * @param identities the payloads that tell who the two are
     * @throws IllegalArgumentException if the group is not allowed, or the request asks for keys that are not agreed on this
     *     way: at most one TGK, which cannot be given
     */
    public static DhOffer make(
            DhFormat format,
            DhPolicy groups,
            DhGroup group,
            OfferRequest request,
            CsbState state,
            Optional<SecurityAssociation> current,
            List<? extends Payload> identities,
            DhSeal seal) {
        if (!groups.groups().contains(group)) {
            throw new IllegalArgumentException("group: " + group + " is not allowed by the policy");
        }
        boolean keeps = current.isPresent() && request.keys().isEmpty();
        if (!keeps) {
            OfferParts.checkAgreeable(request);
        }
        List<Payload> payloads = OfferParts.beforeKeys(request, state, current.isEmpty(), identities);
        Optional<DhHalfKey> half =
                keeps ? Optional.empty() : Optional.of(groups.halfKeys().apply(group));
        half.ifPresent(ours -> payloads.add(new DhPayload(
                group.dhGroup(), ours.publicValue(), request.keys().get(0).kv())));
        // V has no meaning here, since the answer is mandatory (RFC 3830, 6.1); 1 says the same to those who look.
        CommonHeader header = new CommonHeader(
                format.initType(), true, state.prf().prfFunc(), state.csbId(), request.currentCsIdMap());
        return new DhOffer(
                seal.seal(header, payloads),
                request,
                state,
                half,
                keeps ? current.get().copyKeys() : new ArrayList<>());
    }
}
