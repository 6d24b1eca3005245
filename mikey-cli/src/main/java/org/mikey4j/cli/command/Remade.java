package org.mikey4j.cli.command;

import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.MessageSigner;
import org.mikey4j.crypto.Prf;
import org.mikey4j.exchange.LocalIdentity;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.message.CertPayload;
import org.mikey4j.message.DhPayload;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.SignPayload;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.SType;

/**
 * What an I_MESSAGE was made of, so that its Initiator can be set up again when the answer is there: the command that made it
 * kept nothing.
 */
final class Remade {
    private static final int NO_SIGNATURE_OCTETS = 256;

    private Remade() {}

    /** The request, with the identities that the message has. */
    static OfferRequest.Builder request(MikeyMessage message) {
        OfferRequest.Builder request = OfferRequest.builder()
                .csbId(message.header().csbId())
                .csIdMap(message.header().csIdMap())
                .policies(message.payloads(SpPayload.class).toArray(SpPayload[]::new))
                .extensions(message.payloads(GeneralExtensionPayload.class).toArray(GeneralExtensionPayload[]::new));
        Prf.of(message.header().prfFunc()).ifPresent(request::prf);
        message.payload(TPayload.class).ifPresent(request::timestamp);
        message.payload(RandPayload.class).map(RandPayload::rand).ifPresent(request::rand);
        message.payload(KemacPayload.class)
                .ifPresent(kemac -> request.encrAlg(kemac.encrAlg()).macAlg(kemac.macAlg()));
        initiator(message).ifPresent(request::initiator);
        responder(message).ifPresent(request::responder);
        return request;
    }

    /** IDi: the first identity, unless certificates stand in its place. */
    static Optional<IdPayload> initiator(MikeyMessage message) {
        List<IdPayload> ids = message.payloads(IdPayload.class);
        return ids.isEmpty() || isOnlyResponder(message, ids) ? Optional.empty() : Optional.of(ids.get(0));
    }

    /** IDr. */
    static Optional<IdPayload> responder(MikeyMessage message) {
        List<IdPayload> ids = message.payloads(IdPayload.class);
        return ids.size() > 1 || isOnlyResponder(message, ids)
                ? Optional.of(ids.get(ids.size() - 1))
                : Optional.empty();
    }

    /** Where certificates tell who the Initiator is, one identity is the Responder's; not so where both are sent. */
    private static boolean isOnlyResponder(MikeyMessage message, List<IdPayload> ids) {
        return ids.size() == 1 && message.indexOf(CertPayload.class) >= 0 && message.indexOf(DhPayload.class) < 0;
    }

    /** Whoever signed the message: signs with the signature that is there. */
    static LocalIdentity signer(MikeyMessage message, IdPayload id) {
        Optional<SignPayload> sign = message.payload(SignPayload.class);
        return new LocalIdentity(
                id,
                message.payloads(CertPayload.class),
                signer(
                        sign.map(SignPayload::sType).orElse(SType.RSA_PKCS1_V1_5),
                        sign.map(SignPayload::signature).orElseGet(Remade::noSignature)));
    }

    /** An end that cannot sign, for checks after which nothing is sent. */
    static LocalIdentity nobody(IdPayload id) {
        return new LocalIdentity(id, List.of(), signer(SType.RSA_PKCS1_V1_5, noSignature()));
    }

    private static Octets noSignature() {
        return Octets.copyOf(new byte[NO_SIGNATURE_OCTETS]);
    }

    private static MessageSigner signer(int sType, Octets signature) {
        return new MessageSigner() {
            @Override
            public int sType() {
                return sType;
            }

            @Override
            public int signatureOctets() {
                return signature.length();
            }

            @Override
            public Octets sign(Octets message) {
                return signature;
            }
        };
    }
}
