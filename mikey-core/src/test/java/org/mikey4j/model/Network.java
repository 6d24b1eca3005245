package org.mikey4j.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.message.Octets;

/**
 * A network that an attacker owns, and clocks that nobody keeps. Each step is drawn from the seed: packets are delivered in any
 * order, late, often or never, changed, put together from others, and sent to whom they were not for; the clocks jump, and Bob
 * restarts and forgets.
 */
final class Network {
    private static final int MOST_EXCHANGES = 6;

    private final Random random;
    private final Setup setup;
    private final Ends ends;
    private final Runnable restart;
    private final Safety safety;
    private final List<Ends.Begun> exchanges = new ArrayList<>();
    private final List<Packet> flying = new ArrayList<>();
    private final List<Octets> everSent = new ArrayList<>();
    private final List<String> steps = new ArrayList<>();
    private Instant latestOfBob;

    /** Octets on their way in an exchange, to Bob or to Alice. */
    private record Packet(int exchange, boolean toBob, Octets octets) {
        Packet with(Octets other) {
            return new Packet(exchange, toBob, other);
        }
    }

    Network(Setup setup, Ends ends, Safety safety, Runnable restart) {
        this.safety = safety;
        this.random = setup.choices();
        this.setup = setup;
        this.ends = ends;
        this.restart = restart;
        this.latestOfBob = setup.bobClock().instant();
    }

    Safety safety() {
        return safety;
    }

    /** Takes so many steps, and checks after each. */
    void run(int count) {
        try {
            for (int i = 0; i < count; i++) {
                step();
            }
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(String.join("\n", steps) + "\n" + e.getMessage(), e);
        }
    }

    /** Everything arrives, once and in order. */
    void runQuietly(int count) {
        for (int i = 0; i < count; i++) {
            begin();
            while (!flying.isEmpty()) {
                deliver(flying.remove(0));
            }
        }
    }

    private void step() {
        int dice = random.nextInt(100);
        if (dice < 12 && exchanges.size() < MOST_EXCHANGES || exchanges.isEmpty()) {
            begin();
        } else if (dice < 42) {
            withPacket("deliver", true, this::deliver);
        } else if (dice < 54) {
            withPacket("duplicate", false, this::deliver);
        } else if (dice < 58) {
            withPacket("drop", true, packet -> {});
        } else if (dice < 74) {
            withPacket("tamper", false, packet -> deliver(packet.with(tampered(packet.octets()))));
        } else if (dice < 88) {
            replay();
        } else if (dice < 93) {
            Duration passed = Duration.ofSeconds(random.nextInt(60));
            note("both clocks go on " + passed);
            setup.aliceClock().advance(passed);
            moveBob(passed);
        } else if (dice < 99) {
            jump();
        } else {
            restart();
        }
    }

    private void note(String step) {
        steps.add(steps.size() + ": " + step);
    }

    private void begin() {
        Ends.Begun begun = ends.begin();
        exchanges.add(begun);
        int number = safety.offered(begun);
        note("Alice begins " + number + " at " + setup.aliceClock().instant());
        send(new Packet(number, true, begun.message()));
    }

    private void send(Packet packet) {
        flying.add(packet);
        everSent.add(packet.octets());
    }

    private interface Deed {
        void on(Packet packet);
    }

    private void withPacket(String name, boolean takeAway, Deed deed) {
        if (flying.isEmpty()) {
            return;
        }
        int at = random.nextInt(flying.size());
        Packet packet = takeAway ? flying.remove(at) : flying.get(at);
        note(name + " in " + packet.exchange() + (packet.toBob() ? ", to Bob" : ", to Alice"));
        deed.on(packet);
    }

    private void deliver(Packet packet) {
        if (packet.toBob()) {
            // A dialog stands for one exchange; some transports have none.
            Octets context =
                    packet.exchange() % 3 == 0 ? Octets.EMPTY : Octets.copyOf(new byte[] {(byte) packet.exchange()});
            ResponderResult result = ends.receive(packet.octets(), context);
            note("  Bob at " + setup.bobClock().instant() + ": "
                    + result.getClass().getSimpleName());
            safety.received(packet.octets(), context, result)
                    .ifPresent(reply -> send(new Packet(packet.exchange(), false, reply)));
        } else {
            exchanges.get(packet.exchange()).receive().ifPresent(receive -> {
                var result = receive.apply(packet.octets());
                note("  Alice: " + result.getClass().getSimpleName());
                safety.answered(packet.exchange(), packet.octets(), result);
            });
        }
    }

    /** Whatever was ever sent, to whomever, in whichever exchange; also back to who sent it. */
    private void replay() {
        Packet packet = new Packet(
                random.nextInt(exchanges.size()), random.nextInt(3) > 0, everSent.get(random.nextInt(everSent.size())));
        note("replay in " + packet.exchange() + (packet.toBob() ? ", to Bob" : ", to Alice"));
        deliver(packet);
    }

    private void jump() {
        Duration by = Duration.ofSeconds(random.nextInt(1400) - 700);
        boolean bob = random.nextBoolean();
        note((bob ? "Bob's" : "Alice's") + " clock jumps " + by);
        if (bob) {
            moveBob(by);
        } else {
            setup.aliceClock().advance(by);
        }
    }

    private void moveBob(Duration by) {
        setup.bobClock().advance(by);
        if (setup.bobClock().instant().isAfter(latestOfBob)) {
            latestOfBob = setup.bobClock().instant();
        }
    }

    /**
     * Bob forgets what he accepted, and knows when that was. A host whose clock was set back before it restarted does not know: no
     * cache in memory can help it.
     */
    private void restart() {
        note("Bob restarts");
        setup.bobClock().set(latestOfBob);
        restart.run();
    }

    private Octets tampered(Octets octets) {
        byte[] bytes = octets.toByteArray();
        switch (random.nextInt(6)) {
            case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[random.nextInt(Math.min(bytes.length, 40))] = (byte) random.nextInt(256);
            case 2 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 3 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(4));
            case 4 -> {
                // The beginning of one message and the end of another.
                byte[] other = everSent.get(random.nextInt(everSent.size())).toByteArray();
                int tail = random.nextInt(Math.min(bytes.length, other.length));
                System.arraycopy(other, other.length - tail, bytes, bytes.length - tail, tail);
            }
            default -> bytes[1] = (byte) random.nextInt(27);
        }
        return Octets.copyOf(bytes);
    }
}
