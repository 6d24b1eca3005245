package org.mikey4j.exchange.ticket;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.internal.KeyTransport;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.registry.KeyDataType;

/**
 * The keys of a ticket, as the KMS gives them to one end (RFC 6043, 4.2.1.5 and 4.2.3.5). Holds secrets; {@link #close} wipes
 * them.
 *
 * @param mpkI protects the messages of a transfer
 * @param mpkR protects its answer where keys are forked: MPKr for the Initiator, MPKr' for the Responder
 * @param session the TEKs, TGKs and GTGKs, each with an SPI of its own; maybe none
 */
record TicketKeys(SecretBytes mpkI, Optional<SecretBytes> mpkR, List<TransportedKey> session) implements AutoCloseable {
    /** No session key is shorter (RFC 6043, 12.1). */
    private static final int LEAST_OCTETS = 16;

    /** Random values are as long as the keys they go with, and no longer than this. */
    private static final int MOST_OCTETS = 255;

    /** Protection keys have SPIs too (RFC 6043, 6.2.1), which nothing refers to. */
    static final KeyValidity SPI_MPK = new KeyValidity.Spi(Octets.ofHex("00"));

    private static final KeyValidity SPI_MPK_I = new KeyValidity.Spi(Octets.ofHex("01"));
    private static final KeyValidity SPI_MPK_R = new KeyValidity.Spi(Octets.ofHex("02"));

    TicketKeys {
        session = List.copyOf(session);
    }

    /** MPKi, MPKr and the session keys as key data. */
    List<? extends Payload> payloads() {
        List<TransportedKey> all = new ArrayList<>();
        all.add(mpk(mpkI, SPI_MPK_I));
        mpkR.ifPresent(key -> all.add(mpk(key, SPI_MPK_R)));
        all.addAll(session);
        return KeyTransport.payloads(all);
    }

    static TransportedKey mpk(SecretBytes key, KeyValidity spi) {
        return new TransportedKey(KeyDataType.MPK, key, SecretBytes.empty(), spi);
    }

    /**
     * Sorts the keys of a KEMAC.
     *
     * @param protectionKeys how many protection keys come first
     * @throws Refusal if they are not those that it should have
     */
    static TicketKeys of(List<TransportedKey> keys, int protectionKeys, TicketSuite suite) {
        checkKemac(keys, protectionKeys, suite);
        return new TicketKeys(
                keys.get(0).key(),
                protectionKeys > 1 ? Optional.of(keys.get(1).key()) : Optional.empty(),
                keys.subList(protectionKeys, keys.size()));
    }

    /** Checks that so many protection keys come first and session keys follow. */
    static void checkKemac(List<TransportedKey> keys, int protectionKeys, TicketSuite suite) {
        for (int i = 0; i < protectionKeys; i++) {
            if (i >= keys.size() || keys.get(i).keyType() != KeyDataType.MPK) {
                throw unusable("key " + (i + 1) + " of the KEMAC is not an MPK");
            }
            checkSize(keys.get(i), suite);
        }
        checkSession(keys.subList(protectionKeys, keys.size()), suite);
    }

    /**
     * Checks session keys.
     *
     * @throws Refusal if one is of a wrong kind or size, or has no SPI of its own
     */
    static void checkSession(List<TransportedKey> keys, TicketSuite suite) {
        Set<KeyValidity> seen = new HashSet<>();
        for (TransportedKey key : keys) {
            if (key.keyType() > KeyDataType.GTGK_SALT) {
                throw unusable(KeyDataType.REGISTRY.name(key.keyType()) + " is no session key");
            }
            checkSize(key, suite);
            if (!(key.kv() instanceof KeyValidity.Spi) || !seen.add(key.kv())) {
                throw unusable("a session key has no SPI of its own (RFC 6043, 6.2.1)");
            }
        }
    }

    private static void checkSize(TransportedKey key, TicketSuite suite) {
        int octets = key.key().length();
        if (octets < LEAST_OCTETS
                || octets > MOST_OCTETS
                || (suite == TicketSuite.BITS_128 && octets > suite.keyOctets())) {
            throw unusable("a key of " + octets + " octets does not go with these algorithms (RFC 6043, 12.1)");
        }
    }

    /** The size of the longest key that random values must match: the protection keys, TGKs and GTGKs (RFC 6043, 12.1). */
    int longest() {
        return Math.max(Math.max(mpkI.length(), mpkR.map(SecretBytes::length).orElse(0)), longestGenerator(session));
    }

    static int longestGenerator(List<TransportedKey> keys) {
        return keys.stream()
                .filter(TransportedKey::isGenerationKey)
                .mapToInt(key -> key.key().length())
                .max()
                .orElse(0);
    }

    /** Copies, wiped on their own. */
    TicketKeys copy() {
        return new TicketKeys(
                mpkI.copy(),
                mpkR.map(SecretBytes::copy),
                session.stream().map(TransportedKey::copy).toList());
    }

    private static Refusal unusable(String detail) {
        return Refusal.because(RejectReason.KEYS_UNUSABLE, detail);
    }

    @Override
    public void close() {
        mpkI.close();
        mpkR.ifPresent(SecretBytes::close);
        session.forEach(TransportedKey::close);
    }
}
