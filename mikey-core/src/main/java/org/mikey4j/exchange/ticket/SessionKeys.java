package org.mikey4j.exchange.ticket;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.Octets;

/** Draws session keys, each of which has an SPI in this mode (RFC 6043, 6.2.1). */
final class SessionKeys {
    private static final int SPI_OCTETS = 4;

    private SessionKeys() {}

    static List<TransportedKey> draw(List<KeySpec> specs, SecureRandom random) {
        List<TransportedKey> keys = new ArrayList<>();
        for (KeySpec spec : specs) {
            keys.add(withSpi(spec, random).draw(random));
        }
        return keys;
    }

    private static KeySpec withSpi(KeySpec spec, SecureRandom random) {
        if (!spec.kv().equals(KeyValidity.NULL)) {
            return spec;
        }
        byte[] spi = new byte[SPI_OCTETS];
        random.nextBytes(spi);
        return spec.valid(new KeyValidity.Spi(Octets.copyOf(spi)));
    }
}
