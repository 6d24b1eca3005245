package org.mikey4j.bench;

import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.mikey4j.crypto.KemacCipher;
import org.mikey4j.crypto.MacAlgorithm;
import org.mikey4j.crypto.MessageKeys;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.TrafficKeys;
import org.mikey4j.message.Octets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Key derivation and the protection of a PSK message, each beside the bare calls of the platform that it cannot do without:
 * nanoseconds of one thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class KeyDerivationBenchmark {
    private static final int SESSIONS = 255;
    private static final int LABEL_OCTETS = 25;
    private static final long CSB_ID = 0x496ae122L;
    private static final long T = 0xe5a1b2c300000000L;

    private final byte[] key = new byte[16];
    private final byte[] saltOctets = new byte[14];
    private final byte[] label = new byte[LABEL_OCTETS];
    private final byte[] plaintext = new byte[36];
    private final byte[] message = new byte[166];
    private final SecretBytes secret = SecretBytes.copyOf(key);
    private final SecretBytes salt = SecretBytes.copyOf(saltOctets);
    private final SecretBytes authKey = SecretBytes.copyOf(new byte[20]);
    private final Octets rand = Octets.copyOf(new byte[16]);
    private final Octets covered = Octets.copyOf(message);
    private byte[] kemac = new byte[0];

    @Setup
    public void setup() {
        kemac = KemacCipher.AES_CM_128.encrypt(secret, salt, CSB_ID, T, plaintext);
    }

    /** The TEK and the salt of 255 crypto sessions from one TGK. */
    @Benchmark
    public void trafficKeys(Blackhole hole) {
        try (TrafficKeys keys = TrafficKeys.derive(Prf.MIKEY_1, secret, CSB_ID, rand)) {
            for (int csId = 1; csId <= SESSIONS; csId++) {
                hole.consume(keys.tek(csId, 16));
                hole.consume(keys.salt(csId, 14));
            }
        }
    }

    /** The HMACs of {@link #trafficKeys}: two for each key, on one instance. */
    @Benchmark
    public void trafficKeysBare(Blackhole hole) throws GeneralSecurityException {
        Mac mac = mac(key);
        byte[] out = new byte[20];
        for (int i = 0; i < 2 * SESSIONS; i++) {
            hmac(mac, label, out);
            mac.update(out);
            hmac(mac, label, out);
            hole.consume(out);
        }
    }

    /** The three keys that protect a PSK message. */
    @Benchmark
    public void messageKeys(Blackhole hole) {
        try (MessageKeys keys = MessageKeys.derive(Prf.MIKEY_1, secret, CSB_ID, rand)) {
            hole.consume(keys.encrKey(16));
            hole.consume(keys.saltKey(14));
            hole.consume(keys.authKey(20));
        }
    }

    /** The HMACs of {@link #messageKeys}. */
    @Benchmark
    public void messageKeysBare(Blackhole hole) throws GeneralSecurityException {
        Mac mac = mac(key);
        byte[] out = new byte[20];
        for (int i = 0; i < 3; i++) {
            hmac(mac, label, out);
            mac.update(out);
            hmac(mac, label, out);
            hole.consume(out);
        }
    }

    /** Decryption of one TGK with its salt. */
    @Benchmark
    public byte[] decrypt() {
        return KemacCipher.AES_CM_128.decrypt(secret, salt, CSB_ID, T, kemac);
    }

    /** The AES of {@link #decrypt}. */
    @Benchmark
    public byte[] decryptBare() throws GeneralSecurityException {
        Cipher aes = Cipher.getInstance("AES/CTR/NoPadding");
        aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
        return aes.doFinal(kemac);
    }

    /** The MAC of a PSK message. */
    @Benchmark
    public Octets authenticate() {
        return MacAlgorithm.HMAC_SHA_1_160.compute(authKey, covered);
    }

    /** The HMAC of {@link #authenticate}. */
    @Benchmark
    public byte[] authenticateBare() throws GeneralSecurityException {
        return mac(key).doFinal(message);
    }

    private static Mac mac(byte[] key) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(key, "HmacSHA1"));
        return mac;
    }

    private static void hmac(Mac mac, byte[] input, byte[] out) throws GeneralSecurityException {
        mac.update(input);
        mac.doFinal(out, 0);
    }
}
