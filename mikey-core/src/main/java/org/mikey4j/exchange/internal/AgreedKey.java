package org.mikey4j.exchange.internal;

import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.DhHalfKey;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.message.DhPayload;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.registry.KeyDataType;

/**
 * The TGK of a Diffie-Hellman exchange: the common value, filled up with zeros on the left to the length of the prime, which
 * RFC 3830, 3.3 leaves open, and labelled with the validity that the Initiator gave.
 *
 * @param key the TGK
 * @param diagnostics what had to be accepted
 */
record AgreedKey(TransportedKey key, List<Diagnostic> diagnostics) {
    /**
     * Computes the key.
     *
     * @param message the message that the peer's value came in
     * @throws Refusal if the value cannot come from an honest peer
     */
    static AgreedKey of(DhHalfKey half, DhPayload peer, MikeyMessage message, ExchangeSettings settings) {
        SecretBytes common = common(half, peer);
        Optional<Compatibility> departure = departure(settings);
        int zeros = departure.isPresent() ? leadingZeros(common) : 0;
        if (zeros == 0) {
            return new AgreedKey(tgk(common, peer), List.of());
        }
        try (common) {
            return new AgreedKey(
                    tgk(shortened(common, zeros, departure.orElseThrow()), peer),
                    List.of(departure.orElseThrow().at(message.offset(message.indexOf(DhPayload.class)), "DH")));
        }
    }

    private static SecretBytes common(DhHalfKey half, DhPayload peer) {
        try {
            return half.agree(peer.dhValue());
        } catch (IllegalArgumentException e) {
            throw Refusal.because(RejectReason.UNSUPPORTED_DH, "the DH-value is not a public value of " + half.group());
        }
    }

    private static Optional<Compatibility> departure(ExchangeSettings settings) {
        if (settings.accepts(Compatibility.DH_TGK_LEFT_ALIGNED)) {
            return Optional.of(Compatibility.DH_TGK_LEFT_ALIGNED);
        }
        return settings.accepts(Compatibility.DH_TGK_WITHOUT_LEADING_ZEROS)
                ? Optional.of(Compatibility.DH_TGK_WITHOUT_LEADING_ZEROS)
                : Optional.empty();
    }

    private static SecretBytes shortened(SecretBytes common, int zeros, Compatibility departure) {
        SecretBytes number = common.slice(zeros, common.length() - zeros);
        if (departure == Compatibility.DH_TGK_WITHOUT_LEADING_ZEROS) {
            return number;
        }
        byte[] aligned = new byte[common.length()];
        try (number) {
            number.copyTo(aligned, 0);
        }
        return SecretBytes.wrap(aligned);
    }

    private static int leadingZeros(SecretBytes value) {
        byte[] octets = value.toByteArray();
        try (SecretBytes wiped = SecretBytes.wrap(octets)) {
            int zeros = 0;
            while (zeros < wiped.length() && octets[zeros] == 0) {
                zeros++;
            }
            return zeros;
        }
    }

    private static TransportedKey tgk(SecretBytes key, DhPayload peer) {
        return new TransportedKey(KeyDataType.TGK, key, SecretBytes.empty(), peer.kv());
    }
}
