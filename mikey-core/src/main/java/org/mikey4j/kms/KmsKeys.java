package org.mikey4j.kms;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.mikey4j.crypto.identity.IdentifierException;
import org.mikey4j.crypto.sakke.SakkeReceiverKey;
import org.mikey4j.exchange.sakke.SakkeClaim;
import org.mikey4j.exchange.sakke.SakkeKeys;
import org.mikey4j.exchange.sakke.SakkeRecipient;
import org.mikey4j.kms.KmsCertificate.Role;
import org.mikey4j.kms.KmsException.Rule;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.IdRole;

/**
 * What one end holds: the certificates of the services that it trusts, its own and those of other domains, and its own keys, all of
 * them checked. Finds those that a message is to be made or opened with: of the service that the message names, the user, and the key
 * period of the message's time. Immutable; {@link #close} wipes the keys.
 */
public final class KmsKeys implements SakkeKeys, AutoCloseable {
    private final List<KmsCertificate> certificates;
    private final List<UserKeys> own;
    private final Optional<String> expectedInitiator;

    private KmsKeys(List<KmsCertificate> certificates, List<UserKeys> own, Optional<String> expectedInitiator) {
        this.certificates = List.copyOf(certificates);
        this.own = List.copyOf(own);
        this.expectedInitiator = expectedInitiator;
    }

    /**
     * Puts certificates and keys together, which it takes over.
     *
     * @param certificates of the own service, with the role of the root, and of other domains' services
     * @param own checked against these certificates
     * @throws KmsException with {@link Rule#ROOT_REPLACED} where a certificate of another domain has the URI of the own service, and
     *     {@link Rule#UNKNOWN_KMS} where keys were checked against a certificate that is not among them
     */
    public static KmsKeys of(List<KmsCertificate> certificates, List<UserKeys> own) {
        for (KmsCertificate certificate : certificates) {
            if (certificate.role() == Role.EXTERNAL
                    && certificates.stream()
                            .anyMatch(root ->
                                    root.role() == Role.ROOT && root.kmsUri().equals(certificate.kmsUri()))) {
                throw new KmsException(
                        Rule.ROOT_REPLACED,
                        "a certificate of another domain has the URI of the own service: " + certificate.kmsUri());
            }
        }
        for (UserKeys keys : own) {
            if (!certificates.contains(keys.certificate())) {
                throw new KmsException(
                        Rule.UNKNOWN_KMS,
                        "there is no certificate of the service that issued keys: "
                                + keys.certificate().kmsUri());
            }
        }
        return new KmsKeys(certificates, own, Optional.empty());
    }

    /**
     * The same, for a message that has to be from this user, as session signalling says. An Initiator whose identity is hidden
     * (TS 33.180, E.7) is known only in this way: without it, whoever reads the message has to compare
     * {@link UserIdScheme#identifier} with what the message says.
     */
    public KmsKeys expecting(String initiatorUri) {
        return new KmsKeys(certificates, own, Optional.of(initiatorUri));
    }

    /** The certificates. */
    public List<KmsCertificate> certificates() {
        return certificates;
    }

    /** The keys. */
    public List<UserKeys> own() {
        return own;
    }

    /**
     * The certificate of a service at a time.
     *
     * @param kmsUri the service; empty for the own one
     */
    public Optional<KmsCertificate> certificate(Optional<String> kmsUri, Instant at) {
        Predicate<KmsCertificate> wanted = kmsUri.<Predicate<KmsCertificate>>map(
                        uri -> certificate -> certificate.kmsUri().equals(uri))
                .orElse(certificate -> certificate.role() == Role.ROOT);
        return certificates.stream()
                .filter(wanted)
                .filter(certificate -> certificate.isUsableAt(at))
                .findFirst();
    }

    /**
     * How to encapsulate to a user.
     *
     * @param userUri the user
     * @param kmsUri the user's service; empty for the own one
     * @param at the time of the message
     * @return nothing where the service is not known or does not vouch for the user
     * @throws IdentifierException where the service has no identifier for the user
     */
    public Optional<SakkeRecipient> recipient(String userUri, Optional<String> kmsUri, Instant at) {
        return certificate(kmsUri, at)
                .filter(certificate -> certificate.vouchesFor(userUri))
                .map(certificate -> new SakkeRecipient(
                        certificate.publicKey(),
                        identifier(certificate, userUri, at),
                        certificate.scheme().idScheme()));
    }

    /** The own keys of a time, and of this user if one is named. */
    public Optional<UserKeys> keysAt(Optional<String> userUri, Instant at) {
        return own.stream()
                .filter(keys -> keys.areFor(at))
                .filter(keys -> userUri.isEmpty() || keys.userUri().equals(userUri.get()))
                .findFirst();
    }

    @Override
    public Optional<Signer> signer(SakkeClaim claim) {
        Optional<KmsCertificate> certificate = certificate(
                        claim.identities().initiatorKms().map(IdrPayload::text), claim.at())
                .filter(kms -> kms.scheme().idScheme() == claim.idScheme());
        Optional<IdrPayload> initiator = claim.identities().initiator();
        if (certificate.isEmpty()) {
            return Optional.empty();
        }
        KmsCertificate kms = certificate.get();
        Optional<String> uri = initiator
                .filter(idr -> idr.idRole() == IdRole.IDR_I)
                .map(IdrPayload::text)
                .or(() -> expectedInitiator);
        try {
            if (uri.isEmpty()) {
                return initiator
                        .filter(idr -> idr.idRole() == IdRole.IDR_UIDI)
                        .map(idr -> new Signer(kms.kpak(), idr.idData()));
            }
            Signer signer = new Signer(kms.kpak(), identifier(kms, uri.get(), claim.at()));
            return kms.vouchesFor(uri.get()) && isWhoTheMessageSays(initiator, uri.get(), signer)
                    ? Optional.of(signer)
                    : Optional.empty();
        } catch (IdentifierException e) {
            return Optional.empty();
        }
    }

    private boolean isWhoTheMessageSays(Optional<IdrPayload> initiator, String uri, Signer signer) {
        boolean hidden =
                initiator.filter(idr -> idr.idRole() == IdRole.IDR_UIDI).isPresent();
        return expectedInitiator.filter(expected -> !expected.equals(uri)).isEmpty()
                && (!hidden || initiator.orElseThrow().idData().equals(signer.identifier()));
    }

    /** Where the message does not say for whom it is, the keys of its time have to be one user's. */
    @Override
    public Optional<SakkeReceiverKey> receiver(SakkeClaim claim) {
        Optional<String> kmsUri = claim.identities().responderKms().map(IdrPayload::text);
        List<UserKeys> candidates = new ArrayList<>(own.stream()
                .filter(keys -> keys.areFor(claim.at()))
                .filter(keys -> keys.certificate().scheme().idScheme() == claim.idScheme())
                .filter(keys -> kmsUri.isEmpty() || keys.certificate().kmsUri().equals(kmsUri.get()))
                .toList());
        claim.identities().responder().ifPresent(idr -> candidates.removeIf(keys -> !isFor(idr, keys)));
        long users = candidates.stream().map(UserKeys::userUri).distinct().count();
        return users == 1 ? Optional.of(candidates.get(0).receiverKey()) : Optional.empty();
    }

    private static boolean isFor(IdrPayload responder, UserKeys keys) {
        return responder.idRole() == IdRole.IDR_UIDR
                ? responder.idData().equals(keys.identifier())
                : responder.idData().toText(StandardCharsets.UTF_8).equals(keys.userUri());
    }

    private static Octets identifier(KmsCertificate kms, String userUri, Instant at) {
        return kms.scheme().identifier(userUri, kms.kmsUri(), kms.scheme().periodAt(at));
    }

    @Override
    public void close() {
        own.forEach(UserKeys::close);
    }
}
