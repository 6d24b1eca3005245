package org.mikey4j.kmc;

import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.message.IdPayload;

/**
 * A user and the key that it shares with its centre.
 *
 * @param id who the user is on the access leg: its public identity, or the B-TID of bootstrapping
 * @param accessKey the key of the access leg, 16 octets or more: provisioned, {@link ControlPlaneKeys#access}, or {@link
 *     ControlPlaneKeys#ksNaf}
 */
public record Subscriber(IdPayload id, SecretBytes accessKey) {
    private static final int LEAST_OCTETS = 16;

    public Subscriber {
        if (accessKey.length() < LEAST_OCTETS) {
            throw new IllegalArgumentException("access key: " + accessKey.length() + " octets, 16 or more expected");
        }
    }
}
