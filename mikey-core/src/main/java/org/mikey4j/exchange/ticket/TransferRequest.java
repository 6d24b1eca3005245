package org.mikey4j.exchange.ticket;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.SpPayload;

/**
 * What a TRANSFER_INIT is to contain besides the ticket (RFC 6043, 4.2.2.1).
 *
 * @param initiator who sends it; empty to leave IDRi out, where the ticket policy says it
 * @param responder for whom it is; empty to leave IDRr out
 * @param csIdMap the crypto sessions: a GENERIC-ID map, or an empty one
 * @param policies the policies; several may be listed for a crypto session, and the Responder chooses
 * @param keys session keys of the Initiator's own, which the ticket policy must allow (flag L)
 * @param extensions the general extensions, such as the SDP IDs
 * @param acceptsResponder decides on a Responder that the ticket policy does not name as such, for example a member of a group
 *     that it names
 * @param acceptsPolicy decides on a policy that the Responder brings
 */
public record TransferRequest(
        Optional<IdPayload> initiator,
        Optional<IdPayload> responder,
        CsIdMap csIdMap,
        List<SpPayload> policies,
        List<KeySpec> keys,
        List<GeneralExtensionPayload> extensions,
        Predicate<IdPayload> acceptsResponder,
        Predicate<SpPayload> acceptsPolicy) {
    public TransferRequest {
        policies = List.copyOf(policies);
        keys = List.copyOf(keys);
        extensions = List.copyOf(extensions);
    }

    /** Between these two, under these policies; whoever the ticket policy names may answer, with these policies only. */
    public static TransferRequest of(IdPayload initiator, IdPayload responder, CsIdMap csIdMap, SpPayload... policies) {
        return new TransferRequest(
                Optional.of(initiator),
                Optional.of(responder),
                csIdMap,
                List.of(policies),
                List.of(),
                List.of(),
                id -> false,
                policy -> false);
    }

    /** For an update of a bundle, whose ends stay as they are (RFC 6043, 5.2). */
    public static TransferRequest ofBundle(CsIdMap csIdMap, SpPayload... policies) {
        return new TransferRequest(
                Optional.empty(),
                Optional.empty(),
                csIdMap,
                List.of(policies),
                List.of(),
                List.of(),
                id -> false,
                policy -> false);
    }

    /** The same with session keys of this end's own. */
    public TransferRequest withKeys(KeySpec... specs) {
        return new TransferRequest(
                initiator, responder, csIdMap, policies, List.of(specs), extensions, acceptsResponder, acceptsPolicy);
    }

    /** The same with these general extensions. */
    public TransferRequest withExtensions(GeneralExtensionPayload... payloads) {
        return new TransferRequest(
                initiator, responder, csIdMap, policies, keys, List.of(payloads), acceptsResponder, acceptsPolicy);
    }

    /** The same, accepting other Responders and policies too. */
    public TransferRequest accepting(Predicate<IdPayload> responders, Predicate<SpPayload> ownPolicies) {
        return new TransferRequest(initiator, responder, csIdMap, policies, keys, extensions, responders, ownPolicies);
    }
}
