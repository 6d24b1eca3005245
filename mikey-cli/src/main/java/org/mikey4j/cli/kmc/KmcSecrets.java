package org.mikey4j.cli.kmc;

import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.kmc.LawfulAccess.Custodian;
import org.mikey4j.kmc.MasterKeys;
import org.mikey4j.trust.Credentials;

/**
 * What a centre holds in secret; wiped with it.
 *
 * @param accessKeys of users, by identity
 * @param shares what registration left of users, by identity
 * @param link for connections with other centres; nothing if it has none
 * @param sip for SIP over TLS; nothing if it speaks none
 * @param store for its database; nothing if it has none
 * @param custodians who opens the record of lawful access together; two or none
 */
public record KmcSecrets(
        Map<String, SecretBytes> accessKeys,
        Map<String, SecretBytes> shares,
        Optional<Tls> link,
        Optional<Tls> sip,
        Optional<Store> store,
        List<Custodian> custodians) {
    /**
     * An end of TLS connections.
     *
     * @param own the key, and the certificate that is shown
     * @param trusted the authorities of the other ends
     */
    public record Tls(Credentials own, Collection<X509Certificate> trusted) {}

    /**
     * What opens a database.
     *
     * @param password for the server, if it wants one
     * @param masterKeys what keys in it are sealed with
     */
    public record Store(Optional<String> password, MasterKeys masterKeys) {}

    /** Of a centre with users alone. */
    public static KmcSecrets of(Map<String, SecretBytes> accessKeys) {
        return new KmcSecrets(accessKeys, Map.of(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    }
}
