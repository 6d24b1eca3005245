package org.mikey4j.cli.command;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.kmc.StoreSettings;
import org.mikey4j.cli.secret.Credentials;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.kmc.MasterKeys;

/**
 * The master keys of a centre: 64 hexadecimal digits at a reference, or {@code pkcs12:FILE}, a PKCS #12 file in which the key has its ID as
 * its alias.
 */
final class MasterKeyFile {
    private static final String PKCS12 = "pkcs12:";

    private MasterKeyFile() {}

    /** @throws CliFailure if a key is missing, has not 256 bits, or cannot be read */
    static MasterKeys read(StoreSettings store, CliContext context) {
        Map<String, SecretBytes> keys = new LinkedHashMap<>();
        store.masterKeys().forEach((id, reference) -> {
            String label = "master key " + id;
            keys.put(
                    id,
                    reference.startsWith(PKCS12)
                            ? pkcs12(label, id, reference.substring(PKCS12.length()), store.masterPassword(), context)
                            : Credentials.readSecret(label, reference, context));
        });
        try {
            return new MasterKeys(context.random().get(), store.current(), keys);
        } catch (IllegalArgumentException e) {
            throw CliFailure.keyMissing(String.valueOf(e.getMessage()));
        }
    }

    private static SecretBytes pkcs12(
            String label, String id, String file, Optional<String> password, CliContext context) {
        char[] secret = Credentials.readPassword(
                "the password of " + file,
                password.orElseThrow(() -> CliFailure.keyMissing(label + ": master.password is missing")),
                context);
        byte[] octets = Credentials.readOctets(label, "file:" + file, context);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(octets), secret);
            Key key = store.getKey(id, secret);
            byte[] value = key == null ? null : key.getEncoded();
            if (value == null) {
                throw CliFailure.keyMissing(label + ": " + file + " has no key with that alias");
            }
            return SecretBytes.wrap(value);
        } catch (GeneralSecurityException | IOException e) {
            throw CliFailure.keyMissing(label + ": the password does not open " + file + ", or it is no PKCS #12 file");
        } finally {
            Arrays.fill(octets, (byte) 0);
            Arrays.fill(secret, '\0');
        }
    }
}
