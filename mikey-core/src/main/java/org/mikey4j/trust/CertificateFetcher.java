package org.mikey4j.trust;

import java.util.Optional;
import org.mikey4j.message.Octets;

/**
 * Fetches the certificate that a CERT payload names by its URL. The library never does so by itself: a URL comes from a
 * message that is not authenticated, and fetching it is an act that the peer chose.
 */
@FunctionalInterface
public interface CertificateFetcher {
    /** Fetches nothing. */
    CertificateFetcher NONE = url -> Optional.empty();

    /**
     * The DER of the certificate; empty if it cannot be had. Bounded in time and size by whoever implements it.
     *
     * @param url the URL as in the payload
     */
    Optional<Octets> fetch(String url);
}
