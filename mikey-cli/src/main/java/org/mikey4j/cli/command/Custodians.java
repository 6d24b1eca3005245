package org.mikey4j.cli.command;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.kmc.AccessSettings;
import org.mikey4j.cli.secret.Credentials;
import org.mikey4j.kmc.LawfulAccess.Custodian;
import org.mikey4j.trust.KeyFile;
import org.mikey4j.trust.UnreadableKeyException;

/** The two persons who open the record of lawful access together. */
final class Custodians {
    private static final int LEAST_BITS = 2_048;

    private Custodians() {}

    /** @throws CliFailure if a certificate cannot be read, or its key is not an RSA key of 2,048 bits or more */
    static List<Custodian> read(AccessSettings settings, CliContext context) {
        List<Custodian> custodians = new ArrayList<>();
        settings.custodians().forEach((name, file) -> {
            X509Certificate certificate =
                    TrustOptions.certificates(file, context).get(0);
            if (!(certificate.getPublicKey() instanceof RSAPublicKey key)
                    || key.getModulus().bitLength() < LEAST_BITS) {
                throw CliFailure.keyMissing("custodian " + name + ": an RSA key of 2,048 bits or more is wanted");
            }
            custodians.add(new Custodian(name, key));
        });
        return custodians;
    }

    /**
     * The private keys of all custodians, in their order.
     *
     * @param given {@code NAME=REFERENCE}, one for each
     * @throws CliFailure if one is missing, or is given for nobody, or cannot be read
     */
    static List<PrivateKey> privateKeys(AccessSettings settings, String[] given, CliContext context) {
        Map<String, String> references = new LinkedHashMap<>();
        for (String each : given) {
            int equals = each.indexOf('=');
            String name = equals < 0 ? each : each.substring(0, equals);
            if (equals < 0 || !settings.custodians().containsKey(name)) {
                throw CliFailure.usage("no custodian " + name)
                        .withHint("custodians: "
                                + String.join(", ", settings.custodians().keySet()) + "; give NAME=REFERENCE");
            }
            references.put(name, each.substring(equals + 1));
        }
        List<PrivateKey> keys = new ArrayList<>();
        for (String name : settings.custodians().keySet()) {
            String reference = references.get(name);
            if (reference == null) {
                throw CliFailure.keyMissing("the key of " + name + " is missing: both custodians are needed");
            }
            keys.add(privateKey(name, reference, context));
        }
        return keys;
    }

    private static PrivateKey privateKey(String name, String reference, CliContext context) {
        String label = "the key of " + name;
        byte[] file = Credentials.readOctets(label, reference, context);
        try {
            return KeyFile.privateKey(file, what -> Optional.of(context.prompt().ask(what + " of " + name)));
        } catch (UnreadableKeyException e) {
            throw CliFailure.keyMissing(label + ": " + e.getMessage());
        } finally {
            Arrays.fill(file, (byte) 0);
        }
    }
}
