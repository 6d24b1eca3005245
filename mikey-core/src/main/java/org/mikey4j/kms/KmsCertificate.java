package org.mikey4j.kms;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mikey4j.crypto.eccsi.Kpak;
import org.mikey4j.crypto.sakke.SakkePublicKey;

/**
 * What a key management service tells all its users, and those of other services (TS 33.180, D.3.2).
 *
 * @param role of the own service, or of another domain's
 * @param kmsUri the service, as identifiers are made of it
 * @param scheme how it makes identifiers
 * @param publicKey PubEncKey: the key that is encapsulated to, Z_T, 257 octets
 * @param kpak PubAuthKey: the root of trust of signatures, 65 octets
 * @param validity from when and until when it may be used
 * @param revoked whether it must no longer be used
 * @param securityGateway whether it is the one of a gateway between systems
 * @param domains the domains whose users it vouches for; empty if it does not say
 * @param certUri the certificate's own URI
 * @param issuer who issued it
 */
public record KmsCertificate(
        Role role,
        String kmsUri,
        UserIdScheme scheme,
        SakkePublicKey publicKey,
        Kpak kpak,
        Validity validity,
        boolean revoked,
        boolean securityGateway,
        List<String> domains,
        Optional<String> certUri,
        Optional<String> issuer) {
    public KmsCertificate {
        domains = List.copyOf(domains);
    }

    /** A certificate with the necessary fields alone. */
    public static KmsCertificate of(
            Role role, String kmsUri, UserIdScheme scheme, SakkePublicKey publicKey, Kpak kpak) {
        return new KmsCertificate(
                role,
                kmsUri,
                scheme,
                publicKey,
                kpak,
                Validity.UNLIMITED,
                false,
                false,
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same for these domains only. */
    public KmsCertificate forDomains(List<String> names) {
        return new KmsCertificate(
                role, kmsUri, scheme, publicKey, kpak, validity, revoked, securityGateway, names, certUri, issuer);
    }

    /** The same in the other role, or during another time. */
    public KmsCertificate with(Role newRole, Validity newValidity) {
        return new KmsCertificate(
                newRole,
                kmsUri,
                scheme,
                publicKey,
                kpak,
                newValidity,
                revoked,
                securityGateway,
                domains,
                certUri,
                issuer);
    }

    /** Whether it may be used for a message of this time. */
    public boolean isUsableAt(Instant instant) {
        return !revoked && validity.covers(instant);
    }

    /**
     * Whether it vouches for a user: any, where it names no domains; otherwise those whose URI is in one of them, such as
     * {@code sip:user@example.org} in {@code example.org}.
     */
    public boolean vouchesFor(String userUri) {
        return domains.isEmpty() || domains.stream().anyMatch(domain -> domain.equalsIgnoreCase(domain(userUri)));
    }

    private static String domain(String uri) {
        String host = uri.substring(uri.indexOf('@') + 1);
        int end = 0;
        while (end < host.length() && ":;?/".indexOf(host.charAt(end)) < 0) {
            end++;
        }
        return uri.indexOf('@') < 0 ? "" : host.substring(0, end).toLowerCase(Locale.ROOT);
    }

    /** Whose certificate it is. */
    public enum Role {
        /** Of the service that issues one's own keys. */
        ROOT,
        /** Of the service of another domain. */
        EXTERNAL
    }

    /**
     * A time from ValidFrom, which belongs to it, to ValidTo, which does not.
     *
     * @param from empty for since ever
     * @param to empty for evermore
     */
    public record Validity(Optional<Instant> from, Optional<Instant> to) {
        /** Always. */
        public static final Validity UNLIMITED = new Validity(Optional.empty(), Optional.empty());

        /** Whether an instant lies in it. */
        public boolean covers(Instant instant) {
            return from.filter(instant::isBefore).isEmpty()
                    && to.filter(end -> !instant.isBefore(end)).isEmpty();
        }
    }
}
