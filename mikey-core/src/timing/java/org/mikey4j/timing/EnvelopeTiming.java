package org.mikey4j.timing;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.mikey4j.crypto.EnvelopeOpener;
import org.mikey4j.crypto.EnvelopePadding;
import org.mikey4j.crypto.JcaAlgorithms;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.message.Octets;

/** Envelopes whose padding is right, or wrong in one way or another; RSA of 2048 bits. */
final class EnvelopeTiming {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ROUNDS = 20_000;

    private EnvelopeTiming() {}

    static List<Comparison> comparisons(double scale) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        int rounds = (int) (ROUNDS * scale);
        List<Comparison> all = new ArrayList<>();
        List<Octets> right = padded(key, padded -> padded);
        Compare pkcs1 = new Compare(opener(pair, EnvelopePadding.PKCS1_V1_5), rounds);
        all.add(pkcs1.of("control: PKCS #1 right, right", right, padded(key, padded -> padded)));
        all.add(pkcs1.of("PKCS #1 right, wrong type", right, padded(key, padded -> with(padded, 1, 1))));
        all.add(pkcs1.of("PKCS #1 right, first octet not 0", right, padded(key, padded -> with(padded, 0, 1))));
        all.add(pkcs1.of("PKCS #1 right, padding too short", right, padded(key, padded -> with(padded, 5, 0))));
        all.add(pkcs1.of("PKCS #1 right, no separator", right, padded(key, EnvelopeTiming::withoutZeros)));
        for (EnvelopePadding padding : List.of(EnvelopePadding.OAEP_SHA_1, EnvelopePadding.OAEP_SHA_256)) {
            List<Octets> good = oaep(key, padding);
            Compare oaep = new Compare(opener(pair, padding), rounds);
            all.add(oaep.of("control: " + padding + " right, right", good, oaep(key, padding)));
            all.add(oaep.of(padding + " right, random", good, padded(key, EnvelopeTiming::belowFirst)));
            all.add(oaep.of(
                    padding + " wrong with a first octet 0, with another",
                    padded(key, EnvelopeTiming::belowFirst),
                    padded(key, padded -> with(belowFirst(padded), 0, 1))));
        }
        return all;
    }

    private record Compare(EnvelopeOpener opener, int rounds) {
        Comparison of(String name, List<Octets> left, List<Octets> right) {
            return new Comparison(
                    name,
                    envelope -> {
                        try (SecretBytes opened = opener.open(envelope)) {
                            return opened.length();
                        }
                    },
                    left,
                    right,
                    rounds,
                    1);
        }
    }

    private static EnvelopeOpener opener(KeyPair pair, EnvelopePadding padding) {
        return new EnvelopeOpener(pair.getPrivate(), padding, JcaAlgorithms.PLATFORM, RANDOM);
    }

    private static List<Octets> oaep(RSAPublicKey key, EnvelopePadding padding) {
        return MacTiming.times(() ->
                padding.encrypt(key, SecretBytes.random(RANDOM, 16), JcaAlgorithms.PLATFORM, RANDOM));
    }

    /** Envelopes with a key of 16 octets whose padding was changed before the RSA operation. */
    private static List<Octets> padded(RSAPublicKey key, UnaryOperator<byte[]> change) {
        int octets = (key.getModulus().bitLength() + 7) / 8;
        return MacTiming.times(() -> {
            byte[] padded = new byte[octets];
            for (int i = 2; i < octets; i++) {
                padded[i] = (byte) (1 + RANDOM.nextInt(255));
            }
            padded[1] = 2;
            padded[octets - 17] = 0;
            BigInteger envelope =
                    new BigInteger(1, change.apply(padded)).modPow(key.getPublicExponent(), key.getModulus());
            byte[] signed = envelope.toByteArray();
            byte[] fixed = new byte[octets];
            int length = Math.min(signed.length, octets);
            System.arraycopy(signed, signed.length - length, fixed, octets - length, length);
            return Octets.copyOf(fixed);
        });
    }

    private static byte[] with(byte[] padded, int at, int value) {
        padded[at] = (byte) value;
        return padded;
    }

    private static byte[] withoutZeros(byte[] padded) {
        return with(padded, padded.length - 17, 1);
    }

    /** Random octets behind a first one of 0. */
    private static byte[] belowFirst(byte[] padded) {
        RANDOM.nextBytes(padded);
        return with(padded, 0, 0);
    }
}
