package org.mikey4j.cli.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.ParseException;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sip.message.Message;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every attack on every scheme: who refuses it, and for what reason. */
class AttackTableTest {
    private static final String DOWNGRADED = "UE_B: the offer is for RTP without protection";

    /** What a centre hands out is sealed, bound to its call and good for once; so is what the telephones say. */
    private static final Map<Attack, String> WITH_CENTRES = Map.of(
            Attack.DROP, "UE_A: the answer has no MIKEY keys for its audio",
            Attack.TAMPER, "UE_B: MESSAGE_REFUSED: the MAC is wrong, or no key is known for the sender",
            Attack.REPLAY, "UE_B: MESSAGE_REFUSED: the message was accepted before",
            Attack.SPLICE, "UE_A: REPLAYED: the message was accepted before",
            Attack.DOWNGRADE, DOWNGRADED);

    private static final Map<Attack, String> END_TO_END = Map.of(
            Attack.DROP, "UE_A: the answer has no MIKEY keys where some were offered",
            Attack.TAMPER, "UE_B: AUTHENTICATION_FAILED: the signature is wrong",
            Attack.REPLAY, "UE_B: REPLAYED: the message was accepted before",
            Attack.SPLICE, "UE_A: MISMATCH: the answer is about another CSB ID",
            Attack.DOWNGRADE, DOWNGRADED);

    /** The answer is a message of its own, which the caller has opened once already. */
    private static final Map<Attack, String> FOR_IDENTITIES = Map.of(
            Attack.DROP, "UE_A: the answer has no MIKEY keys where some were offered",
            Attack.TAMPER, "UE_B: AUTHENTICATION_FAILED: the signature is wrong, or no key is known for the sender",
            Attack.REPLAY, "UE_B: REPLAYED: the message was accepted before",
            Attack.SPLICE, "UE_A: REPLAYED: the message was accepted before",
            Attack.DOWNGRADE, DOWNGRADED);

    /** What is sealed cannot be changed unseen; an earlier first message is known again once its call was completed. */
    private static final Map<Attack, String> BY_BOTH = Map.of(
            Attack.DROP, "UE_A: the answer has no MIKEY keys where some were offered",
            Attack.TAMPER, "UE_B: KEYS_UNUSABLE: the encrypted data are not for this end and date, or were changed",
            Attack.REPLAY, "UE_B: REPLAYED: the message was accepted before",
            Attack.SPLICE, "UE_A: MISMATCH: the answer is about another CSB ID",
            Attack.DOWNGRADE, DOWNGRADED);

    /** Attackers who all see the first call; then one of them acts, and after it the next. */
    private static final class Attackers {
        private final Map<Attack, Attacker> all;
        private final AtomicReference<Optional<Attacker>> acting = new AtomicReference<>(Optional.empty());

        Attackers() {
            CallTrace trace = new CallTrace(Clock.systemUTC(), event -> {});
            all = Arrays.stream(Attack.values())
                    .collect(Collectors.toMap(
                            Function.identity(),
                            attack -> new Attacker(attack, trace),
                            (one, other) -> one,
                            LinkedHashMap::new));
        }

        void meddle(Message message) throws ParseException {
            for (Attacker each : acting.get().map(List::of).orElse(List.copyOf(all.values()))) {
                each.meddler().meddle(message);
            }
        }

        void act(Attack attack) {
            Attacker attacker = all.get(attack);
            attacker.arm();
            acting.set(Optional.of(attacker));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "3", "4", "5 dh-sign", "5 pk", "5 rsa-r", "sakke", "ibake"})
    void everyAttackIsRefused(String scheme) {
        Attackers attackers = new Attackers();
        Map<Attack, String> expected = switch (scheme.charAt(0)) {
            case '5' -> END_TO_END;
            case 's' -> FOR_IDENTITIES;
            case 'i' -> BY_BOTH;
            default -> WITH_CENTRES;
        };
        try (Calls calls = new Calls(scheme, attackers::meddle)) {
            assertThat(calls.call(3).established()).as("the call before").isTrue();
            for (Attack attack : Attack.values()) {
                attackers.act(attack);
                CallRun.Result result = calls.call(3);

                assertThat(result.established()).as(attack.label()).isFalse();
                assertThat(result.refusal()).as(attack.label()).isEqualTo(expected.get(attack));
                assertThat(result.framesToCallee() + result.framesToCaller()).isZero();
            }
        }
    }
}
