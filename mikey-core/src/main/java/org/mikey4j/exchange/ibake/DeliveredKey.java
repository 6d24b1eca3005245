package org.mikey4j.exchange.ibake;

import java.time.Instant;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.ibe.IbeMasterSecret;
import org.mikey4j.crypto.ibe.IbeParameters;
import org.mikey4j.crypto.ibe.IbePrivateKey;
import org.mikey4j.exchange.NtpTime;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.Octets;

/**
 * A private key as a key management service sends it, K_PR (RFC 6267, 6.1.3).
 *
 * @param id whose it is
 * @param key a BFPrivateKeyBlock in DER (RFC 5091, 8)
 * @param from when it begins to serve
 * @param to when it ends
 */
public record DeliveredKey(IdPayload id, SecretBytes key, Instant from, Instant to) implements AutoCloseable {
    /** Derives the key of the date that an instant lies in. */
    static DeliveredKey of(IbeMasterSecret master, IbakeDates dates, IdPayload id, Instant at) {
        try (IbePrivateKey key = master.extract(dates.identity(id, at))) {
            return new DeliveredKey(id, key.encode(), dates.start(at), dates.end(at));
        }
    }

    /**
     * Checks the key and makes it ready for use.
     *
     * @param kms the service's parameters
     * @param dates how long its keys serve
     * @throws org.mikey4j.crypto.ibe.IbeException if it is not the key of this identity and date
     */
    public IbePrivateKey open(IbeParameters kms, IbakeDates dates) {
        return IbePrivateKey.decode(kms, dates.identity(id, from), key);
    }

    /** The interval of NTP timestamps in which it serves: the first, and the last before the end. */
    KeyValidity validity() {
        return new KeyValidity.Interval(octets(NtpTime.of(from)), octets(NtpTime.of(to) - 1));
    }

    private static Octets octets(long ntp) {
        byte[] octets = new byte[Long.BYTES];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) (ntp >>> (Byte.SIZE * (octets.length - 1 - i)));
        }
        return Octets.copyOf(octets);
    }

    /** Wipes the key. */
    @Override
    public void close() {
        key.close();
    }
}
