package org.mikey4j.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.mikey4j.trust.UnreadableKeyException.Reason;

/** PKCS #12 files (RFC 7292) with one private key, by the platform's key store. */
final class Pkcs12 {
    private Pkcs12() {}

    static Credentials read(byte[] file, PasswordSource passwords) {
        char[] password = passwords
                .passwordFor("PKCS #12 file")
                .orElseThrow(() -> new UnreadableKeyException(
                        Reason.PASSWORD_NEEDED, "a PKCS #12 file needs a password, and there is none for it"));
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(file), password);
            List<String> keys = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    keys.add(alias);
                }
            }
            if (keys.size() != 1) {
                throw new UnreadableKeyException(
                        keys.isEmpty() ? Reason.NO_KEY : Reason.SEVERAL_KEYS,
                        "the file has " + keys.size() + " private keys, not one");
            }
            if (!(store.getKey(keys.get(0), password) instanceof PrivateKey key)) {
                throw new UnreadableKeyException(Reason.NO_KEY, "the key of the file is not a private key");
            }
            List<X509Certificate> chain = new ArrayList<>();
            Certificate[] certificates = store.getCertificateChain(keys.get(0));
            for (Certificate certificate : certificates == null ? new Certificate[0] : certificates) {
                if (certificate instanceof X509Certificate x509) {
                    chain.add(x509);
                }
            }
            return new Credentials(key, chain);
        } catch (IOException e) {
            throw e.getCause() instanceof UnrecoverableKeyException
                    ? wrongPassword()
                    : new UnreadableKeyException(Reason.MALFORMED, "the PKCS #12 file cannot be read");
        } catch (UnrecoverableKeyException e) {
            throw wrongPassword();
        } catch (GeneralSecurityException e) {
            throw new UnreadableKeyException(Reason.MALFORMED, "the PKCS #12 file cannot be read");
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private static UnreadableKeyException wrongPassword() {
        return new UnreadableKeyException(Reason.WRONG_PASSWORD, "the password does not open the PKCS #12 file");
    }
}
