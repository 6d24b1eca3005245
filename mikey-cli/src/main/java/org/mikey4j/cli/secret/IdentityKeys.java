package org.mikey4j.cli.secret;

import java.util.ArrayList;
import java.util.List;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.kms.KeyManagementService;
import org.mikey4j.kms.KmsCertificate;
import org.mikey4j.kms.KmsException;
import org.mikey4j.kms.KmsKeySet;
import org.mikey4j.kms.KmsKeys;
import org.mikey4j.kms.UserKeys;

/**
 * Identity-based keys as files bring them, before anybody has checked them. {@link #close} wipes them.
 *
 * @param certificates of key management services
 * @param keySets of users
 * @param services with their master secrets
 * @param ibe those of MIKEY-IBAKE
 */
public record IdentityKeys(
        List<KmsCertificate> certificates, List<KmsKeySet> keySets, List<KeyManagementService> services, IbeKeys ibe)
        implements AutoCloseable {
    /** None. */
    public static final IdentityKeys NONE = new IdentityKeys(List.of(), List.of(), List.of());

    /** Those of MIKEY-SAKKE alone. */
    public IdentityKeys(
            List<KmsCertificate> certificates, List<KmsKeySet> keySets, List<KeyManagementService> services) {
        this(certificates, keySets, services, IbeKeys.NONE);
    }

    public IdentityKeys {
        certificates = List.copyOf(certificates);
        keySets = List.copyOf(keySets);
        services = List.copyOf(services);
    }

    /** These and those; certificates that are there twice count once. */
    public IdentityKeys and(IdentityKeys more) {
        return new IdentityKeys(
                both(certificates, more.certificates),
                both(keySets, more.keySets),
                both(services, more.services),
                ibe.and(more.ibe));
    }

    static <T> List<T> both(List<T> one, List<T> other) {
        List<T> all = new ArrayList<>(one);
        other.stream().filter(entry -> !all.contains(entry)).forEach(all::add);
        return all;
    }

    /** Whether there is nothing. */
    public boolean isEmpty() {
        return certificates.isEmpty() && keySets.isEmpty() && services.isEmpty() && ibe.isEmpty();
    }

    /**
     * Checks every key set against the certificate of its service.
     *
     * @return what can be used, which the caller closes
     * @throws CliFailure if one does not fit, or its certificate is missing
     */
    public KmsKeys check() {
        List<UserKeys> checked = new ArrayList<>();
        try {
            for (KmsKeySet keySet : keySets) {
                checked.add(keySet.check(certificateOf(keySet)));
            }
            return KmsKeys.of(certificates, checked);
        } catch (KmsException e) {
            checked.forEach(UserKeys::close);
            throw CliFailure.keyMissing("identity keys: " + e.getMessage()).withHint("see: mikey kms check");
        }
    }

    /**
     * The certificate of the service that issued keys.
     *
     * @throws CliFailure if there is none
     */
    public KmsCertificate certificateOf(KmsKeySet keySet) {
        return certificates.stream()
                .filter(certificate -> certificate.kmsUri().equals(keySet.kmsUri()))
                .findFirst()
                .orElseThrow(() -> CliFailure.keyMissing(
                                "identity keys: there is no certificate of " + keySet.kmsUri() + ", which issued keys")
                        .withHint("give the file with its KmsInit, too"));
    }

    @Override
    public void close() {
        keySets.forEach(KmsKeySet::close);
        services.forEach(KeyManagementService::close);
        ibe.close();
    }
}
