package org.mikey4j.cli.lint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.EmptyMap;
import org.mikey4j.message.GenericIdMap;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PolicyParameter;
import org.mikey4j.message.SignPayload;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.EncrAlg;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.message.registry.SrtpParam;

/** Guesses who made a message by the habits that implementations are known by. */
public final class Senders {
    /** The least evidence on which a guess is told. */
    public static final int LEAST = 3;

    private static final List<Integer> CAMERA =
            List.of(PayloadType.T, PayloadType.RAND, PayloadType.SP, PayloadType.KEMAC);
    private static final int MINISIP_DATA = 196;

    private record Trait(int weight, String text, Predicate<MessageSubject> holds) {}

    private record Habits(String name, List<Trait> traits) {}

    private static final List<Habits> KNOWN = List.of(
            new Habits(
                    "GStreamer, or an early gortsplib",
                    List.of(
                            parameters(2, 0, 1, 2, 3, 7, 8, 10),
                            new Trait(2, "the tag length stands as the key length", Senders::tagAsKeyLength),
                            new Trait(1, "T, RAND, SP, KEMAC in this order", m -> types(m).equals(CAMERA)),
                            new Trait(1, "no MKI", m -> m.isUnprotected() && !m.hasMki()))),
            new Habits(
                    "live555",
                    List.of(
                            parameters(2, 0, 1, 2, 3, 4, 7, 8, 10, 11),
                            new Trait(1, "T, RAND, SP, KEMAC in this order", m -> types(m).equals(CAMERA)),
                            new Trait(1, "an MKI", m -> m.isUnprotected() && m.hasMki()))),
            new Habits(
                    "gortsplib",
                    List.of(
                            parameters(2, 0, 1, 2, 3, 7, 8, 10, 11),
                            new Trait(1, "T, RAND, SP, KEMAC in this order", m -> types(m).equals(CAMERA)))),
            new Habits(
                    "Genetec",
                    List.of(
                            rule(3, "T_FILETIME", "the timestamp is a Windows FILETIME"),
                            new Trait(1, "no RAND", m -> m.isUnprotected() && !types(m).contains(PayloadType.RAND)),
                            parameters(1, 0, 1, 2, 3, 7, 8, 10, 11))),
            new Habits(
                    "Milestone XProtect",
                    List.of(rule(3, "TRAILING_ZERO_OCTET", "one zero octet follows the last payload"))),
            new Habits(
                    "minisip (libmikey)",
                    List.of(new Trait(3, "a KEMAC as long as a TGK of 192 octets makes it", Senders::hasLongKey))),
            new Habits(
                    "mykey",
                    List.of(rule(3, "T_COUNTER_IS_CSB_ID", "the timestamp is a counter with the CSB ID in it"))),
            new Habits(
                    "linejs",
                    List.of(
                            new Trait(
                                    2,
                                    "a public-key message without a signature",
                                    m -> m.isOf(DataType.PK_INIT) && !m.has(SignPayload.class)),
                            new Trait(
                                    2,
                                    "#CS without map entries",
                                    m -> map(m) instanceof EmptyMap map && map.csCount() > 0))),
            new Habits(
                    "Streamwide",
                    List.of(
                            parameters(2, 0, 1, 2, 4, 5, 6, 18, 19, 20),
                            new Trait(
                                    1,
                                    "a GENERIC-ID map",
                                    m -> m.isOf(DataType.SAKKE) && map(m) instanceof GenericIdMap),
                            rule(1, "T_WHOLE_SECONDS", "whole seconds in the timestamp"))),
            new Habits(
                    "Alea",
                    List.of(
                            rule(2, "MCX_EXTENSION_BEFORE_SAKKE", "the key parameters stand before SAKKE"),
                            parameters(1, 0, 1, 2, 4, 5, 6, 13, 18, 19, 20),
                            new Trait(
                                    1,
                                    "policy 1 without policy 0",
                                    m -> m.isOf(DataType.SAKKE)
                                            && !m.all(SpPayload.class).isEmpty()
                                            && m.all(SpPayload.class)
                                                            .get(0)
                                                            .value()
                                                            .policyNo()
                                                    == 1),
                            new Trait(
                                    1,
                                    "a GENERIC-ID map without entries",
                                    m -> map(m) instanceof GenericIdMap map && map.csCount() == 0),
                            rule(1, "T_WHOLE_SECONDS", "whole seconds in the timestamp"))),
            new Habits(
                    "SmartMS",
                    List.of(
                            rule(2, "IDR_ENDS_WITH_NUL", "an identity ends with a zero octet"),
                            rule(1, "SAKKE_PRF", "the function MIKEY-1"),
                            rule(1, "SAKKE_V", "the V flag"))),
            new Habits(
                    "Softil",
                    List.of(
                            rule(2, "RAND_IS_TEXT", "the random value is text"),
                            new Trait(
                                    1,
                                    "MIKEY-SAKKE without a policy",
                                    m -> m.isOf(DataType.SAKKE) && !m.has(SpPayload.class)))),
            new Habits(
                    "Thales",
                    List.of(
                            rule(3, "ECCSI_EXAMPLE_NONCE", "a signature with the random number of the RFC"),
                            rule(2, "T_LOW_WORD", "the seconds of the timestamp are in the lower half"),
                            new Trait(1, "MIKEY-SAKKE", m -> m.isOf(DataType.SAKKE)))));

    private Senders() {}

    /** Those for whom enough speaks, the likeliest first. */
    public static List<Sender> guess(MessageSubject message) {
        List<Sender> senders = new ArrayList<>();
        for (Habits habits : KNOWN) {
            List<Trait> found = habits.traits().stream()
                    .filter(trait -> trait.holds().test(message))
                    .toList();
            int weight = found.stream().mapToInt(Trait::weight).sum();
            if (weight >= LEAST) {
                senders.add(new Sender(
                        habits.name(), found.stream().map(Trait::text).toList(), weight));
            }
        }
        senders.sort(Comparator.comparingInt(Sender::weight).reversed());
        return senders;
    }

    private static Trait parameters(int weight, Integer... types) {
        List<Integer> wanted = List.of(types);
        return new Trait(
                weight,
                "the policy lists the parameters " + wanted.toString().replaceAll("[\\[\\],]", ""),
                message -> policy(message)
                        .map(sp -> sp.parameters().stream()
                                .map(PolicyParameter::type)
                                .toList())
                        .filter(wanted::equals)
                        .isPresent());
    }

    /** A habit that a rule looks for. */
    private static Trait rule(int weight, String id, String text) {
        return new Trait(weight, text, message -> {
            List<String> found = new ArrayList<>();
            if (RuleBook.rule(id).map(Rule::check).orElse(null) instanceof Rule.OnMessage check) {
                check.look(message, (offset, where, what) -> found.add(what));
            }
            return !found.isEmpty();
        });
    }

    private static boolean tagAsKeyLength(MessageSubject message) {
        return policy(message)
                .map(sp -> MessageSubject.number(sp, SrtpParam.SESSION_AUTH_KEY_LENGTH)
                        .orElse(0))
                .filter(length -> length == 10 || length == 4)
                .isPresent();
    }

    private static boolean hasLongKey(MessageSubject message) {
        return message.first(KemacPayload.class)
                .filter(kemac -> kemac.value().encrAlg() != EncrAlg.NULL
                        && kemac.value().encrData().length() == MINISIP_DATA)
                .isPresent();
    }

    private static Optional<SpPayload> policy(MessageSubject message) {
        return message.srtpPolicies().stream().map(Placed::value).findFirst();
    }

    private static Object map(MessageSubject message) {
        return message.header()
                .map(CommonHeader::csIdMap)
                .map(Object.class::cast)
                .orElse("");
    }

    private static List<Integer> types(MessageSubject message) {
        return message.message().map(MikeyMessage::payloads).orElse(List.of()).stream()
                .map(Payload::type)
                .toList();
    }
}
