package org.mikey4j.trust;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.crypto.HashAlgorithm;
import org.mikey4j.message.CertPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;

/**
 * Remembers whom another validator trusts, so that a server that hears from the same peers again parses and validates each
 * chain of certificates once. Only what was trusted is remembered: nobody without an accepted certificate takes up room, and
 * a refusal is always judged anew. A verdict is used again for the very same octets, identity and use, while every certificate
 * of the path is valid and the revocation data is current, and not longer than is set. It holds nothing secret. Bounded: where
 * there is no room the verdict that was not used for the longest time goes. Safe under threads.
 */
public final class CachingValidator implements CertificateValidator {
    private static final float LOAD = 0.75f;

    private final CertificateValidator validator;
    private final Duration lifetime;
    private final int capacity;
    private final Map<Octets, Remembered> verdicts = new LinkedHashMap<>(16, LOAD, true);

    /**
     * @param validator decides what is not known yet
     * @param lifetime how far the times of two messages may be apart that share a verdict
     * @param capacity how many verdicts have room, at least 1
     * @throws IllegalArgumentException if {@code lifetime} is negative, or {@code capacity} less than 1
     */
    public CachingValidator(CertificateValidator validator, Duration lifetime, int capacity) {
        if (lifetime.isNegative() || capacity < 1) {
            throw new IllegalArgumentException("lifetime: " + lifetime + ", capacity: " + capacity);
        }
        this.validator = validator;
        this.lifetime = lifetime;
        this.capacity = capacity;
    }

    private record Remembered(Verdict.Trusted verdict, Instant at) {}

    @Override
    public Verdict validate(List<CertPayload> certificates, Optional<IdPayload> identity, Use use, Instant at) {
        Octets key = key(certificates, identity, use);
        Optional<Verdict> known = find(key, at);
        if (known.isPresent()) {
            return known.get();
        }
        Verdict verdict = validator.validate(certificates, identity, use, at);
        if (verdict instanceof Verdict.Trusted trusted) {
            remember(key, new Remembered(trusted, at));
        }
        return verdict;
    }

    private synchronized Optional<Verdict> find(Octets key, Instant at) {
        Remembered remembered = verdicts.get(key);
        if (remembered == null) {
            return Optional.empty();
        }
        Verdict.Trusted verdict = remembered.verdict;
        boolean current = Duration.between(remembered.at, at).abs().compareTo(lifetime) <= 0
                && !at.isBefore(verdict.from())
                && !at.isAfter(verdict.until());
        return current ? Optional.of(verdict) : Optional.empty();
    }

    private synchronized void remember(Octets key, Remembered verdict) {
        if (!verdicts.containsKey(key) && verdicts.size() == capacity) {
            verdicts.remove(verdicts.keySet().iterator().next());
        }
        verdicts.put(key, verdict);
    }

    /** How many verdicts are remembered. */
    public synchronized int size() {
        return verdicts.size();
    }

    /** Everything that the verdict depends on but the time; each part with its length, so that none runs into the next. */
    private static Octets key(List<CertPayload> certificates, Optional<IdPayload> identity, Use use) {
        List<Octets> parts = new ArrayList<>();
        parts.add(Octets.of(use.name(), StandardCharsets.US_ASCII));
        add(
                parts,
                identity.map(IdPayload::idType).orElse(-1),
                identity.map(IdPayload::idData).orElse(Octets.EMPTY));
        for (CertPayload certificate : certificates) {
            add(parts, certificate.certType(), certificate.certData());
        }
        return HashAlgorithm.SHA_256.digest(parts.toArray(Octets[]::new));
    }

    private static void add(List<Octets> parts, int type, Octets data) {
        byte[] head = ByteBuffer.allocate(2 * Integer.BYTES)
                .putInt(type)
                .putInt(data.length())
                .array();
        parts.add(Octets.copyOf(head));
        parts.add(data);
    }
}
