package org.mikey4j.exchange.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mikey4j.crypto.KemacCipher;
import org.mikey4j.crypto.MacAlgorithm;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;

/**
 * Finds the derivation under which the MAC of a KEMAC is right: the standard's, or one of those that other implementations
 * use and the settings accept by name.
 */
public final class ProtectionSearch implements AutoCloseable {
    private static final int AUTH_KEY_128_OCTETS = 16;

    /** Stands in for the key of a peer that nobody knows, so that a stranger costs what a forger costs. */
    private static final byte[] NO_SUCH_KEY = new byte[16];

    private final MessageProtection protection;
    private final Basis basis;
    private final List<Diagnostic> diagnostics;

    private ProtectionSearch(MessageProtection protection, Basis basis, List<Diagnostic> diagnostics) {
        this.protection = protection;
        this.basis = basis;
        this.diagnostics = diagnostics;
    }

    /**
     * What the keys that protect a message are derived from, besides the input key, and what they are for.
     *
     * @param prf the pseudo-random function
     * @param csbId the crypto session bundle ID
     * @param rand the RAND of the bundle
     */
    public record Basis(KemacCipher cipher, MacAlgorithm mac, Prf prf, long csbId, Octets rand) {
        /** The same with another CSB ID. */
        public Basis withCsbId(long other) {
            return new Basis(cipher, mac, prf, other, rand);
        }
    }

    /** Checks a MAC under keys that may be the right ones. */
    @FunctionalInterface
    public interface Check {
        /** What has to be accepted for the MAC to be right: nothing at best; empty if it is wrong all the same. */
        Optional<List<Compatibility>> departures(MessageProtection protection);
    }

    /**
     * Authenticates a message whose last payload is a KEMAC.
     *
     * @param inkey the PSK; empty if there is none, which only an unprotected message can do without
     * @throws Refusal if the MAC is wrong, or there is no key to check it with
     */
    public static ProtectionSearch authentic(
            MikeyMessage message, Basis basis, Optional<SecretBytes> inkey, ExchangeSettings settings) {
        return authentic(message, basis, inkey, settings, protection -> accepting(protection.isAuthentic(message)));
    }

    /** The same, where there is more than one reading of what the MAC is over. */
    public static ProtectionSearch authentic(
            MikeyMessage message, Basis basis, Optional<SecretBytes> inkey, ExchangeSettings settings, Check check) {
        int offset = message.offset(message.payloads().size() - 1);
        try (SecretBytes key = inkey.map(SecretBytes::copy).orElseGet(() -> SecretBytes.copyOf(NO_SUCH_KEY))) {
            return search(candidates(basis, key.length(), settings), key, offset, check)
                    .filter(found -> inkey.isPresent() || basis.mac == MacAlgorithm.NULL)
                    .orElseThrow(() -> Refusal.because(
                            RejectReason.AUTHENTICATION_FAILED, "the MAC is wrong, or no key is known for the sender"));
        }
    }

    /**
     * Authenticates a KEMAC under an envelope key, which has a MAC of its own (RFC 3830, 3.2; RFC 4738, 3.6).
     *
     * @param message the message that it stands in
     * @param envelopeKey the envelope key, or what stands in for it
     * @param readings what keys may be derived from; each besides the first with what has to be accepted for it
     * @throws Refusal if the MAC is wrong
     */
    public static ProtectionSearch enveloped(
            MikeyMessage message,
            KemacPayload kemac,
            SecretBytes envelopeKey,
            List<Reading> readings,
            ExchangeSettings settings) {
        List<Candidate> candidates = new ArrayList<>();
        for (Reading reading : readings) {
            if (settings.accepts(reading.departures)) {
                candidates(reading.basis, envelopeKey.length(), settings).stream()
                        .map(candidate -> candidate.with(reading.departures))
                        .forEach(candidates::add);
            }
        }
        return search(
                        candidates,
                        envelopeKey,
                        message.offset(message.indexOf(KemacPayload.class)),
                        protection -> accepting(protection.isAuthenticAlone(kemac)))
                .orElseThrow(
                        () -> Refusal.because(RejectReason.AUTHENTICATION_FAILED, "the MAC of the KEMAC is wrong"));
    }

    /**
     * The algorithms of a KEMAC under an envelope key. NULL is refused: it would leave the keys to whoever opens the envelope
     * or even to everyone.
     *
     * @throws Refusal if they are not supported
     */
    public static Basis envelopedBasis(KemacPayload kemac, Prf prf, long csbId, Octets rand) {
        MacAlgorithm mac = MacAlgorithm.of(kemac.macAlg())
                .filter(m -> m != MacAlgorithm.NULL)
                .orElseThrow(() ->
                        Refusal.because(RejectReason.UNSUPPORTED_MAC, "the NULL MAC has no use under an envelope key"));
        KemacCipher cipher = KemacCipher.of(kemac.encrAlg())
                .filter(c -> c != KemacCipher.NULL)
                .orElseThrow(() -> Refusal.because(
                        RejectReason.UNSUPPORTED_ENCRYPTION,
                        "encr alg " + kemac.encrAlg() + " is not supported, or NULL, which has no use under an envelope"
                                + " key"));
        return new Basis(cipher, mac, prf, csbId, rand);
    }

    /**
     * One reading of what keys are derived from.
     *
     * @param departures what has to be accepted for it
     */
    public record Reading(Basis basis, List<Compatibility> departures) {}

    /** Nothing to accept if {@code right}. */
    public static Optional<List<Compatibility>> accepting(boolean right) {
        return right ? Optional.of(List.of()) : Optional.empty();
    }

    private static Optional<ProtectionSearch> search(
            List<Candidate> candidates, SecretBytes key, int offset, Check check) {
        for (Candidate candidate : candidates) {
            Basis basis = candidate.basis;
            MessageProtection protection = MessageProtection.derive(
                    basis.cipher, basis.mac, candidate.authKeyOctets, basis.prf, key, basis.csbId, basis.rand);
            Optional<List<Compatibility>> more = check.departures(protection);
            if (more.isPresent()) {
                List<Diagnostic> diagnostics = candidate.with(more.get()).departures.stream()
                        .map(departure -> departure.at(offset, "KEMAC"))
                        .toList();
                return Optional.of(new ProtectionSearch(protection, basis, diagnostics));
            }
            protection.close();
        }
        return Optional.empty();
    }

    private static List<Candidate> candidates(Basis basis, int inkeyOctets, ExchangeSettings settings) {
        List<Candidate> candidates = new ArrayList<>();
        boolean emptyBlock = settings.accepts(Compatibility.PRF_EMPTY_LAST_BLOCK) && basis.prf == Prf.MIKEY_1;
        int keyOctets = basis.mac.keyOctets();
        // The two functions differ only for keys of full blocks; for others the MAC cannot tell, and the settings do.
        if (!emptyBlock || Prf.isFullBlocks(inkeyOctets)) {
            candidates.add(new Candidate(basis, keyOctets, List.of()));
        }
        if (emptyBlock) {
            Basis other = new Basis(basis.cipher, basis.mac, Prf.MIKEY_1_EMPTY_LAST_BLOCK, basis.csbId, basis.rand);
            candidates.add(new Candidate(other, keyOctets, List.of(Compatibility.PRF_EMPTY_LAST_BLOCK)));
        }
        if (settings.accepts(Compatibility.AUTH_KEY_128) && basis.mac == MacAlgorithm.HMAC_SHA_1_160) {
            for (Candidate full : List.copyOf(candidates)) {
                candidates.add(new Candidate(full.basis, AUTH_KEY_128_OCTETS, full.departures)
                        .with(List.of(Compatibility.AUTH_KEY_128)));
            }
        }
        return candidates;
    }

    /** The protection under which the message is authentic. */
    public MessageProtection protection() {
        return protection;
    }

    /** The pseudo-random function under which it is. */
    public Prf prf() {
        return basis.prf;
    }

    /** The CSB ID under which it is. */
    public long csbId() {
        return basis.csbId;
    }

    /** What had to be accepted for it. */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    @Override
    public void close() {
        protection.close();
    }

    private record Candidate(Basis basis, int authKeyOctets, List<Compatibility> departures) {
        Candidate with(List<Compatibility> more) {
            return new Candidate(
                    basis,
                    authKeyOctets,
                    Stream.of(departures, more).flatMap(List::stream).toList());
        }
    }
}
