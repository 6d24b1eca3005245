package org.mikey4j.kms;

import java.security.SecureRandom;
import java.util.Optional;
import org.mikey4j.crypto.eccsi.EccsiSigningKey;
import org.mikey4j.crypto.eccsi.Ksak;
import org.mikey4j.crypto.identity.IdentifierException;
import org.mikey4j.crypto.sakke.SakkeException;
import org.mikey4j.crypto.sakke.SakkeMasterSecret;
import org.mikey4j.kms.KmsCertificate.Role;
import org.mikey4j.kms.KmsCertificate.Validity;
import org.mikey4j.message.Octets;

/**
 * A key management service: its two master secrets, and the user keys that it extracts from them (RFC 6507, 5.1.1; RFC 6508,
 * 6.1.1). Whoever has the master secrets can read and sign everything of all its users. Immutable, and safe under threads;
 * {@link #close} wipes the secrets.
 */
public final class KeyManagementService implements AutoCloseable {
    private final String uri;
    private final UserIdScheme scheme;
    private final SakkeMasterSecret masterSecret;
    private final Ksak ksak;

    /**
     * A service with secrets that were kept, which it takes over.
     *
     * @param uri the service's URI, of which identifiers are made
     * @param scheme how identifiers are made
     * @param masterSecret z_T, from which RSKs are extracted
     * @param ksak from which SSKs and PVTs are
     */
    public KeyManagementService(String uri, UserIdScheme scheme, SakkeMasterSecret masterSecret, Ksak ksak) {
        this.uri = uri;
        this.scheme = scheme;
        this.masterSecret = masterSecret;
        this.ksak = ksak;
    }

    /** A new service. */
    public static KeyManagementService generate(String uri, UserIdScheme scheme, SecureRandom random) {
        return new KeyManagementService(uri, scheme, SakkeMasterSecret.generate(random), Ksak.generate(random));
    }

    /** The service's URI. */
    public String uri() {
        return uri;
    }

    /** How it makes identifiers. */
    public UserIdScheme scheme() {
        return scheme;
    }

    /** The master secret z_T. */
    public SakkeMasterSecret masterSecret() {
        return masterSecret;
    }

    /** The secret KSAK. */
    public Ksak ksak() {
        return ksak;
    }

    /** What the users have to know of it; {@link Role#EXTERNAL} for those of other services. */
    public KmsCertificate certificate(Role role) {
        return KmsCertificate.of(role, uri, scheme, masterSecret.publicKey(), ksak.kpak());
    }

    /**
     * Issues the keys of a user for a period, valid during it. The RSK is the same every time; SSK and PVT are new ones, as
     * every device of a user gets its own (RFC 6509, 2.3).
     *
     * @param userUri the user, whom the caller has authenticated
     * @param period the number of the key period
     * @param random gives what makes SSK and PVT unique
     * @throws IdentifierException where the scheme has no identifier for these
     * @throws SakkeException where the identifier is the one that has no key
     */
    public KmsKeySet issue(String userUri, long period, SecureRandom random) {
        Octets identifier = scheme.identifier(userUri, uri, period);
        Validity validity =
                new Validity(Optional.of(scheme.start(period)), Optional.of(scheme.start(Math.addExact(period, 1))));
        try (EccsiSigningKey signingKey = ksak.issue(identifier, random)) {
            return new KmsKeySet(
                    uri,
                    userUri,
                    identifier,
                    period,
                    validity,
                    false,
                    masterSecret.extract(identifier),
                    signingKey.ssk(),
                    signingKey.pvt(),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    @Override
    public void close() {
        masterSecret.close();
        ksak.close();
    }
}
