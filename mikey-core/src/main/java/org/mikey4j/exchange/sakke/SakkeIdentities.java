package org.mikey4j.exchange.sakke;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.IdType;

/**
 * Who a message says that it is from and for (RFC 6509, 4.4). All are optional: ends that know each other leave them out.
 *
 * @param initiator the Initiator: role IDRi, or IDRuidi where the identity is hidden (TS 33.180, E.7)
 * @param responder the Responder: role IDRr or IDRuidr
 * @param initiatorKms the KMS that the signature's keys are from: role IDRkmsi
 * @param responderKms the KMS whose public key the key is encapsulated with: role IDRkmsr
 */
public record SakkeIdentities(
        Optional<IdrPayload> initiator,
        Optional<IdrPayload> responder,
        Optional<IdrPayload> initiatorKms,
        Optional<IdrPayload> responderKms) {

    /** @throws IllegalArgumentException if an identity has the role of another */
    public SakkeIdentities {
        require(initiator, IdRole.IDR_I, IdRole.IDR_UIDI);
        require(responder, IdRole.IDR_R, IdRole.IDR_UIDR);
        require(initiatorKms, IdRole.IDR_KMSI, IdRole.IDR_KMSI);
        require(responderKms, IdRole.IDR_KMSR, IdRole.IDR_KMSR);
    }

    private static void require(Optional<IdrPayload> identity, int role, int other) {
        if (identity.isPresent()
                && identity.get().idRole() != role
                && identity.get().idRole() != other) {
            throw new IllegalArgumentException(
                    "IDR: role " + IdRole.REGISTRY.name(identity.get().idRole()) + " where "
                            + IdRole.REGISTRY.name(role) + " is wanted");
        }
    }

    /** All four, as URIs. */
    public static SakkeIdentities ofUris(String initiator, String responder, String initiatorKms, String responderKms) {
        return new SakkeIdentities(
                Optional.of(uri(IdRole.IDR_I, initiator)),
                Optional.of(uri(IdRole.IDR_R, responder)),
                Optional.of(uri(IdRole.IDR_KMSI, initiatorKms)),
                Optional.of(uri(IdRole.IDR_KMSR, responderKms)));
    }

    /** An identity that is a URI. */
    public static IdrPayload uri(int role, String uri) {
        return new IdrPayload(role, IdType.URI, IdPayload.uri(uri).idData());
    }

    /** Those of a message; the first of a role counts. */
    static SakkeIdentities of(MikeyMessage message) {
        List<IdrPayload> all = message.payloads(IdrPayload.class);
        return new SakkeIdentities(
                first(all, IdRole.IDR_I).or(() -> first(all, IdRole.IDR_UIDI)),
                first(all, IdRole.IDR_R).or(() -> first(all, IdRole.IDR_UIDR)),
                first(all, IdRole.IDR_KMSI),
                first(all, IdRole.IDR_KMSR));
    }

    private static Optional<IdrPayload> first(List<IdrPayload> all, int role) {
        return all.stream().filter(idr -> idr.idRole() == role).findFirst();
    }

    /** In the order of RFC 6509, 4.1. */
    List<IdrPayload> payloads() {
        List<IdrPayload> all = new ArrayList<>();
        initiator.ifPresent(all::add);
        responder.ifPresent(all::add);
        initiatorKms.ifPresent(all::add);
        responderKms.ifPresent(all::add);
        return all;
    }

    /** An identity without its role. */
    static Optional<IdPayload> plain(Optional<IdrPayload> identity) {
        return identity.map(idr -> new IdPayload(idr.idType(), idr.idData()));
    }
}
