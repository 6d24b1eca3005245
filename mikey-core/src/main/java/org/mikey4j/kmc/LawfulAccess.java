package org.mikey4j.kmc;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.kmc.KmcRefusal.Reason;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;

/**
 * Lawful access to calls whose combined key the centre makes (schemes 2 and 3; of end-to-end keys there is nothing to keep). Only
 * for whom a warrant names and while it is valid, the combined key is put down, sealed so that two custodians together, and neither
 * alone, can open it. What is put down and what is given out stands in a record that shows every change. From the combined key and the
 * signalling of the call its media keys follow: it is the key of the agreement in it.
 *
 * <p>Safe under threads if the log is.
 */
public final class LawfulAccess {
    private static final int KEY_OCTETS = AesGcm.KEY_OCTETS;
    private static final String SHARES = "RSA/ECB/OAEPPadding";
    private static final OAEPParameterSpec OAEP =
            new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

    private final Clock clock;
    private final SecureRandom random;
    private final List<Custodian> custodians;
    private final AccessLog log;

    /**
     * What allows it.
     *
     * @param reference whose order it is, for the record
     * @param target whose calls it is about
     * @param from the first instant
     * @param until the last
     */
    public record Warrant(String reference, IdPayload target, Instant from, Instant until) {
        /** Whether it is for a user of this call, and valid at this time. */
        public boolean covers(CallBinding call, Instant at) {
            return (call.caller().equals(target) || call.callee().equals(target))
                    && !at.isBefore(from)
                    && !at.isAfter(until);
        }
    }

    /**
     * One of the two who must agree to a release.
     *
     * @param name for the record
     * @param key an RSA key
     */
    public record Custodian(String name, PublicKey key) {}

    /**
     * @param first a custodian
     * @param second another person, with another key
     * @throws IllegalArgumentException if the two are one
     */
    public LawfulAccess(Clock clock, SecureRandom random, Custodian first, Custodian second, AccessLog log) {
        if (first.name().equals(second.name()) || first.key().equals(second.key())) {
            throw new IllegalArgumentException("custodians: two persons with two keys are needed");
        }
        this.clock = clock;
        this.random = random;
        this.custodians = List.of(first, second);
        this.log = log;
    }

    /**
     * Puts the key of a call down.
     *
     * @throws KmcRefusal with {@link Reason#NOT_AUTHORISED} if the warrant is not for a user of the call, or not for now
     */
    public AccessEntry keep(Warrant warrant, PairKey key) {
        return keepIfCovered(warrant, key)
                .orElseThrow(() -> new KmcRefusal(
                        Reason.NOT_AUTHORISED, "the warrant is not for a user of this call, or not for now"));
    }

    /** Puts the key of a call down if the warrant is for one of its users, and for now. */
    public Optional<AccessEntry> keepIfCovered(Warrant warrant, PairKey key) {
        Instant now = clock.instant();
        return warrant.covers(key.call(), now) ? Optional.of(keep(warrant, key, now)) : Optional.empty();
    }

    private AccessEntry keep(Warrant warrant, PairKey key, Instant now) {
        CallBinding call = key.call();
        byte[] entryKey = new byte[KEY_OCTETS];
        byte[] one = new byte[KEY_OCTETS];
        byte[] other = new byte[KEY_OCTETS];
        byte[] plain = key.value().toByteArray();
        try {
            random.nextBytes(entryKey);
            random.nextBytes(one);
            for (int i = 0; i < KEY_OCTETS; i++) {
                other[i] = (byte) (entryKey[i] ^ one[i]);
            }
            Octets sealed = AesGcm.seal(entryKey, random, plain, call.digest(), text(warrant.reference()));
            List<Octets> shares = List.of(share(0, one), share(1, other));
            return append(
                    AccessEntry.Kind.KEPT,
                    now,
                    warrant.reference(),
                    call.digest(),
                    "for " + custodians.get(0).name() + " and "
                            + custodians.get(1).name(),
                    sealed,
                    shares);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has RSA-OAEP", e);
        } finally {
            Arrays.fill(entryKey, (byte) 0);
            Arrays.fill(one, (byte) 0);
            Arrays.fill(other, (byte) 0);
            Arrays.fill(plain, (byte) 0);
        }
    }

    private Octets share(int custodian, byte[] share) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(SHARES);
        cipher.init(Cipher.ENCRYPT_MODE, custodians.get(custodian).key(), OAEP, random);
        return Octets.copyOf(cipher.doFinal(share));
    }

    /**
     * A custodian opens its share, in whatever place it keeps its key.
     *
     * @param custodian 0 for the first, 1 for the second
     * @throws KmcRefusal with {@link Reason#RECORD_DAMAGED} if the key does not open it
     */
    public static SecretBytes openShare(AccessEntry entry, int custodian, PrivateKey key) {
        if (entry.kind() != AccessEntry.Kind.KEPT
                || custodian < 0
                || custodian >= entry.shares().size()) {
            throw new KmcRefusal(Reason.RECORD_DAMAGED, "the entry has no key, or no share for this custodian");
        }
        try {
            Cipher cipher = Cipher.getInstance(SHARES);
            cipher.init(Cipher.DECRYPT_MODE, key, OAEP);
            return SecretBytes.wrap(cipher.doFinal(entry.shares().get(custodian).toByteArray()));
        } catch (GeneralSecurityException e) {
            throw new KmcRefusal(Reason.RECORD_DAMAGED, "the share does not open with this key");
        }
    }

    /**
     * Gives a key out. That it is, and why, is in the record before anybody has it.
     *
     * @param call the call that it is about
     * @param first the share of the first custodian
     * @param second the share of the second
     * @param reason for the record
     * @throws KmcRefusal with {@link Reason#RECORD_DAMAGED} if the entry was changed, or the shares do not open it; with {@link
     *     Reason#OTHER_CALL} if it is about another call
     */
    public PairKey release(AccessEntry entry, CallBinding call, SecretBytes first, SecretBytes second, String reason) {
        if (!entry.hash().equals(entry.computed()) || entry.kind() != AccessEntry.Kind.KEPT) {
            throw new KmcRefusal(Reason.RECORD_DAMAGED, "the entry was changed, or has no key");
        }
        if (!entry.call().equals(call.digest())) {
            throw new KmcRefusal(Reason.OTHER_CALL, "the entry is about another call");
        }
        byte[] plain = open(entry, first, second);
        try {
            append(
                    AccessEntry.Kind.RELEASED,
                    clock.instant(),
                    entry.warrant(),
                    entry.call(),
                    "entry " + entry.number() + ", by " + custodians.get(0).name() + " and "
                            + custodians.get(1).name() + ": " + reason,
                    Octets.EMPTY,
                    List.of());
            return new PairKey(SecretBytes.copyOf(plain), call);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static byte[] open(AccessEntry entry, SecretBytes first, SecretBytes second) {
        byte[] entryKey = first.toByteArray();
        byte[] other = second.toByteArray();
        try {
            if (entryKey.length != KEY_OCTETS || other.length != KEY_OCTETS || first.equals(second)) {
                throw new KmcRefusal(Reason.RECORD_DAMAGED, "two different shares are needed");
            }
            for (int i = 0; i < KEY_OCTETS; i++) {
                entryKey[i] ^= other[i];
            }
            // The entry's key opens its own contents only: call and warrant are authenticated with it.
            return AesGcm.open(entryKey, entry.sealed(), entry.call(), text(entry.warrant()));
        } catch (GeneralSecurityException e) {
            throw new KmcRefusal(Reason.RECORD_DAMAGED, "the shares do not open the entry");
        } finally {
            Arrays.fill(entryKey, (byte) 0);
            Arrays.fill(other, (byte) 0);
        }
    }

    private static Octets text(String text) {
        return Octets.of(text, StandardCharsets.UTF_8);
    }

    private AccessEntry append(
            AccessEntry.Kind kind,
            Instant at,
            String warrant,
            Octets call,
            String detail,
            Octets sealed,
            List<Octets> shares) {
        return log.append(before -> {
            AccessEntry draft = new AccessEntry(
                    before.map(e -> e.number() + 1).orElse(1L),
                    at,
                    kind,
                    warrant,
                    call,
                    detail,
                    sealed,
                    shares,
                    AccessEntry.previous(before),
                    Octets.EMPTY);
            return new AccessEntry(
                    draft.number(),
                    at,
                    kind,
                    warrant,
                    call,
                    detail,
                    sealed,
                    shares,
                    draft.previous(),
                    draft.computed());
        });
    }
}
