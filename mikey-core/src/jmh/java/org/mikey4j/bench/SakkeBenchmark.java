package org.mikey4j.bench;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.sakke.SakkeMasterSecret;
import org.mikey4j.crypto.sakke.SakkePublicKey;
import org.mikey4j.crypto.sakke.SakkeReceiverKey;
import org.mikey4j.message.Octets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** SAKKE with Parameter Set 1: operations a second of one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class SakkeBenchmark {
    private final SecureRandom random = new SecureRandom();
    private final Octets identifier = Octets.of("2011-02\0tel:+447700900123\0", StandardCharsets.US_ASCII);
    private SakkeMasterSecret masterSecret;
    private SakkePublicKey publicKey;
    private SakkeReceiverKey receiverKey;
    private SecretBytes rsk;
    private SecretBytes ssv;
    private Octets encapsulated;

    @Setup
    public void setup() {
        masterSecret = SakkeMasterSecret.generate(random);
        publicKey = masterSecret.publicKey();
        rsk = masterSecret.extract(identifier);
        receiverKey = SakkeReceiverKey.validate(publicKey, identifier, rsk);
        ssv = SecretBytes.random(random, 16);
        encapsulated = publicKey.encapsulate(identifier, ssv);
    }

    /** A new value for a known service. */
    @Benchmark
    public Octets encapsulate() {
        return publicKey.encapsulate(identifier, ssv);
    }

    /** With a key that was validated before, the comparison of R included. */
    @Benchmark
    public SecretBytes decapsulate() {
        return receiverKey.decapsulate(encapsulated);
    }

    /** What a service does for each user. */
    @Benchmark
    public SecretBytes extract() {
        return masterSecret.extract(identifier);
    }

    /** What a device does once for each key that it receives. */
    @Benchmark
    public SakkeReceiverKey validateReceiverKey() {
        return SakkeReceiverKey.validate(publicKey, identifier, rsk);
    }

    /** What a device does once for each service. */
    @Benchmark
    public SakkePublicKey decodePublicKey() {
        return SakkePublicKey.decode(publicKey.encode());
    }
}
