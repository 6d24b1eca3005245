package org.mikey4j.exchange.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.KemacCipher;
import org.mikey4j.crypto.MacAlgorithm;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Severity;

/**
 * Finds the derivation under which the MAC of a KEMAC is right: the standard's, or one of those that other implementations
 * use and the settings accept by name.
 */
public final class ProtectionSearch implements AutoCloseable {
    private static final int AUTH_KEY_128_OCTETS = 16;

    /** Stands in for the key of a peer that nobody knows, so that a stranger costs what a forger costs. */
    private static final byte[] NO_SUCH_KEY = new byte[16];

    private final MessageProtection protection;
    private final Prf prf;
    private final List<Diagnostic> diagnostics;

    private ProtectionSearch(MessageProtection protection, Prf prf, List<Diagnostic> diagnostics) {
        this.protection = protection;
        this.prf = prf;
        this.diagnostics = diagnostics;
    }

    /**
     * Authenticates a message whose last payload is a KEMAC.
     *
     * @param inkey the PSK or envelope key; empty if there is none, which only an unprotected message can do without
     * @throws Refusal if the MAC is wrong, or there is no key to check it with
     */
    public static ProtectionSearch authentic(
            MikeyMessage message,
            KemacCipher cipher,
            MacAlgorithm mac,
            Prf prf,
            Optional<SecretBytes> inkey,
            long csbId,
            Octets rand,
            ExchangeSettings settings) {
        try (SecretBytes key = inkey.map(SecretBytes::copy).orElseGet(() -> SecretBytes.copyOf(NO_SUCH_KEY))) {
            for (Candidate candidate : candidates(mac, prf, key.length(), settings)) {
                MessageProtection protection =
                        MessageProtection.derive(cipher, mac, candidate.authKeyOctets, candidate.prf, key, csbId, rand);
                boolean authentic = protection.isAuthentic(message);
                if (authentic && (inkey.isPresent() || mac == MacAlgorithm.NULL)) {
                    return new ProtectionSearch(protection, candidate.prf, candidate.diagnostics(message));
                }
                protection.close();
            }
        }
        throw Refusal.because(
                RejectReason.AUTHENTICATION_FAILED, "the MAC is wrong, or no key is known for the sender");
    }

    private static List<Candidate> candidates(MacAlgorithm mac, Prf prf, int inkeyOctets, ExchangeSettings settings) {
        List<Candidate> candidates = new ArrayList<>();
        boolean emptyBlock = settings.accepts(Compatibility.PRF_EMPTY_LAST_BLOCK) && prf == Prf.MIKEY_1;
        // The two functions differ only for keys of full blocks; for others the MAC cannot tell, and the settings do.
        if (!emptyBlock || Prf.isFullBlocks(inkeyOctets)) {
            candidates.add(new Candidate(mac.keyOctets(), prf, List.of()));
        }
        if (emptyBlock) {
            candidates.add(new Candidate(
                    mac.keyOctets(), Prf.MIKEY_1_EMPTY_LAST_BLOCK, List.of(Compatibility.PRF_EMPTY_LAST_BLOCK)));
        }
        if (settings.accepts(Compatibility.AUTH_KEY_128) && mac == MacAlgorithm.HMAC_SHA_1_160) {
            for (Candidate full : List.copyOf(candidates)) {
                List<Compatibility> departures = new ArrayList<>(full.departures);
                departures.add(Compatibility.AUTH_KEY_128);
                candidates.add(new Candidate(AUTH_KEY_128_OCTETS, full.prf, List.copyOf(departures)));
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
        return prf;
    }

    /** What had to be accepted for it. */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    @Override
    public void close() {
        protection.close();
    }

    private record Candidate(int authKeyOctets, Prf prf, List<Compatibility> departures) {
        List<Diagnostic> diagnostics(MikeyMessage message) {
            int offset = message.offset(message.payloads().size() - 1);
            return departures.stream()
                    .map(departure -> new Diagnostic(
                            Severity.WARNING,
                            departure.name(),
                            offset,
                            "KEMAC",
                            departure == Compatibility.AUTH_KEY_128
                                    ? "the MAC is right only under a 128-bit authentication key"
                                    : "keys are derived with an empty last block, as the settings have it",
                            departure == Compatibility.AUTH_KEY_128 ? "RFC 3830, 4.2.4" : "RFC 3830, 4.1.2"))
                    .toList();
        }
    }
}
