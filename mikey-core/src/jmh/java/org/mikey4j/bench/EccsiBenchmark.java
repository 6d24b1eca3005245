package org.mikey4j.bench;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.mikey4j.crypto.eccsi.EccsiSigningKey;
import org.mikey4j.crypto.eccsi.Kpak;
import org.mikey4j.crypto.eccsi.Ksak;
import org.mikey4j.message.Octets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** ECCSI on P-256, over a message of the size of a MIKEY-SAKKE I_MESSAGE: operations a second of one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class EccsiBenchmark {
    private final SecureRandom random = new SecureRandom();
    private final Octets identifier = Octets.of("2011-02\0tel:+447700900123\0", StandardCharsets.US_ASCII);
    private final Octets message = Octets.copyOf(new byte[570]);
    private Ksak ksak;
    private Kpak kpak;
    private EccsiSigningKey key;
    private Octets signature;

    @Setup
    public void setup() {
        ksak = Ksak.generate(random);
        kpak = ksak.kpak();
        key = ksak.issue(identifier, random);
        signature = key.sign(message, random);
    }

    /** With a key that was validated before. */
    @Benchmark
    public Octets sign() {
        return key.sign(message, random);
    }

    /** Of a signer who was never seen, by a known service. */
    @Benchmark
    public void verify() {
        kpak.verify(identifier, message, signature);
    }

    /** What a service does for each device, the validation of its own result included. */
    @Benchmark
    public EccsiSigningKey issue() {
        return ksak.issue(identifier, random);
    }
}
