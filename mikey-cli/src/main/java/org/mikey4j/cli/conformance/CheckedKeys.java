package org.mikey4j.cli.conformance;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.mikey4j.cli.secret.IbeKeyRing;
import org.mikey4j.cli.secret.IbeService;
import org.mikey4j.cli.secret.IdentityKeyFile;
import org.mikey4j.cli.secret.IdentityKeys;
import org.mikey4j.crypto.ibe.IbeMasterSecret;
import org.mikey4j.exchange.ibake.IbakeDates;
import org.mikey4j.kms.KmsKeys;

/** Identity-based keys, which are checked once each: that takes longer than an exchange. */
public final class CheckedKeys {
    private final Map<String, KmsKeys> sakke = new HashMap<>();
    private final Map<String, IbeKeyRing> ibake = new HashMap<>();
    private final Map<String, Issuing> services = new HashMap<>();

    /** None yet. */
    public CheckedKeys() {}

    /** Those of MIKEY-SAKKE in a text. */
    KmsKeys sakke(String text) {
        return sakke.computeIfAbsent(text, key -> {
            try (IdentityKeys keys = parse(key)) {
                return keys.check();
            }
        });
    }

    /** Those of MIKEY-IBAKE in a text. */
    IbeKeyRing ibake(String text) {
        return ibake.computeIfAbsent(text, key -> {
            try (IdentityKeys keys = parse(key)) {
                return keys.ibe().check();
            }
        });
    }

    /**
     * A service of MIKEY-IBAKE that issues keys.
     *
     * @param master its secret
     * @param dates how long its keys serve
     */
    record Issuing(IbeMasterSecret master, IbakeDates dates) {}

    /** The first service of MIKEY-IBAKE in a text, with its secret. */
    Issuing issuing(String text) {
        return services.computeIfAbsent(text, key -> {
            try (IdentityKeys keys = parse(key)) {
                IbeService service = keys.ibe().services().get(0);
                return new Issuing(service.master(), service.dates());
            }
        });
    }

    private static IdentityKeys parse(String text) {
        return IdentityKeyFile.parse("identity", text.getBytes(StandardCharsets.UTF_8));
    }
}
