package org.mikey4j.replay;

import java.util.Arrays;
import java.util.Optional;
import org.mikey4j.message.Octets;
import org.mikey4j.replay.ReplayCache.Outcome;

/**
 * Entries in parallel arrays, for one thread at a time. A hash table of chains finds them by key; a timing wheel, whose slots
 * are lists too, finds those whose time is over. Both links are indexes, so that an entry costs no object.
 *
 * <p>Times are in nanoseconds.
 */
final class ReplayTable {
    private static final int NONE = -1;
    private static final byte[] NOTHING = {};

    /** A slot of the wheel stands for 2^28 ns, about a quarter of a second, and the wheel for 18 minutes. */
    private static final int TICK_BITS = 28;

    private static final int SLOTS = 4096;
    /** How many expired entries an insertion removes: more than it adds. */
    private static final int STEP = 4;
    /** How many entries an insertion looks at when there is no room. */
    private static final int SEARCH = 64;

    private static final Outcome FRESH = new Outcome.Fresh();
    private static final Outcome FULL = new Outcome.Full();
    private static final Outcome TOO_LATE = new Outcome.TooLate();

    private final KeyHash hashing;
    private final int[] chains;
    private final int[] nextInChain;
    private final int[] wheel = new int[SLOTS];
    private final int[] nextInSlot;
    private final long[] keys;
    private final long[] expiries;
    /** Length of the context, context and answer of each entry; made when the first entry has them. */
    private byte[][] kept = {};

    private long keptRoom;
    private int free;
    /** The first slot that may hold entries of the past, counted from time 0. */
    private long hand;
    /** The latest expiry of all entries that were removed. */
    private long forgotten = Long.MIN_VALUE;

    ReplayTable(KeyHash hashing, int room, long keptRoom) {
        this.hashing = hashing;
        this.chains = new int[Integer.highestOneBit(2 * room - 1)];
        this.nextInChain = new int[room];
        this.nextInSlot = new int[room];
        this.keys = new long[room * KeyHash.WORDS];
        this.expiries = new long[room];
        this.keptRoom = keptRoom;
        Arrays.fill(chains, NONE);
        Arrays.fill(wheel, NONE);
        Arrays.setAll(nextInChain, entry -> entry + 1 < room ? entry + 1 : NONE);
    }

    Optional<Outcome.Seen> find(long[] key, long hash, long now) {
        int entry = live(key, hash, now);
        return entry == NONE ? Optional.empty() : Optional.of(seen(entry));
    }

    Outcome putIfAbsent(long[] key, long hash, long expiry, long now, Octets context, Octets answer) {
        removeExpired(now, STEP);
        int before = live(key, hash, now);
        if (before != NONE) {
            return seen(before);
        }
        if (expiry <= now || expiry <= forgotten) {
            return TOO_LATE;
        }
        if (!hasRoom(context, answer)) {
            removeExpired(now, SEARCH);
            removeExpiredThisTick(now);
            if (!hasRoom(context, answer)) {
                return FULL;
            }
        }
        insert(key, hash, expiry, context, answer);
        return FRESH;
    }

    private boolean hasRoom(Octets context, Octets answer) {
        return free != NONE && keptOctets(context, answer) <= keptRoom;
    }

    private static long keptOctets(Octets context, Octets answer) {
        return (long) context.length() + answer.length();
    }

    private int live(long[] key, long hash, long now) {
        int entry = chains[chain(hash)];
        while (entry != NONE && !(expiries[entry] > now && isKeyOf(entry, key))) {
            entry = nextInChain[entry];
        }
        return entry;
    }

    private boolean isKeyOf(int entry, long[] key) {
        int at = entry * KeyHash.WORDS;
        return Arrays.equals(keys, at, at + KeyHash.WORDS, key, 0, KeyHash.WORDS);
    }

    private int chain(long hash) {
        return (int) hash & (chains.length - 1);
    }

    private Outcome.Seen seen(int entry) {
        if (kept.length == 0 || kept[entry].length == 0) {
            return new Outcome.Seen(Octets.EMPTY, Octets.EMPTY);
        }
        Octets both = Octets.copyOf(kept[entry]);
        int contextLength = (int) both.u32(0);
        int answerAt = Integer.BYTES + contextLength;
        return new Outcome.Seen(
                both.slice(Integer.BYTES, contextLength), both.slice(answerAt, both.length() - answerAt));
    }

    private void insert(long[] key, long hash, long expiry, Octets context, Octets answer) {
        int entry = free;
        free = nextInChain[entry];
        System.arraycopy(key, 0, keys, entry * KeyHash.WORDS, KeyHash.WORDS);
        expiries[entry] = expiry;
        int chain = chain(hash);
        nextInChain[entry] = chains[chain];
        chains[chain] = entry;
        file(entry);
        keep(entry, context, answer);
    }

    private void keep(int entry, Octets context, Octets answer) {
        long octets = keptOctets(context, answer);
        if (octets == 0) {
            return;
        }
        if (kept.length == 0) {
            kept = new byte[expiries.length][];
            Arrays.fill(kept, NOTHING);
        }
        byte[] both = new byte[Math.toIntExact(Integer.BYTES + octets)];
        for (int i = 0; i < Integer.BYTES; i++) {
            both[i] = (byte) (context.length() >>> (Integer.SIZE - Byte.SIZE * (i + 1)));
        }
        context.copyTo(both, Integer.BYTES);
        answer.copyTo(both, Integer.BYTES + context.length());
        kept[entry] = both;
        keptRoom -= octets;
    }

    /** Puts an entry into the slot of its expiry, or into the last one, to be filed again, if that is beyond the wheel. */
    private void file(int entry) {
        long tick = Math.max(hand, Math.min(expiries[entry] >> TICK_BITS, hand + SLOTS - 1));
        int slot = slot(tick);
        nextInSlot[entry] = wheel[slot];
        wheel[slot] = entry;
    }

    private static int slot(long tick) {
        return (int) tick & (SLOTS - 1);
    }

    /** Goes through the slots before the one of {@code now}, and removes what is in them up to {@code most} entries. */
    private void removeExpired(long now, int most) {
        long tick = now >> TICK_BITS;
        // One round meets every slot, should the clock leap ahead; when it is set back the hand goes with it, and meets
        // the
        // entries at most a round late.
        hand = Math.min(tick, Math.max(hand, tick - SLOTS + 1));
        int met = 0;
        while (hand < tick) {
            int slot = slot(hand);
            int entry = wheel[slot];
            if (entry == NONE) {
                hand++;
            } else if (met++ == most) {
                return;
            } else {
                wheel[slot] = nextInSlot[entry];
                if (expiries[entry] <= now) {
                    remove(entry);
                } else {
                    file(entry);
                }
            }
        }
    }

    /** Looks through the slot of {@code now}, of which a part is expired. */
    private void removeExpiredThisTick(long now) {
        int slot = slot(now >> TICK_BITS);
        int before = NONE;
        int entry = wheel[slot];
        for (int met = 0; entry != NONE && met < SEARCH; met++) {
            int next = nextInSlot[entry];
            if (expiries[entry] > now) {
                before = entry;
            } else {
                if (before == NONE) {
                    wheel[slot] = next;
                } else {
                    nextInSlot[before] = next;
                }
                remove(entry);
            }
            entry = next;
        }
    }

    /** Forgets an entry that is no longer in the wheel. */
    private void remove(int entry) {
        forgotten = Math.max(forgotten, expiries[entry]);
        int chain = chain(hashing.of(keys, entry * KeyHash.WORDS));
        if (chains[chain] == entry) {
            chains[chain] = nextInChain[entry];
        } else {
            int before = chains[chain];
            while (nextInChain[before] != entry) {
                before = nextInChain[before];
            }
            nextInChain[before] = nextInChain[entry];
        }
        if (kept.length > 0 && kept[entry].length > 0) {
            keptRoom += kept[entry].length - Integer.BYTES;
            kept[entry] = NOTHING;
        }
        nextInChain[entry] = free;
        free = entry;
    }
}
