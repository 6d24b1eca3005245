package org.mikey4j.exchange.ibake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.EcGroup;
import org.mikey4j.exchange.CryptoSession;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.SessionKey;
import org.mikey4j.message.Octets;

/**
 * The four messages under a network that loses, repeats, reorders and changes them, puts them into other exchanges, and moves the clock.
 * {@code -Dmikey.seed=N} runs one seed again; a failure lists the steps that led to it.
 */
class IbakeSafetyTest {
    private static final int RUNS = 20;
    private static final int STEPS = 70;
    private static final int MOST_EXCHANGES = 5;

    private enum Kind {
        I_MESSAGE_1,
        R_MESSAGE_1,
        I_MESSAGE_2,
        R_MESSAGE_2
    }

    private record Packet(int exchange, Kind kind, Octets octets) {}

    /** What Alice and Bob hold of one exchange, as whoever carries its messages knows them. */
    private static final class Exchange {
        private final IbakeFirstOffer first;
        private final Map<Octets, IbakeSecondOffer> seconds = new HashMap<>();
        private final Map<IbakePendingAnswer, Octets> answers = new IdentityHashMap<>();
        private final Set<Octets> firstAnswers = new HashSet<>();
        private final Map<Octets, SecurityAssociation> byReply = new HashMap<>();

        private Exchange(IbakeFirstOffer first) {
            this.first = first;
        }
    }

    /** One run. */
    private static final class Run {
        private final IbakeFixture parties = new IbakeFixture();
        private final IbakeInitiator alice = parties.alice(IbakeAnswerJudge.onlyAsked());
        private final IbakeResponder bob = parties.bob();
        private final List<Exchange> exchanges = new ArrayList<>();
        private final List<Packet> flying = new ArrayList<>();
        private final List<Packet> ever = new ArrayList<>();
        private final Set<Octets> accepted = new HashSet<>();
        private final List<String> steps = new ArrayList<>();
        private final Map<String, Integer> seen;
        private final Random random;

        private Run(long seed, Map<String, Integer> seen) {
            this.random = new Random(seed);
            this.seen = seen;
        }

        private void step() {
            int dice = random.nextInt(100);
            if (exchanges.isEmpty() || (dice < 10 && exchanges.size() < MOST_EXCHANGES)) {
                begin();
            } else if (dice < 60 && !flying.isEmpty()) {
                deliver(flying.remove(random.nextInt(flying.size())));
            } else if (dice < 72) {
                deliver(any());
            } else if (dice < 75 && !flying.isEmpty()) {
                flying.remove(random.nextInt(flying.size()));
            } else if (dice < 86) {
                Packet packet = any();
                deliver(new Packet(packet.exchange, packet.kind, tampered(packet.octets)));
            } else if (dice < 95) {
                Packet packet = any();
                deliver(new Packet(random.nextInt(exchanges.size()), Kind.values()[random.nextInt(4)], packet.octets));
            } else {
                parties.clock.advance(Duration.ofSeconds(random.nextInt(900) - 200));
                steps.add("the clock moves");
            }
        }

        private Packet any() {
            return ever.get(random.nextInt(ever.size()));
        }

        private void begin() {
            parties.tick();
            Exchange exchange = new Exchange(
                    alice.offer(EcGroup.P_256, IbakeFixture.request().build()));
            exchanges.add(exchange);
            send(
                    exchanges.size() - 1,
                    Kind.I_MESSAGE_1,
                    exchange.first.message().octets());
        }

        private void send(int exchange, Kind kind, Octets octets) {
            Packet packet = new Packet(exchange, kind, octets);
            flying.add(packet);
            ever.add(packet);
        }

        private void count(String what) {
            steps.add("  " + what);
            seen.merge(what, 1, Integer::sum);
        }

        private void deliver(Packet packet) {
            steps.add(packet.kind + " in " + packet.exchange);
            Exchange exchange = exchanges.get(packet.exchange);
            switch (packet.kind) {
                case I_MESSAGE_1 -> toBobFirst(packet, exchange);
                case R_MESSAGE_1 -> toAliceFirst(packet, exchange);
                case I_MESSAGE_2 ->
                    List.copyOf(exchange.answers.keySet()).forEach(a -> toBobSecond(packet, exchange, a));
                default -> List.copyOf(exchange.seconds.values()).forEach(s -> toAliceSecond(packet, exchange, s));
            }
        }

        private void toBobFirst(Packet packet, Exchange exchange) {
            IbakeResponse response = bob.receive(packet.octets, Octets.copyOf(new byte[] {(byte) packet.exchange}));
            if (response instanceof IbakeResponse.Answered a) {
                count("Bob answers");
                exchange.answers.put(a.answer(), packet.octets);
                exchange.firstAnswers.add(a.answer().message().octets());
                send(packet.exchange, Kind.R_MESSAGE_1, a.answer().message().octets());
            } else if (response instanceof IbakeResponse.Repeated) {
                count("Bob answers again");
            } else {
                count("Bob first: "
                        + ((IbakeResponse.Refused) response).rejected().reason());
            }
        }

        private void toAliceFirst(Packet packet, Exchange exchange) {
            IbakeFirstResult result = exchange.first.receive(packet.octets);
            if (result instanceof IbakeFirstResult.Next next) {
                count("Alice goes on");
                assertThat(exchange.firstAnswers)
                        .as("Alice goes on with what Bob did not answer in this exchange")
                        .contains(packet.octets);
                exchange.seconds.put(next.offer().message().octets(), next.offer());
                send(packet.exchange, Kind.I_MESSAGE_2, next.offer().message().octets());
            } else {
                count("Alice first: "
                        + ((IbakeFirstResult.Refused) result).rejected().reason());
            }
        }

        private void toBobSecond(Packet packet, Exchange exchange, IbakePendingAnswer answer) {
            IbakeConfirmation confirmation = answer.receive(packet.octets);
            if (confirmation instanceof IbakeConfirmation.Established e) {
                count("Bob has keys");
                assertThat(exchange.seconds)
                        .as("Bob takes keys with what Alice did not send in this exchange")
                        .containsKey(packet.octets);
                assertThat(accepted.add(exchange.answers.get(answer)))
                        .as("Bob takes keys twice from one beginning")
                        .isTrue();
                assertThat(exchange.byReply.put(e.reply().octets(), e.association()))
                        .as("Bob gives the same answer twice as new")
                        .isNull();
                send(packet.exchange, Kind.R_MESSAGE_2, e.reply().octets());
            } else if (confirmation instanceof IbakeConfirmation.Repeated r) {
                count("Bob confirms again");
                assertThat(exchange.byReply)
                        .as("what Bob repeats")
                        .containsKey(r.reply().octets());
            } else {
                count("Bob second: "
                        + ((IbakeConfirmation.Refused) confirmation).rejected().reason());
            }
        }

        private void toAliceSecond(Packet packet, Exchange exchange, IbakeSecondOffer second) {
            InitiatorResult result = second.receive(packet.octets);
            if (result instanceof InitiatorResult.Established e) {
                count("Alice has keys");
                assertThat(exchange.byReply)
                        .as("Alice takes keys with what Bob did not answer in this exchange")
                        .containsKey(packet.octets);
                assertThat(keys(e.association()))
                        .as("Alice's keys are Bob's")
                        .isEqualTo(keys(exchange.byReply.get(packet.octets)));
                e.association().close();
            } else {
                count("Alice second: " + ((Rejected) result).reason());
            }
        }

        private Octets tampered(Octets octets) {
            byte[] bytes = octets.toByteArray();
            switch (random.nextInt(4)) {
                case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[random.nextInt(Math.min(bytes.length, 40))] = (byte) random.nextInt(256);
                case 2 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
                default -> {
                    // The beginning of one message and the end of another.
                    byte[] other = any().octets.toByteArray();
                    int tail = random.nextInt(Math.min(bytes.length, other.length));
                    System.arraycopy(other, other.length - tail, bytes, bytes.length - tail, tail);
                }
            }
            return Octets.copyOf(bytes);
        }
    }

    private static List<List<SessionKey>> keys(SecurityAssociation association) {
        List<List<SessionKey>> keys =
                association.cryptoSessions().stream().map(CryptoSession::keys).toList();
        assertThat(keys).as("crypto sessions").isNotEmpty().noneMatch(List::isEmpty);
        return keys;
    }

    @Test
    void theWorstNetworkBreaksNoPromise() {
        Map<String, Integer> seen = new TreeMap<>();
        Long only = Long.getLong("mikey.seed");
        for (long seed = only == null ? 0 : only; seed < (only == null ? RUNS : only + 1); seed++) {
            Run run = new Run(seed, seen);
            try {
                for (int i = 0; i < STEPS; i++) {
                    run.step();
                }
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "-Dmikey.seed=" + seed + "\n" + String.join("\n", run.steps) + "\n" + e.getMessage(), e);
            }
        }

        // The runs came to where something could have gone wrong.
        assertThat(seen.keySet())
                .contains(
                        "Bob answers",
                        "Bob answers again",
                        "Alice goes on",
                        "Bob has keys",
                        "Bob confirms again",
                        "Alice has keys",
                        "Bob first: MALFORMED",
                        "Bob first: TIMESTAMP_OUTSIDE_WINDOW",
                        "Alice first: MISMATCH",
                        "Bob second: KEYS_UNUSABLE",
                        "Bob second: MISMATCH",
                        "Bob second: REPLAYED",
                        "Alice second: AUTHENTICATION_FAILED");
    }
}
