package org.mikey4j.exchange.ibake;

import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.MacAlgorithm;
import org.mikey4j.crypto.Prf;
import org.mikey4j.message.IdPayload;

/**
 * Whose private keys are asked for, and of whom (RFC 6267, 4.2.1.1).
 *
 * @param users the identities of the user, at least one
 * @param kms the key management service
 * @param pskId names the pre-shared key, if the users do not
 * @param prf the pseudo-random function
 * @param mac the MAC of the request; not NULL
 */
public record KeyRequest(List<IdPayload> users, IdPayload kms, Optional<IdPayload> pskId, Prf prf, MacAlgorithm mac) {
    /** @throws IllegalArgumentException without users, or with the NULL MAC */
    public KeyRequest {
        users = List.copyOf(users);
        if (users.isEmpty()) {
            throw new IllegalArgumentException("users: a request names at least one (RFC 6267, 4.2.1)");
        }
        if (mac == MacAlgorithm.NULL) {
            throw new IllegalArgumentException("mac: NULL protects nothing");
        }
    }

    /** With PRF-HMAC-SHA-256 and HMAC-SHA-256-256. */
    public static KeyRequest of(List<IdPayload> users, IdPayload kms) {
        return new KeyRequest(users, kms, Optional.empty(), Prf.HMAC_SHA_256, MacAlgorithm.HMAC_SHA_256_256);
    }
}
