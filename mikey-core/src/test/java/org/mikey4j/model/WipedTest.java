package org.mikey4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.ibake.IbakeRun;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.replay.InMemoryReplayCache;
import org.mikey4j.testing.Peers;
import org.mikey4j.testing.SetClock;
import org.mikey4j.testing.TestPki;

/**
 * Looks for keys in the octets of everything that is alive in the virtual machine: they are all there before both ends of an exchange
 * are closed, and none is afterwards, though the ends themselves, their results and their messages are still held.
 */
class WipedTest {
    /** Keeps what is looked for from being found where it is remembered. */
    private static final int MASK = 0x5a;

    private static final int LEAST_OCTETS = 12;

    @TempDir
    Path folder;

    private final Map<String, byte[]> masked = new HashMap<>();

    @Test
    void noKeyIsLeftWhenBothEndsAreClosed() throws Exception {
        List<Object> held = new ArrayList<>();
        List<AutoCloseable> toClose = new ArrayList<>();
        for (Mode mode : Mode.values()) {
            exchange(mode, held, toClose);
        }
        IbakeRun ibake = IbakeRun.make();
        ibake.associations().forEach(association -> note("IBAKE", association));
        held.add(ibake);
        toClose.addAll(ibake.toClose());
        assertThat(masked).hasSizeGreaterThan(3 * Mode.values().length);

        assertThat(found("before")).isEqualTo(new TreeSet<>(masked.keySet()));
        for (AutoCloseable closeable : toClose) {
            closeable.close();
        }
        assertThat(found("after")).isEmpty();
        Reference.reachabilityFence(held);
    }

    private void exchange(Mode mode, List<Object> held, List<AutoCloseable> toClose) {
        SetClock clock = new SetClock(TestPki.NOW);
        // A generator that is a hash has its last output, which may be a key, for its state.
        Setup setup = Setup.of(
                Peers.RANDOM,
                new Random(1),
                clock,
                InMemoryReplayCache.builder(clock, Peers.RANDOM, 8)
                        .trackedSince(Instant.MIN)
                        .build());
        Ends ends = mode.ends(setup);
        Ends.Begun begun = ends.begin();
        while (mode != Mode.SAKKE && begun.receive().isEmpty()) {
            begun.keys().ifPresent(toClose::add);
            begun = ends.begin();
        }
        var bob = Peers.answered(ends.receive(begun.message(), Octets.ofHex("01")));
        List<SecurityAssociation> associations = new ArrayList<>(List.of(bob.association()));
        begun.keys().ifPresent(associations::add);
        begun.receive()
                .ifPresent(receive -> associations.add(Peers.established(
                        receive.apply(bob.reply().map(MikeyMessage::octets).orElseThrow()))));
        for (SecurityAssociation association : associations) {
            note(mode.name(), association);
        }
        held.addAll(List.of(ends, begun, bob, associations));
        toClose.addAll(associations);
        toClose.add(begun.pending());
    }

    private void note(String mode, SecurityAssociation association) {
        association.keys().forEach(key -> {
            note(mode + " TGK", key.key());
            note(mode + " TGK salt", key.salt());
        });
        association
                .cryptoSessions()
                .forEach(session -> session.keys().forEach(key -> {
                    note(mode + " TEK of " + session.csId(), key.tek());
                    note(mode + " salt of " + session.csId(), key.salt());
                }));
        if (association.protectionKey().length() > 0
                && !association.protectionKey().equals(Mode.SHARED)) {
            note(mode + " envelope key", association.protectionKey());
        }
    }

    private void note(String name, SecretBytes secret) {
        if (secret.length() < LEAST_OCTETS) {
            return;
        }
        byte[] octets = secret.toByteArray();
        for (int i = 0; i < octets.length; i++) {
            octets[i] ^= MASK;
        }
        masked.put(name, octets);
    }

    /** The names of the secrets that are somewhere among what is alive. */
    private Set<String> found(String name) throws IOException {
        Path dump = folder.resolve(name + ".hprof");
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(dump.toString(), true);
        byte[] heap = Files.readAllBytes(dump);
        Files.delete(dump);
        boolean[] begins = new boolean[1 << 16];
        masked.values().forEach(secret -> begins[start(secret, 0) ^ (MASK << 8 | MASK)] = true);
        Set<String> names = new TreeSet<>();
        for (int at = 0; at + LEAST_OCTETS <= heap.length; at++) {
            if (begins[start(heap, at)]) {
                for (Map.Entry<String, byte[]> secret : masked.entrySet()) {
                    if (isAt(heap, at, secret.getValue())) {
                        names.add(secret.getKey());
                    }
                }
            }
        }
        Arrays.fill(heap, (byte) 0);
        return names;
    }

    private static int start(byte[] octets, int at) {
        return (octets[at] & 0xff) << 8 | (octets[at + 1] & 0xff);
    }

    private static boolean isAt(byte[] heap, int at, byte[] masked) {
        if (at + masked.length > heap.length) {
            return false;
        }
        for (int i = 0; i < masked.length; i++) {
            if (heap[at + i] != (byte) (masked[i] ^ MASK)) {
                return false;
            }
        }
        return true;
    }
}
