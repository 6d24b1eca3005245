package org.mikey4j.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;

/**
 * Where the public-key algorithms come from: the platform's providers, or one that the caller brings, such as a native one
 * that is several times faster. Nothing is registered globally.
 */
public final class JcaAlgorithms {
    /** The platform's providers. */
    public static final JcaAlgorithms PLATFORM = new JcaAlgorithms(Optional.empty());

    private final Optional<Provider> provider;

    private JcaAlgorithms(Optional<Provider> provider) {
        this.provider = provider;
    }

    /** The algorithms of this provider. */
    public static JcaAlgorithms of(Provider provider) {
        return new JcaAlgorithms(Optional.of(provider));
    }

    Signature signature(String name) throws GeneralSecurityException {
        return provider.isPresent() ? Signature.getInstance(name, provider.get()) : Signature.getInstance(name);
    }

    Cipher cipher(String name) throws GeneralSecurityException {
        return provider.isPresent() ? Cipher.getInstance(name, provider.get()) : Cipher.getInstance(name);
    }

    KeyAgreement keyAgreement(String name) throws GeneralSecurityException {
        return provider.isPresent() ? KeyAgreement.getInstance(name, provider.get()) : KeyAgreement.getInstance(name);
    }

    KeyPairGenerator keyPairGenerator(String name) throws GeneralSecurityException {
        return provider.isPresent()
                ? KeyPairGenerator.getInstance(name, provider.get())
                : KeyPairGenerator.getInstance(name);
    }

    KeyFactory keyFactory(String name) throws GeneralSecurityException {
        return provider.isPresent() ? KeyFactory.getInstance(name, provider.get()) : KeyFactory.getInstance(name);
    }
}
