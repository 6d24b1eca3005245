package org.mikey4j.crypto;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.Mac;

/**
 * Instances of the platform's symmetric algorithms, each from the provider that the platform chooses for it. The choice is made
 * once: the search takes as long as a MAC of a message. MACs are copies of one that never gets a key, where the provider's can
 * be copied, because even an instance of a known provider takes half as long.
 */
final class Platform {
    private Platform() {}

    static Mac mac(String algorithm) throws GeneralSecurityException {
        Mac unkeyed = Objects.requireNonNull(Macs.UNKEYED.get(algorithm));
        try {
            return (Mac) unkeyed.clone();
        } catch (CloneNotSupportedException e) {
            return Mac.getInstance(algorithm, unkeyed.getProvider());
        }
    }

    static Cipher cipher(String transformation) throws GeneralSecurityException {
        return Cipher.getInstance(transformation, Objects.requireNonNull(Ciphers.CHOSEN.get(transformation)));
    }

    private static final class Macs {
        static final Map<String, Mac> UNKEYED = choose(
                name -> {
                    Mac chosen = Mac.getInstance(name);
                    return Mac.getInstance(name, chosen.getProvider());
                },
                "HmacSHA1",
                "HmacSHA256");
    }

    private static final class Ciphers {
        static final Map<String, Provider> CHOSEN =
                choose(name -> Cipher.getInstance(name).getProvider(), "AES/CTR/NoPadding", "AES/KW/NoPadding");
    }

    private interface Search<T> {
        T find(String algorithm) throws GeneralSecurityException;
    }

    private static <T> Map<String, T> choose(Search<T> search, String... algorithms) {
        Map<String, T> chosen = new HashMap<>();
        for (String algorithm : algorithms) {
            try {
                chosen.put(algorithm, search.find(algorithm));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java platform has " + algorithm, e);
            }
        }
        return Map.copyOf(chosen);
    }
}
